"""The admin's form for documents, apart from the checks because it needs Django to be ready."""

from wagtail.documents.forms import BaseDocumentForm

from pdportal.common.media import check_media


class MediaForm(BaseDocumentForm):
    """The admin's form for documents, which also looks into the file."""

    def clean_file(self):
        """The file, checked where it is a new one."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_media(file)
        return file
