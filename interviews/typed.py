"""What people type about a candidate, in a form or a table, as values; each refusal is a sentence. Knows no model."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.typed import line

MOST_TECHNOLOGIES, MOST_LINKS = 30, 10
LONGEST_TECHNOLOGY, LONGEST_LINK, LONGEST_CAREER = 60, 300, 70
_url = URLValidator(schemes=["http", "https"])


def years(text: str) -> Decimal:
    """Years of experience: 0 to 70 with at most one decimal place, behind a point or a comma."""
    if not re.fullmatch(r"[0-9]{1,3}([.,][0-9]{1,4})?", text.strip()):
        raise ValidationError("Type years of experience as a number, for example 4.5")
    number = Decimal(text.strip().replace(",", "."))
    if number > LONGEST_CAREER:
        raise ValidationError(f"Type years of experience from 0 to {LONGEST_CAREER}")
    if number != round(number, 1):
        raise ValidationError("Use at most one decimal place for years of experience")
    return round(number, 1)


def technologies(text: str) -> list[str]:
    """Names with commas, semicolons or lines between them, each once."""
    names = [line(name, most=2000, what="technologies") for name in re.split(r"[,;\n]", text)]
    names = list(dict.fromkeys(name for name in names if name))
    if len(names) > MOST_TECHNOLOGIES:
        raise ValidationError(f"Name at most {MOST_TECHNOLOGIES} technologies")
    for name in names:
        if len(name) > LONGEST_TECHNOLOGY:
            raise ValidationError(f"“{name[:20]}…” is too long for a technology. Put commas between them")
    return names


def links(text: str) -> list[str]:
    """Addresses with blanks or lines between them, each once; only of the web."""
    found = list(dict.fromkeys(text.split()))
    if len(found) > MOST_LINKS:
        raise ValidationError(f"Name at most {MOST_LINKS} links")
    for link in found:
        short = f"{link[:60]}…" if len(link) > 60 else link
        if len(link) > LONGEST_LINK:
            raise ValidationError(f"“{short}” is longer than {LONGEST_LINK} characters")
        try:
            _url(link)
        except ValidationError:
            raise ValidationError(f"“{short}” is not a link. Begin it with https://") from None
    return found
