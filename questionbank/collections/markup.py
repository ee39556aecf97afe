"""A piece of HTML as what it says: texts, code, pictures, and where folded parts begin and end. Tags are gone."""

from html import unescape
from html.parser import HTMLParser

APART = frozenset(
    "p div center section article header footer blockquote hr li ul ol dl dt dd table tr td th h1 h2 h3 h4 h5 h6".split()  # noqa: SIM905
)


class _Pieces(HTMLParser):
    """Splits a piece of HTML into its texts, code, pictures, summaries and the ends of folded parts."""

    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=False)
        self.first_line = first_line
        self.pieces: list[tuple[str, int, str]] = []
        self.kind = "text"
        self.said: list[str] = []
        self.began = first_line
        self.is_hidden = False

    def end(self, kind: str = "text") -> None:
        words = "".join(self.said)
        if words.strip():
            lines = (line.strip() for line in words.split("\n"))
            words = unescape(words).strip("\n") if self.kind == "code" else "\n".join(filter(None, lines))
            self.pieces.append((self.kind, self.began, words))
        self.kind, self.said = kind, []

    def say(self, words: str) -> None:
        if not "".join(self.said[-1:]).strip() and words.strip():
            lead = len(words) - len(words.lstrip())
            self.began = self.line() + words.count("\n", 0, lead)
        if not self.is_hidden:
            self.said.append(words)

    def line(self) -> int:
        return self.first_line + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in APART or tag in ("details", "summary", "pre"):
            self.end({"summary": "summary", "pre": "code"}.get(tag, "text") if self.kind != "summary" else "summary")
        if tag == "details":
            self.pieces.append(("open", self.line(), ""))
        elif tag == "img":
            self.pieces.append(("picture", self.line(), " ".join((dict(attrs).get("alt") or "").split())))
        elif tag == "br":
            self.said.append("\n")
        self.is_hidden |= tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("details", "summary", "pre") or (tag in APART and self.kind == "text"):
            self.end()
        if tag == "details":
            self.pieces.append(("close", self.line(), ""))
        self.is_hidden &= tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        self.say(data)

    def handle_entityref(self, name: str) -> None:
        self.say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.say(f"&#{name};")


def pieces_of(html: str, line: int) -> list[tuple[str, int, str]]:
    """What a piece of HTML says, as (kind, line, words): open, close, summary, text, code or picture. Tags are gone."""
    parser = _Pieces(line)
    whole, end, rest = html.rpartition(">")
    parser.feed(whole + end + rest.replace("<", "&lt;"))  # no tag ends there any more
    parser.close()
    parser.end()
    return parser.pieces
