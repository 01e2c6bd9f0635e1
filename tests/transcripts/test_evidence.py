"""Back-dated entries by hand: a reason is a must, files may prove it, and dates that cannot be are refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pdportal.transcripts.activities import Activity
from pdportal.transcripts.errors import DateTooEarly, ValidityTooShort
from pdportal.transcripts.ledger import correct
from pdportal.transcripts.queries import proofs_of
from pdportal.transcripts.records import Completion, Proof
from tests import factories
from tests.factories import days_ago
from tests.transcripts import making

pytestmark = pytest.mark.django_db
KINDS = "docx, jpeg, jpg, odt, pdf, png, webp."
ENTER = "/admin/ledger/enter/"


def sheet(name="Signed sheet.pdf", content=b"%PDF-1.7 one"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def admin(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def entry(learner):
    course = factories.make_course("Copyright", credit_hours="1.25")
    return {"learner": learner.pk, "page": course.pk, "completed_on": "2019-03-04", "reason": "Signed sheet of 2019"}


@pytest.fixture
def outside(entry):
    return entry | {"page": "", "title": " Texas  library conference", "credit_hours": "6"}


def errors(response):
    assert response.status_code == 200
    return {name: [str(error) for error in found] for name, found in response.context["form"].errors.items()}


def test_a_back_dated_entry_keeps_its_date_reason_and_files(admin, coordinator, entry):
    files = [sheet(), sheet("Letter.pdf", b"%PDF-1.7 two")]
    admin.post(ENTER, entry | {"proofs": files})
    done = Completion.objects.get()
    assert (done.completed_on, done.reason) == (dt.date(2019, 3, 4), "Signed sheet of 2019")
    assert done.recorded_at.date() >= days_ago(1)
    assert [(each.name, each.added_by) for each in done.proofs.all()] == [
        ("Signed sheet.pdf", coordinator), ("Letter.pdf", coordinator),
    ]  # fmt: skip
    page = admin.get(f"/admin/ledger/{done.pk}/").content.decode()
    for text in ("Signed sheet.pdf", "added by Carla Coordinator on", "To be kept until 4 March 2026 at least."):
        assert text in page


def test_something_learned_elsewhere_is_entered_by_its_title(admin, learner, outside):
    admin.post(ENTER, outside)
    done = Completion.objects.get()
    assert (done.title, done.activity_kind, done.credit_hours) == ("Texas library conference", "outside", 6)
    assert (done.completed_on, done.cycle) == (dt.date(2019, 3, 4), "2019-03-04")
    assert not hasattr(done, "certificate")


def test_the_same_conference_can_be_entered_every_year_but_not_twice(admin, outside):
    for day in ("2019-03-04", "2020-03-03", "2019-03-04"):
        admin.post(ENTER, outside | {"completed_on": day})
    assert [str(day) for day in Completion.objects.values_list("completed_on", flat=True)] == [
        "2020-03-03", "2019-03-04",
    ]  # fmt: skip


def test_titles_that_differ_in_case_and_spaces_are_one_activity():
    one, other = Activity.outside("TLA  Conference ", Decimal(6)), Activity.outside("tla conference", Decimal(6))
    assert one.key == other.key != Activity.outside("TLA workshop", Decimal(6)).key


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"page": ""}, "page", "Choose an activity, or write the title of something else: one of the two."),
        ({"title": "Both"}, "page", "Choose an activity, or write the title of something else: one of the two."),
        ({"completed_on": "0206-03-01"}, "__all__", "The completion date lies before 1950. Please check the year."),
        ({"valid_until": "2019-03-03"}, "__all__", "The last valid day lies before the day of completion."),
        ({"reason": "  "}, "reason", "This field is required."),
        ({"title": "a\x00b"}, "title", "Null characters are not allowed."),
    ],
)
def test_entries_that_make_no_sense(admin, entry, change, field, words):
    found = errors(admin.post(ENTER, entry | change))
    assert found[field] == [words]
    assert not Completion.objects.exists()


def test_hours_are_needed_for_what_the_portal_does_not_know(admin, outside):
    found = errors(admin.post(ENTER, outside | {"credit_hours": ""}))
    assert found == {"credit_hours": ["Please give the hours: the portal does not know this activity."]}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (sheet("a.pdf", b""), "The submitted file is empty."),
        (sheet("a.exe", b"MZ"), "“a.exe” is not a kind of file that can be taken here: " + KINDS),
        (sheet("a.pdf", b"<html>"), "“a.pdf” is called .pdf, but what is in it is something else."),
    ],
)  # fmt: skip
def test_files_that_cannot_be_kept_stop_the_whole_entry(admin, entry, file, words):
    assert errors(admin.post(ENTER, entry | {"proofs": [sheet(), file]})) == {"proofs": [words]}
    assert (Completion.objects.count(), Proof.objects.count()) == (0, 0)


def test_at_most_ten_files(admin, entry):
    files = [sheet(content=b"%PDF-1.7 " + bytes([65 + number])) for number in range(11)]
    assert errors(admin.post(ENTER, entry | {"proofs": files})) == {"proofs": ["Please choose at most 10 files."]}


def test_proofs_are_attached_later(admin, completion):
    page = f"/admin/ledger/{completion.pk}/proofs/"
    assert 'enctype="multipart/form-data"' in admin.get(page).content.decode()
    assert errors(admin.post(page, {})) == {"proofs": ["This field is required."]}
    assert admin.post(page, {"proofs": sheet()}).url == f"/admin/ledger/{completion.pk}/"
    admin.post(page, {"proofs": sheet("Same again.pdf")})
    assert [each.name for each in completion.proofs.all()] == ["Signed sheet.pdf"]


@pytest.mark.parametrize("reader", ["editor", "principal", "learner", "mentor"])
def test_only_coordinators_attach(request, client, completion, reader):
    client.force_login(request.getfixturevalue(reader))
    assert client.post(f"/admin/ledger/{completion.pk}/proofs/", {"proofs": sheet()}).status_code == 302
    assert not Proof.objects.exists()


def test_a_correction_takes_files_and_shows_those_of_the_old_line(admin, client, learner, completion):
    admin.post(f"/admin/ledger/{completion.pk}/proofs/", {"proofs": sheet()})
    data = {"completed_on": days_ago(12), "credit_hours": "2", "reason": "Sheet", "proofs": sheet("b.pdf", b"%PDF-b")}
    admin.post(f"/admin/ledger/{completion.pk}/correct/", data)
    new = Completion.objects.standing().get()
    assert [each.name for each in proofs_of(learner)[new.pk]] == ["Signed sheet.pdf", "b.pdf"]
    client.force_login(learner)
    page = client.get("/my/transcript/").content.decode()
    assert (page.count("Signed sheet.pdf"), page.count("b.pdf")) == (2, 1)


def test_a_correction_of_a_correction_has_all_proofs(admin, learner, coordinator, completion):
    admin.post(f"/admin/ledger/{completion.pk}/proofs/", {"proofs": sheet()})
    second = correct(completion, by=coordinator, reason="Sheet", completed_on=days_ago(11))
    third = correct(second, by=coordinator, reason="Letter", completed_on=days_ago(12))
    assert [each.name for each in proofs_of(learner)[third.pk]] == ["Signed sheet.pdf"]


def test_dates_that_cannot_be_are_refused_by_every_verb(learner, coordinator, completion):
    with pytest.raises(DateTooEarly):
        correct(completion, by=coordinator, reason="x", completed_on=dt.date(1949, 12, 31))
    with pytest.raises(ValidityTooShort):
        making.completion(learner, completed_on=days_ago(2), valid_until=days_ago(3))
