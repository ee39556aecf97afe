"""Addresses of questionbank. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import path

from questionbank.views import collections, questions, states, writing

urlpatterns = [
    path("questions/import/", collections.questions_import, name="questions_import"),
    path("questions/imports/<uuid:pk>/", collections.question_import, name="question_import"),
    path("questions/imports/<uuid:pk>/taking/", collections.question_import_taking, name="question_import_taking"),
    path("questions/drafts/", questions.question_drafts, name="question_drafts"),
    path("questions/new/", writing.question_new, name="question_new"),
    path("questions/<slug:key>/", questions.question, name="question"),
    path("questions/<slug:key>/words/", writing.question_edit, name="question_edit"),
    path("questions/<slug:key>/publication/", writing.question_publication, name="question_publication"),
    path("questions/<slug:key>/draft-removal/", writing.question_draft_removal, name="question_draft_removal"),
    path("questions/<slug:key>/state/", states.question_move, name="question_move"),
    path("questions/<slug:key>/versions/<int:number>/", states.question_version, name="question_version"),
]
