"""Acting rights of the question bank."""

from accounts.access import Refused, Rule
from accounts.models import User
from questionbank.models import Question


@Rule
def write_questions(user: User) -> None:
    """Committee members and administrators keep the bank."""
    if not (user.is_committee or user.is_administrator):
        raise Refused("Committee members and administrators write questions. Tell one of them what should change.")


@Rule
def write_rubric(user: User) -> None:
    """Committee members and administrators keep the rubric."""
    if not (user.is_committee or user.is_administrator):
        raise Refused("Committee members and administrators change the rubric. Tell one of them what should change.")


@Rule
def report_leak(_user: User, question: Question) -> None:
    """Whoever may read a question may say that others can, too."""
    if question.retired_at:
        raise Refused("This question is retired: nobody is asked it any more.")
    if question.suspected_at:
        raise Refused("A leak of this question is reported already, and being looked at.")
