"""Reading an uploaded resume: what a PDF says, and whether it is one, without trusting it.

The file is parsed in a process of its own with limits of time and memory, so that a file made to break a parser
breaks only that process.
"""

import subprocess
import sys
from dataclasses import dataclass

LARGEST = 10 * 1024 * 1024
MOST_PAGES = 60
SECONDS = 10
MEMORY = 512 * 1024 * 1024
WORDS_KEPT = 200_000

_READER = """
import resource, sys, io
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from pypdf import PdfReader
reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
if reader.is_encrypted:
    sys.exit(3)
if len(reader.pages) > {pages}:
    sys.exit(4)
words = "\\n".join(page.extract_text() for page in reader.pages)
sys.stdout.buffer.write(words[:{kept}].replace("\\0", "").encode("utf-8", "replace"))
"""
_SENTENCES = {
    3: "This PDF is locked with a password. Upload one that opens without.",
    4: f"This PDF has more than {MOST_PAGES} pages. Upload the resume alone.",
}


class Unreadable(Exception):  # noqa: N818 -- a finding in words, not an error of the program
    """Its text says what is wrong with the file and what to do."""


@dataclass(frozen=True)
class Reading:
    text: str


def read(content: bytes) -> Reading:
    """What a PDF of at most 10 MB says, as text. `Unreadable` for anything else, with a sentence."""
    if not content:
        raise Unreadable("This file is empty. Choose the resume again.")
    if len(content) > LARGEST:
        raise Unreadable("This file is larger than 10 MB. Upload a smaller PDF.")
    if not content.startswith(b"%PDF-"):
        raise Unreadable("This is not a PDF. Save the resume as a PDF and upload that.")
    program = _READER.format(memory=MEMORY, seconds=SECONDS, pages=MOST_PAGES, kept=WORDS_KEPT)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", program], input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("This PDF takes too long to read. Save it again and upload that.") from None
    if done.returncode:
        raise Unreadable(_SENTENCES.get(done.returncode, "This PDF is damaged. Save it again and upload that."))
    return Reading(text=done.stdout.decode("utf-8", "replace"))
