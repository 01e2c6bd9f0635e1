"""The author's form for a SCORM package: its title, and a zip that becomes its first or next version."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from courses import scorm_library, scorm_zip
from courses.scorm_errors import PackageRefused


class ScormPackageForm(WagtailAdminModelForm):
    """A package is refused in the form, with the reason beside the file; nothing of it is kept then."""

    upload = forms.FileField(
        label=_("SCORM file (zip)"),
        required=False,
        help_text=_(
            "SCORM 1.2 or 2004, at most 40 MB. A package with several parts is offered part by part, in order; "
            "sequencing rules are not followed. A new file becomes a new version: learners under way keep theirs."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def clean_upload(self):
        """Look into the zip; the first version needs one."""
        upload = self.cleaned_data.get("upload")
        if not upload:
            if self.instance.pk is None:
                raise forms.ValidationError(_("Choose the zip file of the module."))
            return None
        try:
            scorm_library.examine(scorm_zip.look_into(upload))
        except PackageRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return upload

    def save(self, commit=True):
        """Save the package, and its new version in the same transaction."""
        upload = self.cleaned_data.get("upload")
        with transaction.atomic():
            package = super().save(commit)
            if upload and commit:
                scorm_library.add_version(package, upload, by=self.for_user)
        return package
