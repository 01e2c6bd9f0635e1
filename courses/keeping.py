"""Keeps what somebody wrote in a lesson when the session has ended meanwhile: nothing is lost at the sign-in page.

Every form of a lesson says, signed, for whom it was made. Posted without a session, its fields wait in the anonymous
session; when the same person signs in there, they are written as drafts. Anybody else's sign-in throws them away.
"""

import logging

from django.contrib.auth import get_user_model
from django.http import QueryDict

from courses import practice, queries, quizzes, reflections
from pdportal.common import marked_forms
from pdportal.common.errors import Refusal

log = logging.getLogger(__name__)
KEY = "courses.kept"
SALT = "courses.keeping"
MOST_FORMS = 10
LONGEST = 40_000


def mark_of(learner):
    """What a form carries to say for whom it was made."""
    return marked_forms.mark_of(learner, salt=SALT)


def keep(request, lesson_key, gate_id, kind):
    """Keep the posted form in the anonymous session; forms without a valid mark, or far too long, are not kept.

    Returns True where it was kept.
    """
    found = marked_forms.marked(request, salt=SALT, longest=LONGEST)
    if found is None:
        return False
    learner_id, text = found
    kept = [
        form for form in request.session.get(KEY, []) if (form["lesson"], form["gate"]) != (str(lesson_key), gate_id)
    ]
    kept.append({"learner": learner_id, "lesson": str(lesson_key), "gate": gate_id, "kind": kind, "data": text})
    request.session[KEY] = kept[-MOST_FORMS:]
    return True


def write_kept(sender, request, user, **kwargs):
    """Write what was kept for ``user`` as drafts; called when somebody has signed in."""
    session = getattr(request, "session", None)
    for form in session.pop(KEY, []) if session is not None else []:
        if form["learner"] == user.pk:
            _write(get_user_model().objects.get(pk=user.pk), form)


def _write(learner, form):
    """One kept form as a draft; a refusal (the lesson changed meanwhile) is logged without what was written."""
    lesson = (
        queries.quiz_page(form["lesson"]) if form["kind"] == "quiz" else queries.published("LessonPage", form["lesson"])
    )
    if lesson is None:
        return
    try:
        save_form(learner, lesson, form["gate"], form["kind"], QueryDict(form["data"]))
    except Refusal as refusal:
        log.info("A kept form of lesson %s was not written: %s", form["lesson"], type(refusal).__name__)


def save_form(learner, lesson, gate_id, kind, data):
    """Save the posted ``data`` of one gate as a draft: quiz, practice step or reflection."""
    if kind == "quiz":
        return quizzes.save_draft(learner, lesson, gate_id, data, number=number_in(data))
    if kind == "practice":
        return practice.save_draft(learner, lesson, gate_id, checked=data.getlist("checked"), note=data.get("note", ""))
    return reflections.save(learner, lesson, gate_id, data.get("text", ""), shared_with=data.get("shared_with"))


def number_in(data):
    """The number of the attempt the form was made for; None for anything that is not a small number."""
    text = data.get("attempt", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
