"""What lists and searches read: one narrow row for each question that has words, and every word that was ever in one.

The database keeps both by itself, within the change that made them differ, whatever code wrote it (decision 12).
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func

from questionbank.models.competency import Level
from questionbank.models.question import Category, Question, QuestionVersion

#: Lists a question anew when its words change, and notes the state when only that does.
KEEP_LISTED = """
IF TG_OP = 'INSERT' OR NEW.current_id IS DISTINCT FROM OLD.current_id OR NEW.family IS DISTINCT FROM OLD.family THEN
  PERFORM list_questions(ARRAY[NEW.id]);
ELSE
  UPDATE questionbank_listed SET state = question_state(NEW.piloted_at, NEW.activated_at, NEW.suspected_at, NEW.retired_at)
  WHERE question_id = NEW.id;
END IF;
RETURN NULL;
"""


class Listed(models.Model):
    """A question as lists show it and searches find it."""

    question = models.OneToOneField(Question, models.CASCADE, primary_key=True, related_name="listed")
    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="+", db_index=False)
    key = models.SlugField(max_length=100, db_index=False)
    family = models.SlugField(max_length=100, db_index=False)
    title = models.CharField(max_length=160)
    category = models.CharField(max_length=20, choices=Category)
    minutes = models.PositiveSmallIntegerField()
    difficulty = models.PositiveSmallIntegerField()
    lowest_level = models.ForeignKey(Level, models.PROTECT, related_name="+", db_index=False)
    highest_level = models.ForeignKey(Level, models.PROTECT, related_name="+", db_index=False)
    tests = ArrayField(models.BigIntegerField())  # competencies, the main one first
    state = models.CharField(max_length=10)
    title_words = SearchVectorField()
    words = SearchVectorField()  # title A, prompt B, good answer and points C, the rest D

    class Meta:
        # Without a list of what is pending, a search never reads more because somebody wrote.
        indexes = [
            GinIndex("words", name="listed_words", fastupdate=False),
            GinIndex("title_words", name="listed_title_words", fastupdate=False),
            models.Index("title", "question", name="listed_by_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word that is or was in a question, with what is left of its beginning when one or two letters are taken away.

    Two words that differ by a typing error have such a remainder in common: the symmetric deletion of W. Garbe's SymSpell.
    """

    word = models.CharField(max_length=30, unique=True)
    near = models.GeneratedField(
        expression=Func(F("word"), function="word_deletions"), output_field=ArrayField(models.TextField()), db_persist=True
    )

    class Meta:
        indexes = [GinIndex("near", name="word_near", fastupdate=False)]

    def __str__(self) -> str:
        return self.word


pgtrigger.register(
    pgtrigger.Trigger(
        name="keep_listed",
        when=pgtrigger.After,
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf("current_id", "family", "piloted_at", "activated_at", "suspected_at", "retired_at"),
        condition=pgtrigger.Q(new__current__isnull=False),  # a draft is in no list; ten thousand of them come in quickly
        func=KEEP_LISTED,
    )
)(Question)
