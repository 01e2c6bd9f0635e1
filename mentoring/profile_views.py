"""One's own mentoring profile, and a mentor's answer to a request; everybody else gets 404, whatever the role."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring import answering, profiles
from mentoring.errors import MentoringRefusal
from mentoring.profile_forms import DeclineForm, ProfileForm
from pdportal.common.dates import today


@sensitive_post_parameters()
@sensitive_variables()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """Read and change one's own profile."""
    people = profiles.people_to_name(request.user, today())
    if request.method == "POST":
        form = ProfileForm(request.POST, people=people)
        if form.is_valid():
            profiles.save(request.user, **form.cleaned_data)
            messages.success(request, _("Your profile is saved."))
            return redirect("mentoring:profile")
    else:
        initial = ProfileForm.initial_for(*profiles.current(request.user))
        form = ProfileForm(initial=initial, people=people)
    return render(
        request, "mentoring/profile.html", {"form": form, "appointments": profiles.places(request.user, today())}
    )


@login_required
@require_safe
def offer(request, pk):
    """A request to become somebody's mentor: who, why you, and until when."""
    return _offer_page(request, _own_offer(request, pk))


@login_required
@require_POST
def accept_offer(request, pk):
    """Take on the mentee."""
    found = _own_offer(request, pk)
    try:
        pairing = answering.accept(found, by=request.user)
    except MentoringRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("mentoring:offer", pk=pk)
    messages.success(request, _("You are now the mentor of %(name)s.") % {"name": pairing.mentee})
    return redirect("mentoring:pairing", pk=pairing.pk)


@login_required
@require_POST
def decline_offer(request, pk):
    """Say no; the next choice is asked."""
    found = _own_offer(request, pk)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            answering.decline(found, by=request.user, **form.cleaned_data)
        except MentoringRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you for answering. Somebody else is asked now."))
            return redirect("mentoring:my_mentoring")
    return _offer_page(request, found, form)


def _own_offer(request, pk):
    return get_object_or_404(answering.offers_visible_to(request.user), pk=pk)


def _offer_page(request, found, form=None):
    context = {
        "offer": found,
        "pairing": found.pairing,
        "is_open": found.is_open(today()),
        "lines": answering.reasons_for(found),
        "form": form or DeclineForm(),
    }
    return render(request, "mentoring/offer.html", context)
