"""Addresses of questionbank. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import path

from questionbank.views import exports, imports, levels, questions, rubric, rubric_writing, states, writing

urlpatterns = [
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
    path("questions/<slug:key>/owner/", states.question_owner, name="question_owner"),
    path("questions/<slug:key>/state/", states.question_move, name="question_move"),
    path("questions/<slug:key>/versions/<int:number>/", states.question_version, name="question_version"),
    path("rubric/", rubric.rubric, name="rubric"),
    path("rubric/levels/", levels.levels, name="levels"),
    path("rubric/levels/new/", levels.level_new, name="level_new"),
    path("rubric/levels/<slug:key>/", levels.level, name="level"),
    path("rubric/levels/<slug:key>/removal/", levels.level_removal, name="level_removal"),
    path("rubric/<slug:noun>/new/", rubric_writing.rubric_new, name="rubric_new"),
    path("rubric/competencies/<slug:key>/", rubric.competency, name="competency"),
    path("rubric/signals/<slug:key>/", rubric.seniority_signal, name="seniority_signal"),
    path("rubric/red-flags/<slug:key>/", rubric.red_flag_kind, name="red_flag_kind"),
    path("rubric/<slug:noun>/<slug:key>/words/", rubric_writing.rubric_words, name="rubric_words"),
    path("rubric/<slug:noun>/<slug:key>/publication/", rubric_writing.rubric_publication, name="rubric_publication"),
    path("rubric/<slug:noun>/<slug:key>/draft-removal/", rubric_writing.rubric_draft_removal, name="rubric_draft_removal"),
    path("rubric/<slug:noun>/<slug:key>/state/", rubric_writing.rubric_move, name="rubric_move"),
    path("rubric/<slug:noun>/<slug:key>/place/", rubric_writing.rubric_place, name="rubric_place"),
    path("rubric/<slug:noun>/<slug:key>/versions/<int:number>/", rubric.rubric_version, name="rubric_version"),
]
