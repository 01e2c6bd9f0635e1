"""The page of the digest: what it says now, when it comes, how often, and a sample."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pdportal.common.dates import in_words
from pdportal.notices.choices import Rhythm
from pdportal.notices.records import DigestChoice
from pdportal.reports import digest
from pdportal.reports.errors import SampleTooSoon
from pdportal.reports.scope import report, report_change


class RhythmForm(forms.ModelForm):
    """How often."""

    rhythm = forms.ChoiceField(label=gettext_lazy("How often"), choices=Rhythm, widget=forms.RadioSelect)

    class Meta:
        model = DigestChoice
        fields = ["rhythm"]


@report
def show(request):
    """The letter as it would be sent now, when the next one comes, and the choice."""
    return _page(request, RhythmForm(instance=_choice(request.user)))


@report_change
def choose(request):
    """Keep how often the digest comes."""
    form = RhythmForm(request.POST, instance=_choice(request.user))
    if not form.is_valid():
        return _page(request, form)
    choice = form.save()
    coming = digest.next_on(choice)
    words = {"day": in_words(coming) if coming else ""}
    messages.success(
        request, _("Saved. The next one comes on %(day)s.") % words if coming else _("Saved. None will come.")
    )
    return redirect("reports:digest")


@report_change
def sample(request):
    """Send it now, to the reader alone."""
    try:
        digest.send_sample(request.user)
    except SampleTooSoon as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A sample is on its way to %(address)s.") % {"address": request.user.email})
    return redirect("reports:digest")


def _choice(person):
    return DigestChoice.objects.filter(person=person).first() or DigestChoice(person=person)


def _page(request, form):
    choice = _choice(request.user)
    context = {"letter": digest.letter(request.user), "form": form, "choice": choice, "next_on": digest.next_on(choice)}
    return render(request, "reports/digest.html", context)
