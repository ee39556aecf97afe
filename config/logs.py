"""What is never written to the log: the tokens of links that open something without a password."""

import re
from collections.abc import MutableMapping
from typing import Any

#: The candidate's link and its live stream, the address of a person's calendar and that of answers, the link to choose a password.
LINKS = re.compile(r"(/c/|/f/|/r/|/live/c:|%2Fc%2F|/password/[^/\s]+/)[^/\s\"'?&]+")


def without_links(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: the entry with an ellipsis in place of each token."""
    for name, value in entry.items():
        if isinstance(value, str) and "/" in value:
            entry[name] = LINKS.sub(r"\1…", value)
    return entry
