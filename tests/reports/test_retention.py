"""What is kept until when, by what rule, and what is due for disposal."""

import pytest
from django.core.files.base import ContentFile

from pdportal.transcripts.proofs import attach
from tests import factories
from tests.reports.tables import read_csv
from tests.transcripts import making

pytestmark = pytest.mark.django_db
PAGE = "/reports/retention/"


def due(client):
    return [kind.due for kind in client.get(PAGE).context["kinds"]]


def test_it_counts_what_is_due(client, site, coordinator, learner):
    client.force_login(coordinator)
    assert due(client) == [0, None, 0, 0]
    for days in (100, 8 * 365, 9 * 365):
        done = making.completion(learner, completed_on=factories.days_ago(days))
        attach(done, ContentFile(b"%PDF-1.7", name="a.pdf"), name="a.pdf", by=coordinator)
    factories.make_session(days=-8 * 365)
    assert due(client) == [1, None, 2, 0]


def test_unconfirmed_periods_say_so(client, site, coordinator):
    client.force_login(coordinator)
    rows = read_csv(client.get(f"{PAGE}?export=csv"))
    assert [(row[0], row[1], row[3] == "to be confirmed") for row in rows[1:]] == [
        ("Attendance lists", "7", False),
        ("Completions and certificates", "", False),
        ("Proofs (files behind a completion)", "7", True),
        ("Tables of past completions that were imported", "7", True),
    ]


def test_it_is_for_the_district_alone(client, site, principal, teacher):
    for person in (principal, teacher):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
