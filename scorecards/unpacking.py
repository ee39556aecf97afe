"""A packet as one reads it: the one that was kept, or as it stands; with names or without."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import User
from interviews.models import Candidate
from scorecards import packing
from scorecards.anonymity import THE_CANDIDATE, Anonymity, employers_in, schools_in
from scorecards.masking import perhaps_names
from scorecards.models import Debrief, FlagCase, FlagFinding, Packet, Veiled
from scorecards.models.packet import Veil

Plain = dict[str, Any]


@dataclass(frozen=True)
class Unpacked:
    """What a packet says; `kept` is the snapshot it comes from, None while the debrief goes on."""

    content: Plain
    kept: Packet | None
    numbers: list[int]
    """Decisions with a packet of their own."""

    @property
    def fingerprint(self) -> str:
        """The whole digest in groups of four, "" for one that was not kept."""
        digest = self.kept.digest if self.kept else ""
        return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def unpack(debrief: Debrief, reader: User, *, number: str = "", now: datetime) -> Unpacked:
    """The packet of one decision by its number; else of the last once the debrief is over, or as it stands now.

    While members vote after one more interview it is the last one too: what the new scorecard rates unfolds with their vote.
    """
    packets = {
        packet.decision.number: packet
        for packet in Packet.objects.filter(decision__debrief=debrief).select_related("decision").order_by("decision__number")
    }
    is_over = debrief.closed_at is not None or debrief.loop.closed_at is not None or debrief.votes_afresh
    wanted = int(number) if number.isascii() and number.isdigit() else max(packets, default=0) if is_over else 0
    kept = packets.get(wanted)
    content = kept.content if kept else packing.compose(debrief, reader, now=now)
    known = _known(content, reader, now) if kept else {flag["pk"] for flag in content["flags"]}
    return Unpacked(_with_findings(content, known, kept.kept_at if kept else now), kept, sorted(packets))


def without_names(content: Plain, candidate: Candidate) -> Plain:
    """A packet that does not tell who it is about, who interviewed or voted. Without the resume: nobody could vouch for it."""
    about = content["candidate"]
    hidden = anonymity(about, _people(content), texts(content), candidate)
    bare = {"name": THE_CANDIDATE, "experience_years": about["experience_years"], "technologies": about["technologies"]}
    bare["present_role"] = hidden(about["present_role"])
    said = {key: one for key, one in content.items() if key not in {"candidate", "people"}}
    return hidden.of(said) | {"candidate": bare, "people": []}


def anonymity(
    about: Plain,
    people: Mapping[str, str],
    said: Iterable[str],
    candidate: Candidate,
    *,
    called: str = THE_CANDIDATE,
    kept: Iterable[str] = (),
) -> Anonymity:
    """What hides the people of these texts: the candidate, as a packet tells `about` them; `people` by full name as their part; who
    else is mentioned by full name in `said`; what recruiters added. `called` stands for the candidate, full names in `kept` stay.
    Three queries.
    """
    people, kept = dict(people), set(kept)
    mentioned = perhaps_names(said) - set(people) - kept - {about["name"]}
    for name in User.objects.filter(name__in=mentioned).order_by("pk").values_list("name", flat=True):
        people.setdefault(name, "a colleague")
    others = Candidate.objects.filter(name__in=mentioned).exclude(pk=candidate.pk)
    for name in others.order_by("pk").values_list("name", flat=True):
        people.setdefault(name, "another candidate")
    found = words_found(about)
    added = list(Veiled.objects.filter(candidate=candidate).order_by("pk"))
    return Anonymity(
        about["name"],
        people,
        called=called,
        kept=kept,
        addresses=[about["email"], *about["links"]],
        schools=[*found[Veil.SCHOOL], *_of(added, Veil.SCHOOL)],
        employers=[*found[Veil.EMPLOYER], *_of(added, Veil.EMPLOYER)],
        also=_of(added, Veil.PERSON),
    )


def words_found(about: Plain) -> dict[str, list[str]]:
    """What looks like a school or an employer in the resume and the current role that a packet tells of the candidate."""
    text = about["resume"]["text"] if about["resume"] else ""
    employers = employers_in(text, about["present_role"], spared=about["technologies"])
    return {Veil.SCHOOL: schools_in(text), Veil.EMPLOYER: employers}


def revived(content: Any, key: str = "") -> Any:
    """Plain values with instants and days as such."""
    if isinstance(content, dict):
        return {name: revived(one, name) for name, one in content.items()}
    if isinstance(content, list):
        return [revived(one) for one in content]
    if isinstance(content, str) and key.endswith("_at"):
        return datetime.fromisoformat(content)
    return date.fromisoformat(content) if isinstance(content, str) and key.endswith("_on") else content


def texts(content: Any) -> Iterator[str]:
    """Every text of a packet, wherever it stands."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for one in content.values() if isinstance(content, dict) else content:
            yield from texts(one)


def _people(content: Plain) -> dict[str, str]:
    """Who stands in a packet by full name, each with the part that stands for them."""
    people = {one["name"]: one["part"] for one in content["people"]}
    taken = content.get("taken_off", ())
    asked = (*content["ties"], *content.get("declared", ()), *content.get("undeclared", ()))  # the last two since form 4
    for one in (*asked, *content["out"], *content["votes"], *taken):
        people.setdefault(one["name"], "a colleague")
    for one in (*content["out"], *content.get("talks", ()), *taken):
        if one["by"]:
            people.setdefault(one["by"]["name"], "a colleague")
    return people


def _of(added: Iterable[Veiled], kind: str) -> list[str]:
    return [one.words for one in added if one.stands_for == kind]


def _known(content: Plain, reader: User, now: datetime) -> set[int]:
    """The red flags of a kept packet whose case goes on and that this reader may know of."""
    numbers = [flag["pk"] for flag in content["flags"]]
    return set(FlagCase.objects.visible_to(reader).unexpired(now.date()).filter(pk__in=numbers).values_list("pk", flat=True))


def _with_findings(content: Plain, known: set[int], until: datetime) -> Plain:
    """With what was found of each red flag by then. A case that is over is gone, and its flag with it."""
    found: dict[int, list[Plain]] = {}
    for one in FlagFinding.objects.filter(case__in=known, found_at__lte=until).select_related("found_by").order_by("number", "pk"):
        said = {"finding": one.get_finding_display(), "reason": one.reason, "heard": one.heard, "by": {"name": one.found_by.name}}
        found.setdefault(one.case_id, []).append(said)
    flags = [flag | {"findings": found.get(flag["pk"], [])} for flag in content["flags"] if flag["pk"] in known]
    return content | {"flags": flags, "flags_over": len(content["flags"]) - len(flags)}
