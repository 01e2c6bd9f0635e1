"""The list of what somebody was told, and marking it as read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pdportal.common.pagination import page_of
from pdportal.notices import queries
from pdportal.notices.telling import choose_mail, mark_read


@login_required
@require_safe
def notices(request):
    """The reader's notices, unread ones first."""
    page = page_of(queries.notices_of(request.user), request)
    waiting = queries.unread(request.user).count()
    by_mail = queries.wants_reminders(request.user)
    return render(request, "notices/notices.html", {"page_of_notices": page, "waiting": waiting, "by_mail": by_mail})


@login_required
@require_POST
def read(request, pk):
    """Mark one notice as read; with ``open`` in the form, go on to what it is about."""
    notice = get_object_or_404(queries.notices_of(request.user), pk=pk)
    mark_read(request.user, notice=notice)
    if "open" in request.POST and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("notices:list")


@login_required
@require_POST
def choose(request):
    """Note whether reminders come by mail too: ``reminders`` is “yes” in the form, anything else means no."""
    wanted = request.POST.get("reminders") == "yes"
    choose_mail(request.user, reminders=wanted)
    said = _("Reminders come by mail too.") if wanted else _("Reminders come only here, not by mail.")
    messages.success(request, said)
    return redirect("notices:list")


@login_required
@require_POST
def read_all(request):
    """Mark everything as read."""
    count = mark_read(request.user)
    if count:
        sentence = ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
        messages.success(request, sentence % {"count": count})
    return redirect("notices:list")
