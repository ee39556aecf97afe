"""Reading an uploaded resume: whether it is a PDF and nothing else, and what it says, without trusting it.

The file is parsed by a program of its own (resume_reader.py) with limits of time and memory, so that a file made to break a
parser breaks only that program.
"""

import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO

from interviews import resume_reader
from interviews.resume_reader import LOCKED, MOST_PAGES, NO_PAGES, SECONDS, TOO_MANY_PAGES

LARGEST = 10 * 1024 * 1024
#: Behind the end mark some programs write a line end or fill a block. More than this is a second file.
MOST_BEHIND = 1024
#: What a browser would take for a page, looked for where it would look.
PAGE = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
#: Names like cv.exe.pdf are made to be misread.
PROGRAM = re.compile(r"\.(exe|com|bat|cmd|scr|js|vbs|ps1|sh|html?|svg|php|jar|msi|lnk|docm|xlsm)$", re.IGNORECASE)
SENTENCES = {
    LOCKED: "This PDF is locked with a password. Upload one that opens without.",
    TOO_MANY_PAGES: f"This PDF has more than {MOST_PAGES} pages. Upload the resume alone.",
    NO_PAGES: "This PDF has no pages. Save the resume again and upload that.",
}


class Unreadable(Exception):  # noqa: N818 -- a finding in words, not an error of the program
    """Its text says what is wrong with the file and what to do."""


def read(file: IO[bytes], name: str) -> str:
    """What a PDF of at most 10 MB says, as text; the file is rewound. `Unreadable` for anything else, with a sentence."""
    file.seek(0)
    content = file.read(LARGEST + 1)
    file.seek(0)
    if not content:
        raise Unreadable("This file is empty. Choose the resume again.")
    if len(content) > LARGEST:
        raise Unreadable("This file is larger than 10 MB. Upload a smaller PDF.")
    path = PurePath(name)
    if not content.startswith(b"%PDF-") or path.suffix.lower() != ".pdf":
        raise Unreadable("This is not a PDF. Save the resume as a PDF and upload that.")
    if PROGRAM.search(path.stem):
        raise Unreadable(f"A resume is not called “{path.name[-40:]}”. Rename it to end in .pdf alone and upload that.")
    if _is_also_something_else(content):
        raise Unreadable("This PDF holds a second file. Print the resume to a new PDF and upload that.")
    return _text(content)


def _is_also_something_else(content: bytes) -> bool:
    end = content.rfind(b"%%EOF")
    behind = content[end + 5 :] if end >= 0 else b""
    return bool(
        PAGE.search(content[:1024]) or len(behind) > MOST_BEHIND or PAGE.search(behind) or zipfile.is_zipfile(BytesIO(content))
    )


def _text(content: bytes) -> str:
    program = [sys.executable, "-I", str(Path(resume_reader.__file__))]
    try:
        done = subprocess.run(
            program, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("This PDF takes too long to read. Print it to a new PDF and upload that.") from None
    if done.returncode:
        raise Unreadable(SENTENCES.get(done.returncode, "This PDF is damaged. Save it again and upload that."))
    return done.stdout.decode("utf-8", "replace")
