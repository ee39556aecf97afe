"""Going through a collection block by block: what is a question, what belongs to one, and what is left with a reason."""

from dataclasses import dataclass

from questionbank.collections import asking
from questionbank.collections.blocks import Block, harmless, parse, plain
from questionbank.collections.found import Collection, Draft, Found, Left, asked_in
from questionbank.collections.outline import (
    ANSWER_COLUMNS,
    NUMBER_COLUMNS,
    Section,
    first_text,
    is_list_of_questions,
    leads_to_places,
    levels_that_ask,
    links_of,
    outline,
    question_column,
)
from questionbank.collections.writing import markdown_of

SHOWN = 80
IS_CONTENTS = "a table of contents: it only leads to places in this file"
IS_ITSELF = "the section is about the collection itself, not about the work"
IS_PICTURE = "a picture or badge"
IS_READING = "a list of things to read"
IS_PROSE = "text that asks nothing"
IS_EMPTY_HEADING = "a heading with no question below it"
IS_GROUP = "it groups what is below it and is no question itself"
IS_WORDLESS = "it has no words to ask"
IS_OPENING = "it stands in the introduction and asks nothing"
IS_BEFORE_CONTENTS = "it stands before the table of contents, where a collection introduces itself"


@dataclass
class _Scene:
    """Where a reading is: below which heading, and which question the next paragraph may belong to."""

    category: str
    is_opening: bool = False
    is_reading: bool = False
    draft: Draft | None = None
    is_interleaved: bool = False  # numbered questions with their answers between them
    is_in_prose: bool = False


def read(text: str) -> Collection:
    """
    The questions of a collection and what was left. `Unreadable`, with a sentence for people, for what is no text, has over
    5 MB, or is nested over 30 levels deep.
    """
    root = outline(parse(text))
    reading = _Reading(levels_that_ask(root))
    reading.take(root, "")
    return reading.done()


class _Reading:
    def __init__(self, levels: dict[int, str]) -> None:
        self.levels = levels
        self.drafts: list[Draft] = []
        self.left: list[Left] = []
        self.contents_line = 0

    def done(self) -> Collection:
        """Drafts as questions, without doubles and without what only introduces the file."""
        early = [draft for draft in self.drafts if draft.line < self.contents_line and draft.is_numbered is None]
        opening = early if 2 * len(early) < len(self.drafts) else []
        opening_lines = {draft.line for draft in opening}
        questions: list[Found] = []
        lines: dict[str, int] = {}
        for draft in sorted(self.drafts, key=lambda draft: draft.line):
            title = asking.unnumbered(draft.words)
            same = title.casefold()
            if draft.line in opening_lines:
                self.leave(draft.line, draft.words, IS_BEFORE_CONTENTS)
            elif not any(letter.isalnum() for letter in title):
                self.leave(draft.line, draft.words or "…", IS_WORDLESS)
            elif same in lines:
                self.leave(draft.line, draft.words, f"the same question stands on line {lines[same]}")
            else:
                lines[same] = draft.line
                questions.append(draft.found(title))
        return Collection(questions, sorted(self.left, key=lambda left: left.line))

    def leave(self, line: int, words: str, why: str) -> None:
        """Note what is not taken."""
        words = " ".join(words.split())
        if words:
            self.left.append(Left(line, words[:SHOWN], why))

    def leave_all(self, blocks: list[Block], why: str) -> None:
        """Note every heading, list item, row and folded part."""
        for block in blocks:
            if block.kind in ("heading", "folded"):
                self.leave(block.line, block.words, why)
            elif block.kind == "row":
                self.leave(block.line, " ".join(cell.words for cell in block.inside), why)
                continue
            text = first_text(block) if block.kind == "item" else None
            if text:
                self.leave(text.line, text.words, why)
            self.leave_all(block.inside[1:] if text else block.inside, why)

    def take(self, section: Section, above: str) -> None:
        """A section as a question, or as a category with what is below it."""
        heading = section.heading
        if heading and asking.is_about_itself(heading.words):
            self.leave_all([heading, *section.all_blocks()], IS_ITSELF)
            return
        name = _category(heading.words) if heading else above
        before, left_before = len(self.drafts), len(self.left)
        kind = section.kind(self.levels)
        if kind == "category":
            is_reading = bool(heading and asking.is_reading(heading.words))
            self.flow(section.blocks, _Scene(name, is_opening=section.is_opening(), is_reading=is_reading))
        else:
            self.take_heading(section, above)
        if kind == "question":
            self.drafts[-1].answer += [
                markdown_of([part.heading or Block("rule", 0), *part.all_blocks()]) for part in section.parts
            ]
            return
        for part in section.parts:
            self.take(part, name)
        is_told = any(left.why == IS_CONTENTS for left in self.left[left_before:])
        if heading and len(self.drafts) == before and not is_told:
            self.leave(heading.line, heading.words, IS_EMPTY_HEADING)
        elif heading and heading.kind == "folded" and not is_told:
            self.leave_group(heading, before)

    def leave_group(self, block: Block, before: int) -> None:
        """Note what is neither a question nor the category of one, but groups smaller groups."""
        if all(draft.category != _category(block.words) for draft in self.drafts[before:]):
            self.leave(block.line, block.words, IS_GROUP)

    def take_heading(self, section: Section, above: str) -> None:
        """A heading as a question with what stands directly below it."""
        heading, blocks = section.heading, section.blocks
        assert heading  # noqa: S101 -- only sections with a heading are questions
        draft = Draft(heading.line, heading.words, [_prompt(heading.markdown)], above)
        if section.is_topic(self.levels):
            item = section.only_item()
            asked, blocks = asked_in(item.inside if item else blocks)
            draft.prompt += asked
        draft.gather(blocks)
        self.drafts.append(draft)

    def flow(self, blocks: list[Block], scene: _Scene) -> None:
        """Blocks below a heading that is no question: find the questions among them."""
        for block in blocks:
            was_in_prose, scene.is_in_prose = scene.is_in_prose, False
            if block.kind in ("text", "heading"):
                scene.is_in_prose = was_in_prose
                self._text(block, scene)
            elif block.kind == "list":
                self._list(block, scene)
            elif block.kind == "table":
                self._table(block, scene)
            elif block.kind == "folded":
                self._folded(block, scene)
            elif block.kind == "rule":
                scene.draft = None
            elif scene.draft:
                scene.draft.gather([block])
            elif block.kind == "quote":
                self.take(outline(block.inside), scene.category)
            else:
                why = "settings of a web page" if block.kind == "settings" else "code that belongs to no question"
                self.leave(block.line, block.words, why)

    def _text(self, block: Block, scene: _Scene) -> None:
        is_marked = asking.is_marked(block.markdown)
        is_free = scene.draft is None or not (scene.draft.is_marked or scene.draft.is_numbered is not None)
        if block.only == "places":
            if not asking.leads_back(block.words):
                self.leave(block.line, block.words, IS_CONTENTS)
        elif is_marked or (is_free and not scene.is_opening and asking.ends_asking(plain(asking.parted(block.markdown)[0]))):
            scene.draft = self._draft(block, scene.category, is_marked=is_marked)
        elif scene.draft:
            scene.draft.gather([block])
        elif block.only == "pictures":
            self.leave(block.line, block.words, IS_PICTURE)
        elif not scene.is_in_prose or asking.asks_in_passing(block.words):
            self.leave(block.line, block.words, IS_PROSE)
            scene.is_in_prose = True

    def _draft(self, block: Block, category: str, *, is_marked: bool = False, is_numbered: bool | None = None) -> Draft:
        question, answer = asking.parted(asking.CHECKBOX.sub("", block.markdown))
        prompt = _prompt(question)
        draft = Draft(block.line, plain(prompt), [prompt], category, is_numbered, is_marked)
        draft.answer += [harmless(answer)] if answer else []
        self.drafts.append(draft)
        return draft

    def _list(self, block: Block, scene: _Scene) -> None:
        draft, scene.draft = scene.draft, None
        if leads_to_places(block):
            self.contents_line = self.contents_line or (block.line if len([*links_of(block)]) > 1 else 0)
            self.leave(block.line, _said(block), IS_CONTENTS)
        elif draft and draft.is_numbered != block.is_numbered and not is_list_of_questions(block, is_strict=True):
            draft.gather([block])
            scene.draft = draft
        elif scene.is_reading and not is_list_of_questions(block, is_strict=False):
            self.leave_all([block], IS_READING)
        elif scene.is_opening and not is_list_of_questions(block, is_strict=False):
            self.leave_all([block], IS_OPENING)
        else:
            before = len(self.drafts)
            for item in block.inside:
                self._item(item, scene.category, is_numbered=block.is_numbered)
            is_one = len(block.inside) == 1
            scene.is_interleaved |= is_one and block.is_numbered
            if len(self.drafts) > before and (is_one or (block.is_numbered and scene.is_interleaved)):
                scene.draft = self.drafts[-1]

    def _item(self, item: Block, category: str, *, is_numbered: bool) -> None:
        text, rest = first_text(item), item.inside[1:]
        if text is None:
            self.take(outline(item.inside), category)
        elif text.only == "pictures":
            self.leave(text.line, text.words, IS_PICTURE)
            self.take(outline(rest), category)
        elif not asking.asks(text.words) and any(
            part.kind == "list" and is_list_of_questions(part, is_strict=True) for part in rest
        ):
            before = len(self.drafts)
            self.flow(rest, _Scene(_category(text.words)))
            self.leave_group(text, before)
        else:
            self._draft(text, category, is_numbered=is_numbered).gather(rest)

    def _folded(self, block: Block, scene: _Scene) -> None:
        if asking.unfolds(block.words) and not scene.draft:
            self.take(outline(block.inside), scene.category)
        elif scene.draft and not asking.asks(block.words):
            scene.draft.gather([block])
        else:
            scene.draft = None
            self.take(outline(block.inside, block), scene.category)

    def _table(self, block: Block, scene: _Scene) -> None:
        column = question_column(block)
        head, *rows = block.inside
        if column is None:
            if scene.draft:
                scene.draft.gather([block])
            else:
                self.leave(block.line, _said(block), "a table without a column of questions")
        elif rows and all(row.inside[column].only == "places" for row in rows):
            self.contents_line = self.contents_line or block.line
            self.leave(block.line, _said(block), IS_CONTENTS)
        else:
            scene.draft = None
            for row in rows:
                self._row(row, column, [cell.words for cell in head.inside], scene.category)

    def _row(self, row: Block, column: int, names: list[str], category: str) -> None:
        if not row.inside[column].words:
            self.leave(row.line, _said(row), IS_WORDLESS)
            return
        draft = self._draft(row.inside[column], category)
        for number, (name, cell) in enumerate(zip(names, row.inside, strict=True)):
            plain_name = name.lower().strip(" :")
            if number == column or plain_name in NUMBER_COLUMNS or not cell.markdown:
                continue
            draft.answer.append(cell.markdown if plain_name in ANSWER_COLUMNS else f"{harmless(name)}: {cell.markdown}")


def _category(words: str) -> str:
    return asking.unnumbered(words).rstrip(" :")


def _prompt(markdown: str) -> str:
    return harmless(asking.unbolded(asking.unnumbered(markdown)))


def _said(block: Block) -> str:
    words = [block.words]
    for part in block.inside[:SHOWN]:
        words.append(_said(part))
        if sum(map(len, words)) > SHOWN:
            break
    return " ".join(filter(None, words))
