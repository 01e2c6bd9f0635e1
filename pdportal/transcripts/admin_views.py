"""What coordinators do to the ledger in the admin: revoke, correct, enter, attach. Rows themselves are never edited."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pdportal.common.dates import in_words
from pdportal.people.permissions import can_coordinate
from pdportal.transcripts import forms, ledger
from pdportal.transcripts.choices import Source
from pdportal.transcripts.errors import AlreadyRevoked, LedgerRefusal
from pdportal.transcripts.proofs import attach
from pdportal.transcripts.records import Completion


class LedgerFormView(WagtailAdminTemplateMixin, FormView):
    """A form that ends in one verb of the ledger; only for those who coordinate. A refusal stands in the form."""

    template_name = "transcripts/admin/form.html"
    http_method_names = ["get", "head", "post"]
    header_icon = "list-ul"
    submit_label = ""

    def dispatch(self, request, *args, **kwargs):
        """Refuse everybody else."""
        if not can_coordinate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def completion(self):
        """The completion in the address, or None; 404 where it does not exist."""
        found = Completion.objects.select_related("learner", "revoked_by")
        return get_object_or_404(found, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get_page_subtitle(self):
        """The completion that is dealt with."""
        return str(self.completion or "")

    def get_breadcrumbs_items(self):
        """Home, the ledger, the completion, this form."""
        items = [*super().get_breadcrumbs_items(), {"url": reverse("ledger:index"), "label": _("Ledger")}]
        if self.completion:
            items.append({"url": reverse("ledger:inspect", args=[self.completion.pk]), "label": self.completion.title})
        return [*items, {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs):
        """What Wagtail's form template wants to know."""
        context = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "completion": self.completion,
            "submit_button_label": self.submit_label,
            "submit_button_active_label": self.submit_label,
            "media": context["form"].media,
        }

    def keep(self, completion, files):
        """Keep ``files`` as proofs of ``completion``."""
        for file in files:
            attach(completion, file, name=file.name, by=self.request.user)

    def form_valid(self, form):
        """Run the verb; go on to the completion, or show why not."""
        try:
            done = self.act(**form.cleaned_data)
        except AlreadyRevoked as refusal:
            messages.error(self.request, str(refusal))
            return redirect("ledger:inspect", self.completion.pk)
        except LedgerRefusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect("ledger:inspect", done.pk)

    def form_invalid(self, form):
        """The form again, with everything that was typed."""
        messages.validation_error(self.request, _("Nothing was written, please look at the form."), form)
        return super().form_invalid(form)


class RevokeView(LedgerFormView):
    """Withdraw a completion."""

    form_class = forms.RevokeForm
    page_title = gettext_lazy("Revoke")
    submit_label = gettext_lazy("Revoke")

    def act(self, reason):
        """Revoke and say so."""
        done = ledger.revoke(self.completion, by=self.request.user, reason=reason)
        messages.success(self.request, _("The completion is revoked; the learner has been told."))
        return done


class CorrectView(LedgerFormView):
    """Put the right date or hours beside what was wrong."""

    form_class = forms.CorrectForm
    page_title = gettext_lazy("Correct")
    submit_label = gettext_lazy("Correct")

    def get_initial(self):
        """What stands now."""
        return {"completed_on": self.completion.completed_on, "credit_hours": self.completion.credit_hours}

    @transaction.atomic
    def act(self, proofs, **fields):
        """Correct and show the new row."""
        done = ledger.correct(self.completion, by=self.request.user, **fields)
        self.keep(done, proofs)
        messages.success(self.request, _("The correction is written; the old line stays, revoked."))
        return done


class AttachView(LedgerFormView):
    """Put proofs beside a completion that stands in the ledger."""

    form_class = forms.AttachForm
    page_title = gettext_lazy("Attach proofs")
    submit_label = gettext_lazy("Attach proofs")

    def act(self, proofs):
        """Keep the files."""
        self.keep(self.completion, proofs)
        messages.success(self.request, _("The proofs are kept with the completion."))
        return self.completion


class EnterView(LedgerFormView):
    """Write down a completion by hand."""

    form_class = forms.EnterForm
    page_title = gettext_lazy("Enter by hand")
    submit_label = gettext_lazy("Write to the ledger")

    def get_initial(self):
        """A person chosen elsewhere may stand in the address."""
        learner = self.request.GET.get("learner", "")
        return {"learner": learner} if learner.isdecimal() else {}

    @transaction.atomic
    def act(self, learner, proofs, **fields):
        """Award, unless it is on the transcript already; the proofs are kept in either case."""
        now, user = timezone.now(), self.request.user
        done = ledger.award(
            learner, source=Source.MANUAL, recorded_by=user, vouched_by=user, tell=True, at=now, **fields
        )
        self.keep(done, proofs)
        if done.recorded_at == now:
            messages.success(self.request, _("The completion is on the transcript."))
        else:
            day = in_words(done.completed_on)
            messages.warning(
                self.request,
                _("This was on the transcript already, completed on %(day)s; no line was written.") % {"day": day},
            )
        return done
