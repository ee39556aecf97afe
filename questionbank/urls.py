"""Addresses of questionbank. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import path

from questionbank.views import questions

urlpatterns = [
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:key>/", questions.question, name="question"),
]
