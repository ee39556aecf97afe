"""The end of the way into a pool: the path puts people in where nobody approves, else who is named to approve is told."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import Mail, User
from accounts.post import Drop, Letter, writes
from interviews import training
from interviews.models import Qualification
from interviews.training import Progress

MAIL = "training.ready"


def let_in_or_tell(*, now: datetime) -> None:
    """Put in the pool whom the path alone puts there, and tell approvers who is ready. Safe to run twice: each happens once.

    Who had to take a seat again meanwhile is told of anew, once the path is done with another seat.
    """
    for one in training.ready(Qualification.objects.all(), now=now):
        if not one.path.needs_approval:
            one.member.enter(by=None, now=now)
        elif one.approver:
            key = f"{MAIL}:{one.member.pk}:{one.approver.pk}:{one.last.pk}"
            Mail.owe(key=key, kind=MAIL, to=one.approver, now=now)


def waiting_for(user: User, *, now: datetime) -> list[Progress]:
    """Who waits for this person to approve, because they are named for the pool. One query where they are named for none."""
    named = Qualification.objects.filter(kind__training_path__approver=user).exclude(person=user)
    return training.ready(named, now=now)


@writes(MAIL)
def somebody_is_ready(mail: Mail, now: datetime) -> Letter | Drop:
    """To who is named to approve: somebody has done the path."""
    pk, reader = int(mail.key.split(":")[1]), mail.to
    one = next((one for one in waiting_for(reader, now=now) if one.member.pk == pk), None) if reader else None
    if reader is None or one is None:
        return Drop("They are in the pool, have a seat to take again, or somebody else approves now.")
    person, kind = one.member.person, one.member.kind
    link = settings.BASE_URL + reverse("training_approval", args=[kind.key, pk])
    text = (
        f"Hello {reader.name},\n\n{person} has held every seat of the way into the pool for {kind.name}. "
        f"Approve, or say which seat they take again:\n{link}\n"
    )
    return Letter(subject=f"Ready for the pool: {person}, {kind.name}", text=text)
