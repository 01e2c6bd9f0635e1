"""How views of gates answer: back to the gate with a message, or to the sign-in page with the form kept."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from courses import keeping, queries, quizzes
from pdportal.common.errors import Refusal


def page_or_404(key, kind=""):
    """The published lesson of this key; for a quiz it may be a course, whose pre-check is answered."""
    page = queries.quiz_page(key) if kind == "quiz" else queries.published("LessonPage", key)
    if page is None:
        raise Http404
    return page


def back_to_gate(request, page, gate_id, do, *, success=None, missing=""):
    """Run ``do()``; go back to the gate with a message: of success, or of the refusal. Turns a Refusal into words."""
    query = ""
    try:
        done = do()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        query = missing
    else:
        if success:
            messages.success(request, success(done) if callable(success) else success)
    return redirect(f"{quizzes.address_of(page)}{query}#gate-{gate_id}")


def sign_in_first(request, key, gate_id, kind):
    """Where nobody is signed in: keep the form, and the answer that leads to the sign-in page; else None."""
    if request.user.is_authenticated:
        return None
    page = page_or_404(key, kind)
    if keeping.keep(request, key, gate_id, kind):
        messages.info(request, _("Please sign in again. What you wrote is kept."))
    return redirect_to_login(quizzes.address_of(page))
