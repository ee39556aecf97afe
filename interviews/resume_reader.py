"""A program of its own: reads a PDF from standard input and writes what it says. Its exit code says why when it does not.

Started by interviews/resumes.py; imports nothing of ours, so that it starts quickly and holds no secret.
"""

import contextlib
import io
import sys

SECONDS = 10
MEMORY = 512 * 1024 * 1024
MOST_PAGES = 60
WORDS_KEPT = 200_000
LOCKED, TOO_MANY_PAGES, NO_PAGES = 3, 4, 5


def main() -> int:
    """0 and the text, or the reason as a number; a crash is a reason too."""
    _limit()
    from pypdf import PdfReader  # noqa: PLC0415 -- after the limits, and not in the web process that imports the numbers above

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted:
        return LOCKED
    if not 0 < len(reader.pages) <= MOST_PAGES:
        return TOO_MANY_PAGES if reader.pages else NO_PAGES
    words: list[str] = []
    for page in reader.pages:
        # A page with an odd font is still a page of a resume: the PDF is shown, and its text is what could be read.
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, IndexError):
            words.append(page.extract_text())
        if sum(map(len, words)) > WORDS_KEPT:
            break
    text = "\n".join(words)[:WORDS_KEPT].replace("\0", "")
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


def _limit() -> None:
    """No more than so much memory, computing time and nothing written to disk, where the system can promise it."""
    try:
        import resource  # noqa: PLC0415 -- Windows has none
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses the first
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
