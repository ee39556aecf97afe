"""What there is of somebody's own application, who works here and applies: none of it is for them, whatever their role."""

from collections.abc import Callable

from django.db.models import Model, QuerySet

from accounts.models import User
from interviews.models.arrival import ArrivalReport
from interviews.models.candidate import Candidate, Resume
from interviews.models.handover import HandOver
from interviews.models.interview import Interview
from interviews.models.loop import Loop
from interviews.models.seat import Seat

#: By noun of the audit trail: the way from it to the candidate.
WAYS: dict[type[Model], str] = {
    Candidate: "employee",
    Resume: "candidate__employee",
    Loop: "candidate__employee",
    Interview: "stage__loop__candidate__employee",
    Seat: "interview__stage__loop__candidate__employee",
    ArrivalReport: "interview__stage__loop__candidate__employee",
    HandOver: "interview__stage__loop__candidate__employee",
}


def _of(model: type[Model], way: str) -> Callable[[User], QuerySet]:
    return lambda person: QuerySet(model).filter(**{way: person})


nouns = {str(model._meta.model_name): _of(model, way) for model, way in WAYS.items()}
