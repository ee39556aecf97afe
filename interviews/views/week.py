"""The week of a stage as a picture: who could hold it when; a time that is clicked is booked, or the interview moves to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from interviews import access, booking, clock, fitting, planning
from interviews.models import Interview, Loop, Role, Seat, Stage
from interviews.planner.proposals import propose
from interviews.planning_forms import WishesForm
from interviews.views.booking import people_for_list
from interviews.week import Week, span_of
from interviews.week_forms import SlotForm, WhoForm

KEPT = ("opens", "closes", "windows", "pause", "most_a_day", "order")
"""What of the wishes for a loop the address of the picture takes over."""
MOST_OTHERS = 8
MOST_WITH = 6
FARTHEST_WEEKS = 45


@require_http_methods(["GET", "POST"])
def week(request: HttpRequest, pk: int) -> HttpResponse:
    """A week of a stage, as a grid or a list. POST books the chosen time or moves the interview to it, or says why not."""
    visible = Stage.objects.filter(loop__in=Loop.objects.visible_to(request.user))
    people = ("loop__candidate", "loop__job", "loop__level", "loop__recruiter", "kit_version__kit", "kind")
    stage = get_object_or_404(visible.select_related(*people), pk=pk)
    access.book(request.user, stage.loop)
    interview = stage.interviews.taking_place().with_people().first()
    picture = Picture(request, stage, interview, timezone.now())
    if request.method == "POST":
        form = SlotForm(request.POST, loop=stage.loop, interview=interview)
        return picture.booked(form) or picture.page(form)
    if interview:
        access.change(request.user, interview)
    who = WhoForm(request.GET, people_url=reverse("people_choices")) if request.GET.get("person") else None
    if who and who.is_valid():
        return redirect(picture.here(**{"with": [*picture.chosen, who.cleaned_data["person"].pk]}))
    return picture.page(who=who)


class Picture:
    """What one request asks to see: which week, with whom, as what, which time is chosen."""

    def __init__(self, request: HttpRequest, stage: Stage, interview: Interview | None, now: datetime) -> None:
        self.request, self.stage, self.loop, self.interview, self.now = request, stage, stage.loop, interview, now
        self.zone = request.user.tz
        asked = request.GET
        today = now.astimezone(self.zone).date()
        self.day = _day(asked.get("on", ""))
        self.at = _instant(asked.get("at", ""))
        shown = self.day or (self.at.astimezone(self.zone).date() if self.at else today + timedelta(days=today.weekday() // 5 * 2))
        self.this_week = today - timedelta(days=today.weekday())
        last = self.this_week + timedelta(weeks=FARTHEST_WEEKS)
        self.first = min(max(shown - timedelta(days=shown.weekday()), self.this_week), last)
        self.is_list = asked.get("as") == "list"
        self.chosen = [int(pk) for pk in dict.fromkeys(asked.getlist("with")) if pk.isascii() and pk.isdecimal() and len(pk) < 18]
        self.chosen = self.chosen[:MOST_WITH]

    def here(self, **changes: object) -> str:
        """The address of this page with something else: None leaves it out."""
        stage = changes.pop("stage", self.stage.pk)
        on = self.day if self.day and self.first <= self.day < self.first + timedelta(days=7) else self.first
        says: dict[str, object] = {"on": on, "with": self.chosen, "as": "list" if self.is_list else None}
        says |= {name: self.request.GET[name] for name in KEPT if name in self.request.GET}
        says |= changes
        query = urlencode({name: value for name, value in says.items() if value not in (None, [], "")}, doseq=True)
        return f"{reverse('week', args=[stage])}?{query}"

    def booked(self, form: SlotForm) -> HttpResponseRedirect | None:
        """Do what was sent: to the next stage when it is done, None when it is refused."""
        if not form.is_valid():
            return None
        sitting, by, cleaned = form.sittings[0], self.request.user, form.cleaned_data
        times = {"starts_at": sitting.starts_at, "ends_at": sitting.ends_at, "by": by, "now": self.now}
        despite = cleaned["despite"]
        try:
            if cleaned["moves"] and self.interview:
                booking.move(self.interview, **times, reason=cleaned.get("reason", ""), despite=despite)
            else:
                booking.book(self.stage, **times, people=sitting.people, place=cleaned["place"], despite=despite)
        except booking.Clash as clash:
            form.refuse(clash, lambda _: NON_FIELD_ERRORS)
            return None
        when = clock.span_words(sitting.starts_at, sitting.ends_at, self.zone)
        done = "is now on" if cleaned["moves"] else "is booked for"
        messages.success(self.request, f"{self.stage.name} {done} {when}. Everybody gets it by mail.")
        held = Interview.objects.taking_place().filter(stage__loop=self.loop).values("stage")
        following = None if cleaned["moves"] else self.loop.stages.exclude(pk__in=held).order_by("place").first()
        if following is None:
            return redirect(self.loop)
        return redirect(self.here(stage=following.pk, on=sitting.starts_at.astimezone(self.zone).date(), **{"with": None}))

    def page(self, form: SlotForm | None = None, *, who: WhoForm | None = None) -> HttpResponse:
        """The picture, and beside it the time that is chosen."""
        drawn, sittings = self._week()
        crew: tuple[int, ...] = ()
        at = self.at
        if form and form.codes and (sent := getattr(form, "sittings", None)):
            at, crew = sent[0].starts_at, tuple(person.pk for person, _ in sent[0].people)
        context = {
            "stage": self.stage,
            "loop": self.loop,
            "interview": self.interview,
            "form": form or who,
            "who": who or WhoForm(people_url=reverse("people_choices")),
            "people": people_for_list(""),
            "week": drawn,
            "is_list": self.is_list,
            "here": self.here(),
            "as_grid": self.here(**{"as": None}),
            "as_list": self.here(**{"as": "list"}),
            "earlier": self.here(on=self.first - timedelta(days=7)) if self.first > self.this_week else "",
            "later": self.here(on=self.first + timedelta(days=7)),
            "days": [(day, self.here(on=day)) for day in drawn.days],
            "stages": [
                (one, self.here(stage=one.pk, **{"with": None}), one.pk in sittings) for one in self.loop.stages.order_by("place")
            ],
            "lanes": [(lane, self.here(**{"with": self._toggled(lane.pk)})) for lane in drawn.lanes],
            "kept": [(name, value) for name, value in _pairs(self.here()) if name != "person"],
            "slot": self._slot(drawn, at, crew, form) if at else None,
        }
        return TemplateResponse(self.request, "loops/week.html", context, status=422 if form or (who and who.errors) else 200)

    def _week(self) -> tuple[Week, set[int]]:
        """The picture, and the stages of the loop that are booked."""
        loop, zone = self.loop, self.loop.candidate.tz
        begins, ends = span_of(self.first, self.zone)
        wishes = self._wishes(begins.astimezone(zone).date())
        wishes = replace(wishes, last_on=(ends - timedelta(minutes=1)).astimezone(zone).date())
        asked = {"now": self.now, "besides": self.chosen}
        if self.interview:
            whole = board = planning.board_of(loop, wishes, **asked, only=self.stage, moved=self.interview)
            chosen = [seat.person_id for seat in self.interview.held_seats if seat.role in fitting.FILLED]
        else:
            whole = planning.board_of(loop, wishes, **asked)
            board, chosen = whole.only(self.stage.pk), self.chosen
        others = (
            Interview.objects.taking_place().filter(stage__loop__candidate=loop.candidate_id).select_related("stage").in_order()
        )
        booked = list(others)
        here = [one for one in booked if one.stage.loop_id == loop.pk and one != self.interview]
        drawn = Week(
            board,
            reader=self.zone,
            first=self.first,
            candidate=str(loop.candidate),
            now=self.now,
            chosen=chosen,
            met=set(Seat.objects.held().filter(interview__in=here).values_list("person", flat=True)),
            sittings=[(one.stage.name, one.starts_at, one.ends_at) for one in booked if one != self.interview],
            moved=(self.stage.name, self.interview.starts_at, self.interview.ends_at) if self.interview else None,
            plans=[] if self.interview else propose(whole),
            shown=self.day or (self.at.astimezone(self.zone).date() if self.at else None),
        )
        return drawn, {one.stage_id for one in booked}

    def _wishes(self, first: date) -> planning.Wishes:
        """What is wished for in the address; the usual where that cannot be read."""
        today = self.now.astimezone(self.loop.candidate.tz).date()
        first_on = max(first, today)
        asked = {name: self.request.GET[name] for name in KEPT if name in self.request.GET}
        form = WishesForm({**asked, "first_on": first_on.isoformat()}, loop=self.loop, now=self.now)
        return form.wishes if form.is_valid() else planning.Wishes(first_on)

    def _toggled(self, pk: int) -> list[int]:
        return [one for one in self.chosen if one != pk] if pk in self.chosen else [*self.chosen, pk]

    def _slot(self, drawn: Week, at: datetime, crew: tuple[int, ...], form: SlotForm | None) -> dict[str, object]:
        """The time that is chosen: what it is for everybody, who would sit in it, and what the rule says to that."""
        slot = drawn.slot(at)
        ends = at + timedelta(minutes=drawn.need.minutes)
        crew = crew or slot.crew or drawn.anybody(at)
        if self.interview:
            people = [(seat.person, seat.role) for seat in self.interview.held_seats if seat.role in fitting.FILLED]
        else:
            known = User.objects.in_bulk(crew)
            people = [(known[pk], role) for pk, role in zip(crew, drawn.need.roles, strict=False) if pk in known]
        seats = ",".join(f"{one.pk}:{role}" for one, role in people)
        clash = self._clash(people, at, ends, lacks=len(drawn.need.roles) - len(people))
        zones = [(str(self.loop.candidate), self.loop.candidate.tz), *((str(person), person.tz) for person, _ in people)]
        others = [pk for pk in drawn.order if pk not in crew and drawn.able(pk, at)]
        return {
            "at": at,
            "when": clock.span_words(at, ends, self.zone),
            "times": [(name, clock.span_words(at, ends, zone)) for name, zone in zones],
            "people": [(person, Role(role).label, drawn.load_words(person.pk, at)) for person, role in people],
            "others": [(drawn.board.diaries[pk].name, self.here(at=_code(at), **{"with": [pk]})) for pk in others[:MOST_OTHERS]],
            "told": [] if clash else [*drawn.unusual(slot), *drawn.outside([person.pk for person, _ in people], at, ends)],
            "against": list(clash.sentences.values()) if clash else [],
            "may": clash is None or clash.may_be,
            "needs_reason": clash is not None and clash.may_be,
            "code": f"{self.stage.pk}|{_code(at)}|{drawn.need.minutes}|{seats}",
            "form": form or SlotForm(QueryDict(), loop=self.loop, interview=self.interview),
            "is_now": self.interview is not None and self.interview.starts_at == at,
        }

    def _clash(self, people: list[tuple[User, str]], at: datetime, ends: datetime, *, lacks: int) -> booking.Clash | None:
        """What the rule says to these people then; None when nothing is in the way."""
        if lacks > 0 and not self.interview:
            return booking.Clash({None: "Nobody is left to sit in it. Put somebody in the pool, or choose who does it."})
        candidate, by = self.loop.candidate, self.request.user
        try:
            fitting.possible(at, ends, self.now)
            fitting.candidate_is_free(candidate, [one for one, _ in people], at, ends, by=by, interview=self.interview)
            fitting.fits(self.stage, candidate, people, at, ends, by=by, despite="", interview=self.interview)
        except booking.Clash as clash:
            return clash
        return None


def _code(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _pairs(address: str) -> list[tuple[str, str]]:
    """What an address says, as a form sends it."""
    return parse_qsl(urlsplit(address).query)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
