"""The lock of a scorecard as PostgreSQL keeps it: what is sealed changes only after it was reopened, and never after the decision.

The same in words of Python, with a sentence for people: `decided.is_decided` and `capture.require_open`.
"""

import pgtrigger

#: What its author says on a card; scratch, version and the times of its life are not part of it.
JUDGED = ("verdict", "not_assessed", "hire_level_id", "below_ladder", "confidence", "summary", "hand_off", "look_again")

#: Whether a decision rests on a card: one that was recorded after it was submitted, or any once the loop is closed.
DECIDED = """EXISTS (
    SELECT 1 FROM scorecards_decision decision
    JOIN scorecards_debrief debrief ON debrief.id = decision.debrief_id
    JOIN interviews_loop lp ON lp.id = debrief.loop_id
    JOIN interviews_stage stage ON stage.loop_id = lp.id
    JOIN interviews_interview interview ON interview.stage_id = stage.id
    JOIN interviews_seat seat ON seat.interview_id = interview.id
    WHERE seat.id = card.seat_id AND (decision.decided_at >= card.submitted_at OR lp.closed_at IS NOT NULL))"""

ENTRIES = """
    IF EXISTS (
        SELECT 1 FROM scorecards_scorecard card WHERE card.id IN (OLD.scorecard_id, NEW.scorecard_id)
        AND (card.declined_at IS NOT NULL OR card.submitted_at IS NOT NULL AND (card.reopened_at IS NULL OR DECIDED))
    ) THEN
        RAISE EXCEPTION 'this scorecard is sealed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
CARD = """
    IF OLD.submitted_at IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.seat_id <> OLD.seat_id THEN
        RAISE EXCEPTION 'this scorecard is sealed';
    END IF;
    IF (JUDGED OF OLD) IS DISTINCT FROM (JUDGED OF NEW) AND OLD.reopened_at IS NULL THEN
        RAISE EXCEPTION 'this scorecard is sealed';
    END IF;
    IF (JUDGED OF OLD, OLD.reopened_at) IS DISTINCT FROM (JUDGED OF NEW, NEW.reopened_at)
        AND EXISTS (SELECT 1 FROM scorecards_scorecard card WHERE card.id = OLD.id AND DECIDED) THEN
        RAISE EXCEPTION 'the decision rests on this scorecard';
    END IF;
    RETURN NEW;
"""
VERSION = """
    IF EXISTS (SELECT 1 FROM scorecards_scorecard card WHERE card.id = NEW.scorecard_id AND DECIDED) THEN
        RAISE EXCEPTION 'the decision rests on this scorecard';
    END IF;
    RETURN NEW;
"""


def entries_stay(*columns: str) -> pgtrigger.Trigger:
    """Rows that belong to a scorecard are added, removed and, in these columns, changed only while it is open."""
    changes = pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("scorecard_id", *columns)
    return pgtrigger.Trigger(name="stays_when_sealed", when=pgtrigger.Before, operation=changes, func=_with_words(ENTRIES))


def card_stays() -> pgtrigger.Trigger:
    """A scorecard that was submitted stays; what it says changes only while it is reopened, which ends with the decision."""
    changes = pgtrigger.Delete | pgtrigger.UpdateOf("submitted_at", "reopened_at", "seat_id", *JUDGED)
    return pgtrigger.Trigger(name="stays_when_sealed", when=pgtrigger.Before, operation=changes, func=_with_words(CARD))


def versions_end() -> pgtrigger.Trigger:
    """After the decision no further version of a card is sealed."""
    return pgtrigger.Trigger(
        name="none_after_the_decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__number__gt=1),
        func=_with_words(VERSION),
    )


def _with_words(func: str) -> str:
    for row in ("OLD", "NEW"):
        func = func.replace(f"JUDGED OF {row}", ", ".join(f"{row}.{column}" for column in JUDGED))
    return func.replace("DECIDED", DECIDED)
