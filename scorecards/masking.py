"""Names of others taken out of what one person is given to read: each becomes the part that its bearer had."""

import re
from collections.abc import Iterable, Mapping

SHORTEST = 3  # letters of a first or last name that is looked for by itself; "Al" would be found in every other sentence
LONGEST = 4  # words of a full name


class Mask:
    """Replaces names in texts. `names` says for each full name or email what stands in its place: "Interviewer 1".

    First and last names alone are replaced too, but never what is part of a name in `spared`: whose text it is keeps their name.
    """

    def __init__(self, names: Mapping[str, str], *, spared: Iterable[str] = ()) -> None:
        kept = {part.casefold() for name in spared for part in (name, *name.split())}
        self.labels: dict[str, str] = {}
        for name, label in names.items():
            parts = [] if "@" in name else [part for part in name.split() if len(part) >= SHORTEST]
            for part in (name, *parts):
                if part.casefold() not in kept:
                    self.labels.setdefault(part.casefold(), label)
        # The longest first, so that a full name is not taken for its first word.
        wanted = sorted(map(re.escape, self.labels), key=lambda name: (-len(name), name))
        self.pattern = re.compile(rf"(?<![\w@.])({'|'.join(wanted)})(?![\w@])", re.IGNORECASE) if wanted else None

    def __call__(self, text: str) -> str:
        """The text without these names."""
        return self.pattern.sub(lambda found: self.labels[found[0].casefold()], text) if self.pattern else text


def perhaps_names(texts: Iterable[str]) -> set[str]:
    """Every run of two to four words that begin with a capital: what may be somebody's full name."""
    found: set[str] = set()
    for text in texts:
        for run in re.findall(r"(?:\b[A-ZÀ-ÖØ-ÞĀ-ž][\w'’-]*[ \t]+)+[A-ZÀ-ÖØ-ÞĀ-ž][\w'’-]*", text):
            words = run.split()
            found |= {
                " ".join(words[start:end])
                for start in range(len(words))
                for end in range(start + 2, min(start + LONGEST, len(words)) + 1)
            }
    return found
