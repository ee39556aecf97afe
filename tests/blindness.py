"""The scene of docs/reference/blindness.md: one loop, a reader for each line, and everything there is to learn of others.

It is built in two steps, so that what a reader gets can be compared before and after the others wrote, voted and decided.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import Mail, User
from accounts.post import Letter, writers
from config import live
from interviews.models import Interview, Loop, Seat, asking
from questionbank.models import Hint
from scorecards import access, question_use
from scorecards.models import Debrief, Member, Scorecard, debate
from scorecards.models.capture import note, raise_flag
from scorecards.models.sealing import decline, reopen, send_back
from tests.clients import signed_in
from tests.factories import (
    make_candidate,
    make_competency,
    make_interview,
    make_job,
    make_kit_version,
    make_level,
    make_loop,
    make_plan,
    make_question,
    make_red_flag_kind,
    make_scorecard,
    make_seat,
    make_user,
)

TABLE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "blindness.md"
ROLES: dict[str, dict[str, bool]] = {
    "Interviewers": {},
    "Committee members": {"is_committee": True},
    "Recruiters": {"is_recruiter": True},
    "Administrators": {"is_administrator": True},
}
SEATS = {
    "lead": "lead",
    "lead of two": "lead",
    "shadow": "shadow",
    "reverse shadow": "reverse_shadow",
    "note-taker": "note_taker",
    "observer": "observer",
    "taken out of the interview": "panel",
    "votes in the debrief, then got a seat": "panel",
}
AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
NOWHERE = 987654
MINE = "my own words"
#: What only one thing of the loop says, by its column: its words, and the channels that show it at all (none named: any).
MARKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "their own card": (MINE, ("own form", "own card")),
    "another's draft": ("drafted a murmur", ()),
    "another's scratch": ("scratched a doubt", ()),
    "another's card": ("froze on the joins", ("card",)),
    "its red flags": ("mocked the tester", ()),
    "debrief": ("Evidence and ratings", ()),
    "votes": ("voted with a sigh", ()),
    "decision": ("held for want of depth", ()),
    "how far": ("On hold until", ()),
    "mails that tell": ("Carla Committee votes in the debrief", ()),
    "who read what": ('data-label="Did">read<', ("trail",)),
    "access pack": ("froze on the joins", ("access pack",)),
}


@dataclass(frozen=True)
class Row:
    """One line of the table: who, and for each column whether it is open to them."""

    role: str
    part: str
    card: str
    cells: dict[str, bool] = field(hash=False)

    def __str__(self) -> str:
        return f"{self.role}, {self.part}, {self.card}"

    @property
    def learns_nothing(self) -> bool:
        """Whether nothing but their own card is open to them."""
        return not any(is_open for column, is_open in self.cells.items() if column != "their own card")


def rows() -> list[Row]:
    """The tables of the page."""
    found, role, columns = [], "", []
    for line in TABLE.read_text().splitlines():
        if line.startswith("## "):
            role = line.removeprefix("## ")
        elif line.startswith("| part in the loop"):
            columns = _cells(line)[2:]
        elif line.startswith("| ") and role in ROLES:
            part, card, *cells = _cells(line)
            assert set(cells) <= {"open", "–"}, line
            found.append(Row(role, part, card, {name: cell == "open" for name, cell in zip(columns, cells, strict=True)}))
    return found


def channels() -> list[str]:
    """The channels that the page names, in its order."""
    return re.findall(r"^- \*\*(.+?)\*\*", TABLE.read_text(), re.MULTILINE)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def masked(body: str) -> str:
    """An answer without what differs from one request to the next: tokens, and the second it was made in."""
    body = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", body)
    body = re.sub(r'X-CSRFToken": "[^"]+"', "", body)
    body = re.sub(r'"token": "[^"]+", "now": [0-9]+', "", body)
    body = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "", body)
    return re.sub(r"data-server-now=\"[^\"]+\"", "", body)


def whole(answer: HttpResponse) -> str:
    """All that an answer tells: its status, its headers, and its body with whatever length it has."""
    headers = sorted(f"{name}: {value}" for name, value in answer.headers.items() if name != "Content-Length")
    return masked("\n".join([str(answer.status_code), *headers, answer.content.decode()]))


class Scene:
    """Maya's loop: Ivan held Coding, Ines System design, everybody who reads sat in the Panel, some in a second one too."""

    def __init__(self, readers: list[Row], **flags: bool) -> None:
        self.lena = make_user(name="Lena Recruiter", email="lena@example.com", is_recruiter=True)
        self.ivan = make_user(name="Ivan Interviewer", email="ivan@example.com")
        self.ines = make_user(name="Ines Interviewer", email="ines@example.com")
        self.carla = make_user(name="Carla Committee", email="carla@example.com", is_committee=True)
        self.paula = make_user(name="Paula Panel", email="paula@example.com")
        self.loop = self._loop()
        stages = list(self.loop.stages.order_by("place"))
        leads = (self.ivan, self.ines, self.paula, self.paula)
        self.coding, self.design, self.panel, self.second = (
            self._held(stage, lead, hour) for stage, lead, hour in zip(stages, leads, (8, 10, 12, 14), strict=True)
        )
        asked = asking.ask(self.coding, self.question, by=self.ivan, now=self.coding.started_at)
        asking.give_hint(asked, Hint.objects.first(), by=self.ivan, now=self.coding.started_at)
        asking.finish(asked, now=self.coding.ended_at)
        self.people = {row: self._reader(row, number, flags or ROLES[row.role]) for number, row in enumerate(readers)}
        self.lenas_browser = signed_in(self.lena)
        question_use.count([self.question.question_id], now=AT)
        self.card: Scorecard | None = None
        self.draft: Scorecard | None = None

    def _loop(self) -> Loop:
        levels = {key: make_level(key=key, rank=rank) for rank, key in enumerate(("junior", "mid", "senior", "staff"))}
        solving = make_competency(key="problem_solving", name="Problem solving")
        self.kind = make_red_flag_kind(key="demeaning", name="Demeaning conduct")
        ends = {"lowest": levels["junior"], "highest": levels["staff"]}
        self.question = make_question(key="rate-limiter", title="Rate limiter for one endpoint", competencies=[solving], **ends)
        kit = make_kit_version(key="coding", focus=[solving], questions=[self.question], **ends)
        names = ("Coding", "System design", "Panel", "Second panel")
        plan = make_plan(level=levels["senior"], stages=[(name, kit.kit, ["lead"]) for name in names], weights={solving: 3})
        job = make_job(title="Backend engineer", opened_by=self.lena)
        # Another loop, so that an order between two could tell something.
        other = make_candidate(name="Nils Berg", email="nils@example.org", added_by=self.lena)
        make_loop(plan=plan, candidate=other, job=job, recruiter=self.lena)
        self.maya = make_candidate(name="Maya Chen", email="maya@example.org", added_by=self.lena)
        return make_loop(plan=plan, candidate=self.maya, job=job, recruiter=self.lena)

    def _held(self, stage, lead: User, hour: int) -> Interview:
        begin = AT.replace(hour=hour)
        interview = make_interview(stage=stage, lead=lead, starts_at=begin)
        interview.start(now=begin)
        interview.end(now=begin + timedelta(hours=1))
        return interview

    def _reader(self, row: Row, number: int, flags: dict[str, bool]) -> User:
        person = make_user(name=f"Reader {number}", email=f"reader{number}@example.com", **flags)
        if row.part == "is the candidate":
            self.maya.employee = person
            self.maya.save(update_fields=["employee"])
        if row.part not in SEATS:
            return person
        seat = make_seat(interview=self.panel, person=person, role=SEATS[row.part])
        if row.card in {"submitted", "one submitted, one draft", "sent back, then the debrief opened", "being changed"}:
            card = make_scorecard(interview=self.panel, person=person, submitted=True, words=MINE)
            if row.card.startswith("sent back"):
                send_back(card, "Say more of the joins", by=self.lena, now=AT)
            if row.card == "being changed":
                reopen(card, now=AT)
        elif row.card in {"draft", "declined"}:
            self._draft(seat, MINE)
        if row.card == "declined":
            decline(seat.scorecard, "did_not_attend", "I was ill", now=AT)
        if row.part == "lead of two":
            self._draft(make_seat(interview=self.second, person=person, role="lead"), MINE)
        if row.part == "taken out of the interview":
            seat.remove(by=self.lena, now=AT)
        return person

    def _draft(self, seat: Seat, words: str, *, scratch: str = "") -> Scorecard:
        card = Scorecard.of(seat, now=AT)
        card.summary, card.scratch = words, scratch
        card.save(update_fields=["summary", "scratch"])
        note(card, id=uuid4(), line=f"- {words}", offset=60, now=AT)
        return card

    @contextmanager
    def gone_on(self) -> Iterator[None]:
        """For as long as this lasts, everybody else has done what there is to learn of; then it is as if they had not."""
        before = transaction.savepoint()
        self.go_on()
        yield
        transaction.savepoint_rollback(before)
        self.card = self.draft = None

    def go_on(self) -> None:
        """Everybody else writes, submits, flags, reads, votes, decides."""
        self.draft = self._draft(self.design.seats.get(), "drafted a murmur", scratch="scratched a doubt")
        begun = Scorecard.of(self.coding.seats.get(), now=AT)
        begun.scratch = "scratched a doubt"
        begun.save(update_fields=["scratch"])
        raise_flag(begun, self.kind, id=uuid4(), behaviour="mocked the tester", words="", now=AT)
        self.card = make_scorecard(interview=self.coding, submitted=True, words="froze on the joins")
        assert self.lenas_browser.get(f"/scorecards/{self.card.pk}/").status_code == 200
        for seat in debate.missing_seats(self.loop):
            debate.waive(seat, "They are away", by=self.lena, now=AT)
        voters = [person for row, person in self.people.items() if row.part == "votes in the debrief"]
        debrief = debate.open_debrief(self.loop, members=[self.carla, *voters], exception="Few are here", by=self.lena, now=AT)
        for row, person in self.people.items():
            if row.part == "votes in the debrief, then got a seat":
                Member.objects.create(debrief=debrief, person=person, added_at=AT, added_by=self.lena)
        debate.vote(debrief, self.carla, verdict=2, level=None, comment="voted with a sigh", now=AT)
        debate.reveal(debrief, now=AT, early_reason="They are away")
        debate.decide(
            Debrief.objects.get(pk=debrief.pk),
            outcome="hold",
            reason="held for want of depth",
            missing_evidence="Depth",
            review_on=date(2026, 4, 1),
            by=self.lena,
            now=AT,
        )
        question_use.count([self.question.question_id], now=AT)

    def seen_by(self, person: User, channels: Collection[str] = ()) -> dict[str, str]:
        """What reaches this person through each channel, or through some."""
        client = signed_in(person)
        card, draft = (f"/scorecards/{one.pk if one else NOWHERE}/" for one in (self.card, self.draft))
        own = Scorecard.objects.by(person).in_order().last()
        loop = f"/loops/{self.loop.pk}/"
        seat = Seat.objects.standing().filter(person=person).in_order().last()
        addresses = {
            "today": "/",
            "loop": loop,
            "candidate": f"/candidates/{self.maya.pk}/",
            "access pack": f"/candidates/{self.maya.pk}/access-pack/",
            "kit page": f"/interviews/{self.coding.pk}/",
            "own kit page": f"/interviews/{seat.interview_id if seat else self.panel.pk}/",
            "own form": f"/interviews/{seat.interview_id if seat else self.panel.pk}/scorecard/",
            "own card": f"/scorecards/{own.pk if own else NOWHERE}/",
            "another's room": f"/interviews/{self.coding.pk}/room/shared/",
            "card": card,
            "another's draft": draft,
            "debriefs": "/debriefs/",
            "debrief": f"{loop}debrief/",
            "who votes": f"{loop}debrief/who/",
            "packet": f"{loop}packet/",
            "numbers of a question": f"/questions/{self.question.question.key}/use/",
            "mails in trouble": "/mails/",
            "trail": f"/audit/?person={self.lena.pk}",
        }
        board = _got(client, "/loops/?show=all")
        recruits = not board.startswith("403")
        ways: dict[str, Callable[[], str]] = {name: partial(_got, client, address) for name, address in addresses.items()} | {
            # Nobody narrows a board that they do not have.
            "filters and counts": lambda: _got(client, "/loops/?show=debrief&q=maya") if recruits else board,
            "fragment": lambda: whole(client.get("/loops/?q=froze", headers={"hx-request": "true"})) if recruits else board,
            "board": lambda: board,
            "deeds": lambda: whole(client.post(f"{card}submission/")),
            "letters": lambda: letters_to(person),
            "live streams": lambda: repr(self._streams(person)),
        }
        seen = {name: way() for name, way in ways.items() if not channels or name in channels}
        begun = Scorecard.objects.by(person).in_order().last()
        # The number of one's own card says how many were begun before it in the company, see the page.
        return {
            name: said.replace(f"/scorecards/{begun.pk}/", "/scorecards/mine/") if begun else said for name, said in seen.items()
        }

    def not_found(self, person: User) -> str:
        """What this person gets where there is nothing."""
        return _got(signed_in(person), f"/scorecards/{NOWHERE}/")

    def _streams(self, person: User) -> list[str]:
        rooms = {(person.pk, str(one.pk)) for one in (self.coding, self.design)}
        watched = [f"debrief:{self.loop.pk}"] if access.may_watch_debrief(person, str(self.loop.pk)) else []
        return watched + [f"interview:{identity}" for _, identity in sorted(live.together["interview"](rooms))]


def _got(client: Client, address: str) -> str:
    return whole(client.get(address))


def letters_to(person: User) -> str:
    """Everything that goes out to this person by mail, as it would be written now."""
    drafts = (writers[mail.kind](mail, AT) for mail in Mail.objects.filter(to=person).order_by("pk"))
    return "\n".join(f"{one.subject}\n{one.text}\n{one.calendar}" for one in drafts if isinstance(one, Letter))


def opened(seen: dict[str, str]) -> dict[str, bool]:
    """For each column whether somebody who got this learned of it, through whatever channel."""
    return {
        column: any(words in text for channel, text in seen.items() if not where or channel in where)
        for column, (words, where) in MARKS.items()
    }


def all_of(client: Client, addresses: dict[str, str], query: str) -> dict[str, str]:
    """What a GET of each address answers, by the name under which it was given."""
    return {name: whole(client.get(address, {"q": query, "candidate": "1"})) for name, address in addresses.items()}
