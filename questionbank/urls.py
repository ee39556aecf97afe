"""Addresses of questionbank. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
