"""“I married, the roster made me a second account, and my training history is whole again — under my new name.”"""

import datetime as dt

import pytest

from events.registration import register
from mentoring import notes
from pdportal.people.records import Merge
from pdportal.transcripts.choices import Source
from pdportal.transcripts.ledger import award
from tests import factories
from tests.mentoring.making import log_meeting, make_pairing, make_programme
from tests.transcripts import making

pytestmark = pytest.mark.django_db


def test_a_second_account_loses_no_training_history(client, site, school, mentor, coordinator):
    old = factories.make_person("Nora Nowak", "librarian", school, starts_on=factories.days_ago(900), staff_id="S-17")
    new = factories.make_person("Nora Newell", "librarian", school, starts_on=factories.days_ago(20))
    done = [making.completion(old, completed_on=factories.days_ago(600 - 30 * number)) for number in range(19)]
    paper = done[0].certificate
    session = factories.make_session()
    register(session, old, by=old)
    pairing = make_pairing(make_programme(), mentor, old, coordinator, days=100)
    meeting = log_meeting(pairing, old, note="Where do the large-print books go?")

    client.force_login(coordinator)
    address = f"/admin/people/merge/{old.pk}/"
    assert client.get(address, {"into": new.pk}).context["plan"].staying == []
    client.post(address, {"into": new.pk, "reason": "Married in June; staff office confirmed."})

    client.logout()
    client.post("/accounts/login/", {"login": new.username, "password": factories.PASSWORD})
    transcript = client.get("/my/transcript/")
    assert sorted(row.pk for row in transcript.context["record"].completions) == [row.pk for row in done]
    assert "Nora Nowak" in client.get(f"/certificates/{paper.code}/").content.decode()
    assert [entry.session for entry in new.registrations.all()] == [session]
    assert notes.note_of(meeting, new) == "Where do the large-print books go?"

    true_date = dt.date(2024, 9, 3)  # and the true date of something older can be entered
    entered = award(new, making.activity(), source=Source.MANUAL, completed_on=true_date, recorded_by=coordinator)
    assert (entered.completed_on, entered.learner) == (true_date, new)

    client.force_login(coordinator)
    client.post(f"/admin/merges/{Merge.objects.get().pk}/undo/", {"reason": "They are sisters."})
    assert (old.completions.count(), list(new.completions.all())) == (19, [entered])
    client.logout()
    client.post("/accounts/login/", {"login": old.email, "password": factories.PASSWORD})
    assert client.get("/my/transcript/").context["record"].learner == old
