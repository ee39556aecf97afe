"""People and what is owed to them."""

from accounts.models.company import Company
from accounts.models.event import Event
from accounts.models.imported import Import
from accounts.models.mail import Mail
from accounts.models.session import Session
from accounts.models.user import User, WorkingHours

__all__ = ["Company", "Event", "Import", "Mail", "Session", "User", "WorkingHours"]
