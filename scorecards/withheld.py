"""What is in no packet: pay and other offers. A pure function, text in, text out.

Nothing of it has a field of its own here, so it can only stand in what somebody typed. The sentence that tells it is left out and
said to be, since half of a sentence would tell the rest; the sealed scorecard keeps it.
"""

import re
from typing import Any

SENTENCES = re.compile(r"(?<=[.!?;])(?=\s)|(?=\n)")
_MONEY = r"(?:[€$£]\s?\d[\d.,]*\s?k?|\d[\d.,]*\s?k?\s?(?:€|eur|usd|gbp|euros?|dollars?|pounds?))"
PAY = re.compile(
    r"\b(?:salar(?:y|ies)|remuneration|(?:sign(?:ing|-on)|annual|yearly) bonus|stock options|rsus?|equity (?:grant|package)"
    r"|compensation (?:package|expectations?|range)|total comp(?:ensation)?"
    r"|(?:base|current|past|previous|expected|desired|target) (?:pay|comp|compensation|wages?)"
    r"|pay (?:expectations?|range|band|rise|cut))\b"
    rf"|{_MONEY}\s?(?:a|per|/)\s?(?:year|annum|yr)\b"
    r"|\b(?:earn(?:s|ed|ing)?|makes|is paid|was paid|wants|asks for|asked for|expects)\b[^.!?\n]{0,30}?"
    rf"(?:{_MONEY}|\d{{2,3}}\s?k\b)",
    re.IGNORECASE,
)
OFFER = re.compile(
    r"\b(?:competing|other|another|counter|rival|outside|better|written|pending|exploding)[- ]?offers?\b|\boffers? from\b"
    r"|\b(?:has|have|had|holds?|got) (?:an|one|two|three|several|many|\d) (?:job )?offers?\b",
    re.IGNORECASE,
)
SPARED = {"name", "title", "question", "stage", "job", "level", "competency", "ladder", "part", "kind", "role", "fingerprint"}
"""What nobody typed about a candidate: names of people and things, and the words of the rubric."""


def left_out(text: str) -> tuple[str, int]:
    """The text without what it says of pay and other offers, and how many sentences that took."""
    if not (PAY.search(text) or OFFER.search(text)):
        return text, 0
    kept, gone = [], 0
    for sentence in SENTENCES.split(text):
        what = "pay" if PAY.search(sentence) else "another offer" if OFFER.search(sentence) else ""
        blank = sentence[: len(sentence) - len(sentence.lstrip())]
        kept.append(f"{blank}[{what} is left out]" if what else sentence)
        gone += bool(what)
    return "".join(kept), gone


def without(content: Any) -> tuple[Any, int]:
    """Plain values without any of it, however deep, and how many sentences that took in all."""
    if isinstance(content, str):
        return left_out(content)
    if isinstance(content, list):
        parts = [without(one) for one in content]
        return [part for part, _ in parts], sum(gone for _, gone in parts)
    if isinstance(content, dict):
        found = {key: (one, 0) if key in SPARED else without(one) for key, one in content.items()}
        return {key: part for key, (part, _) in found.items()}, sum(gone for _, gone in found.values())
    return content, 0
