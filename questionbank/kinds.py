"""What kind of file somebody chose, by what it holds and then by its name; what is none of ours is refused in words. Pure."""

import io
import re
import zipfile

from accounts.imports import Unreadable
from questionbank import sheets
from questionbank.archives import MOST_IN_ONE, Archive
from questionbank.collecting import text_of

MOST_FILES = 200
#: How other kinds of files begin, and what they are.
BEGINS = (
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a sound"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"BZh", "a packed file"),
    (b"\xd0\xcf\x11\xe0", "a document of an office program"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
ADVICE = "Choose a zip of exported files, .toml files, a CSV table or a Markdown file"
TABLES = (".csv", ".tsv", ".tab")
#: What only a file of this folder says.
MARKS = ((rb"^\[\[sections\]\]", "kits"), (rb"^\[weights\]", "plans"), (rb"^ladder\s*=", "competencies"))


def told(files: list[tuple[str, bytes]]) -> tuple[str, str, bytes]:
    """The kind ("files", "table" or "collection"), a name, and the content of what was chosen. `Unreadable` for anything else."""
    names = [name.lower() for name, _ in files]
    if all(name.endswith(".toml") for name in names):
        return "files", files[0][0] if len(files) == 1 else f"{len(files)} files", _zipped(files)
    if len(files) > 1:
        raise Unreadable("Choose one file, or several .toml files at once.")
    (name, content), lower = files[0], names[0]
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        Archive(content)
        return "files", name, content
    for begin, what in BEGINS:
        if content.startswith(begin) and not (begin == b"MZ" and b"\0" not in content):
            raise Unreadable(f"This is {what}, not text. {ADVICE}.")
    if lower.endswith(".zip"):
        raise Unreadable("This is not a zip, or it is damaged. Make it again and choose that.")
    if lower.endswith(TABLES):
        sheets.opened(content)
        return "table", name, content
    if b"\0" in content:
        raise Unreadable(f"This file is not text. {ADVICE}.")
    text_of(content)
    return "collection", name, content


def _zipped(files: list[tuple[str, bytes]]) -> bytes:
    """Single files as they would lie in a folder: each below the folder of what it holds."""
    if len(files) > MOST_FILES:
        raise Unreadable(f"Choose at most {MOST_FILES} files, or a zip of their folder.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        seen = set()
        for name, content in files:
            if len(content) > MOST_IN_ONE:
                raise Unreadable(f"“{name[:80]}” has more than {MOST_IN_ONE // 1024} kB. A file of a bank has one question.")
            place = _place(name, content)
            if place in seen:
                raise Unreadable(f"Two of these files are named “{name[:80]}”. Choose each once.")
            seen.add(place)
            archive.writestr(place, content)
    content = packed.getvalue()
    Archive(content)
    return content


def _place(name: str, content: bytes) -> str:
    if name in {"levels.toml", "signals.toml", "red_flags.toml", "stages.toml"}:
        return name
    return f"{next((folder for mark, folder in MARKS if re.search(mark, content, re.MULTILINE)), 'questions')}/{name}"
