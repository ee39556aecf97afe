"""What is wrong with a file, in words: in which file, where in it, and what."""

from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "int_type": "must be a whole number",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must be small letters, digits, - and _",
    "too_short": "must have at least {min_length}, not {actual_length}",
    "too_long": "must have at most {max_length}, not {actual_length}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
}


class Problem(NamedTuple):
    """One thing to put right: in which file, where in it, and what, in words."""

    file: str
    where: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in self if part)


def problems_of(error: ValidationError, file: str) -> list[Problem]:
    """What is wrong with a file, in our words."""
    return [Problem(file, _where(one["loc"]), _what(one)) for one in error.errors(include_url=False)]


def _where(place: tuple[int | str, ...]) -> str:
    """`hints[2].strength`: counted from 1, as people count."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")


def _what(error: ErrorDetails) -> str:
    facts = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(facts["error"])
    kind = error["type"]
    if kind in {"too_short", "too_long"} and isinstance(error["input"], str):
        kind = f"string_{kind}"
    words = WORDS.get(kind)
    return words.format(**facts) if words else error["msg"]
