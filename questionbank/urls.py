"""Addresses of questionbank. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import path

from questionbank.views import exports, imports, questions, states, writing

urlpatterns = [
    path("questions/", questions.questions, name="questions"),
    path("questions/import/", imports.questions_import, name="questions_import"),
    path("questions/imports/<uuid:pk>/", imports.question_import, name="question_import"),
    path("questions/imports/<uuid:pk>/columns/", imports.question_import_columns, name="question_import_columns"),
    path("questions/imports/<uuid:pk>/progress/", imports.question_import_progress, name="question_import_progress"),
    path("questions/imports/<uuid:pk>/taking/", imports.question_import_taking, name="question_import_taking"),
    path("questions/imports/<uuid:pk>/publication/", imports.question_import_publication, name="question_import_publication"),
    path("questions/exports/", exports.question_exports, name="question_exports"),
    path("questions/exports/<uuid:pk>/", exports.question_export, name="question_export"),
    path("questions/exports/<uuid:pk>/progress/", exports.question_export_progress, name="question_export_progress"),
    path("questions/exports/<uuid:pk>/file/", exports.question_export_file, name="question_export_file"),
    path("questions/drafts/", questions.question_drafts, name="question_drafts"),
    path("questions/new/", writing.question_new, name="question_new"),
    path("questions/<slug:key>/", questions.question, name="question"),
    path("questions/<slug:key>/words/", writing.question_edit, name="question_edit"),
    path("questions/<slug:key>/publication/", writing.question_publication, name="question_publication"),
    path("questions/<slug:key>/draft-removal/", writing.question_draft_removal, name="question_draft_removal"),
    path("questions/<slug:key>/state/", states.question_move, name="question_move"),
    path("questions/<slug:key>/versions/<int:number>/", states.question_version, name="question_version"),
]
