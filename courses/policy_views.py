"""What somebody sees and does who is asked to acknowledge a policy again: what changed, and one button."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses import acknowledgements, policies
from courses.errors import NotConfirmed
from pdportal.common.errors import Refusal
from pdportal.common.numbers import small_number


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy_changes(request, key):
    """Show what is different since the reader's own acknowledgement; by POST, acknowledge it."""
    now = policies.current([key]).get(key)
    if now is None:
        raise Http404
    read = acknowledgements.latest_of(request.user, [key]).get(key)
    if read is None:
        return redirect(now.page.url)
    if request.method == "POST" and _renewed(request, key):
        return redirect("home:my_page")
    context = {
        "policy": now.page,
        "read": read,
        "is_asked": read.edition < now.edition,
        "is_translated": now.is_in_reading_language,
        "notes": policies.notes_since(read, now),
        "changes": policies.changes_since(read, now),
    }
    return render(request, "courses/policy_changes.html", context)


def _renewed(request, key):
    """True where the acknowledgement is recorded; the refusal is told."""
    try:
        if request.POST.get("confirmed") != "yes":
            raise NotConfirmed
        acknowledgements.renew(request.user, key, revision=small_number(request.POST.get("revision", "")))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("Your acknowledgement is recorded."))
    return True
