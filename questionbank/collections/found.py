"""What a collection holds, and a question while it still gathers what stands below it."""

from dataclasses import dataclass, field

from questionbank.collections import asking
from questionbank.collections.blocks import Block, harmless
from questionbank.collections.outline import leads_to_places
from questionbank.collections.writing import markdown_of


@dataclass(frozen=True)
class Found:
    """One question: `prompt` and `answer` are Markdown without HTML, the rest plain words; `line` counts from 1."""

    title: str
    prompt: str
    points: list[str]
    answer: str
    category: str
    line: int


@dataclass(frozen=True)
class Left:
    """What was not taken: its first 80 characters, and why, in words for people."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Collection:
    """What a file holds, in the order of its lines."""

    questions: list[Found]
    left: list[Left]


@dataclass
class Draft:
    """A question that may still gather text from below."""

    line: int
    words: str
    prompt: list[str]
    category: str
    is_numbered: bool | None = None  # whether the list it stands in is, None when it stands in none
    is_marked: bool = False  # labelled or bold, so that plain lines below it are its answer
    points: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)

    def gather(self, blocks: list[Block]) -> None:
        """Take what stands below: lists as points, the rest as the answer, code that the question speaks of into the prompt."""
        for block in blocks:
            if block.kind == "list" and not leads_to_places(block):
                self.points += points_of(block)
            elif block.kind == "code" and not self.answer and not self.points and asking.shows_code(self.words):
                self.prompt.append(block.markdown)
            elif block.kind == "folded" and asking.unfolds(block.words):
                self.gather(block.inside)
            elif block.kind == "text":
                self.answer.append(harmless(asking.unlabelled(block.markdown)) if block.only != "places" else "")
            else:
                self.answer.append(markdown_of([block]))

    def found(self, title: str) -> Found:
        prompt, answer = ("\n\n".join(filter(None, parts)) for parts in (self.prompt, self.answer))
        return Found(asking.cut(title), prompt, self.points, answer, self.category, self.line)


def asked_in(blocks: list[Block]) -> tuple[list[str], list[Block]]:
    """What of a text asks, with the code it shows, as Markdown; and the blocks after it."""
    asked = [at for at, block in enumerate(blocks) if block.kind == "text" and asking.asks_in_passing(block.words)]
    end = (asked[0] if asked else 0) + 1
    while end < len(blocks) and (blocks[end].kind == "code" or end in asked):
        end += 1
    prompt, rest = blocks[:end], blocks[end:]
    answer = ""
    if prompt and prompt[-1].kind == "text":
        question, answer = asking.parted(prompt[-1].markdown)
        prompt = [*prompt[:-1], Block("text", prompt[-1].line, harmless(question))]
    return [markdown_of(prompt)], [Block("text", 0, harmless(answer)), *rest] if answer else rest


def points_of(block: Block) -> list[str]:
    """The items of a list, those of lists inside it after the item they belong to."""
    points: list[str] = []
    for item in block.inside:
        own = markdown_of([part for part in item.inside if part.kind != "list"])
        points += [asking.CHECKBOX.sub("", own)] if own else []
        for part in item.inside:
            points += points_of(part) if part.kind == "list" else []
    return points
