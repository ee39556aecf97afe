"""A zip of files of a bank, read without trusting it: nothing is unpacked to the disk, and nothing of it grows without bound."""

import io
import re
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from accounts.imports import Unreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 12_000
MOST_IN_ONE = 256 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
ENTRY = b"PK\x01\x02"  # each file has one such mark in the list at the end of a zip
FOLDERS = ("competencies", "kits", "plans", "questions")
ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".7z", ".bz2", ".xz", ".rar", ".jar")
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, OverflowError, RuntimeError)
DAMAGED = "This zip is damaged. Make it again and choose that."


class Archive:
    """The files of a zip. `Unreadable`, in words, for one that is damaged, hostile, or larger than we take."""

    def __init__(self, content: bytes) -> None:
        if len(content) > MOST_BYTES:
            raise Unreadable("This zip is larger than 20 MB. Cut it into smaller ones, or load the folder with the command line.")
        if content.count(ENTRY) > MOST_ENTRIES:  # asked before they are listed: a list of a million files would fill the memory
            raise Unreadable(f"This zip holds more than {MOST_ENTRIES:,} files. Cut it into smaller ones.")
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(content))
            entries = [entry for entry in self.zip.infolist() if not entry.filename.endswith("/")]
            if not all(entry.filename for entry in entries):
                raise Unreadable(DAMAGED)
        except BROKEN:
            raise Unreadable(DAMAGED) from None
        self.unpacked = 0
        for entry in entries:
            _refuse_hostile(entry)
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise Unreadable(f"Unpacked, this zip has more than {MOST_UNPACKED // 1024 // 1024} MB. Cut it into smaller ones.")
        self.entries = _named(entries)

    def names(self) -> list[str]:
        """Every file, in order."""
        return sorted(self.entries)

    def text(self, name: str) -> str:
        """What a file says. `FileNotFoundError` for one that is not there, `UnicodeDecodeError` for one that is no text."""
        if name not in self.entries:
            raise FileNotFoundError(name)
        try:
            with self.zip.open(self.entries[name]) as file:
                content = file.read(MOST_IN_ONE + 1)
        except BROKEN:
            raise Unreadable(f"{name} is damaged inside the zip. Make the zip again and choose that.") from None
        self.unpacked += len(content)
        if len(content) > MOST_IN_ONE or self.unpacked > MOST_UNPACKED:  # what a zip says of its sizes need not be true
            raise Unreadable(f"{name} is larger than the zip says. Make the zip again and choose that.")
        return content.decode("utf-8-sig")


def _refuse_hostile(entry: zipfile.ZipInfo) -> None:
    """What no export of ours holds, and what has been used against others."""
    name = entry.filename
    shown = "".join(letter if letter.isprintable() else "�" for letter in name[:80])
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        raise Unreadable(
            f"This zip holds a file that points outside of it: “{shown}”. Zip the folder itself, and nothing above it."
        )
    if not name.isprintable() or len(name) > 200:
        raise Unreadable(f"This zip holds a file with a strange name: “{shown}”. Rename it and zip the folder again.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable(f"This zip holds a link in place of a file: “{shown}”. Put the file itself there.")
    if entry.flag_bits & 0x1:
        raise Unreadable("This zip is locked with a password. Zip the folder without one.")
    if entry.compress_type not in PACKED:
        raise Unreadable("This zip is packed in a way that we do not read. Choose the usual one (deflate).")
    if name.lower().endswith(ARCHIVES):
        raise Unreadable(f"This zip holds another archive: “{shown}”. Unpack it first, and zip the folder of files.")
    if entry.file_size > MOST_IN_ONE:
        raise Unreadable(f"“{shown}” has more than {MOST_IN_ONE // 1024} kB. A file of a bank has one question.")


def _named(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files by their names inside the folder: what lies around it is taken away, and what systems add is not in it."""
    kept = {entry.filename: entry for entry in entries if not _is_added(entry.filename)}
    if len(kept) < sum(not _is_added(entry.filename) for entry in entries):
        raise Unreadable("This zip holds two files of the same name. Zip the folder again.")
    if "[Content_Types].xml" in kept:
        raise Unreadable("This is a document of an office program. Save its table as CSV UTF-8, and choose that.")
    tops = {name.partition("/")[0] for name in kept}
    while len(tops) == 1 and not tops & set(FOLDERS) and all("/" in name for name in kept):
        kept = {name.partition("/")[2]: entry for name, entry in kept.items()}
        tops = {name.partition("/")[0] for name in kept}
    if not any(name.endswith(".toml") for name in kept):
        raise Unreadable("This zip holds no file of a bank. Zip the folder that an export makes, with its .toml files.")
    return kept


def _is_added(name: str) -> bool:
    return name.startswith("__MACOSX/") or any(part.startswith(".") for part in name.split("/")) or name.endswith("Thumbs.db")
