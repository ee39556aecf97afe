"""What everybody in the room shares: who is there and leads, what the candidate sees, quiet time; and telling them of changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from config import live
from interviews import access
from interviews.models import AskedQuestion, Interview, Seat
from interviews.models.leading import leader, panel
from interviews.models.showing import View, focus_at, paused, shown_in
from interviews.views import candidate_room
from scorecards.views.panels import words_of


def told(interview: Interview, deed: UUID | None = None) -> None:
    """Tell everybody in the room that something they share has changed, and no more: each page asks for its own part.

    `deed` is the id that a browser gave to what it did; that browser asks for nothing, since the answer holds it all.
    """
    live.publish(topic(interview.pk), "changed", str(deed or ""))


def candidate_told(interview: Interview) -> None:
    """Tell the candidate's page too. Only for what it shows, or its rhythm would tell of hints."""
    live.publish(candidate_room.topic(interview.pk), "changed")


def topic(pk: int) -> str:
    """What the pages of a room follow."""
    return f"interview:{pk}"


def leader_of(seat: Seat) -> Seat | None:
    """Who leads now."""
    return leader(panel(seat.interview))


def steer(seat: Seat, at: datetime) -> None:
    """Refused unless this seat may steer now, or might when the deed was done: what waited for the net counts for its own time."""
    leads = leader_of(seat)
    if access.steer.refusal(seat, leads):
        access.steer(seat, leader(panel(seat.interview, at)) if seat.scores else leads)


def panel_part(seat: Seat, *, now: datetime) -> dict[str, object]:
    """Who is here, who leads, what this seat may do, and the candidate's page. Asks nothing that a room of one does not need."""
    seats = [_alone(seat)] if seat.is_alone else panel(seat.interview)
    leads = leader(seats)
    return {
        "topic": topic(seat.interview_id),
        "panel": [] if seat.is_alone else seats,
        "here": set() if seat.is_alone else live.here(topic(seat.interview_id)),
        "leads": leads,
        "may_steer": not access.steer.refusal(seat, leads),
        "may_lead": seat != leads and not access.take_lead.refusal(seat),
        "may_read": not access.read_questions.refusal(seat),
        "may_search": not access.search_questions.refusal(seat),
        "may_invite": not access.invite_candidate.refusal(seat),
        "has_link": seat.has_link,
        "view": shown_in(seat.interview) if seat.has_link else View(),
        **_focus_part(seat, now),
    }


def _focus_part(seat: Seat, now: datetime) -> dict[str, object]:
    """Quiet time that runs, and from when the clock of the running answer counts."""
    if not (seat.has_focus and seat.interview.is_live):
        return {"focus": None, "focus_times": []}
    times = list(seat.interview.focus_times.all())
    return {"focus": focus_at(times, now), "focus_times": times}


def answer_part(asked: AskedQuestion, company: dict[str, Any], *, now: datetime) -> dict[str, object]:
    """Of the running answer: its clock, which counts from the start without quiet times that are over, and what of it is shown."""
    view = company["view"]
    return {
        "clock_since": asked.started_at + paused(asked, company["focus_times"], now),
        "prompt_shown": view.has_prompt and view.asked == asked,
        "steps_shown": view.step_ids,
        "to_show": _next_to_show(asked, view) if company["has_link"] else None,
    }


def _next_to_show(asked: AskedQuestion, view: View) -> object:
    """What the key for the candidate's page shows: "prompt", then the steps one by one; None when all is shown."""
    if not (view.has_prompt and view.asked == asked):
        return "prompt"
    return next((step for step in words_of(asked.version_id).steps.all() if step.pk not in view.step_ids), None)


def _alone(seat: Seat) -> Seat:
    seat.led_at = None
    return seat
