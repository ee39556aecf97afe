"""Two deeds of one seat at the same moment: the answer of the one that waited shows what the other has done."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from interviews.models import Seat, showing
from tests.clients import signed_in
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees what it saw first, unless told to look again
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone()[0] > 0


def test_a_question_asked_while_quiet_time_begins_comes_back_with_its_clock_standing(ivans_interview, rate_limiter, ivan):
    ivans_interview.start(now=timezone.now())
    client = signed_in(ivan)

    def ask() -> str:
        headers = {"hx-request": "true", "entry-id": str(uuid4())}
        try:
            return client.post(
                f"/interviews/{ivans_interview.pk}/asked/", {"version": rate_limiter.pk}, headers=headers
            ).content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Seat.objects.select_for_update().get(interview=ivans_interview)
            asked = pool.submit(ask)
            until(waits_for_a_lock, "the question waits for the seat")
            showing.begin_focus(ivans_interview, minutes=5, by=ivan, now=timezone.now())
        answer = asked.result()

    assert "Quiet time</span>" in answer
    assert 'End<span class="unseen"> the quiet time' in answer
