"""The Celery app and its timetable."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("fairloop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Short rounds that look for owed rows. A round that is missed or comes twice changes nothing, so beat holds no state that matters.
app.conf.beat_schedule = {
    "send owed mail": {"task": "accounts.tasks.send_owed_mail", "schedule": 15, "options": {"expires": 15}},
    "import what was asked for": {"task": "accounts.tasks.do_imports", "schedule": 15, "options": {"expires": 15}},
    "forget uploads": {"task": "accounts.tasks.forget_imports", "schedule": 3600, "options": {"expires": 3600}},
    "count how questions went": {"task": "scorecards.tasks.count_question_use", "schedule": 300, "options": {"expires": 300}},
    "count how severe interviewers are": {
        "task": "scorecards.tasks.count_severity",
        "schedule": crontab(hour="2", minute="40"),
        "options": {"expires": 3600},
    },
    "count what interviews take": {
        "task": "scorecards.tasks.count_effort",
        "schedule": crontab(hour="2", minute="20"),
        "options": {"expires": 3600},
    },
    "forget which deeds arrived": {"task": "scorecards.tasks.forget_entries", "schedule": 86400, "options": {"expires": 86400}},
    "forget flags and holds": {"task": "scorecards.tasks.forget_flags_and_holds", "schedule": 3600, "options": {"expires": 3600}},
    "erase private scratch": {"task": "scorecards.tasks.erase_scratch", "schedule": 3600, "options": {"expires": 3600}},
    "bring questions in": {"task": "questionbank.tasks.do_question_imports", "schedule": 15, "options": {"expires": 15}},
    "take questions out": {"task": "questionbank.tasks.do_question_exports", "schedule": 15, "options": {"expires": 15}},
    "forget question files": {"task": "questionbank.tasks.forget_question_files", "schedule": 3600, "options": {"expires": 3600}},
    "replace who declined": {"task": "interviews.tasks.replace_declined", "schedule": 30, "options": {"expires": 30}},
    "ask for debriefs": {"task": "scorecards.tasks.ask_for_debriefs", "schedule": 900, "options": {"expires": 900}},
    "ask for votes": {"task": "scorecards.tasks.ask_for_votes", "schedule": 900, "options": {"expires": 900}},
    "begin this month's drill": {"task": "scorecards.tasks.begin_drill", "schedule": 3600, "options": {"expires": 3600}},
    "tell which candidates wait": {"task": "interviews.tasks.tell_who_waits", "schedule": 3600, "options": {"expires": 3600}},
    "let learners into pools": {"task": "interviews.tasks.let_in_or_tell", "schedule": 60, "options": {"expires": 60}},
    "read calendars": {"task": "interviews.tasks.read_calendars", "schedule": 60, "options": {"expires": 60}},
    "show that beat and worker run": {"task": "config.tasks.beat_tick", "schedule": 15, "options": {"expires": 15}},
}


def give_up_quickly() -> None:
    """Let a page that nudges the worker wait at most a second for a broker that is away. Not for workers, which wait for work."""
    app.conf.task_publish_retry = False
    patience = {"socket_connect_timeout": 0.3, "socket_timeout": 0.5, "max_retries": 0}
    app.conf.broker_transport_options = app.conf.broker_transport_options | patience
