"""Keeps a claim that was typed while the session had ended: nothing is lost at the sign-in page.

Every claim form says, signed, for whom it was made. Posted without a session, its fields wait in the anonymous session;
when the same person signs in, they are written to the draft. Anybody else's sign-in throws them away.
"""

from django.core import signing

KEY = "claims.kept"
SALT = "claims.keeping"
MOST_FORMS = 5
LONGEST = 20_000
WEEK = 7 * 24 * 3600


def mark_of(learner):
    """What a form carries to say for whom it was made."""
    return signing.dumps(learner.pk, salt=SALT)


def keep(request, claim_id):
    """Keep the posted form in the anonymous session; True where it was. No files: a browser sends them again."""
    try:
        learner_id = signing.loads(request.POST.get("mark", "")[:200], salt=SALT, max_age=WEEK)
    except signing.BadSignature:
        return False
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    if len(text) > LONGEST:
        return False
    kept = [form for form in request.session.get(KEY, []) if form["claim"] != claim_id]
    request.session[KEY] = [*kept, {"learner": learner_id, "claim": claim_id, "data": text}][-MOST_FORMS:]
    return True


def take_kept(session, user):
    """``(claim id, form data)`` of what was kept for ``user``; the rest is forgotten."""
    return [(form["claim"], form["data"]) for form in session.pop(KEY, []) if form["learner"] == user.pk]
