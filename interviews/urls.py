"""Addresses of interviews. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import path

from interviews.views import bookings, candidates, loops

urlpatterns = [
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/new/", candidates.candidate_new, name="candidate_new"),
    path("candidates/<int:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<int:pk>/edit/", candidates.candidate_edit, name="candidate_edit"),
    path("jobs/", loops.jobs, name="jobs"),
    path("jobs/new/", loops.job_new, name="job_new"),
    path("loops/new/", loops.loop_new, name="loop_new"),
    path("stages/<int:pk>/booking/", bookings.book, name="booking"),
    path("interviews/<int:pk>/move/", bookings.move, name="move"),
    path("interviews/<int:pk>/cancellation/", bookings.cancellation, name="cancellation"),
    path("seats/<int:pk>/answer/", bookings.answer, name="answer"),
    path("resumes/<uuid:pk>/", candidates.resume, name="resume"),
]
