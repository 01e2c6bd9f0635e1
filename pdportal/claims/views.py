"""What learners do with their claims of outside learning, and the files of claims."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pdportal.claims import duplicates, keeping, queries, shapes, writing
from pdportal.claims.choices import MOST_FILES, Stage
from pdportal.claims.errors import ClaimRefusal, Incomplete
from pdportal.claims.forms import ClaimForm
from pdportal.common.dates import today
from pdportal.common.pagination import page_of
from pdportal.common.uploads import send_private


@login_required
@require_safe
def mine(request):
    """The reader's own claims, what she may claim, and who decides within how many days."""
    found = queries.own(request.user).select_related("completion")
    context = {
        "claims": page_of(found, request),
        "shapes": shapes.shapes_for(request.user, on=today()),
        "may_decide": queries.is_approver(request.user),
    }
    return render(request, "claims/mine.html", context)


@login_required
@require_POST
def begin(request):
    """Begin a claim; a blank one that stands there is used."""
    return redirect("claims:claim", writing.begin(request.user).pk)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request, pk):
    """A claim of one's own: the form while it may be written, else what became of it.

    Whatever button is pressed, what was typed is saved first. Without a session it is kept until the next sign-in.
    """
    if not request.user.is_authenticated:
        return _sign_in(request, pk)
    found = get_object_or_404(queries_of(request), pk=pk)
    if request.method != "POST":
        return _show(request, found, _form(found))
    if request.POST.get("do") == "hand_in" and not found.is_editable:
        return redirect("claims:claim", pk)  # the second half of a double click
    form = ClaimForm(request.POST, instance=found)
    try:
        return _write(request, found, form)
    except ClaimRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("claims:claim", pk)


@require_POST
@never_cache
def save(request, pk):
    """Keep what is being written (autosave); answers with a few words and the rule that applies, signed in or not."""
    if not request.user.is_authenticated:
        keeping.keep(request, pk)
        return render(request, "claims/includes/signed_out.html", {"next": reverse("claims:claim", args=[pk])})
    found = get_object_or_404(queries_of(request), pk=pk)
    form = ClaimForm(request.POST, instance=found)
    fields, topics = form.readable()
    try:
        found = writing.save_draft(found, fields=fields, topics=topics)
    except ClaimRefusal as refusal:
        return render(request, "claims/includes/saved.html", {"refusal": refusal})
    return render(request, "claims/includes/saved.html", _rule(found) | {"form": form, "at": timezone.now()})


@login_required
@require_POST
def take_back(request, pk):
    """Take a claim back before it is decided."""
    found = get_object_or_404(queries_of(request), pk=pk)
    try:
        writing.take_back(found)
    except ClaimRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("You have taken it back. Everything in it is kept; change it and hand it in again.")
        )
    return redirect("claims:claim", pk)


@login_required
@require_POST
def discard(request, pk):
    """Throw a draft away."""
    found = get_object_or_404(queries_of(request), pk=pk)
    try:
        writing.discard(found)
    except ClaimRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("claims:claim", pk)
    messages.success(request, _("The draft is gone."))
    return redirect("claims:mine")


@login_required
@require_safe
def attachment(request, pk):
    """A proof, for the learner and those who may read the claim."""
    found = get_object_or_404(queries.files_for(request.user), pk=pk)
    return send_private(found.file, found.name)


def queries_of(request):
    """The claims of whoever asks, blank drafts included."""
    return request.user.claims.select_related("shape", "completion", "learner")


def _sign_in(request, pk):
    address = reverse("claims:claim", args=[pk])
    if request.method == "POST" and keeping.keep(request, pk):
        messages.info(request, _("Please sign in again. What you wrote is kept; add files again afterwards."))
    return redirect_to_login(address)


def _write(request, found, form):
    """Save the fields, then do what the button says; go on, or show the form again with what was typed."""
    fields, topics = form.readable()
    found = writing.save_draft(found, fields=fields, topics=topics)
    trouble = _take_files(request, found)
    wants_in = request.POST.get("do") == "hand_in"
    if form.errors or trouble:
        return _show(request, found, form, trouble=trouble)
    if not wants_in:
        messages.success(request, _("Saved."))
        return redirect(reverse("claims:claim", args=[found.pk]) + ("#proofs" if _is_about_files(request) else ""))
    try:
        found = writing.hand_in(found)
    except Incomplete as refusal:
        return _show(request, found, form, trouble=_put_into(form, refusal.problems))
    messages.success(
        request,
        _("Approved. The hours are on your transcript.")
        if found.is_approved
        else _("Handed in. You get a notice when it is decided, and you can take it back until then."),
    )
    return redirect("claims:claim", found.pk)


def _put_into(form, problems):
    """Put each sentence of ``problems`` at its field; returns those about the proofs, which are no field."""
    for name in problems.keys() & form.fields.keys():
        form.add_error(name, problems[name])
    return [sentence for name, sentence in problems.items() if name not in form.fields]


def _take_files(request, found):
    """Remove, replace and add what the form says; returns sentences about files that were not taken."""
    trouble, verb = [], request.POST.get("do", "")
    for file in found.files.all():
        if verb == f"remove-{file.pk}":
            writing.remove_file(file)
        elif upload := request.FILES.get(f"replace-{file.pk}"):
            trouble += _tried(lambda file=file, upload=upload: writing.replace_file(file, upload))
    for upload in request.FILES.getlist("files")[: MOST_FILES + 1]:
        trouble += _tried(lambda upload=upload: writing.add_file(found, upload))
    return trouble


def _tried(take):
    try:
        take()
    except (ValidationError, ClaimRefusal) as refusal:
        return refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
    return []


def _is_about_files(request):
    return request.POST.get("do", "").startswith(("remove-", "files"))


def _form(found):
    return ClaimForm(instance=found) if found.is_editable else None


def _rule(found):
    """The approval shape that fits a claim as it is, and what follows from its dates."""
    on = today()
    way = shapes.way_of(found, on=on)
    return {
        "claim": found,
        "shape": way.shape,
        "packs": way.packs,
        "college_hours": writing.college_hours(found, on=on),
        "ask_by": shapes.ask_by(way, found.starts_on),
        "asked_late": shapes.asked_late(found, way, on=on),
        "before": shapes.stage_of(found, way, on=on) == Stage.BEFOREHAND,
        "twins": duplicates.twins_of(found),
    }


def _show(request, found, form, *, trouble=()):
    context = {
        "claim": found,
        "form": form if found.is_editable else None,
        "files": found.files.all(),
        "steps": found.steps.select_related("by"),
        "trouble": trouble,
        "mark": keeping.mark_of(request.user),
        "topics": found.topics.all(),
    }
    if found.is_editable:
        context |= _rule(found)
    return render(request, "claims/claim.html" if found.is_editable else "claims/handed_in.html", context)
