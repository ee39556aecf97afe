"""What somebody typed, as what PostgreSQL is asked for."""

import re
import unicodedata
from dataclasses import dataclass

MOST_TERMS = 8
LONGEST_WORD = 40
#: As `question_plain` in the database writes them (migration 0009).
NAMES = {"c++": " cplusplus ", "c#": " csharp ", ".net": " dotnet "}
LETTERS = str.maketrans("łøđħıæœßþð", "lodhiaostd")


@dataclass(frozen=True)
class Term:
    """One piece of what was typed: a word, or several that have to stand beside each other, as in "O(n)" or "blue-green"."""

    typed: str
    words: tuple[str, ...]
    is_open: bool = False  # the last one may go on, since people look at the answers while they type
    instead: tuple[str, ...] = ()  # known words that are asked for in its place, one of them being enough


def terms(text: str) -> list[Term]:
    """What is asked for, the first eight pieces at most; a piece without a letter or figure asks for nothing."""
    pieces = [(piece, words) for piece in text.split() if (words := _words(piece))]
    last = len(pieces) - 1
    return [Term(piece, words, is_open=place == last) for place, (piece, words) in enumerate(pieces)][:MOST_TERMS]


def _words(piece: str) -> tuple[str, ...]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", piece) if unicodedata.category(one) not in {"Mn", "Cf"})
    plain = plain.lower().translate(LETTERS)
    for name, word in NAMES.items():
        plain = plain.replace(name, word)
    return tuple(word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", plain))


def query(asked: list[Term]) -> tuple[str, list[str]]:
    """An SQL expression with its parameters: every term has to be there.

    A word is there in any of its English forms or as it is written; words that are in every text ask for nothing. A term that is
    open is also there where a longer word begins so, from two letters on: those that begin with one letter answer nothing.
    """
    parts: list[str] = []
    values: list[str] = []
    for term in asked:
        if len(term.words) > 1:
            parts.append("to_tsquery('as_written', %s)")
            values.append(" <-> ".join([*term.words[:-1], _last(term)]))
            continue
        either = []
        for word, written in [(word, word) for word in term.instead] or [(term.words[0], _last(term))]:
            # Alone, an open word is taken as it is, since "the" may go on as "theory".
            as_it_is = "%s::tsquery" if len(asked) == 1 and word != written else "to_tsquery('as_written', %s)"
            either.append(f"to_tsquery('english', %s) || {as_it_is}")
            values += [word, written]
        parts.append(f"({' || '.join(either)})")
    return f"({' && '.join(parts)})", values


def _last(term: Term) -> str:
    return f"{term.words[-1]}:*" if term.is_open and len(term.words[-1]) > 1 else term.words[-1]
