"""Addresses of scorecards. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import path

from scorecards.views.today import today

urlpatterns = [
    path("", today, name="today"),
]
