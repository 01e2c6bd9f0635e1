"""A certificate is a record one can rely on: one for every cycle, never lost, never changed, checked without us."""

import datetime as dt
import json

import pytest
from openvc.status import CredentialRevoked

from pdportal.transcripts import printing
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.ledger import award, revoke
from pdportal.transcripts.print_records import PrintRun
from tests import factories
from tests.badges.verifying import saved

pytestmark = pytest.mark.django_db
YEARS = [("2024-25", dt.date(2025, 1, 15)), ("2025-26", dt.date(2026, 1, 14)), ("2026-27", dt.date(2026, 11, 3))]


@pytest.fixture
def course():
    return factories.make_course("Student privacy", credit_hours="1.00")


@pytest.fixture
def renewed(learner, course):
    """Done in three school years, each time good for one."""
    activity = Activity.of(course)
    return [
        award(
            learner, activity, source=Source.LESSONS, cycle=year, completed_on=day,
            valid_until=day.replace(year=day.year + 1),
        )
        for year, day in YEARS
    ]  # fmt: skip


def test_a_retake_has_a_certificate_of_its_own_with_the_new_date(client, learner, renewed):
    """Complaint 3: issued once for life, and a retake did not renew the date."""
    client.force_login(learner)
    checks = [client.get(f"/certificates/{done.certificate.code}.json").json() for done in renewed]
    assert [(check["completed_on"], check["valid_until"]) for check in checks] == [
        ("2025-01-15", "2026-01-15"), ("2026-01-14", "2027-01-14"), ("2026-11-03", "2027-11-03"),
    ]  # fmt: skip
    assert len({check["code"] for check in checks}) == 3


@pytest.mark.parametrize("reader", ["learner", "coordinator", "principal"])
def test_the_certificates_of_earlier_cycles_are_all_found(request, client, learner, renewed, reader):
    """Complaint 4: after a new cycle neither learner nor staff could find the earlier certificate."""
    client.force_login(request.getfixturevalue(reader))
    page = client.get(f"/people/{learner.pk}/transcript/").content.decode()
    for done in renewed:
        assert f"/certificates/{done.certificate.code}/" in page
        assert client.get(f"/certificates/{done.certificate.code}.pdf").status_code == 200
        assert json.loads(client.get(f"/badges/{done.certificate.code}.json").content)["name"] == "Student privacy"


def test_nothing_on_an_issued_certificate_ever_changes(client, learner, course, renewed, settings):
    """Complaint 5: the printed date changed later. Here course, person and district change; paper and badge do not."""
    client.force_login(learner)
    addresses = [
        f"/{kind}" for done in renewed[:2] for code in [done.certificate.code]
        for kind in (f"certificates/{code}.pdf", f"certificates/{code}.json", f"badges/{code}.json")
    ]  # fmt: skip
    before = [client.get(address).content for address in addresses]
    course.title, course.credit_hours = "Privacy, new edition", 3
    course.save_revision().publish()
    learner.last_name, learner.language, learner.email = "Married", "es", "married@elsewhere.example"
    learner.save()
    settings.DISTRICT_NAME, settings.PROVIDER_NUMBER = "Maple Valley United", "999"
    award(learner, Activity.of(course), source=Source.LESSONS, cycle="2027-28", completed_on=dt.date(2026, 11, 20))
    course.delete()
    assert [client.get(address).content for address in addresses] == before


def test_an_employer_checks_a_badge_with_files_saved_long_ago_and_a_fresh_list(client, learner, coordinator, renewed):
    client.force_login(learner)
    badge = json.loads(client.get(f"/badges/{renewed[2].certificate.code}.json").content)
    client.logout()
    files = saved(client)
    assert files.verify(badge).status.revoked is False
    revoke(renewed[2], by=coordinator, reason="Entered twice")
    files.files |= saved(client).files
    with pytest.raises(CredentialRevoked):
        files.verify(badge)


def test_a_coordinator_takes_every_certificate_of_a_course_home(
    client, coordinator, course, renewed, django_capture_on_commit_callbacks
):
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/reports/certificates/ask/", {"activity": str(course.translation_key)})
    run = PrintRun.objects.get()
    assert (run.total, run.done, str(run)) == (3, 3, "Student privacy")
    assert client.get(f"/reports/certificates/{run.pk}.zip").status_code == 200
    assert printing.runs_of(coordinator)[0].file.size == run.bytes
