"""Every completion as one stream of CSV: hundreds of thousands of rows in flat memory."""

import csv
import io
import json
import uuid
from contextlib import suppress
from functools import lru_cache
from itertools import islice

from django.contrib.auth import get_user_model
from django.db.models import CharField, FloatField
from django.db.models.functions import Cast
from django.http import StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pdportal.common.dates import parse_date
from pdportal.common.exports import harmless
from pdportal.reports.scope import people_of
from pdportal.transcripts.choices import ActivityKind, Source
from pdportal.transcripts.records import Completion

CHUNK = 1000


def chosen(parameters):
    """The filters in a query string: first and last day and activity key; what cannot be read is left out."""
    found = {}
    for name, lookup in (("from", "completed_on__gte"), ("to", "completed_on__lte")):
        day = parse_date(parameters.get(name, "")[:10])
        if day:
            found[lookup] = day
    with suppress(ValueError):
        found["activity_key"] = uuid.UUID(parameters.get("activity", "")[:36])
    return found


def stream(viewer, filters, *, revoked=False):
    """The completions in the scope of ``viewer`` that meet ``filters``, oldest first, with ``revoked`` those too."""
    people = people_of(viewer)
    found = Completion.objects.filter(**filters)
    if people.count() < get_user_model().objects.count():  # asking of every row whether it is in scope takes time
        found = found.filter(learner__in=people.values("pk"))
    found = found if revoked else found.standing()
    response = StreamingHttpResponse(_chunks(found, people), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="completions.csv"'
    return response


def _chunks(completions, people):
    """The file in pieces of a thousand rows: one piece a row would cost more than making the row."""
    page = io.StringIO()
    writer = csv.writer(page)
    page.write("\ufeff")
    writer.writerow([_("Staff number"), _("Last name"), _("First name"), _("Activity"), _("Kind"), _("Cycle"),
                     _("Completed on"), _("Credit hours"), _("Good until"), _("Recorded at (UTC)"), _("Source"),
                     _("Revoked at (UTC)")])  # fmt: skip
    rows = _rows(completions, people)
    while piece := page.getvalue():
        yield piece
        page.seek(0)
        page.truncate()
        writer.writerows(islice(rows, CHUNK))


def _rows(completions, people):
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
        "source", Cast("revoked_at", CharField()),
    )  # fmt: skip
    found = columns.iterator(chunk_size=CHUNK)
    for learner, titles, kind, cycle, done, hours, until, recorded, source, revoked in found:
        yield (*names[learner], title(titles), kinds[kind], tame(cycle), done, hours, until, recorded[:19],
               sources[source], revoked and revoked[:19])  # fmt: skip


def _title(titles):
    """The frozen title in the reader's language, from its JSON."""
    titles = json.loads(titles)
    return harmless(titles.get((get_language() or "en")[:2]) or titles.get("en") or next(iter(titles.values()), ""))
