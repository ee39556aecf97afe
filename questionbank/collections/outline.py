"""The headings of a file as sections, and which of them are questions themselves rather than categories of questions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from questionbank.collections import asking
from questionbank.collections.blocks import Block

FOLDED = 7  # a folded part counts as a heading below all others
QUESTION_COLUMNS = frozenset(
    ("question", "questions", "q", "interview question", "interview questions", "title", "problem", "task")
)
ANSWER_COLUMNS = frozenset(("answer", "answers", "a", "solution", "explanation"))
NUMBER_COLUMNS = frozenset(("", "#", "no", "no.", "nr", "nr.", "number", "id", "s.no", "s.no.", "№"))


@dataclass
class Section:
    """A heading with what stands directly below it, and the smaller headings below that."""

    heading: Block | None
    level: int = 0
    blocks: list[Block] = field(default_factory=list)
    parts: list["Section"] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        """Whether paragraphs or code stand directly below the heading."""
        return any(block.kind in ("text", "code") and block.only not in ("places", "pictures") for block in self.blocks)

    def all(self) -> Iterator["Section"]:
        """This section and all below it."""
        yield self
        for part in self.parts:
            yield from part.all()

    def all_blocks(self) -> Iterator[Block]:
        """What is below the heading, with all smaller headings."""
        yield from self.blocks
        for part in self.parts:
            if part.heading:
                yield part.heading
            yield from part.all_blocks()

    def is_topic(self, levels: dict[int, str]) -> bool:
        """Whether the heading names a question that the text below it asks."""
        if not self.heading or levels.get(self.level) != "text":
            return False
        texts = [block for block in self.blocks if block.kind == "text"]
        return not asking.asks(self.heading.words) or any(asking.asks_in_passing(block.words) for block in texts[:1])

    def kind(self, levels: dict[int, str]) -> str:
        """category, question, or both: a question with an answer, and more questions under headings of their own."""
        if self.heading is None or asking.is_contents(self.heading.words):
            return "category"
        is_worded, ends_asking = asking.asks(self.heading.words), asking.ends_asking(self.heading.words)
        is_one_of_many = self.level in levels
        if not (is_worded or is_one_of_many or self.level == FOLDED) or (self.level == 1 and self.parts and not ends_asking):
            return "category"
        if not is_worded and all(leads_to_places(block) for block in self.blocks):
            return "category"
        if self.is_topic(levels) and self.only_item():
            return "question"
        is_strict = ends_asking or (is_one_of_many and not is_worded)
        if asks_below(self.blocks, is_strict=is_strict):
            return "category"
        if any(part.holds_questions(levels, is_strict=is_strict and self.has_text) for part in self.parts):
            return "both" if self.has_text and is_worded else "category"
        return "question"

    def only_item(self) -> Block | None:
        """The item of a list of one, when nothing else stands below the heading."""
        blocks = [block for block in self.blocks if block.kind != "rule"]
        is_one = len(blocks) == 1 and blocks[0].kind == "list" and len(blocks[0].inside) == 1 and not self.parts
        return blocks[0].inside[0] if is_one else None

    def holds_questions(self, levels: dict[int, str], *, is_strict: bool) -> bool:
        """Whether this section is a question or has any below; when strict, only question marks count."""
        if self.heading and (asking.ends_asking if is_strict else asking.asks)(self.heading.words):
            return True
        if self.level in levels or asks_below(self.blocks, is_strict=is_strict):
            return True
        return any(part.holds_questions(levels, is_strict=is_strict) for part in self.parts)

    def is_opening(self) -> bool:
        """Whether this is what stands below the title of a file, before its first smaller heading."""
        return self.level <= 1 and bool(self.parts)


def outline(blocks: list[Block], heading: Block | None = None) -> Section:
    """The blocks as sections by their headings, below one without a heading or with that of a folded part."""
    root = Section(heading, FOLDED if heading else 0)
    open_sections = [root]
    for block in blocks:
        if block.kind != "heading" or not block.words:
            open_sections[-1].blocks.append(block)
            continue
        while len(open_sections) > 1 and open_sections[-1].level >= block.level:
            open_sections.pop()
        section = Section(block, block.level)
        open_sections[-1].parts.append(section)
        open_sections.append(section)
    return root


def levels_that_ask(root: Section) -> dict[int, str]:
    """
    Heading levels whose lowest sections are questions for the most part: "heading" where headings are worded as questions, "text"
    where they name a subject and the text below asks. What is not worded so at these levels is a question all the same.
    """
    levels: dict[int, str] = {}
    for level in range(6, 0, -1):
        kinds = [_wording(section, levels) for section in root.all() if section.level == level and section.heading]
        kinds = [kind for kind in kinds if kind]
        texts, others = kinds.count("text"), kinds.count("other")
        if len(kinds) > max(1, 2 * others):
            levels[level] = "text" if 2 * texts > len(kinds) else "heading"
    return levels


def _wording(section: Section, levels: dict[int, str]) -> str:
    """What asks in a section: its heading, its text or something other; "" when the section is too small to tell."""
    assert section.heading  # noqa: S101 -- the caller looked
    words = section.heading.words
    is_worded = asking.asks(words)
    if asking.is_about_itself(words) or asking.is_contents(words) or section.only_item() or not (section.blocks or section.parts):
        return ""
    is_parent = any(part.holds_questions(levels, is_strict=False) for part in section.parts)
    if is_parent or asks_below(section.blocks, is_strict=is_worded):
        return "other"
    texts = [block for block in section.blocks if block.kind == "text"]
    if any(asking.asks_in_passing(block.words) for block in texts[: 1 if is_worded else None]):
        return "text"
    return "heading" if is_worded else "other"


def asks_below(blocks: list[Block], *, is_strict: bool) -> bool:
    """Whether blocks hold questions of their own, so that the heading above them is their category."""
    marked = labelled = plain = 0
    for block in blocks:
        if _holds_questions(block, is_strict=is_strict):
            return True
        if block.kind == "text":
            labelled += bool(asking.LABEL.match(block.markdown))
            marked += asking.is_marked(block.markdown)
            plain += asking.ends_asking(block.words) and len(block.words) <= 200
    return labelled > 0 or marked > 1 or (plain > 1 and not is_strict)


def _holds_questions(block: Block, *, is_strict: bool) -> bool:
    match block.kind:
        case "list":
            return is_list_of_questions(block, is_strict=is_strict)
        case "folded":
            does_ask = (asking.ends_asking if is_strict else asking.asks)(block.words)
            return not asking.unfolds(block.words) and (does_ask or asks_below(block.inside, is_strict=is_strict))
        case "table":
            return question_column(block, by_name=True) is not None
        case "quote":
            return asks_below(block.inside, is_strict=is_strict)
    return False


def first_text(item: Block) -> Block | None:
    """What a list item says itself, before what is inside it."""
    return item.inside[0] if item.inside and item.inside[0].kind in ("text", "heading") else None


def is_list_of_questions(block: Block, *, is_strict: bool) -> bool:
    """Whether at least half of the items ask; when strict, only question marks count."""
    asked = 0
    for item in block.inside:
        text = first_text(item)
        if text is None:
            asked += asks_below(item.inside, is_strict=is_strict)
            continue
        question, answer = asking.parted(text.markdown)
        does_end = asking.ends_asking(question if answer else text.words)
        asked += does_end or (not is_strict and asking.asks(text.words))
        if not does_end and not asking.asks(text.words):
            asked += any(part.kind == "list" and is_list_of_questions(part, is_strict=True) for part in item.inside)
    return asked > 0 and 2 * asked >= len(block.inside)


def links_of(block: Block) -> Iterator[str]:
    """What each item of a list has nothing else than, with the lists inside it."""
    for item in block.inside:
        for part in item.inside or [Block("text", 0)]:
            if part.kind == "list":
                yield from links_of(part)
            else:
                yield part.only if part.kind in ("text", "heading") else ""


def leads_to_places(block: Block) -> bool:
    """Whether a list is a table of contents: nothing but links, nearly all of them to places in this file."""
    if block.kind != "list":
        return block.only == "places" or block.kind == "rule"
    links = list(links_of(block))
    return set(links) <= {"places", "links"} and 5 * links.count("places") >= 4 * len(links) > 0


def question_column(table: Block, *, by_name: bool = False) -> int | None:
    """Which column holds the questions: by its name, or else because most of its cells ask."""
    head, *rows = table.inside
    for number, cell in enumerate(head.inside):
        if cell.words.lower().strip(" :") in QUESTION_COLUMNS:
            return number
    if by_name or not rows:
        return None
    asked = [sum(asking.asks(row.inside[number].words) for row in rows) for number in range(len(head.inside))]
    most = max(asked, default=0)
    return asked.index(most) if most and 2 * most >= len(rows) else None
