"""Where everything is: for each named address of the site, the keys that lead to the things of one loop."""

from uuid import uuid4

from interviews.models import Interview, Loop
from questionbank.models import QuestionVersion
from scorecards.models import Scorecard


def places(*, loop: Loop, mine: Interview, other: Interview, question: QuestionVersion, card: Scorecard) -> dict[str, list[dict]]:
    """For each name the addresses to read: those of the loop, with one interviewer's things in them."""
    maya = loop.candidate
    seat = mine.seats.get()
    kit = {"key": mine.stage.kit_version.kit.key}
    stage = loop.stages.first()
    one = {"pk": loop.pk}
    line = {"pk": card.seat.interview_id, "note_pk": card.notes.values_list("pk", flat=True).first() or uuid4()}
    interviews = [{"pk": mine.pk}, {"pk": other.pk}]
    asked = {"pk": mine.pk, "version_pk": question.pk}
    return {
        "today": [{}],
        "loops": [{}],
        "candidates": [{}],
        "candidate_new": [{}],
        "mails": [{}],
        "mail_again": [{"pk": 1}],
        "mail_seen": [{"pk": 1}],
        "jobs": [{}],
        "job_new": [{}],
        "job": [{"pk": loop.job_id}],
        "job_edit": [{"pk": loop.job_id}],
        "job_closure": [{"pk": loop.job_id}],
        "job_reopening": [{"pk": loop.job_id}],
        "people_import": [{}],
        "candidates_import": [{}],
        "import": [{"pk": uuid4()}],
        "import_start": [{"pk": uuid4()}],
        "import_progress": [{"pk": uuid4()}],
        "questions": [{}],
        "question_counts": [{}],
        "debriefs": [{}],
        "people_choices": [{}],
        "healthz": [{}],
        "readyz": [{}],
        "mfa_authenticate": [{}],
        "account_reauthenticate": [{}],
        "mfa_reauthenticate": [{}],
        "founding": [{}],
        "people": [{}],
        "person_new": [{}],
        "audit": [{}],
        "me": [{}],
        "my_hours": [{}],
        "vault": [{}],
        "room_worker": [{}],
        "own_password": [{}],
        "sessions_end": [{}],
        "mfa_index": [{}],
        "mfa_activate_totp": [{}],
        "mfa_deactivate_totp": [{}],
        "mfa_view_recovery_codes": [{}],
        "mfa_generate_recovery_codes": [{}],
        "mfa_download_recovery_codes": [{}],
        "person": [{"pk": loop.recruiter_id}],
        "roles": [{"pk": loop.recruiter_id}],
        "deactivation": [{"pk": loop.recruiter_id}],
        "reactivation": [{"pk": loop.recruiter_id}],
        "invitation": [{"pk": loop.recruiter_id}],
        "session_end": [{"uid": uuid4()}],
        "account_login": [{}],
        "account_logout": [{}],
        "account_signup": [{}],
        "account_inactive": [{}],
        "forgotten": [{}],
        "choose_password": [{"uid": "MQ", "token": "a-b"}],
        "loop_new": [{}],
        "loop": [one],
        "candidate": [{"pk": maya.pk}],
        "candidate_edit": [{"pk": maya.pk}],
        "booking": [{"pk": stage.pk}],
        "outlook": [{"pk": stage.pk}],
        "resume": [{"pk": uuid4()}],
        "resume_text": [{"pk": uuid4()}],
        "question": [{"key": question.question.key}],
        "question_new": [{}],
        "question_use": [{"key": question.question.key}],
        "questions_import": [{}],
        "question_drafts": [{}],
        "question_exports": [{}],
        **{
            f"question_{name}": [{"pk": uuid4()}]
            for name in (
                "import",
                "import_columns",
                "import_progress",
                "import_taking",
                "import_publication",
                "export",
                "export_progress",
                "export_file",
            )
        },
        **{
            name: [{"key": question.question.key}]
            for name in ("question_edit", "question_publication", "question_draft_removal", "question_move", "question_owner")
        },
        **{name: [{"key": question.question.key}] for name in ("leak", "leak_decision", "leak_replacement")},
        "question_version": [{"key": question.question.key, "number": question.number}],
        **{name: [{}] for name in ("kits", "kit_new", "coverage")},
        **{name: [kit] for name in ("kit", "kit_edit", "kit_questions", "kit_publication", "kit_draft_removal", "kit_refresh")},
        **{name: [kit] for name in ("kit_adoption", "kit_archive", "kit_interviewer", "kit_candidate", "kit_sheet")},
        "kit_version": [{**kit, "number": 1}],
        "stage_kit": [{"pk": stage.pk}],
        "plan_coverage": [{"key": loop.plan.key}],
        "interview_sheet": interviews,
        **rubric_places(),
        "move": interviews,
        "cancellation": interviews,
        "seats": interviews,
        "interview": interviews,
        "room": interviews,
        "room_search": interviews,
        "scorecard": interviews,
        "start": interviews,
        "end": interviews,
        "ask": interviews,
        "agenda": interviews,
        "here": [{"pk": mine.pk, "section_pk": section.pk} for section in mine.stage.kit_version.sections.all()],
        "skip": [{"pk": mine.pk, "version_pk": question.pk}],
        "replan": interviews,
        "replan_undoing": [{"pk": mine.pk, "deed_pk": uuid4()}],
        "arrival": interviews,
        "arrival_report": interviews,
        "report_withdrawal": [{"pk": mine.pk, "report_pk": 1}],
        "note": interviews,
        "flag": interviews,
        "handover_acceptance": [{"pk": 1, "stage_pk": stage.pk}],
        **{f"handover_{name}": [{"pk": 1}] for name in ("refusal", "return")},
        "swap": [{"pk": seat.pk}],
        "removal": [{"pk": seat.pk}],
        "answer": [{"pk": seat.pk}],
        "finish": [asked],
        "hint": [{**asked, "hint_pk": 1}],
        "twist": [{**asked, "twist_pk": 1}],
        "tick": [{**asked, "point_pk": 1}],
        "note_change": [{"pk": mine.pk, "note_pk": uuid4()}],
        "note_page": [line],
        "notes_earlier": [line],
        "rate": [{"pk": mine.pk, "ladder_pk": 1}],
        "signal": [{"pk": mine.pk, "signal_pk": 1}],
        "flag_withdrawal": [{"pk": mine.pk, "flag_pk": uuid4()}],
        "card": [{"pk": card.pk}],
        "submission": [{"pk": card.pk}],
        "declination": [{"pk": card.pk}],
        "debrief": [one],
        "debrief_opening": [one],
        "waiver": [{**one, "seat_pk": seat.pk}],
        "vote": [one],
        "reveal": [one],
        "second_vote": [one],
        "decision": [one],
    }


def rubric_places() -> dict[str, list[dict]]:
    """The rubric as the cast has it; a signal and a kind of red flag are there once the test made them."""
    parts = [
        {"noun": "competencies", "key": "problem_solving"},
        {"noun": "signals", "key": "hints"},
        {"noun": "red-flags", "key": "demeaning"},
    ]
    return {
        "rubric": [{}],
        "levels": [{}],
        "level_new": [{}],
        "level": [{"key": "senior"}],
        "level_removal": [{"key": "senior"}],
        "competency": [{"key": "problem_solving"}],
        "seniority_signal": [{"key": "hints"}],
        "red_flag_kind": [{"key": "demeaning"}],
        "rubric_new": [{"noun": part["noun"]} for part in parts],
        **dict.fromkeys(("rubric_words", "rubric_publication", "rubric_draft_removal", "rubric_move", "rubric_place"), parts),
        "rubric_version": [{**part, "number": 1} for part in parts],
    }
