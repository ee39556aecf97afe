"""Addresses of interviews. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import path

from interviews.views import candidates

urlpatterns = [
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/new/", candidates.candidate_new, name="candidate_new"),
    path("candidates/<int:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<int:pk>/edit/", candidates.candidate_edit, name="candidate_edit"),
    path("resumes/<uuid:pk>/", candidates.resume, name="resume"),
]
