"""Public collections of interview questions, written in Markdown, as questions: no database, and nothing vanishes silently."""

from accounts.imports import Unreadable
from questionbank.collections.found import Collection, Found, Left
from questionbank.collections.reading import read

__all__ = ["Collection", "Found", "Left", "Unreadable", "read"]
