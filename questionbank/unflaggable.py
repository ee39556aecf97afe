"""What is never a red flag, because it says nothing about the work or because the candidate has a right to it."""

from functools import cache
from pathlib import Path
from typing import Annotated

import tomli
from pydantic import Field

from questionbank.files import Part, Text

SOURCE = Path(__file__).parent / "content" / "not_red_flags.toml"


class NeverFile(Part):
    not_red_flags: Annotated[list[Text], Field(min_length=1)]


@cache
def never() -> tuple[str, ...]:
    """Each as a line, in the order of the file."""
    return tuple(NeverFile.model_validate(tomli.loads(SOURCE.read_text(encoding="utf-8"))).not_red_flags)
