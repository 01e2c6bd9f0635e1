"""The editor's form of a policy: whether those who acknowledged it are asked again."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class PolicyForm(WagtailAdminPageForm):
    """Asks anew with every publishing: what was chosen for the last one is not chosen for the next."""

    def __init__(self, *args, **kwargs):
        """Begin with “no” where everything is published."""
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.has_unpublished_changes:
            self.initial |= {"needs_acknowledgement": False, "what_changed": ""}

    def clean(self):
        """Refuse to ask people again without a word about what changed."""
        cleaned = super().clean()
        if cleaned.get("needs_acknowledgement") and not cleaned.get("what_changed", "").strip():
            self.add_error("what_changed", _("Please say in a sentence what changed; those concerned read it first."))
        return cleaned
