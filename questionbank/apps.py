"""What we ask and what we listen for; knows no candidate."""

from django.apps import AppConfig


class QuestionbankConfig(AppConfig):
    name = "questionbank"
