"""What coordinators do in the admin: propose, activate, end, complete, report, export."""

import io

import openpyxl
import pytest
from django.urls import reverse

from mentoring import pairing as pairings
from mentoring.records import Pairing
from pdportal.transcripts.records import Completion
from tests.factories import days_ago, days_ahead, make_person, make_school
from tests.mentoring.making import log_meeting, make_pairing, make_programme


@pytest.fixture
def desk(client, coordinator):
    """A client signed in as the coordinator."""
    client.force_login(coordinator)
    return client


def url(name, *args):
    return reverse(f"pairings:{name}", args=args)


def _rows(answer):
    """The rows of a streamed CSV."""
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def _matrix(answer):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_the_coordinator_proposes_and_activates(desk, programme, mentor, learner, coordinator):
    assert desk.get(url("add")).status_code == 200
    answer = desk.post(
        url("add"),
        {"programme": programme.pk, "mentor": mentor.pk, "mentee": learner.pk, "starts_on": str(days_ago(0))},
    )
    pairing = Pairing.objects.get()
    assert (answer.status_code, answer.url) == (302, url("inspect", pairing.pk))
    assert (pairing.status, pairing.proposed_by) == ("proposed", coordinator)
    assert "Activate" in desk.get(url("inspect", pairing.pk)).content.decode()
    assert desk.post(url("activate", pairing.pk)).status_code == 302
    pairing.refresh_from_db()
    assert pairing.status == "active"


@pytest.mark.parametrize(
    "wrong",
    [
        {"mentor": "999999"},
        {"mentor": "x"},
        {"programme": "9" * 40},
        {"starts_on": "tomorrow"},
        {"starts_on": "9999-12-31"},
        {"mentee": ""},
    ],
)
def test_a_proposal_with_mistakes_is_a_form_again(desk, programme, mentor, learner, wrong):
    given = {"programme": programme.pk, "mentor": mentor.pk, "mentee": learner.pk, "starts_on": str(days_ago(0))}
    assert desk.post(url("add"), given | wrong).status_code in {200, 404}
    assert Pairing.objects.count() == 0


def test_what_the_verb_refuses_is_said_in_the_form(desk, programme, principal, learner):
    page = desk.post(
        url("add"),
        {"programme": programme.pk, "mentor": principal.pk, "mentee": learner.pk, "starts_on": str(days_ago(0))},
    ).content.decode()
    assert "principal or supervisor" in page
    same = {"programme": programme.pk, "mentor": learner.pk, "mentee": learner.pk, "starts_on": str(days_ago(0))}
    assert "Nobody can be their own mentor." in desk.post(url("add"), same).content.decode()


def test_a_full_mentor_is_said_so(desk, mentor, learner, teacher, coordinator):
    programme = make_programme(caseload=1)
    make_pairing(programme, mentor, learner, coordinator)
    second = pairings.propose(programme, mentor, teacher, by=coordinator, starts_on=days_ago(0))
    page = desk.post(url("activate", second.pk), follow=True).content.decode()
    assert "already has as many mentees as the program allows" in page


def test_ending_asks_for_a_reason(desk, pairing):
    assert desk.get(url("end", pairing.pk)).status_code == 200
    assert (
        desk.post(url("end", pairing.pk), {"code": "other", "reason": "", "ends_on": str(days_ago(0))}).status_code
        == 200
    )
    page = desk.post(
        url("end", pairing.pk), {"code": "moved", "reason": "Moved", "ends_on": str(days_ahead(3))}
    ).content.decode()
    assert "A pairing is ended on its last day" in page
    assert 'value="Moved"' in page
    assert desk.post(url("end", pairing.pk), {"code": "moved", "ends_on": str(days_ago(0))}).status_code == 302
    pairing.refresh_from_db()
    assert (pairing.status, pairing.end_code, pairing.end_reason) == ("ended", "moved", "")
    assert pairing.why_ended == "One of the two moved to another school or job"


def test_completing_puts_the_hours_on_both_transcripts(desk, pairing, meeting, mentor, learner):
    assert desk.post(url("complete", pairing.pk)).status_code == 302
    desk.post(url("complete", pairing.pk))
    lines = Completion.objects.values_list("learner__username", "credit_hours", "source")
    assert sorted((name, str(hours), source) for name, hours, source in lines) == [
        ("mona.mentor", "0.75", "mentoring"), ("nora.newell", "0.75", "mentoring"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["activate", "complete"])
def test_changes_need_post(desk, pairing, name):
    assert desk.get(url(name, pairing.pk)).status_code == 405


def test_nobody_edits_or_deletes_a_pairing_by_hand(client, superuser, pairing):
    client.force_login(superuser)
    assert client.get(url("edit", pairing.pk)).url == url("inspect", pairing.pk)
    client.post(url("edit", pairing.pk), {"status": "ended"})
    assert client.get(url("delete", pairing.pk)).status_code == 302
    client.post(url("delete", pairing.pk))
    pairing.refresh_from_db()
    assert pairing.status == "active"


def test_a_program_with_pairings_is_not_deleted(client, superuser, pairing):
    client.force_login(superuser)
    for page in (pairing.programme, pairing.programme.get_parent()):
        answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert "There are pairings in this program." in answer.content.decode()
    pairing.programme.refresh_from_db()


def test_a_program_without_pairings_is_deleted(client, superuser, programme):
    client.force_login(superuser)
    assert client.post(reverse("wagtailadmin_pages:delete", args=[programme.pk])).status_code == 302
    assert type(programme).objects.filter(pk=programme.pk).exists() is False


def test_the_list_filters_searches_and_exports(desk, pairing):
    page = desk.get(url("index") + "?q=Newell&status=active").content.decode()
    assert "Nora Newell" in page
    assert "Nora Newell" not in desk.get(url("index") + "?q=Nobody").content.decode()
    assert _rows(desk.get(url("index") + "?export=csv"))[1].startswith("Mona Mentor,Nora Newell,")
    assert desk.get(url("index") + "?export=xlsx").status_code == 200


def test_garbage_in_the_list_is_no_trouble(desk, pairing):
    for query in ("?p=x", "?status=x", "?programme=x", "?starts_on__gte=x", "?p=99999999999999999999"):
        assert desk.get(url("index") + query).status_code in {200, 404}


def test_the_meetings_of_a_pairing_are_exported_without_notes(desk, pairing, meeting):
    rows = _rows(desk.get(url("meetings", pairing.pk, "csv")))
    assert rows == [
        "Date,Minutes,Kind,Topics,Status,Logged by,Answer",
        f"{days_ago(5)},45,Talk,Collection,Held,Mona Mentor,Not confirmed yet",
    ]
    assert _matrix(desk.get(url("meetings", pairing.pk, "xlsx")))[1][1:] == [
        45, "Talk", "Collection", "Held", "Mona Mentor", "Not confirmed yet",
    ]  # fmt: skip
    assert desk.get(url("meetings", pairing.pk, "exe")).status_code == 404


def test_the_report_says_what_is_missing_and_who_waits(desk, pairing, meeting, school, school_year):
    make_person("Wanda Waiting", "librarian", school, starts_on=days_ago(9), new_to="district")
    page = desk.get(reverse("contact_hours:index")).content.decode()
    assert "Wanda Waiting" in page
    assert "0.75 of 3.75" in page
    before = desk.get(reverse("contact_hours:index") + f"?on={days_ago(30)}").content.decode()
    assert "No pairs to show." in before


def test_the_report_filters_and_exports(desk, pairing, meeting, school_year):
    index = reverse("contact_hours:index")
    assert "Nora Newell" in desk.get(index + "?show=missing").content.decode()
    assert "No pairs to show." in desk.get(index + "?show=silent").content.decode()
    rows = _rows(desk.get(reverse("contact_hours:table", args=["csv"])))
    assert len(rows) == 2
    assert rows[1].startswith("Mona Mentor,Nora Newell,Cedar Elementary,Mentoring for new librarians,")
    (_header, line) = _matrix(desk.get(reverse("contact_hours:table", args=["xlsx"])))
    assert [float(value) for value in line[6:11]] == [0.75, 3.75, 3, 0.75, 1]


@pytest.mark.parametrize("query", ["?on=x", "?on=9999-12-31", "?on=0001-01-01", "?programme=x", "?show=x", "?page=x"])
def test_garbage_in_the_report_is_no_trouble(desk, pairing, query):
    assert desk.get(reverse("contact_hours:index") + query).status_code == 200
    assert desk.get(reverse("contact_hours:table", args=["csv"]) + query).status_code == 200


def test_list_and_report_cost_the_same_for_one_pairing_and_for_three(
    desk, programme, mentor, pairing, meeting, coordinator, school_year, django_assert_num_queries
):
    def count():
        for address, number in ((url("index"), LIST), (reverse("contact_hours:index"), REPORT)):
            desk.get(address)
            with django_assert_num_queries(number):
                desk.get(address)

    count()
    type(programme).objects.update(caseload=30)
    for number in range(2):
        other = make_person(f"Mentee Number{number}", "librarian", make_school(f"School {number}"))
        log_meeting(make_pairing(programme, mentor, other, coordinator), mentor)
    count()


LIST = 14
REPORT = 22  # three of them: who is silent, and who was reminded
