"""Leaks, as verbs over one question: somebody reports one, somebody decides; in between the question is not picked."""

from datetime import datetime

from django.db import transaction

from accounts.access import Refused
from accounts.models import User
from questionbank import access
from questionbank.models import LeakReport, Question


@transaction.atomic
def report(question: Question, where: str, *, by: User, now: datetime) -> LeakReport:
    """Keep the question out of the pickers from now on, until somebody decides. The same report twice is one."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    if same := question.leak_reports.filter(decided_at=None, reported_by=by, where=where).first():
        return same
    access.report_leak(by, question)
    made = LeakReport.objects.create(question=question, where=where, reported_at=now, reported_by=by)
    question.suspect(why=where[:300], now=now, by=by)
    return made


@transaction.atomic
def decide(question: Question, *, has_leaked: bool, reason: str, by: User, now: datetime) -> LeakReport:
    """Retire the question, or let it be asked again as before. Twice changes nothing; a decision is not taken back."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    access.write_questions(by)
    open_report = question.leak_reports.filter(decided_at=None).first()
    if open_report is None:
        last = question.leak_reports.order_by("-decided_at").first()
        if last is None or last.has_leaked != has_leaked:
            raise Refused("This leak is decided already. Reload the page to see how.")
        return last
    open_report.decided_at, open_report.decided_by = now, by
    open_report.has_leaked, open_report.reason = has_leaked, reason
    open_report.save(update_fields=["decided_at", "decided_by", "has_leaked", "reason"])
    if has_leaked:
        question.retire(why=reason, now=now, by=by)
    elif question.activated_at:
        question.activate(why=reason, now=now, by=by)
    elif question.piloted_at:
        question.pilot(why=reason, now=now, by=by)
    return open_report
