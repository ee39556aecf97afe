"""Hiding who a packet is about: names become parts, schools and employers letters, addresses nothing. Pure functions.

Every text of a packet goes through it, wherever it stands, so that nothing has to be remembered. It hides rather too much: a
surname that is a word is hidden as a word. What it cannot know is a nickname, or a school or employer that stands in no resume;
recruiters add those by hand.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

THE_CANDIDATE = "the candidate"
#: Words of names that stand in half of all sentences; alone they tell nobody.
PARTICLES = {"and", "bin", "das", "del", "den", "der", "des", "dos", "ibn", "las", "the", "van", "von"}
#: Keys of a packet whose values are no words.
SPARED = re.compile(r"_at$|_on$|^(outcome|tone|fingerprint|experience_years)$")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(
    r"\b(?:https?://|www\.)\S+|\b(?:[\w-]+\.)*(?:github|gitlab|linkedin|bitbucket|medium|twitter|xing)\.\w+/\S*", re.IGNORECASE
)
PHONE = re.compile(r"(?<!\w)(?:\+\d|\(?0\d)[\d\s()./-]{6,}\d")

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w&'’.-]*\w"
_JOINED = rf"(?:[ ](?:(?:of|the|and|for|de|di|da|do|du|des|für|der|&)[ ])*{_CAPITAL})*"
_RUN = _CAPITAL + _JOINED
_KINDS = (
    r"Universit\w+|Universidad\w*|Università|College|Institut\w*|School|Academy|Hochschule|Politecnico|École|Polytechni\w+"
    r"|Gymnasium|Bootcamp"
)
SCHOOL = re.compile(
    rf"(?:{_RUN}[ ])?\b(?:{_KINDS})\b{_JOINED}|\b(?:ETH|MIT|EPFL|KTH|UCLA|TU|LMU|RWTH)\b(?:[ ]{_CAPITAL})?",
)
#: Words of such names that alone tell nobody.
GENERIC = {
    "academy",
    "applied",
    "bank",
    "business",
    "cloud",
    "college",
    "computer",
    "computing",
    "consulting",
    "data",
    "digital",
    "engineering",
    "global",
    "group",
    "hochschule",
    "institute",
    "international",
    "labs",
    "national",
    "open",
    "polytechnic",
    "school",
    "science",
    "sciences",
    "software",
    "solutions",
    "state",
    "systems",
    "technical",
    "technische",
    "technologies",
    "technology",
    "universidad",
    "university",
    "universität",
}
_FIRM = (
    r"Inc|LLC|Ltd|Limited|GmbH|AG|SE|SAS?|BV|B\.V|AB|Oy|PLC|Corp|Corporation|Group|Labs?|Bank|Systems|Technologies|Software"
    r"|Solutions|Consulting|Holding|Insurance|Airlines"
)
FIRM = re.compile(rf"{_RUN}[ ,]+(?:{_FIRM})\b\.?")
AT = re.compile(rf"(?:\bat|\bbei|@)[ ]({_RUN})")
TITLE = re.compile(
    r"\b(?:engineer|developer|programmer|architect|lead|manager|intern|consultant|analyst|administrator|entwickler\w*|head|director|sre|devops|cto)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PARTED = re.compile(r"\s*(?:[,|;•·()\t]|[–—]|\s-\s|\s{3,})\s*")


def schools_in(text: str) -> list[str]:
    """What looks like the name of a school in a resume, in the order in which it stands there."""
    found = []
    for line in text.splitlines():
        for match in SCHOOL.finditer(line):
            found.append(match[0].strip())
            behind = re.match(r"\s*\(([A-Z][A-Za-z]{1,7})\)", line[match.end() :])
            found += [behind[1]] if behind else []
    return list(dict.fromkeys(found))


def employers_in(text: str, present_role: str = "", *, spared: Iterable[str] = ()) -> list[str]:
    """What looks like the name of an employer: behind "at", with the form of a firm, or beside a title in a line with years.

    `spared` are words that are none, the technologies of the candidate for one.
    """
    none = {word.casefold() for word in spared}
    found = [match[1] for match in AT.finditer(f"{present_role}\n{text}")]
    role, _, behind = present_role.partition(",")
    found += [behind.strip()] if behind.strip() and TITLE.search(role) else []
    for line in text.splitlines():
        found += [match[0] for match in FIRM.finditer(line)]
        if YEAR.search(line) and TITLE.search(line):
            parts = (part.strip(" .:-–") for part in PARTED.split(re.split(r"\bat\b", line)[0]))
            found += [part for part in parts if re.match(rf"{_RUN}$", part) and not TITLE.search(part) and not YEAR.search(part)]
    names = (name.strip(" .,") for name in found)
    months = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*$|present$|today$|now$|remote$", re.IGNORECASE)
    return [
        name
        for name in dict.fromkeys(names)
        if len(name) > 1 and name.casefold() not in none and not months.match(name) and not SCHOOL.fullmatch(name)
    ]


@dataclass
class Hidden:
    """What a text is searched for, and what stands in its place; the same in any case, or only as it is written."""

    loose: dict[str, str] = field(default_factory=dict)
    strict: dict[str, str] = field(default_factory=dict)

    def person(self, name: str, part: str) -> None:
        """A full name and each word of it."""
        self.loose.setdefault(_plain(name), part)
        for word in re.split(r"[^\w'’]+", name):
            if len(word) > 2 and word.casefold() not in PARTICLES:
                self.loose.setdefault(_plain(word), part)
            elif len(word) == 2:
                self.strict.setdefault(word, part)

    def handle(self, handle: str, part: str) -> None:
        """What somebody is called in an address."""
        if len(handle) > 3 and not handle.isdigit():
            self.loose.setdefault(_plain(handle), part)

    def place(self, name: str, letter: str) -> None:
        """A school or employer, its first and last telling word, by which it is called for short, and its initials."""
        self.loose.setdefault(_plain(name), letter)
        words = re.findall(r"[\w'’&]+", name)
        telling = [word for word in words if len(word) > 3 and word[0].isupper() and word.casefold() not in GENERIC]
        for word in {*telling[:1], *telling[-1:]} if len(words) > 1 else ():
            self.strict.setdefault(word, letter)
        initials = "".join(word[0] for word in words if word[0].isupper())
        if len(words) > 2 and len(initials) > 2:
            self.strict.setdefault(initials, letter)


class Anonymity:
    """Hides people by `people` (full name → part), the candidate, schools and employers in texts and in whole packets."""

    def __init__(
        self,
        candidate: str,
        people: Mapping[str, str],
        *,
        addresses: Iterable[str] = (),
        schools: Iterable[str] = (),
        employers: Iterable[str] = (),
        also: Iterable[str] = (),
        called: str = THE_CANDIDATE,
        kept: Iterable[str] = (),
    ) -> None:
        """`called` stands for the candidate; full names in `kept` stay, whatever else is hidden."""
        hidden = Hidden()
        self.called, self.kept = called, {_plain(name) for name in kept}
        for name in self.kept:
            hidden.loose[name] = ""
        hidden.person(candidate, called)
        for words in also:
            hidden.loose.setdefault(_plain(words), called)
        for name, part in people.items():
            hidden.person(name, part)
        for address in addresses:
            hidden.handle(re.split(r"[@?#]", address.rstrip("/"))[0].rpartition("/")[2], called)
        for kind, names in (("school", schools), ("employer", employers)):
            for number, name in enumerate(dict.fromkeys(names)):
                hidden.place(name, f"{kind} {ascii_uppercase[number] if number < len(ascii_uppercase) else number + 1}")
        self.hidden = hidden
        parts = [rf"(?i:{_any(hidden.loose)})", *([_any(hidden.strict)] if hidden.strict else [])]
        self.pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])")

    def __call__(self, text: str) -> str:
        """The text without any of it."""
        text = unicodedata.normalize("NFC", text)
        for pattern, instead in ((EMAIL, "[address]"), (LINK, "[link]"), (PHONE, "[number]")):
            text = pattern.sub(instead, text)
        return self.pattern.sub(self._instead, text)

    def of(self, content: Any, key: str = "") -> Any:
        """Plain values without any of it, however deep."""
        if isinstance(content, dict):
            return {name: self.of(one, name) for name, one in content.items()}
        if isinstance(content, list):
            return [self.of(one, key) for one in content]
        return self(content) if isinstance(content, str) and not SPARED.search(key) else content

    def _instead(self, found: re.Match[str]) -> str:
        if (plain := _plain(found[0])) in self.kept:
            return found[0]
        return self.hidden.strict.get(found[0]) or self.hidden.loose.get(plain, self.called)


def _plain(text: str) -> str:
    """As it is looked up: in small letters, without accents, with one blank between words."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


def _any(names: Iterable[str]) -> str:
    """One of these, the longest first; each letter with or without its accents, each blank of any width."""
    return "|".join(_loosely(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _loosely(name: str) -> str:
    pieces = (_ACCENTED.get(sign, r"\s+" if sign == " " else re.escape(sign)) for sign in name.replace("ss", "ß"))
    return "".join("(?:ss|ß)" if piece == "ß" else piece for piece in pieces)


_ACCENTED = {
    plain: f"[{plain}{''.join(sign for sign in map(chr, range(0xC0, 0x250)) if _plain(sign) == plain)}]"
    for plain in "aceghiklnorstuyz"
}
