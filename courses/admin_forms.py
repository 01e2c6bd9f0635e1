"""Forms of the admin: opening a lock early for one learner."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses import locks, queries
from courses.errors import CourseRefusal
from courses.records import EarlyOpening
from pdportal.transcripts.forms import PersonChooser


class EarlyOpeningForm(forms.ModelForm):
    """For whom which lock is opened before its time, and why."""

    lock = forms.ModelChoiceField(queryset=None, label=_("What to open"))

    class Meta:
        model = EarlyOpening
        fields = ["learner", "reason"]
        widgets = {"learner": PersonChooser}
        help_texts = {"reason": _("Kept for good; auditors read it.")}

    def __init__(self, *args, **kwargs):
        """Offer the locks of published paths."""
        super().__init__(*args, **kwargs)
        self.fields["lock"].queryset = queries.live_locks()

    def clean_lock(self):
        """A lock of the path as it is published."""
        lock = self.cleaned_data["lock"]
        try:
            locks.path_locking(lock)
        except CourseRefusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return lock
