"""Addresses of interviews. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import path

from accounts.views import imports
from interviews.views import booking, candidates, changes, jobs, leaks, loops, questions, resumes, seats

urlpatterns = [
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/new/", candidates.candidate_new, name="candidate_new"),
    path("candidates/import/", imports.upload, {"kind": "candidates"}, name="candidates_import"),
    path("candidates/<int:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<int:pk>/edit/", candidates.candidate_edit, name="candidate_edit"),
    path("resumes/<uuid:pk>/", resumes.resume, name="resume"),
    path("resumes/<uuid:pk>/text/", resumes.resume_text, name="resume_text"),
    path("questions/", questions.questions, name="questions"),
    path("questions/counts/", questions.question_counts, name="question_counts"),
    path("questions/<slug:key>/leak/", leaks.leak, name="leak"),
    path("questions/<slug:key>/leak/decision/", leaks.leak_decision, name="leak_decision"),
    path("questions/<slug:key>/leak/replacement/", leaks.leak_replacement, name="leak_replacement"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/new/", jobs.job_new, name="job_new"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/edit/", jobs.job_edit, name="job_edit"),
    path("jobs/<int:pk>/closure/", jobs.closure, name="job_closure"),
    path("jobs/<int:pk>/reopening/", jobs.reopening, name="job_reopening"),
    path("loops/new/", loops.loop_new, name="loop_new"),
    path("stages/<int:pk>/booking/", booking.booking_page, name="booking"),
    path("stages/<int:pk>/booking/outlook/", booking.outlook, name="outlook"),
    path("people/choices/", booking.people_choices, name="people_choices"),
    path("interviews/<int:pk>/move/", changes.move, name="move"),
    path("interviews/<int:pk>/cancellation/", changes.cancellation, name="cancellation"),
    path("interviews/<int:pk>/seats/", seats.seats, name="seats"),
    path("seats/<int:pk>/swap/", seats.swap, name="swap"),
    path("seats/<int:pk>/removal/", seats.removal, name="removal"),
    path("seats/<int:pk>/answer/", seats.answer_invitation, name="answer"),
]
