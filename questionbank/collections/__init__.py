"""Public collections of interview questions, written in Markdown, as questions: no database, and nothing vanishes silently."""

from questionbank.collections.blocks import Unreadable
from questionbank.collections.reading import Collection, Found, Left, read

__all__ = ["Collection", "Found", "Left", "Unreadable", "read"]
