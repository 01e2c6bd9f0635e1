"""Finds who and what a cell of an uploaded table means: people by number, name or address, activities by title."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page, get_page_models

from pdportal.common.cells import short
from pdportal.common.imports import BadCell
from pdportal.transcripts.activities import Activity


class People:
    """Everybody, by staff number, user name and e-mail address; one query. A merged account means the one kept."""

    @cached_property
    def _found(self):
        found = defaultdict(set)
        columns = "pk", "merged_into", "staff_id", "username", "email"
        rows = list(get_user_model().objects.order_by().values_list(*columns))
        kept = {pk: merged_into for pk, merged_into, *_names in rows if merged_into}
        for pk, _merged_into, *names in rows:
            for name in filter(None, names):
                found[name.casefold()].add(_surviving(pk, kept))
        return found

    def find(self, text):
        """The id of the person; raises BadCell where there is none, or more than one."""
        found = self._found.get(text.casefold(), ())
        if not found:
            raise BadCell(_("Nobody has the staff number, user name or e-mail “%(text)s”.") % {"text": short(text)})
        if len(found) > 1:
            raise BadCell(_("“%(text)s” may be more than one person; use the e-mail.") % {"text": short(text)})
        return next(iter(found))


def _surviving(pk, kept):
    """``pk``, or the account it was merged into in the end; ``kept`` maps merged accounts to the next."""
    while pk in kept:
        pk = kept[pk]
    return pk


class Activities:
    """Everything published or not that awards a completion, by title, slug and key; two queries, and a few for each."""

    def __init__(self):
        self._activities = {}

    @cached_property
    def _found(self):
        models = [model for model in get_page_models() if hasattr(model, "activity_kind")]
        found = defaultdict(dict)
        pages = Page.objects.type(*models).order_by("-live", "pk").values_list("pk", "translation_key", "slug", "title")
        for pk, key, slug, title in pages:
            for name in (str(key), slug, " ".join(title.split())):
                found[name.casefold()].setdefault(key, pk)
        return found

    def find(self, text):
        """The Activity; raises BadCell where there is none, or more than one."""
        found = self._found.get(" ".join(text.split()).casefold(), {})
        if not found:
            raise BadCell(
                _("No activity is called “%(text)s”. If it was learned elsewhere, use the column for that.")
                % {"text": short(text)}
            )
        if len(found) > 1:
            raise BadCell(_("“%(text)s” is the name of several activities; use the slug.") % {"text": short(text)})
        key, pk = next(iter(found.items()))
        if key not in self._activities:
            self._activities[key] = Activity.of(Page.objects.get(pk=pk).specific)
        return self._activities[key]
