"""The coach on sentences: what deserves a word, and good ones that must not be troubled. Pure: no database."""

import pytest

from scorecards.coaching import on_line, on_rating, on_words

ANCHORS = [
    "Reaches part of an approach only when led step by step; does not hold it against an example.",
    "Compares at least two approaches before choosing and states the cost of each; covers edge cases unprompted.",
]

WARNED = [
    ("Strong communicator", "judgement", "Strong"),
    ("not senior", "judgement", "senior"),
    ("Really smart, quick on the uptake", "judgement", "smart"),
    ("good vibe", "judgement", "good"),
    ("Weak on SQL", "judgement", "Weak"),
    ("seemed nervous most of the time", "judgement", "nervous"),
    ("Excellent design skills overall", "judgement", "Excellent"),
    ("Great culture fit", "judgement", "Great"),
    ("Compares at least two approaches before choosing", "copied", "Compares at least two approaches before choosing"),
    ("clearly covers edge cases unprompted", "copied", "covers edge cases unprompted"),
    ("he states the cost of each; covers edge cases unprompted", "copied", "states the cost of each; covers edge cases unprompted"),
    ("is pregnant, may not stay", "protected", "pregnant"),
    ("told me about her husband and their flat", "protected", "her husband"),
    ("heavy accent, hard to follow", "protected", "heavy accent"),
    ("too old for this team", "protected", "too old"),
    ("asked more than the last candidate did", "comparison", "the last candidate"),
    ("named better options, stronger than most candidates", "comparison", "stronger than most candidates"),
    ("wrote it slower than others", "comparison", "slower than others"),
    ("solved it like the best candidate of this month", "comparison", "best candidate"),
    ("asked about bursts, unlike the other candidates", "comparison", "unlike the other candidates"),
    ("in the top 5 % of candidates who tried it", "comparison", "top 5 % of candidates"),
    ("found it faster compared to the other applicants", "comparison", "compared to the other applicants"),
]

GOOD = [
    "asked how many writers there are, then chose optimistic locking and named the retry cost",
    "wrote the loop without the empty case; found it when walking through own example",
    "chose strong consistency for the ledger, eventual for the feed",
    "strong consistency for the ledger, eventual for the feed",
    "weak references for the cache entries",
    "Good answer on bursts: asked for the limit first",
    "great care with time zones: “store UTC, show local”",
    "smart pointer used to free the buffer",
    "average latency under load, not the 99th percentile",
    "worst case is quadratic, said so before writing",
    "a bad request gets 400 and a reason",
    "the second query is faster than the first one, measured it",
    "better than the first version: no lock held while writing",
    "compared the two queues by what happens when a consumer dies",
    "lists the candidate keys of the table and picks the shortest",
    "the other candidate key is the email",
    "retries with jitter, unlike the client before",
    "top 10 % of addresses by a heap, count-min sketch when memory is short",
    "parent node, child node, then rotates",
    "worked as a senior engineer at a bank for 6 years",
    "needed two nudges to see the race; then repaired it by reasoning",
    "states the cost before choosing",
    "two approaches, the cost of each in memory",
    "forgets the clock on the second server until asked",
    "says “I do not know yet, I would measure it”",
    "took a minute to read the plan of the query, then added the index",
    "asks what happens to calls over the limit",
    "average of 40 requests a second, 400 at the peak",
    "the leader election picks the oldest node",
    "solved the main part with little help and said what it costs",
]


@pytest.mark.parametrize(("line", "kind", "found"), WARNED)
def test_the_coach_says_what_is_to_be_looked_at_again(line, kind, found):
    assert [(one.kind, one.found) for one in on_line(line, ANCHORS) if one.kind == kind] == [(kind, found)]


@pytest.mark.parametrize("line", GOOD)
def test_a_good_line_is_not_troubled(line):
    assert on_line(line, ANCHORS) == []


@pytest.mark.parametrize(
    ("is_rated", "lines", "kinds"),
    [
        (True, [], ["no_evidence"]),
        (False, [], []),
        (True, ["asked about bursts"], []),
        (True, ["asked about bursts", "smart"], ["judgement"]),
    ],
)
def test_a_rating_without_a_line_is_told(is_rated, lines, kinds):
    assert [one.kind for one in on_rating(is_rated=is_rated, lines=lines, anchors=ANCHORS)] == kinds


def test_a_summary_may_judge_but_not_compare():
    assert on_words("Strong on trade-offs, weak on operations.") == []
    assert [one.kind for one in on_words("Stronger than the last candidate.")] == ["comparison"]
