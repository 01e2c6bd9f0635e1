"""Forms that say, signed, for whom they were made, so that what is posted after the session has ended is not lost."""

from django.core import signing

WEEK = 7 * 24 * 3600


def mark_of(learner, *, salt):
    """What a form carries to say that it was made for ``learner``; ``salt`` names the kind of form."""
    return signing.dumps(learner.pk, salt=salt)


def marked(request, *, salt, longest):
    """``(learner id, fields)`` of a posted form with a valid mark, the fields as a query string without tokens.

    None where the mark is missing, older than a week or not ours, or the fields are longer than ``longest`` characters.
    """
    try:
        learner_id = signing.loads(request.POST.get("mark", "")[:200], salt=salt, max_age=WEEK)
    except signing.BadSignature:
        return None
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    return None if len(text) > longest else (learner_id, text)
