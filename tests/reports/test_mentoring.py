"""The report on mentoring: coverage, days, hours, progress, training, stipends; scope and dates."""

from decimal import Decimal

import pytest
from django.utils import timezone

from courses.records import Enrollment
from mentoring import checklist, confirming, profiles
from mentoring import pairing as pairings
from mentoring.choices import DisputeReason, EndCode
from mentoring.matching_records import TrainingOverride
from pdportal.people.choices import NewTo, Role
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from tests import factories
from tests.factories import days_ago
from tests.mentoring.making import ITEM, log_meeting, make_pairing, make_programme
from tests.reports.tables import read_csv, read_xlsx

pytestmark = pytest.mark.django_db
REPORT, STIPENDS = "/reports/mentoring/", "/reports/mentoring/stipends/"
PAGE, TABLE, LINES, PAIR = 26, 19, 13, 21  # queries
SECRET = "She dreads the cataloging."


@pytest.fixture
def programme(site):
    return make_programme(cadence=31)


@pytest.fixture
def pairing(programme, mentor, learner, coordinator):
    """Mona and Nora, who is at Cedar since 21 days; a pair since 16."""
    return make_pairing(programme, mentor, learner, coordinator, days=16)


@pytest.fixture
def met(pairing, mentor, learner):
    """Ninety minutes confirmed, thirty not answered, sixty disputed."""
    done = [log_meeting(pairing, mentor, days=days, minutes=length) for days, length in ((9, 90), (6, 30), (3, 60))]
    confirming.confirm(done[0], by=learner)
    confirming.dispute(done[2], by=learner, reason=DisputeReason.MINUTES)
    return done


@pytest.fixture
def waiting(other_school):
    """New at Harbor Middle for 40 days, and nobody found."""
    return factories.make_person(
        "Wanda Waiting", Role.LIBRARIAN, other_school, starts_on=days_ago(40), new_to=NewTo.DISTRICT
    )


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def shown(client, **query):
    """The report that stands on the page."""
    return client.get(REPORT, query).context["report"]


def test_who_has_a_mentor_how_soon_and_who_waits_too_long(desk, pairing, waiting):
    found = shown(desk)
    assert [(need.person.first_name, need.days, need.is_late) for need in found.needs] == [
        ("Nora", 5, False), ("Wanda", None, True),
    ]  # fmt: skip
    sums = found.district
    assert (sums.needed, sums.paired, sums.waiting, sums.late, sums.days, sums.in_time) == (2, 1, 0, 1, 5, (1, 1))
    assert [(each.place.name, each.paired, each.late) for each in found.schools] == [
        ("Cedar Elementary", 1, 0), ("Harbor Middle", 0, 1),
    ]  # fmt: skip


def test_the_numbers_are_those_of_the_date_asked_for(desk, pairing, waiting):
    before = shown(desk, as_of=days_ago(17))
    assert [(need.person.first_name, bool(need.pairing), need.is_late) for need in before.needs] == [
        ("Nora", False, False), ("Wanda", False, False),
    ]  # fmt: skip
    assert [need.person.first_name for need in shown(desk, as_of=days_ago(30)).needs] == ["Wanda"]
    assert shown(desk, as_of="soon").on == days_ago(0)


def test_programmes_and_schools_are_filters(desk, pairing, waiting, programme, school):
    assert [need.person.first_name for need in shown(desk, school=school.pk).needs] == ["Nora"]
    assert len(shown(desk, programme=programme.translation_key).needs) == 2
    other = make_programme("Aides", mentee_role=Role.AIDE, mentee_year=0)
    assert shown(desk, programme=other.translation_key).needs == ()
    asking = factories.make_person("Abe Aide", Role.AIDE, school)
    profiles.save(asking, as_mentee=True, wishes=[], never=[])
    (need,) = shown(desk, programme=other.translation_key).needs
    assert (need.person, need.due_on, need.is_late) == (asking, None, False)


def test_hours_against_the_minimum_confirmed_and_disputed(desk, met):
    (line,) = shown(desk).lines
    assert (line.term.hours, line.term.minimum, line.term.missing) == (Decimal(2), Decimal("3.75"), Decimal("1.75"))
    assert (line.hours.confirmed, line.hours.disputed) == (Decimal("1.5"), Decimal(1))
    for show, pairs in (("missing", 1), ("disputed", 1), ("silent", 0), ("over", 0), ("nonsense", 1)):
        assert len(shown(desk, show=show).lines) == pairs
    (line,) = shown(desk, as_of=days_ago(7)).lines
    assert (line.hours.confirmed, line.hours.disputed, line.hours.last_contact) == (Decimal("1.5"), 0, days_ago(9))


def test_a_pair_that_lost_its_mentor_waits_again_from_that_day(desk, pairing, coordinator):
    pairings.end(pairing, by=coordinator, code=EndCode.MOVED, ends_on=days_ago(2))
    (need,) = shown(desk).needs
    assert (need.pairing, need.since, need.days) == (None, days_ago(2), None)
    (need,) = shown(desk, as_of=days_ago(3)).needs
    assert (need.pairing, need.days) == (pairing, 5)


def test_checklist_path_and_training(desk, pairing, programme, learner, mentor, coordinator):
    one, two = factories.make_course("One"), factories.make_course("Two")
    path = factories.make_path(steps=[one, two])
    Enrollment.objects.create(learner=learner, activity_key=path.translation_key, started_at=timezone.now())
    ledger.award(learner, Activity.of(one), source=Source.MANUAL)
    checklist.tick(pairing, by=learner, item=ITEM)
    (line,) = desk.get(REPORT).context["lines"]
    assert (line.progress.checklist, line.progress.path, line.progress.trained) == ((1, 1), (1, 2), "not_asked")
    training = factories.make_course("Mentors first")
    type(programme).objects.update(mentor_training=training)
    (line,) = desk.get(REPORT).context["lines"]
    assert line.progress.trained == "missing"
    TrainingOverride.objects.create(
        programme=programme, mentor=mentor, reason="Course in May", decided_by=coordinator, decided_at="2026-01-01T00Z"
    )
    (line,) = desk.get(REPORT).context["lines"]
    assert line.progress.trained == "excused"
    ledger.award(mentor, Activity.of(training), source=Source.MANUAL, completed_on=days_ago(1))
    (line,) = desk.get(REPORT).context["lines"]
    assert (line.progress.trained, line.progress.trained_on) == ("done", days_ago(1))
    (line,) = desk.get(REPORT, {"as_of": days_ago(2)}).context["lines"]
    assert (line.progress.checklist, line.progress.trained) == ((0, 1), "excused")


def test_a_principal_sees_the_own_building_and_others_see_nothing(
    client, met, waiting, learner, mentor, principal, other_principal, teacher, director
):
    pair = f"/reports/mentoring/pairs/{met[0].pairing_id}/"
    for reader, names, opens in (
        (principal, ["Nora"], 200), (other_principal, ["Wanda"], 404), (director, ["Nora", "Wanda"], 200),
    ):  # fmt: skip
        client.force_login(reader)
        found = shown(client)
        assert [need.person.first_name for need in found.needs] == names
        assert found.district.needed == len(names)
        assert client.get(pair).status_code == opens
        assert client.get(STIPENDS).status_code == (200 if reader == director else 404)
        assert len(read_csv(client.get(REPORT, {"export": "csv", "table": "schools"}))) == len(names) + 2
    for outsider in (learner, mentor, teacher):
        client.force_login(outsider)
        assert [client.get(address).status_code for address in (REPORT, STIPENDS, pair)] == [404] * 3
    client.logout()
    assert [client.get(address).status_code for address in (REPORT, STIPENDS, pair)] == [302] * 3
    assert [client.post(address).status_code for address in (REPORT, STIPENDS, pair)] == [302] * 3


def test_a_pair_shows_dates_minutes_and_topics_and_no_word_of_theirs(client, principal, pairing, mentor):
    log_meeting(pairing, mentor, days=4, minutes=45, note=SECRET)
    client.force_login(principal)
    address = f"/reports/mentoring/pairs/{pairing.pk}/"
    page = client.get(address).content.decode()
    assert ("45" in page, "Collection" in page, SECRET in page) == (True, True, False)
    assert read_csv(client.get(address, {"export": "csv"}))[1:] == [
        [str(days_ago(4)), "45", "Collection", "Not confirmed yet"]
    ]
    assert client.get(address, {"as_of": days_ago(5)}).context["meetings"] == []
    assert client.get(address, {"as_of": days_ago(17)}).status_code == 404
    assert client.get("/reports/mentoring/pairs/99999999999999999999/").status_code == 404


def test_the_tables_hold_what_the_page_shows(desk, met, waiting, learner):
    header, row = read_csv(desk.get(REPORT, {"export": "csv"}))
    cells = dict(zip(header, row, strict=True))
    assert [cells[name] for name in ("Mentor", "Mentee", "School", "Days to a mentor", "Deadline in days")] == [
        "Mona Mentor", "Nora Newell", "Cedar Elementary", "5", "30",
    ]  # fmt: skip
    assert [cells[name] for name in ("Hours this semester", "Missing", "Hours confirmed", "Hours disputed")] == [
        "2", "1.75", "1.5", "1",
    ]  # fmt: skip
    schools = read_xlsx(desk.get(REPORT, {"export": "xlsx", "table": "schools"}))
    assert [row[:5] for row in schools[1:]] == [
        ["Cedar Elementary", "1", "1", "0", "0"], ["Harbor Middle", "1", "0", "0", "1"],
        ["All schools", "2", "1", "0", "1"],
    ]  # fmt: skip
    assert read_csv(desk.get(REPORT, {"export": "csv", "table": "waiting"}))[1] == [
        "Wanda Waiting", "Harbor Middle", "Mentoring for new librarians", str(days_ago(40)), str(days_ago(10)),
    ]  # fmt: skip


def test_charts_say_in_words_what_they_show(desk, met, waiting):
    who, contact = desk.get(REPORT).context["charts"]
    assert who.finding == "1 of 2 people have a mentor; 1 waits beyond the deadline."
    assert [(bar.words, [part.kind for part in bar.parts]) for bar in who.bars] == [
        ("Cedar Elementary: 1 with a mentor, 0 waiting, 0 late", ["bar"]),
        ("Harbor Middle: 0 with a mentor, 0 waiting, 1 late", ["overdue"]),
    ]
    assert contact.finding == "2 hours this semester; 0 of 1 pair has reached the minimum."
    assert [(bar.words, [part.width for part in bar.parts]) for bar in contact.bars] == [
        ("Cedar Elementary: 2 of 3.75 hours", [341, 299])
    ]


def test_every_stipend_line_is_backed_by_its_meetings(desk, met, mentor, learner):
    rows = read_csv(desk.get(STIPENDS, {"export": "csv", "first": days_ago(30), "last": days_ago(0)}))
    assert [(row[1], row[2], row[9], row[11], row[13], row[14]) for row in rows[1:]] == [
        ("Line", "Mona Mentor", "2.00", "", "", ""),
        ("Meeting", "Mona Mentor", "", "90", "Confirmed", "Nora Newell"),
        ("Meeting", "Mona Mentor", "", "30", "Not confirmed yet", ""),
    ]
    rows = read_xlsx(desk.get(STIPENDS, {"export": "xlsx", "count": "confirmed"}))
    assert [row[9] for row in rows[1:]] == ["1.5", ""]
    context = desk.get(STIPENDS, {"count": "confirmed"}).context
    assert (context["total"], context["page"][0].left_out) == (Decimal("1.50"), 90)
    context = desk.get(STIPENDS, {"first": days_ago(7), "last": days_ago(5)}).context
    assert [line.minutes for line in context["page"]] == [30]


def test_ended_pairs_keep_their_lines(desk, met, coordinator, learner):
    confirming.confirm(met[2], by=learner)
    pairings.end(met[0].pairing, by=coordinator, code=EndCode.LEFT, ends_on=days_ago(1))
    assert desk.get(STIPENDS).context["total"] == Decimal("3.00")
    assert shown(desk).lines == []


@pytest.mark.parametrize(
    "query",
    [
        {"as_of": "9999-99-99"}, {"programme": 2**70, "school": "x", "show": "x" * 5000}, {"page": "-3"},
        {"first": "2026-13-01", "last": "x"}, {"first": "2026-05-01", "last": "2020-05-01"}, {"last": "0001-01-01"},
        {"export": "pdf", "table": "x"}, {"first": "1000-01-01", "last": "9999-12-31", "count": "all"},
    ],
)  # fmt: skip
def test_nonsense_is_answered_with_a_page(desk, met, query):
    for address in (REPORT, STIPENDS, f"/reports/mentoring/pairs/{met[0].pairing_id}/"):
        assert desk.get(address, query).status_code == 200


def test_a_period_that_ends_before_it_begins_is_said_at_the_field(desk, met):
    page = desk.get(STIPENDS, {"first": days_ago(3), "last": days_ago(9)}).content.decode()
    assert "Choose a day after the first one, at most five years later." in page
    assert f'value="{days_ago(9)}"' in page


def test_the_same_queries_for_one_pair_and_for_three(
    desk, programme, met, waiting, school, coordinator, school_year, django_assert_num_queries
):
    addresses = (
        (REPORT, {}, PAGE), (REPORT, {"export": "csv"}, TABLE), (STIPENDS, {}, LINES),
        (f"/reports/mentoring/pairs/{met[0].pairing_id}/", {}, PAIR),
    )  # fmt: skip
    for round_number in (1, 2):
        for address, query, number in addresses:
            desk.get(address, query)
            with django_assert_num_queries(number):
                answer = desk.get(address, query)
                b"".join(answer.streaming_content if answer.streaming else [])
        for name in ("Ann", "Bea") if round_number == 1 else ():
            mentee = factories.make_person(
                f"{name} Newer", Role.LIBRARIAN, school, starts_on=days_ago(25), new_to=NewTo.DISTRICT
            )
            more = make_pairing(programme, factories.make_person(f"{name} Mentor"), mentee, coordinator)
            log_meeting(more, mentee, minutes=20)
            factories.make_person(f"{name} Waits", Role.LIBRARIAN, school, new_to=NewTo.DISTRICT)


def test_the_report_speaks_the_readers_language(desk, programme, met):
    factories.translate(programme, title="Mentoría para bibliotecarios nuevos")
    page = desk.get(f"/es{REPORT}").content.decode()
    assert "Mentoría para bibliotecarios nuevos" in page
