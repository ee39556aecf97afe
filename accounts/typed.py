"""What people type about people, in a form or a table, as values; each refusal is a sentence. Knows no model."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from accounts.zones import ZONES

# Control characters, and marks that turn the direction of all that follows: neither is part of anybody's name.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_email = EmailValidator()
_zones = {name.lower(): name for name in ("UTC", *ZONES)}


def line(text: str, *, most: int, what: str) -> str:
    """One line of text, its blanks single, its letters composed (NFC), at most so long."""
    text = unicodedata.normalize("NFC", text)
    if hidden := UNSEEN.search(re.sub(r"[\t\r\n]", " ", text)):
        raise ValidationError(f"Take the hidden character (U+{ord(hidden[0]):04X}) out of {what}")
    text = " ".join(text.split())
    if len(text) > most:
        raise ValidationError(f"Use at most {most} characters for {what}")
    return text


def email(text: str) -> str:
    """An address in small letters."""
    text = text.strip().lower()
    try:
        _email(text)
    except ValidationError:
        raise ValidationError("Type an email like name@example.com") from None
    if len(text) > 254:  # the longest that mail servers take
        raise ValidationError("Type an email of at most 254 characters")
    return text


def zone(text: str) -> str:
    """A time zone by its name, however it is capitalised."""
    found = _zones.get(text.strip().lower().replace(" ", "_"))
    if not found:
        raise ValidationError("Choose a time zone by its name, for example Europe/Lisbon")
    return found
