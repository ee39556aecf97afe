"""Parts of pages that are drawn once for all who see the same."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from config.templatetags import parts
from scorecards.models.counting import Counted
from scorecards.views.plan_rows import PlanRow

HINTS = Counted(signal_id=7, name="Asks back", kind="count", expected="2 or more", count=1)
ROW = PlanRow(3, 11, "Rate limiter", 20, "planned", "", None, False, "", datetime(2026, 2, 1, 23, 30, tzinfo=UTC), True, True)
SIGNAL = '{% load parts %}{% drawn "room/_signal.html" one interview=3 level="Mid" page="" %}'
PLANNED = '{% load parts %}{% drawn "room/_planned.html" one %}'


def draw(template, one, reader="mine"):
    return Template(template).render(Context({"one": one, "csrf_token": reader}))


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    parts._drawn.cache_clear()


def test_what_equal_values_look_like_is_rendered_once():
    assert draw(PLANNED, ROW) == draw(PLANNED, replace(ROW))
    assert parts._drawn.cache_info().hits == 1


def test_each_page_has_a_token_and_ids_of_its_own():
    first, second = draw(SIGNAL, HINTS, "first"), draw(SIGNAL, HINTS, "second")

    assert parts._drawn.cache_info().hits == 1
    assert ('value="first"' in first, 'value="second"' in second, "first" in second) == (True, True, False)
    ids = [re.search(r'name="id" value="([0-9a-f-]{36})"', page)[1] for page in (first, second)]
    assert ids[0] != ids[1]


def test_another_count_another_interview_and_another_zone_are_drawn_anew():
    assert "data-count>2<" in draw(SIGNAL, replace(HINTS, count=2))
    assert "/interviews/4/" in draw(PLANNED, replace(ROW, interview=4))
    with timezone.override("Asia/Tokyo"):
        assert "asked on 2 Feb 2026" in draw(PLANNED, ROW)
    with timezone.override("Europe/Lisbon"):
        assert "asked on 1 Feb 2026" in draw(PLANNED, ROW)
