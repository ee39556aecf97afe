"""Markdown as blocks without any HTML: paragraphs, lists, tables and folded parts, each with its line. No database needed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.html_inline import html_inline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from accounts.imports import Unreadable
from questionbank.collections.markup import pieces_of

MOST_BYTES = 5_000_000
DEEPEST = 30
MOST_WORK = 50_000_000  # letters of a paragraph times the brackets, tags and marks in it, over the whole file


OPENS_HTML = re.compile(r"^([ \t>*+#.)\d-]*)<(?=[a-z/!?])(?![a-z][a-z0-9+.-]+:)", re.IGNORECASE | re.MULTILINE)
LEADS_UP = re.compile(r"\[\W{0,12}?\]\(#[^()\s]*\)")  # an arrow that says nothing
SAID = ("text", "text_special", "code_inline", "softbreak", "hardbreak")
TOO_DEEP = f"This file is nested more than {DEEPEST} levels deep. Choose a collection with plainer lists."


@dataclass
class Block:
    """One part of a file: `markdown` without HTML, the same in plain `words`, and the blocks inside it."""

    kind: str  # text, heading, code, list, item, quote, table, row, folded, rule or settings
    line: int
    markdown: str = ""
    words: str = ""
    only: str = ""  # what a text has nothing else than: "pictures", "places" (in this file) or "links"
    level: int = 0
    is_numbered: bool = False
    inside: list["Block"] = field(default_factory=list)


def parse(text: str) -> list[Block]:
    """The blocks of a file. `Unreadable` for what is no text, has over 5 MB, or is nested over 30 levels deep."""
    _refuse_what_is_no_text(text)
    return _Parser().blocks(text.removeprefix("\ufeff"))


def _refuse_what_is_no_text(text: str) -> None:
    if not isinstance(text, str) or "\0" in text:
        raise Unreadable("This file is not text. Choose a file written in Markdown.")
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Unreadable("This file is larger than 5 MB. Cut it into smaller files.")
    if re.search("[\ud800-\udfff]", text) or 50 * len(re.findall("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffd]", text)) > len(text):
        raise Unreadable("This file is not text in UTF-8. Save it as UTF-8 and choose it again.")
    if re.search(r"^[ \t>]{500}", text, re.MULTILINE):
        raise Unreadable(TOO_DEEP)


class _Parser:
    def __init__(self) -> None:
        self.env: dict = {}
        self.work = 0
        self.tags: list[tuple[str, int, int]] = []
        self.markdown = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("inline")
        self.markdown.inline.ruler.at("html_inline", self._note_tag)
        self.markdown.block.ruler.before("table", "depth", _refuse_depth, {"alt": []})

    def _note_tag(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- so the library calls it
        start = state.pos
        found = html_inline(state, silent)
        if found and not silent:
            self.tags.append((state.src, start, state.pos))
        return found

    def blocks(self, text: str) -> list[Block]:
        settings, text = _settings_apart(text)
        tokens = self.markdown.parse(text, self.env)
        depth = 0
        for token in tokens:
            if token.type.startswith(("blockquote_", "list_item_")):
                depth += token.nesting
                if depth > DEEPEST:
                    raise Unreadable(TOO_DEEP)
        return settings + self._gather(SyntaxTreeNode(tokens).children, 0)

    def _gather(self, nodes: list[SyntaxTreeNode], depth: int) -> list[Block]:
        """Blocks side by side; what stands between <details> and </details> goes inside a folded one."""
        if depth > DEEPEST:
            raise Unreadable(TOO_DEEP)
        open_parts = [Block("root", 0)]
        for node in nodes:
            if node.type != "html_block":
                open_parts[-1].inside.append(self._block(node, depth + len(open_parts)))
                continue
            self.work += len(node.content) * sum(map(node.content.count, "<&")) // 10
            self._refuse_work()
            for kind, line, words in pieces_of(node.content, _line(node)):
                if kind == "open":
                    open_parts[-1].inside.append(Block("folded", line))
                    open_parts.append(open_parts[-1].inside[-1])
                elif kind == "close":
                    del open_parts[max(1, len(open_parts) - 1) :]
                elif kind == "summary" and open_parts[-1].kind == "folded" and not open_parts[-1].markdown:
                    said = self.text(" ".join(words.split()), line)
                    open_parts[-1].markdown, open_parts[-1].words = said.markdown, said.words
                else:
                    open_parts[-1].inside.append(self._piece(kind, line, words))
                if depth + len(open_parts) > DEEPEST:
                    raise Unreadable(TOO_DEEP)
        return open_parts[0].inside

    def _piece(self, kind: str, line: int, words: str) -> Block:
        if kind == "code":
            return Block("code", line, _fenced(words, ""), words)
        if kind == "picture":
            return Block("text", line, only="pictures", words=words or "a picture")
        return self.text(words, line)

    def _block(self, node: SyntaxTreeNode, depth: int) -> Block:
        line = _line(node)
        match node.type:
            case "paragraph" | "heading":
                block = self.text(node.children[0].content, line)
                if node.type == "heading":
                    block.kind, block.level = "heading", int(node.tag[1])
                    block.markdown = " ".join(block.markdown.split())
                return block
            case "fence" | "code_block":
                return Block("code", line, _fenced(node.content, node.info), " ".join(node.content.split()))
            case "bullet_list" | "ordered_list":
                items = [Block("item", _line(item), inside=self._gather(item.children, depth)) for item in node.children]
                return Block("list", line, is_numbered=node.type == "ordered_list", inside=items)
            case "blockquote":
                return Block("quote", line, inside=self._gather(node.children, depth))
            case "table":
                return Block("table", line, inside=[self._row(row) for part in node.children for row in part.children])
        return Block("rule", line)

    def _row(self, row: SyntaxTreeNode) -> Block:
        line = _line(row)
        return Block("row", line, inside=[self.text(cell.children[0].content, line) for cell in row.children])

    def text(self, source: str, line: int) -> Block:
        """One text without its HTML tags, its references made links."""
        source = self._with_links(LEADS_UP.sub("", source).strip())
        had_pictures = False
        for _ in range(3):
            tokens = self._tokens(source)
            if not self.tags:
                break
            had_pictures |= any(part[begin:].lower().startswith("<img") for part, begin, _ in self.tags)
            source = _cut(source, self.tags)
        else:  # tags made of tags
            source = source.replace("<", "")
            tokens = self._tokens(source)
        source = re.sub(
            r"^([ \t>*+#.)\d-]*)<(?=[a-z/!?])(?![a-z][a-z0-9+.-]+:)", r"\1\\<", source.strip(), flags=re.IGNORECASE | re.MULTILINE
        )
        only, words = _only(tokens), _words(tokens)
        if not source and had_pictures:
            only = "pictures"
        if only == "pictures":
            words = " ".join(token.content for token in _flat(tokens) if token.type == "image") or "a picture"
        return Block("text", line, source, words, only)

    def _tokens(self, source: str) -> list[Token]:
        marks = sum(map(source.count, "[<*_`!&"))
        self.work += len(source) * (1 + marks // 4)
        self._refuse_work()
        if source.count("[") > DEEPEST and _bracket_depth(source) > DEEPEST:
            raise Unreadable(TOO_DEEP)
        self.tags.clear()
        tokens: list[Token] = []
        self.markdown.inline.parse(source, self.markdown, self.env, tokens)
        return tokens

    def _refuse_work(self) -> None:
        if self.work > MOST_WORK:
            raise Unreadable("This file has paragraphs with so many brackets, tags or marks that they cannot be read as text.")

    def _with_links(self, source: str) -> str:
        """[words][label] as [words](address): the label is explained elsewhere in the file."""
        known = self.env.get("references")
        if not known or "[" not in source:
            return source

        def link(found: re.Match) -> str:
            goal = known.get(normalizeReference(found["label"] or found["words"]))
            return f"[{found['words']}](<{goal['href']}>)" if goal else found[0]

        return re.sub(r"\[(?P<words>[^\[\]]+)\](?:\[(?P<label>[^\[\]]*)\])?(?![(\[:])", link, source)


_inline = MarkdownIt("commonmark")


def plain(markdown: str) -> str:
    """The words of one text that was read before, without marks."""
    tokens: list[Token] = []
    _inline.inline.parse(markdown, _inline, {}, tokens)
    return _words(tokens)


def harmless(markdown: str) -> str:
    """A text without tags, so that no line of it begins to be one either."""
    return OPENS_HTML.sub(r"\1\\<", markdown.strip())


def _refuse_depth(state: StateBlock, _first: int, _last: int, _silent: bool) -> bool:  # noqa: FBT001 -- so the library calls it
    """Stop at the first place that is too deep: a list and its item are a level each to the library."""
    if state.level > 2 * DEEPEST:
        raise Unreadable(TOO_DEEP)
    return False


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _settings_apart(text: str) -> tuple[list[Block], str]:
    """Settings between two lines of --- at the very top are no Markdown; lines keep their numbers."""
    lines = text.split("\n")
    rest = [line.rstrip() for line in lines[1:60]]
    if lines[0].rstrip() != "---" or "---" not in rest or not re.match(r"[\w-]+:", rest[0]):
        return [], text
    end = rest.index("---")
    words = " ".join(" ".join(rest[:end]).split())
    return [Block("settings", 1, words=words)], "\n" * (end + 2) + "\n".join(lines[end + 2 :])


def _bracket_depth(source: str) -> int:
    depth = deepest = 0
    for mark in re.findall(r"\\.|[\[\]]", source):
        depth = max(0, depth + {"[": 1, "]": -1}.get(mark, 0))
        deepest = max(deepest, depth)
    return deepest


def _cut(source: str, tags: list[tuple[str, int, int]]) -> str:
    if any(part != source for part, _, _ in tags):  # inside the words of a picture, where places are counted anew
        return source.replace("<", "")
    kept, at = [], 0
    for _, begin, end in tags:
        kept.append(source[at:begin])
        if source[begin:end].lower().startswith("<br"):
            kept.append("  " if source[end : end + 1] == "\n" else "  \n")
        at = end
    return "".join([*kept, source[at:]])


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or []) if token.type != "image" else ()


def _is_sign(words: str) -> bool:
    return not any(letter.isalnum() for letter in words)


def _words(tokens: list[Token]) -> str:
    """What a person reads, without marks."""
    said = [" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens if token.type in SAID]
    return " ".join("".join(said).split())


def _only(tokens: list[Token]) -> str:
    """What a text consists of when it has nothing else: pictures, links to places in this file, or links."""
    found: set[str] = set()
    inside = ""
    for token in tokens:
        if token.type == "link_open":
            inside = "places" if str(token.attrs.get("href", "")).startswith("#") else "links"
        elif token.type == "link_close":
            inside = ""
        elif token.type == "image":
            found.add("pictures")
        elif token.content.strip() and (token.type == "code_inline" or not _is_sign(token.content)):
            found.add(inside or "words")
    if found == {"places", "links"}:
        return "links"
    return found.pop() if len(found) == 1 and found != {"words"} else ""


def _fenced(code: str, info: str) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code) or [""]))
    language = re.match(r"[\w+#.-]*", info.strip())
    return f"{fence}{language[0] if language else ''}\n{code.rstrip()}\n{fence}"
