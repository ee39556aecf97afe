"""A letter in HTML: the same words as its text, set for reading; nothing is fetched from anywhere."""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

LABELLED = re.compile(r"([A-Z][a-z]+(?: [a-z]+){0,3}): (.*)")
ADDRESS = re.compile(r"https?://\S+")
ITEM = "- "


def html_of(subject: str, text: str) -> str:
    """The text of a letter as a whole HTML document: paragraphs, lists of lines that begin with "- ", labels, and our own links.

    Only an address that is a line, or a labelled value, by itself becomes a link: what people typed elsewhere stays words.
    """
    blocks = [block.strip().splitlines() for block in re.split(r"\n\s*\n", text.strip())]
    body = format_html_join("\n", "{}", ((_block(lines),) for lines in blocks if lines))
    return render_to_string("emails/letter.html", {"subject": subject, "body": body})


def _block(lines: list[str]) -> SafeString:
    if all(line.startswith(ITEM) for line in lines):
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line.removeprefix(ITEM),) for line in lines)))
    return format_html("<p>{}</p>", format_html_join(mark_safe("<br>\n"), "{}", ((_line(line),) for line in lines)))


def _line(line: str) -> SafeString:
    if labelled := LABELLED.fullmatch(line):
        label, value = labelled.groups()
        return format_html("<b>{}:</b> {}", label, _link(value) if ADDRESS.fullmatch(value) else value)
    is_ours = line.startswith(f"{settings.BASE_URL}/") and ADDRESS.fullmatch(line)
    return _link(line) if is_ours else format_html("{}", line)


def _link(address: str) -> SafeString:
    return format_html('<a href="{0}">{0}</a>', address)
