"""Pages about hours: bars, parts, rules in words, dates of certificates; who may see and enter what."""

import csv
import datetime as dt
import io
import uuid
from decimal import Decimal

import pytest

from pdportal.credits import offered
from pdportal.credits.loading import load_packs
from pdportal.credits.records import CertificateDates
from pdportal.people.choices import Role
from pdportal.transcripts.choices import ActivityKind, CreditType
from tests import factories
from tests.credits.making import cap, pack
from tests.factories import days_ago
from tests.transcripts import making

pytestmark = pytest.mark.django_db
PACK = "/my/hours/renewal/"


@pytest.fixture
def renewal(site):
    """A hundred hours in five years; presenting counts up to ten of them, mentoring is still to be confirmed."""
    return pack("renewal", cap(["presenting"], percent=10), cap(["mentoring"], percent=5, confirmed=False))


def talk(learner, hours="12", title="Talk", **fields):
    return making.completion(
        learner, making.activity(title, hours=hours, kind=ActivityKind.OUTSIDE, credit_type=CreditType.PRESENTING),
        **fields,
    )  # fmt: skip


def text_of(response):
    return " ".join(response.content.decode().split())


def test_my_hours_need_a_person(client, renewal):
    assert client.get("/my/hours/")["Location"] == "/accounts/login/?next=/my/hours/"
    assert client.get(PACK)["Location"] == f"/accounts/login/?next={PACK}"


def test_a_page_says_what_counts_and_why_the_rest_does_not(client, learner, renewal):
    talk(learner)
    client.force_login(learner)
    page = text_of(client.get(PACK))
    assert "10 of 100 hours" in page
    assert "2 over a cap, not counted" in page
    assert "2 over the cap of 10 hours: Teaching or presenting to colleagues." in page
    assert "These are the hours of the last years: the date of the certificate is missing." in page
    assert "Mentoring: at most 5% of the hours count, here 5 hours." in page
    assert page.count("To be confirmed") == 1
    assert "complian" not in page.lower()


def test_hours_under_a_rule_to_be_confirmed_are_pointed_out(client, learner, renewal):
    making.completion(learner, making.activity(hours="8", credit_type=CreditType.MENTORING))
    client.force_login(learner)
    assert "3 of these hours depend on a rule that is still to be confirmed." in text_of(client.get(PACK))


def test_a_pack_to_be_confirmed_says_so_on_every_page(client, learner, site):
    pack(confirmed=False)
    client.force_login(learner)
    for address in ("/my/", "/my/transcript/", "/my/hours/"):
        assert text_of(client.get(address)).count("To be confirmed") == 1
    assert text_of(client.get(PACK)).count("To be confirmed") == 2  # the bar and the rule


def test_bars_stand_on_my_page_and_on_the_transcript(client, learner, renewal):
    talk(learner)
    client.force_login(learner)
    for address in ("/my/", "/my/transcript/"):
        page = text_of(client.get(address))
        assert "10 of 100 hours" in page
        assert 'href="/my/hours/renewal/"' in page
    assert "2 over the cap of 10 hours" in text_of(client.get("/my/transcript/"))


def test_hours_read_in_spanish(client, learner, renewal):
    talk(learner, hours="4.5")
    client.force_login(learner)
    page = text_of(client.get("/es/my/hours/renewal/"))
    assert "Renewal (es)" in page
    assert "4,5 de 100 horas" in page
    assert 'width="4.50"' in page


def test_somebody_without_a_pack_reads_what_will_be_here(client, teacher, renewal):
    client.force_login(teacher)
    assert "No clock-hour rule goes with this role" in text_of(client.get("/my/hours/"))
    assert client.get(PACK).status_code == 404
    assert client.get("/my/hours/nonsense/").status_code == 404


def test_dates_of_a_certificate_give_a_pace_and_a_last_day(client, learner, renewal):
    client.force_login(learner)
    response = client.post(f"{PACK}dates/", {"starts_on": "2024-03-01", "ends_on": ""})
    assert response["Location"] == PACK
    page = text_of(client.get(PACK))
    assert "From 1 March 2024 to 28 February 2029" in page
    assert "at an even pace" in page
    assert "Nora Newell" in page


def test_dates_want_post_and_clear_words_for_mistakes(client, learner, renewal):
    client.force_login(learner)
    assert client.get(f"{PACK}dates/").status_code == 405
    page = text_of(client.post(f"{PACK}dates/", {"starts_on": "2024-03-01", "ends_on": "2023-01-01"}))
    assert "A certificate cannot expire before it is issued." in page
    assert 'value="2024-03-01"' in page
    for nonsense in ("31 February", "9" * 10000, "0000-00-00"):
        assert "Enter a valid date." in text_of(client.post(f"{PACK}dates/", {"starts_on": nonsense}))
    assert CertificateDates.objects.count() == 0


def test_only_the_person_and_coordinators_enter_dates(
    client, learner, principal, other_principal, coordinator, renewal
):
    address = f"/people/{learner.pk}/hours/renewal/"
    for viewer, see, enter in ((principal, 200, 404), (other_principal, 404, 404), (coordinator, 200, 302)):
        client.force_login(viewer)
        assert client.get(address).status_code == see
        assert client.post(f"{address}dates/", {"starts_on": "2024-03-01"}).status_code == enter
    entry = CertificateDates.history.get()
    assert (entry.person, entry.history_user) == (learner, coordinator)


@pytest.mark.parametrize("path", ["", "renewal/", "renewal.csv"])
def test_hours_of_others_are_hidden_from_those_who_do_not_oversee_them(client, learner, colleague, renewal, path):
    client.force_login(colleague)
    assert client.get(f"/people/{learner.pk}/hours/{path}").status_code == 404
    assert client.get(f"/people/{2**70}/hours/{path}").status_code == 404


def test_the_table_has_a_row_a_completion_and_starts_no_formula(client, learner, renewal):
    talk(learner, title="=SUM(A1)", completed_on=dt.date(2026, 3, 1))
    client.force_login(learner)
    response = client.get("/my/hours/renewal.csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[1] == [
        "'=SUM(A1)", "Teaching or presenting to colleagues", "2026-03-01", "12.00", "10.00", "2.00", "0.00", "0.00",
        "2 over the cap of 10 hours: Teaching or presenting to colleagues.",
    ]  # fmt: skip


def test_a_past_date_shows_what_counted_then(client, learner, renewal):
    talk(learner, hours="3", completed_on=days_ago(20))
    client.force_login(learner)
    assert client.get(PACK, {"as_of": days_ago(20)}).context["found"].count.totals.counted == 3
    learner.appointments.update(starts_on=days_ago(400))
    assert client.get(PACK, {"as_of": days_ago(21)}).context["found"].count.totals.counted == 0
    for nonsense in ("tomorrow", days_ago(-3), "9999-12-31", "0001-01-01"):
        assert client.get(PACK, {"as_of": nonsense}).context["is_past"] is False


@pytest.fixture
def offers(monkeypatch):
    """Two activities on offer, one of them twice; the registry is as before afterwards."""
    held = offered.Offer(uuid.uuid4(), "Reading day", Decimal("6"), days_ago(1))
    again = offered.Offer(held.key, "Reading day", Decimal("6"), days_ago(0))
    course = offered.Offer(uuid.uuid4(), "Privacy", Decimal("1.5"), days_ago(0))
    monkeypatch.setattr(offered, "_sources", {"some": lambda first, last: [again, course], "more": lambda *_: [held]})
    return held, course


def test_an_offer_counts_what_was_made_available_and_is_nobodys_duty(client, school, site, offers):
    pack("offered", needed="18", duty="offer", audience={"role": ["aide"]}, cycle_start="school_year", cycle_years=1)
    aide = factories.make_person("Ada Aide", Role.AIDE, school)
    client.force_login(aide)
    page = text_of(client.get("/my/hours/offered/"))
    assert "Offered so far: 7.5 of 18 hours; the district has 10.5 to add." in page
    assert "This is the district's duty, not yours." in page
    assert "nobody is asked to collect these hours" in page
    assert "0 of these activities are on the transcript." in page
    table = b"".join(client.get("/my/hours/offered.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert table[1:] == [f"Reading day,{days_ago(1)},6", f"Privacy,{days_ago(0)},1.5"]


def test_courses_and_sessions_are_what_is_offered(site, school):
    factories.make_course("Privacy", credit_hours="1.50")
    factories.make_course("No hours", credit_hours="0")
    event = factories.make_event("Reading day")
    for days in (-3, -1, 4):
        factories.make_session(event, days=days)
    found = offered.between(days_ago(30), days_ago(0))
    assert [(each.title, each.credit_hours, each.on) for each in found] == [
        ("Reading day", Decimal("1.5"), days_ago(3)), ("Privacy", Decimal("1.5"), days_ago(0)),
    ]  # fmt: skip


def test_query_counts_are_the_same_for_one_completion_and_for_three(
    client, learner, renewal, django_assert_num_queries
):
    client.force_login(learner)
    for number in range(3):
        talk(learner)
        if number != 1:
            # session, person, versions, mine, dates, completions; header: notices, roles, admin rights (2)
            with django_assert_num_queries(10):
                client.get(PACK)
            with django_assert_num_queries(10):
                client.get("/my/hours/")


def test_the_rules_of_connecticut_say_whose_duty_they_are(client, learner, site):
    load_packs()[0].__class__.objects.update(active=True)
    client.force_login(learner)
    page = text_of(client.get("/my/hours/connecticut-certified/"))
    assert "The district must offer 18 hours in each school year. The duty is the district&#x27;s" in page
    assert "checked on 1 November 2026" in page
    assert "https://ctspecialednews.org/2013/04/15/new-professional-development-requirements/" in page
