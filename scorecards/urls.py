"""Addresses of scorecards. Names are flat, since a page is found by its noun, not by its app."""

from django.urls import path

from scorecards.views import asking, capturing, debriefs, kit, loops, mails, question_use, room, scorecards
from scorecards.views.today import today

urlpatterns = [
    path("", today, name="today"),
    path("mails/", mails.troubled, name="mails"),
    path("mails/<int:pk>/again/", mails.again, name="mail_again"),
    path("mails/<int:pk>/rest/", mails.seen, name="mail_seen"),
    path("loops/", loops.loops, name="loops"),
    path("loops/<int:pk>/", loops.loop, name="loop"),
    path("questions/<slug:key>/use/", question_use.question_use, name="question_use"),
    path("interviews/worker.js", room.worker, name="room_worker"),
    path("interviews/<int:pk>/", kit.interview, name="interview"),
    path("interviews/<int:pk>/sheet/", kit.interview_sheet, name="interview_sheet"),
    path("interviews/<int:pk>/room/", room.room, name="room"),
    path("interviews/<int:pk>/room/search/", asking.search, name="room_search"),
    path("interviews/<int:pk>/start/", room.start, name="start"),
    path("interviews/<int:pk>/end/", room.end, name="end"),
    path("interviews/<int:pk>/asked/", asking.ask, name="ask"),
    path("interviews/<int:pk>/asked/<int:version_pk>/end/", asking.finish, name="finish"),
    path("interviews/<int:pk>/asked/<int:version_pk>/hints/<int:hint_pk>/", asking.hint, name="hint"),
    path("interviews/<int:pk>/asked/<int:version_pk>/twists/<int:twist_pk>/", asking.twist, name="twist"),
    path("interviews/<int:pk>/asked/<int:version_pk>/points/<int:point_pk>/", asking.tick, name="tick"),
    path("interviews/<int:pk>/notes/", capturing.note, name="note"),
    path("interviews/<int:pk>/notes/<uuid:note_pk>/", capturing.note_change, name="note_change"),
    path("interviews/<int:pk>/notes/<uuid:note_pk>/earlier/", capturing.notes_earlier, name="notes_earlier"),
    path("interviews/<int:pk>/notes/<uuid:note_pk>/page/", capturing.note_page, name="note_page"),
    path("interviews/<int:pk>/ratings/<int:ladder_pk>/", capturing.rate, name="rate"),
    path("interviews/<int:pk>/signals/<int:signal_pk>/", capturing.signal, name="signal"),
    path("interviews/<int:pk>/red-flags/", capturing.flag, name="flag"),
    path("interviews/<int:pk>/red-flags/<uuid:flag_pk>/withdrawal/", capturing.flag_withdrawal, name="flag_withdrawal"),
    path("interviews/<int:pk>/scorecard/", scorecards.scorecard, name="scorecard"),
    path("scorecards/<int:pk>/", scorecards.card, name="card"),
    path("scorecards/<int:pk>/submission/", scorecards.submission, name="submission"),
    path("scorecards/<int:pk>/declination/", scorecards.declination, name="declination"),
    path("debriefs/", debriefs.debriefs, name="debriefs"),
    path("loops/<int:pk>/debrief/", debriefs.debrief, name="debrief"),
    path("loops/<int:pk>/debrief/opening/", debriefs.opening, name="debrief_opening"),
    path("loops/<int:pk>/debrief/waivers/<int:seat_pk>/", debriefs.waiver, name="waiver"),
    path("loops/<int:pk>/debrief/vote/", debriefs.vote, name="vote"),
    path("loops/<int:pk>/debrief/reveal/", debriefs.reveal, name="reveal"),
    path("loops/<int:pk>/debrief/second-vote/", debriefs.second_vote, name="second_vote"),
    path("loops/<int:pk>/debrief/decision/", debriefs.decision, name="decision"),
]
