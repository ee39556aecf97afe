"""Quiet advice on what somebody writes on a scorecard. It looks for words, judges nobody, blocks nothing and is stored nowhere.

Rather too narrow than too wide: who is warned for nothing stops reading warnings. Why evidence comes first: notes of behaviour go
with more valid ratings, judgements without an observation do not (Burnett, Fan, Motowidlo and DeGroot, 1998).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from questionbank import lawful

COPIED = 6
"""So many words in a row are no chance."""
COPIED_SHORT, COPIED_SHARE = 4, 0.7
"""Of a short line: so many words in a row, and they are so much of it."""


def _any(words: str) -> str:
    """Words with a space between them as one part of a pattern."""
    return f"(?:{'|'.join(words.split())})"


_JUDGES = _any(
    "amazing average awesome awkward bad boring brilliant capable charming competent confident excellent fantastic gifted"
    " good great impressive incompetent intelligent junior lazy likable likeable mediocre nervous nice okay outstanding"
    " poor senior sharp shy skilled smart solid strong stupid superb talented terrible unimpressive weak wonderful vibes?"
)
_JUDGING = re.compile(rf"\b(?:{_JUDGES}|cultur(?:e|al) fit|gut feeling)\b", re.IGNORECASE)

#: Where such a word is a term of the trade.
_STRONG = _any(r"consisten\w+ typ\w+ references? guarantees? hash\w* exception ordering entit\w+ schema")
_WEAK = _any(r"references? entit\w+ consisten\w+ isolation ordering hash\w* typ\w+ points?")
_BAD = _any("requests? gateways? inputs? data rows? records? actors? nodes? blocks? sectors?")
_GOOD = _any("enough case path defaults? until")
_PEOPLE = _any("engineers? developers? colleagues? pointers? contracts? levels? value")
_TERMS = re.compile(
    rf"\bstrong(?:ly)? {_STRONG}|\bweak {_WEAK}|\bbad {_BAD}|\bgood {_GOOD}|\b(?:senior|junior|smart|nice) {_PEOPLE}"
    r"|\bsolid state\b|\b(?:on|the|an|by) average\b|\baverage (?:of|case|load|latency|time|size|rate|number)",
    re.IGNORECASE,
)

#: What somebody did or said; what is also the name of a thing counts only as a deed that is over ("designed", not "design").
_DEEDS = re.compile(
    r"\b"
    + _any(
        "add admit allow answer argu ask assum avoid break broke build built calculat call challeng check choos chose clarif"
        " compar consider correct count cover debug decid defend defin deploy describ disagree discuss draw drew estimat"
        " explain find fix forget forgot found gave give guard handl ignor implement insist interrupt introduc jump knew know"
        " led listen made make measur mention mentor miss mov nam need notic offer partition pick point prefer propos raise"
        " ran reach read realis realiz reason refactor refus reject remov repair repeat replac restat retri reus revers rewrot"
        " said sav say share show sketch skip solv sort spent split spot start stat stop struggl stuck suggest summaris"
        " summariz thank think thought told took trac tried turn unable walk want weigh went wrap writ wrote"
    )
    + r"\w*\b|\b(?:says|tries|uses|runs|works|tests|stores|plans)\b|\b"
    + _any("cach cod design hint index lock logg model monitor plann push run shard stor talk test trad us work")
    + r"ed\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“”\"«»`]|(?<!\w)'[^']{3,}'(?!\w)")

_THINGS = _any(r"keys? index\w* sets? lists? pairs? nodes? leaders?")
_WHO = rf"(?:candidates?|applicants?|interviewees?)(?! {_THINGS})"
_THAN = r"(?:better|worse|stronger|weaker|faster|slower|smarter|quicker|sharper|(?:more|less) \w+)"
_OTHERS = rf"(?:{_WHO}|others|everyone|everybody|anyone|anybody|people|hires?|colleagues?)"
_WHICH = r"(?:(?:the|our|my|any|most|all|many|some|of|last|previous|other|earlier|usual|average|rest)\s+)*"
_COMPARING = re.compile(
    rf"\b{_THAN} than {_WHICH}{_OTHERS}\b"
    r"|\b(?:stronger|weaker|smarter|sharper) than the (?:last|previous|other) (?:one|person|guy|woman|man)\b"
    rf"|\bthe (?:last|previous|other|earlier|next) {_WHO}\b"
    rf"|\bunlike {_WHICH}(?:{_WHO}|people)\b"
    rf"|\b(?:compared|relative|next) (?:to|with) {_WHICH}(?:{_WHO}|others)\b"
    rf"|\b(?:best|strongest|weakest|worst|top) (?:{_WHO}|person|interview|engineer)\b"
    r"|\b(?:best|strongest|weakest|worst) (?:so far|this (?:week|month|year))\b"
    r"|\b(?:best|strongest|weakest|worst) (?:I|we) (?:have |ever )*(?:seen|met|had|interviewed)\b"
    rf"|\b(?:top|bottom) \d+ ?(?:%|percent) of (?:all )?(?:{_WHO}|people)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Advice:
    """One thing to look at again: `kind` says which of the five, `found` the words that it is about, if any."""

    kind: str
    sentence: str
    found: str = ""


def on_rating(*, is_rated: bool, lines: Sequence[str], anchors: Iterable[str]) -> list[Advice]:
    """What to look at again of one competency: a rating without a line, then its lines in order."""
    anchors = list(anchors)
    advice = [one for line in lines for one in on_line(line, anchors)]
    if is_rated and not lines:
        return [Advice("no_evidence", "No line says what you saw. Link one or write one: any length will do.")]
    return advice


def on_line(text: str, anchors: Iterable[str] = ()) -> list[Advice]:
    """What to look at again in one line of evidence."""
    judged = _judgement(text)
    advice = (
        [Advice("judgement", f"“{judged}” judges. Add what you saw or heard that made you think so.", judged)] if judged else []
    )
    if copied := _copied(text, anchors):
        advice.append(Advice("copied", f"“{copied}” are the ladder’s words. Write what happened in this interview.", copied))
    return [*advice, *on_words(text)]


def on_words(text: str) -> list[Advice]:
    """What to look at again in any text, a summary for one: a topic that counts for nothing, somebody else to compare with."""
    advice = [
        Advice(
            "protected", f"“{touch.found}” touches {touch.topic.lower()}, which counts for nothing here. Leave it out.", touch.found
        )
        for touch in lawful.touches(text)
    ]
    if found := _COMPARING.search(text):
        advice.append(Advice("comparison", f"“{found[0]}” compares with somebody else. Hold it against the ladder.", found[0]))
    return advice


def _judgement(text: str) -> str:
    """The first word that judges in a text that tells no deed, no figure and no word said; "" where there is none."""
    plain = _TERMS.sub(" ", text)
    found = _JUDGING.search(plain)
    if not found or _QUOTED.search(text) or re.search(r"\d", text):
        return ""
    rest = plain[: found.start()] + plain[found.end() :]
    return "" if _DEEDS.search(rest) else found[0]


def _copied(text: str, anchors: Iterable[str]) -> str:
    """The words that a text has in a row from one of the anchors, where they are too many to be chance."""
    words = text.split()
    plain = [_plain(word) for word in words]
    for anchor in anchors:
        theirs = [_plain(word) for word in anchor.split()]
        run = SequenceMatcher(None, plain, theirs, autojunk=False).find_longest_match()
        is_most = run.size >= COPIED_SHORT and run.size >= COPIED_SHARE * len(words)
        if run.size >= COPIED or is_most:
            return " ".join(words[run.a : run.a + run.size]).strip(",.;:")
    return ""


def _plain(word: str) -> str:
    return re.sub(r"\W+", "", word).lower()
