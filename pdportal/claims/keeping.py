"""Keeps a claim that was typed while the session had ended: nothing is lost at the sign-in page.

Every claim form says, signed, for whom it was made. Posted without a session, its fields wait in the anonymous session;
when the same person signs in, they are written to the draft. Anybody else's sign-in throws them away.
"""

from pdportal.common import marked_forms

KEY = "claims.kept"
SALT = "claims.keeping"
MOST_FORMS = 5
LONGEST = 20_000


def mark_of(learner):
    """What a form carries to say for whom it was made."""
    return marked_forms.mark_of(learner, salt=SALT)


def keep(request, claim_id):
    """Keep the posted form in the anonymous session; True where it was. No files: a browser sends them again."""
    found = marked_forms.marked(request, salt=SALT, longest=LONGEST)
    if found is None:
        return False
    learner_id, text = found
    kept = [form for form in request.session.get(KEY, []) if form["claim"] != claim_id]
    request.session[KEY] = [*kept, {"learner": learner_id, "claim": claim_id, "data": text}][-MOST_FORMS:]
    return True


def take_kept(session, user):
    """``(claim id, form data)`` of what was kept for ``user``; the rest is forgotten."""
    return [(form["claim"], form["data"]) for form in session.pop(KEY, []) if form["learner"] == user.pk]
