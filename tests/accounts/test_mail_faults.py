"""Eighty mails are due while everything breaks that sends them, each thing once: everybody gets theirs, or a person sees why not.

`benchmarks/mail.py` is the same for two thousand.
"""

import pytest
from django.db import connection

from tests.mail_campaign import MailCampaign

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


def crash() -> None:
    """End every connection to this database, ours last: those of other tests to other ones go on."""
    ours_last = "WHERE datname = current_database() ORDER BY pid = pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity {ours_last}")  # noqa: S608 -- our own words


def test_everybody_gets_their_mail_whatever_breaks(tmp_path):
    campaign = MailCampaign(tmp_path, mails=80, seed=5, crash=crash)
    try:
        campaign.run(len(campaign.faults))
        found = campaign.found()
    finally:
        campaign.close()
        connection.close()  # it was ended by `crash`

    assert (found["owed"], found["missing"], found["strange"]) == (80, 0, 0), found
    assert found["refused for good"] == found["given up and shown to a person"] - found["uncertain"] > 0
    assert found["taken by the mail server"] >= 80 - found["refused for good"] - found["uncertain"]
    assert found["most copies of one"] <= 3
    assert set(campaign.tally) >= set(campaign.faults)
