"""The list of questions. It stands here because it also tells what a candidate was asked before."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from interviews.models import Interview, asking
from questionbank import access, facets
from questionbank.phrasing import terms
from questionbank.search import QuestionFilters, Scale, Wanted, find, right

PAGE = 50


@vary_on_headers("HX-Request")
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Questions that match `q` and what is chosen; 50 at most, since a search narrows faster than a pager.

    The counts beside the choices are part of the page while there are few questions to count, and come after the list otherwise.
    """
    wanted, address, interview = _asked_for(request)
    found = find(wanted, size=PAGE, exactly="exactly" in request.GET)
    met = asking.met(interview) if interview else {}
    for row in found.rows:
        row["met"] = met.get(row["family"])
    counts = facets.NOT_COUNTED if request.htmx else facets.count(found.wanted, most=facets.COUNTED_AT_ONCE)
    context = {
        "found": found,
        "exact": urlencode({**address, "exactly": "yes"}),
        "is_narrow": len(address) > bool(interview),
        "may_write": not access.write_questions.refusal(request.user),
        **_choices(found.wanted, counts, address, interview),
    }
    return TemplateResponse(request, "questions/_list.html" if request.htmx else "questions/questions.html", context)


@require_safe
def question_counts(request: HttpRequest) -> HttpResponse:
    """The choices with their counts, and how many questions there are altogether."""
    wanted, address, interview = _asked_for(request)
    counts = facets.kept(right(wanted, exactly="exactly" in request.GET), now=timezone.now())
    return TemplateResponse(request, "questions/counted.html", _choices(wanted, counts, address, interview))


def _choices(wanted: Wanted, counts: facets.Counts, address: dict[str, str], interview: Interview | None) -> dict[str, object]:
    """What the choices beside the list show."""
    candidate = interview.stage.loop.candidate.name if interview else ""
    offered = facets.offered(wanted, counts, address, candidate=candidate)
    return {
        "address": address,
        "here": urlencode(address),
        "interview": interview,
        "counts": counts,
        "facets": offered,
        "chosen": [choice for facet in offered for choice in facet.choices if choice.is_chosen and choice.value],
    }


def _asked_for(request: HttpRequest) -> tuple[Wanted, dict[str, str], Interview | None]:
    """What the address wants, what of it is a choice at all, and for which interview, if the reader may see that."""
    scale = Scale.here()
    q = request.GET.get("q", "").strip()[:100]
    chosen = QuestionFilters(request.GET, scale).chosen()
    address = {"q": q, **{name: str(value) for name, value in chosen.items()}}
    number = request.GET.get("interview", "")
    interview = None
    if number.isascii() and number.isdigit() and len(number) < 19:
        interviews = Interview.objects.visible_to(request.user).select_related("stage__loop__candidate")
        interview = interviews.filter(pk=number).first()
    families: list[str] = []
    if interview:
        address["interview"] = number
        families = list(asking.met(interview))
        if request.GET.get("repeats") == "without":
            address["repeats"] = "without"
    wanted = Wanted(terms(q), chosen, scale, families=families, leaves_out="repeats" in address)
    return wanted, {name: value for name, value in address.items() if value}, interview
