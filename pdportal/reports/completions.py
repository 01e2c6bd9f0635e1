"""Every completion, as a list to search and as one stream of CSV: hundreds of thousands of rows in flat memory."""

import csv
import io
import json
from functools import lru_cache
from itertools import islice

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Case, CharField, FloatField, Q, When
from django.db.models.functions import Cast
from django.http import StreamingHttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pdportal.common.exports import harmless, xlsx_response
from pdportal.reports.scope import people_of
from pdportal.transcripts.choices import ActivityKind, Source

CHUNK = 1000
MOST_WORDS = 6
DAYS = {"first": "from", "last": "to"}
SEARCHED = ["learner__first_name", "learner__last_name", "learner__staff_id", "titles__en", "titles__es"]


class FilterForm(forms.Form):
    """What to list; a value that makes no sense is ignored, the others still count."""

    q = forms.CharField(label=gettext_lazy("Person or title"), required=False, max_length=100)
    source = forms.ChoiceField(
        label=gettext_lazy("Recorded through"), required=False, choices=[("", gettext_lazy("All")), *Source.choices]
    )
    first = forms.DateField(label=gettext_lazy("Completed from"), required=False)
    last = forms.DateField(label=gettext_lazy("Completed until"), required=False)
    activity = forms.UUIDField(required=False, widget=forms.HiddenInput)
    revoked = forms.BooleanField(label=gettext_lazy("Revoked lines too"), required=False)

    def __init__(self, data):
        """The two days are called from and to in the address."""
        super().__init__(data, auto_id="filter_%s")
        for name, field in self.fields.items():
            if name in DAYS:
                field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            if name != "revoked":
                field.widget.attrs["class"] = "input"

    def add_prefix(self, field_name):
        """The name in the address."""
        return DAYS.get(field_name, field_name)

    def chosen(self):
        """The valid values by name."""
        self.is_valid()
        return self.cleaned_data


def lines_for(viewer, moment, chosen):
    """The completions in the scope of ``viewer`` at ``moment`` that meet ``chosen`` (the values of a FilterForm)."""
    found = moment.completions(revoked=chosen.get("revoked"))
    people = people_of(viewer)
    if people.count() < get_user_model().objects.count():  # asking of every row whether it is in scope takes time
        found = found.filter(learner__in=people.values("pk"))
    for word in chosen.get("q", "").split()[:MOST_WORDS]:
        condition = Q()
        for field in SEARCHED:
            condition |= Q(**{f"{field}__icontains": word})
        found = found.filter(condition)
    lookups = {
        "source": "source",
        "first": "completed_on__gte",
        "last": "completed_on__lte",
        "activity": "activity_key",
    }
    return found.filter(**{lookup: chosen[name] for name, lookup in lookups.items() if chosen.get(name)})


def as_known(completion, moment):
    """(Completion, its Validity at ``moment``): what was revoked after that was not known to be."""
    if not known_revoked(completion.revoked_at, moment):
        completion.revoked_at = None
    return completion, completion.validity_on(moment.as_of)


def known_revoked(revoked_at, moment):
    """True where a revocation at ``revoked_at`` was known at ``moment``."""
    return revoked_at and (not moment.known_then or revoked_at <= moment.known_at)


def stream(viewer, moment, completions):
    """``completions`` as CSV, oldest first, in flat memory."""
    pieces = _chunks(completions, people_of(viewer), moment)
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="completions-{moment.tag}.csv"'
    return response


def workbook(viewer, moment, completions):
    """The same table as XLSX."""
    return xlsx_response(f"completions-{moment.tag}", _header(), _rows(completions, people_of(viewer), moment))


EXPORTS = {"csv": stream, "xlsx": workbook}


def _header():
    return [_("Staff number"), _("Last name"), _("First name"), _("Activity"), _("Kind"), _("Cycle"),
            _("Completed on"), _("Credit hours"), _("Good until"), _("Recorded at (UTC)"), _("Source"),
            _("Revoked at (UTC)")]  # fmt: skip


def _chunks(completions, people, moment):
    """The file in pieces of a thousand rows: one piece a row would cost more than making the row."""
    page = io.StringIO()
    writer = csv.writer(page)
    page.write("\ufeff")
    writer.writerow(_header())
    rows = _rows(completions, people, moment)
    while piece := page.getvalue():
        yield piece
        page.seek(0)
        page.truncate()
        writer.writerows(islice(rows, CHUNK))


def _rows(completions, people, moment):
    """Rows of text. The database makes text of dates, so that nothing is parsed only to be printed again.

    Names are looked up among ``people``, read once: a few thousand, however many completions there are.
    """
    kinds, sources = ({choice.value: str(choice.label) for choice in choices} for choices in (ActivityKind, Source))
    names = people.order_by().values_list("pk", "staff_id", "last_name", "first_name").iterator()
    names = {pk: tuple(map(harmless, parts)) for pk, *parts in names}
    title, tame = lru_cache(maxsize=5000)(_title), lru_cache(maxsize=5000)(harmless)
    columns = completions.order_by("completed_on", "pk").values_list(
        "learner_id", Cast("titles", CharField()), "activity_kind", "cycle", Cast("completed_on", CharField()),
        Cast("credit_hours", FloatField()), Cast("valid_until", CharField()), Cast("recorded_at", CharField()),
        "source", _revoked_at(moment),
    )  # fmt: skip
    found = columns.iterator(chunk_size=CHUNK)
    for learner, titles, kind, cycle, done, hours, until, recorded, source, revoked in found:
        yield (*names[learner], title(titles), kinds[kind], tame(cycle), done, hours, until, recorded[:19],
               sources[source], revoked and revoked[:19])  # fmt: skip


def _revoked_at(moment):
    """The text of the moment of revocation; of none that was not known yet at ``moment``."""
    text = Cast("revoked_at", CharField())
    return Case(When(revoked_at__lte=moment.known_at, then=text)) if moment.known_then else text


def _title(titles):
    """The frozen title in the reader's language, from its JSON."""
    titles = json.loads(titles)
    return harmless(titles.get((get_language() or "en")[:2]) or titles.get("en") or next(iter(titles.values()), ""))
