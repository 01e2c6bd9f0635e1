"""Makes job descriptions as the coordinator would, through the verbs."""

from pdportal.duties import linking, versions
from pdportal.duties.records import JobDescription
from pdportal.duties.versions import Wording
from tests.factories import days_ago


def describe(*texts, by, number="001", roles=("librarian",), levels=(), effective_on=None, **options):
    """A job description with one duty for each text, in force for a hundred days."""
    description, _made = JobDescription.objects.get_or_create(
        number=number,
        defaults={"title_en": "Librarian", "title_es": "Bibliotecario", "roles": [*roles], "levels": [*levels]},
    )
    wordings = [text if isinstance(text, Wording) else Wording(text_en=text) for text in texts]
    versions.publish(description, wordings, effective_on=effective_on or days_ago(100), by=by, **options)
    return description


def duties_of(description):
    """The duties of the latest version, in order."""
    return [line.duty for line in description.versions.first().lines.select_related("duty")]


def train(duty, *pages, by):
    """Link ``pages`` to ``duty``."""
    return [linking.link(duty, page, by=by) for page in pages]
