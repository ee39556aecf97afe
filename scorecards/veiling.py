"""A debrief without names, as who only votes in it reads it: the candidate under a number, interviewers as their part.

A page goes through it as a whole once it is drawn, each text and each label, so that no template has to remember it. It hides what
a packet without names hides and leaves as much: a pronoun, a nickname or a place stays as it was typed. Left as they are, too: the
bar with the reader's own name, and what stands in a field to write in, so that nobody's own words are changed under their hands.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import cast

from django.http import HttpRequest
from django.template.response import TemplateResponse

from accounts.models import User
from interviews.models import Recusal, Seat
from scorecards import packing, unpacking
from scorecards.anonymity import Anonymity
from scorecards.models import Debrief

#: What is no text: the bar, scripts, what is typed, comments, tags.
PIECE = re.compile(
    r"""<header\ class="bar">.*?</header> | <(?P<whole>script|style|textarea)\b.*?</(?P=whole)\s*> | <!--.*?-->
    | (?P<tag><(?:[^>"']|"[^"]*"|'[^']*')*>)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
#: Attributes that are read or heard.
SAID = re.compile(r'(?<= )(aria-label|aria-description|alt|title|placeholder|label|data-(?:label|said|key-words))="([^"]*)"')


def is_veiled(debrief: Debrief, reader: User) -> bool:
    """Whether this reader must not learn who it is: there are no names, and they neither recruit nor had a seat in the loop.

    At most one query.
    """
    if not debrief.is_nameless or reader.is_recruiter or reader.is_administrator:
        return False
    return not Seat.objects.filter(person=reader, interview__stage__loop=debrief.loop_id).exists()


def call(debriefs: Iterable[Debrief], reader: User) -> list[Debrief]:
    """These with `called`: the name of the candidate, or what stands for it before this reader. At most one query."""
    debriefs = list(debriefs)
    nameless = [one.loop_id for one in debriefs if one.is_nameless and not reader.is_recruiter and not reader.is_administrator]
    sat = Seat.objects.filter(person=reader, interview__stage__loop__in=nameless).values_list("interview__stage__loop", flat=True)
    veiled = set(nameless) - set(sat) if nameless else set()
    for one in debriefs:
        one.called = one.alias if one.loop_id in veiled else one.loop.candidate.name  # type: ignore[attr-defined]
    return debriefs


def called(debrief: Debrief, reader: User) -> str:
    """What the candidate of this debrief is called before this reader. At most one query."""
    [one] = call([debrief], reader)
    return one.called  # type: ignore[attr-defined]


def over(request: HttpRequest, debrief: Debrief | None, page: TemplateResponse) -> TemplateResponse:
    """This page, without names where its reader only votes in a debrief without names, or asks for it so (`names=no`).

    Six queries more where it hides something, at most one where not.
    """
    asks = request.GET.get("names") == "no"
    if debrief is not None and (asks or is_veiled(debrief, cast("User", request.user))):
        page.add_post_render_callback(lambda drawn: _draw(drawn, debrief))
    return page


def without_names(html: str, hidden: Anonymity) -> str:
    """A page whose texts and labels went through this, and nothing else of it."""
    return "".join(_pieces(html, hidden))


def texts_of(html: str) -> Iterator[str]:
    """Every text of a page that may say something of somebody."""
    end = 0
    for piece in PIECE.finditer(html):
        yield unescape(html[end : piece.start()])
        yield from (unescape(said[2]) for said in SAID.finditer(piece["tag"] or ""))
        end = piece.end()
    yield unescape(html[end:])


def _draw(drawn: TemplateResponse, debrief: Debrief) -> None:
    html = drawn.content.decode()
    drawn.content = without_names(html, _anonymity(debrief, texts_of(html)))


def _anonymity(debrief: Debrief, said: Iterable[str]) -> Anonymity:
    """What hides the people of a debrief. Who votes without having interviewed keeps their name, and so does the recruiter."""
    loop = debrief.loop
    found = Seat.objects.filter(interview__stage__loop=loop).select_related("person", "interview__stage")
    seats = list(found.order_by("interview__starts_at", "interview", "pk"))
    held = [seat for seat in seats if not (seat.removed_at or seat.declined_at or seat.interview.cancelled_at)]
    people: dict[str, str] = {}
    for seat, part in packing.parts_of(held):
        people.setdefault(seat.person.name, part)
    for seat in seats:
        people.setdefault(seat.person.name, "a colleague")
    for name in Recusal.objects.filter(candidate=loop.candidate_id).values_list("person__name", flat=True):
        people.setdefault(name, "a colleague")
    voters = debrief.members.values_list("person__name", flat=True)
    kept = {*voters, loop.recruiter.name} - set(people)
    return unpacking.anonymity(packing.about(loop.candidate), people, said, loop.candidate, called=debrief.alias, kept=kept)


def _pieces(html: str, hidden: Anonymity) -> Iterator[str]:
    end = 0
    for piece in PIECE.finditer(html):
        yield _hide(html[end : piece.start()], hidden)
        yield SAID.sub(lambda said: f'{said[1]}="{_hide(said[2], hidden)}"', piece[0]) if piece["tag"] else piece[0]
        end = piece.end()
    yield _hide(html[end:], hidden)


def _hide(text: str, hidden: Anonymity) -> str:
    """A text of a page as it is escaped there, without what is hidden; to the letter as it was where nothing is."""
    if not text or text.isspace():
        return text
    plain = unescape(text)
    bare = hidden(plain)
    return text if bare == plain else escape(bare)
