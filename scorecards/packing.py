"""Putting together a packet: all that a committee decides on, on one page, in plain values with the words of its time.

It holds what its reader may see. One is kept with each decision, so that later edits of names, questions
or plans do not rewrite it.
Keys that end in `_at` hold instants, those in `_on` days, both as ISO 8601.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery

from accounts.models import User
from interviews import adhering
from interviews.adherence import Adherence
from interviews.models import AskedQuestion, Candidate, Declaration, Interview, Loop, Recusal, Resume, Seat, SetAside
from scorecards import deliberation, matrix, withheld
from scorecards.models import Debrief, Decision, FlagCase, Member, Packet, Scorecard, Waiver
from scorecards.sealed import Line, Sealed

FORM = 4
"""The form of what `compose` gives. A later one only adds."""

Plain = dict[str, Any]


def compose(debrief: Debrief, reader: User, *, now: datetime) -> Plain:
    """The packet of a debrief as it stands now, with what this reader may see. In a constant number of queries.

    No pay and no other offers: there is no field of them, and a sentence that tells them is left out. Votes and the composite only
    once they are revealed.
    """
    loop = debrief.loop
    table = matrix.table(loop, reader, bar_raiser=debrief.bar_raiser_id)
    interviews = _interviews(loop)
    kept = adhering.kept(interviews)
    members = list(debrief.members.select_related("person").order_by("person__name", "pk"))
    decisions = deliberation.decisions_of(debrief)
    ties = list(Recusal.objects.filter(candidate=loop.candidate_id).select_related("person").order_by("said_at", "pk"))
    content = {
        "form": FORM,
        "made_at": now.isoformat(),
        "loop": {"job": str(loop.job), "level": loop.level.name, "opened_at": loop.opened_at.isoformat()},
        "candidate": about(loop.candidate),
        "interviews": [_interview(one, kept.get(one.pk)) for one in interviews],
        "has_set_aside": any(one.set_aside.all() for one in interviews),
        "cards": _cards(table),
        "table": _table(table, is_open=debrief.shows_composite),
        "flags": [_flag(case) for case in _cases(loop, reader, now)],
        "votes": deliberation.votes(debrief),
        "members": [{"person": member.person_id, "name": member.person.name, "exception": member.exception} for member in members],
        "early_reason": debrief.early_reason,
        "second_early_reason": debrief.second_early_reason,
        "talks": deliberation.talks(debrief),
        "taken_off": deliberation.taken_off(debrief),
        "fresh_rounds": deliberation.fresh_rounds(debrief),
        "block": deliberation.block(debrief),
        "out": _out(loop),
        "ties": [{"name": one.person.name, "said_at": one.said_at.isoformat()} for one in ties],
        **_declared(interviews, stepped_back={one.person_id for one in ties}),
        "decisions": [deliberation.decision(one) for one in decisions],
        "people": _people(debrief, interviews, members, decisions),
    }
    content, gone = withheld.without(content)
    return content | {"left_out": gone}


def keep(decision: Decision, *, now: datetime) -> Packet:
    """Keep the packet with the decision that rests on it, as who decided saw it."""
    return Packet.keep(decision, compose(decision.debrief, decision.decided_by, now=now), now=now)


def about(candidate: Candidate) -> Plain:
    """What a packet tells of its candidate, the text of the newest resume with it. One query."""
    resume = Resume.objects.filter(candidate=candidate).order_by("-uploaded_at", "-pk").first()
    return {
        "name": candidate.name,
        "present_role": candidate.present_role,
        "experience_years": None if candidate.experience_years is None else f"{candidate.experience_years.normalize():f}",
        "technologies": list(candidate.technologies),
        "links": list(candidate.links),
        "email": candidate.email,
        "resume": {"name": resume.name, "uploaded_at": resume.uploaded_at.isoformat(), "text": resume.text} if resume else None,
    }


def _interviews(loop: Loop) -> list[Interview]:
    asked = adhering.with_help(AskedQuestion.objects.with_words()).in_order()
    said = Declaration.objects.filter(person=OuterRef("person"), loop=loop).values("said_at")
    seats = Seat.objects.held().annotate(declared_at=Subquery(said)).select_related("person").order_by("pk")
    aside = SetAside.objects.select_related("person", "by").order_by("pk")
    found = adhering.with_plan(Interview.objects.taking_place().filter(stage__loop=loop))
    return list(found.prefetch_related(Prefetch("asked", asked), Prefetch("seats", seats), Prefetch("set_aside", aside)).in_order())


def _interview(interview: Interview, kept: Adherence | None) -> Plain:
    return {
        "stage": interview.stage.name,
        "starts_at": interview.starts_at.isoformat(),
        "minutes": interview.minutes,
        "state": interview.state,
        "people": [{"name": seat.person.name, "role": seat.get_role_display()} for seat in interview.seats.all()],
        "asked": [
            {"title": one.version.title, "number": one.version.number, "hints": one.hints}  # type: ignore[attr-defined]
            for one in interview.asked.all()
        ],
        "adherence": kept.words if kept else "",
        "set_aside": [
            {"name": one.person.name, "why": one.words, "reason": one.reason, "by": {"name": one.by.name}}
            for one in interview.set_aside.all()
        ],
    }


def _cards(table: matrix.Table) -> list[Plain]:
    told, ages = table.independence, table.ages
    contradict = {card.pk for card in table.contradictions}
    return [
        {
            "pk": card.pk,
            "person": card.seat.person_id,
            "name": card.seat.person.name,
            "role": card.seat.get_role_display(),
            "stage": card.seat.interview.stage.name,
            "verdict": card.verdict,
            "verdict_words": card.verdict_words,
            "hire_level": card.hire_level,
            "confidence": card.confidence_words,
            "summary": card.summary,
            "hand_off": card.hand_off or "",
            "independence": told[card.pk].words if card.pk in told else "",
            "age": ages[card.pk],
            "contradicts": card.pk in contradict,
            "signals": [{"name": one.name, "count": one.count, "expected": one.expected} for one in card.signals],
            "loose": [_line(line) for line in card.loose],
            "number": card.number,
            "sealed_at": card.seal.sealed_at.isoformat(),
            "fingerprint": card.seal.hash,
        }
        for card in table.cards
    ]


def _table(table: matrix.Table, *, is_open: bool) -> Plain:
    rows = [
        {
            "name": row.competency.name,
            "weight": row.line.weight,
            "cells": [_cell(card, row.competency.pk, value, why) for card, value, why in row.cells],
            "standing": row.line.words,
            "mean": row.line.mean,
            "margin": row.line.margin,
            "count": row.line.count,
            "flags": list(row.flags),
        }
        for row in table.rows
    ]
    return {
        "rows": rows,
        "composite": table.composite if is_open else None,
        "margin": table.margin if is_open else None,
        "flags": list(table.flags),
        "lens": [{"level": level.name, "met": met, "rated": rated} for level, met, rated in table.lens],
        "again": [{"name": competency.name, "why": why} for competency, why in table.again],
    }


def _cell(card: Sealed, competency: int, value: int | None, why: str) -> Plain:
    """A rating with its words and evidence; `value` is None where it does not count, and `why` says so."""
    rated = card.rated(competency)
    lines = [_line(line) for line in rated.lines] if rated else []
    told = {"step": rated.step, "ladder": rated.words, "age": rated.age} if rated else {"step": None, "ladder": "", "age": ""}
    return {"value": value, "why": why, "lines": lines, **told}


def _line(line: Line) -> Plain:
    return {"mark": line.mark, "text": line.text, "offset": line.offset, "question": line.question}


def _cases(loop: Loop, reader: User, now: datetime) -> Iterable[FlagCase]:
    cases = FlagCase.objects.visible_to(reader).filter(loop=loop).unexpired(now.date())
    return cases.with_words().prefetch_related(None).oldest_first()


def _flag(case: FlagCase) -> Plain:
    """What was raised and how it stood. Why it was found so is not kept: it goes with the case when that is over."""
    card = case.flag.scorecard
    return {
        "pk": case.pk,
        "kind": case.called,
        "state": case.state,
        "tone": case.tone,
        "behaviour": case.flag.behaviour,
        "said": case.flag.words,
        "name": card.seat.person.name,
        "stage": card.seat.interview.stage.name,
    }


def _out(loop: Loop) -> list[Plain]:
    """Cards that are missing, and why: waived, or declined by who would have written them."""
    waivers = Waiver.objects.filter(seat__interview__stage__loop=loop).select_related(
        "seat__person", "seat__interview__stage", "waived_by"
    )
    declined = Scorecard.objects.declined().filter(seat__interview__stage__loop=loop, seat__removed_at=None).with_seat()
    return [
        {
            "stage": one.seat.interview.stage.name,
            "name": one.seat.person.name,
            "how": "waived",
            "reason": one.reason,
            "by": {"name": one.waived_by.name},
        }
        for one in waivers.order_by("waived_at", "pk")
    ] + [
        {
            "stage": card.seat.interview.stage.name,
            "name": card.seat.person.name,
            "how": "declined",
            "reason": card.said_of_decline,
            "by": None,
        }
        for card in declined.in_order()
    ]


def _declared(interviews: list[Interview], *, stepped_back: set[int]) -> Plain:
    """Of those who judge: who said that they know of no reason against, in the order of time, and who said nothing."""
    seats = [seat for one in interviews for seat in one.seats.all() if seat.writes and seat.person_id not in stepped_back]
    told = {seat.person_id: (seat.declared_at, seat.person.name) for seat in seats}  # type: ignore[attr-defined]
    said = sorted((at, name) for at, name in told.values() if at)
    silent = [name for at, name in told.values() if not at]
    return {
        "declared": [{"name": name, "said_at": at.isoformat()} for at, name in said],
        "undeclared": [{"name": name} for name in silent],
    }


def parts_of(seats: Iterable[Seat]) -> Iterator[tuple[Seat, str]]:
    """Each seat with the part that stands for its holder: "Coding lead", and for the second of an interview "Coding lead 2"."""
    many: dict[tuple[int, str], int] = {}
    for seat in seats:
        number = many[seat.interview_id, seat.role] = many.get((seat.interview_id, seat.role), 0) + 1
        again = f" {number}" if number > 1 else ""
        yield seat, f"{seat.interview.stage.name} {seat.get_role_display().lower()}{again}"


def _people(debrief: Debrief, interviews: list[Interview], members: list[Member], decisions: list[Decision]) -> list[Plain]:
    """Everybody who had a part, once, with the part that stands for them where names are hidden."""
    parts: dict[int, tuple[User, str]] = {}

    def call(person: User, part: str) -> None:
        parts.setdefault(person.pk, (person, part))

    for seat, part in parts_of(seat for interview in interviews for seat in interview.seats.all()):
        call(seat.person, part)
    for number, member in enumerate(members, start=1):
        call(member.person, f"voter {number}")
    for decision in decisions:
        call(decision.decided_by, "who decided")
        if decision.seconded_by:
            call(decision.seconded_by, "who seconded it")
    if debrief.bar_raiser:
        call(debrief.bar_raiser, "the bar raiser")
    call(debrief.loop.recruiter, "the recruiter")
    others = {one.person_id: one.person for interview in interviews for one in interview.set_aside.all()}
    others |= {one.by_id: one.by for interview in interviews for one in interview.set_aside.all()}
    for person in others.values():
        call(person, "a colleague")
    return [{"name": person.name, "email": person.email, "part": part} for person, part in parts.values()]
