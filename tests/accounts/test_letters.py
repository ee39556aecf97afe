"""A mail in HTML says what its text says, word for word, and fetches nothing."""

import re
from html import unescape

from accounts.letters import html_of

TEXT = """Hello Maya <b>Chen</b>,

here is the time: https://evil.example/ & more.

When: Mon 2 Mar 2026, 10:00–11:00 Berlin
Where: https://meet.example/1
With: Ivan "the" Interviewer

Your page:
http://localhost:8000/c/abc/
http://elsewhere.example/

- Your scorecard: Coding
- Answer
"""


def test_the_words_are_those_of_the_text_and_typed_markup_stays_words(settings):
    settings.BASE_URL = "http://localhost:8000"

    page = html_of("Hello & welcome", TEXT)

    body = page[page.index("<main>") : page.index("</main>")]
    words = unescape(re.sub(r"<[^>]+>", " ", body)).split()
    assert words == [word for word in TEXT.split() if word != "-"]
    assert "<title>Hello &amp; welcome</title>" in page
    assert re.findall(r'href="([^"]+)"', page) == ["https://meet.example/1", "http://localhost:8000/c/abc/"]
    assert not re.findall(r"<(?:img|link|script|iframe)|url\(|@import|src=", page)
