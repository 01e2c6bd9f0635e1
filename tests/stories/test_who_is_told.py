"""Every change tells those concerned, once, in their language; who stands in no row of the table hears nothing.

Each row is a change: set up by a function, which returns what is then done twice. Its ``told`` says who gets which
message and, after it, whether an invitation comes along (REQUEST) or is taken back (CANCEL). A new verb, a new message
or a new way for a seat to end fails the last three tests until it has a row.
"""

import datetime as dt
import inspect
import uuid
from contextlib import suppress

import pytest
from django.utils import timezone

from events import approving, departures, enrolling, importing, presenting, registration, reminding, scheduling, series
from events.choices import Ending
from events.messages import MESSAGES
from events.records import Registration
from mentoring import meetings
from pdportal.common.errors import Refusal
from pdportal.notices.records import Notice, OutgoingMail
from pdportal.people.appointments import end_appointment
from pdportal.people.choices import Role
from tests import factories
from tests.mentoring.making import make_pairing, make_programme

pytestmark = pytest.mark.django_db

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
LINK = "https://meet.maplevalley.example/only-with-a-seat"
PRIVATE = "a private matter"
VERBS_IN = [registration, enrolling, approving, scheduling, departures, reminding, series, presenting, importing]
SILENT = {
    registration.confirm: "who confirms knows it",
    registration.note_substitute: "the building has a list",
    registration.enter: "a part of register and register_many",
    enrolling.preview: "changes nothing",
    importing.preview: "changes nothing",
    importing.may_import: "changes nothing",
    scheduling.add_session: "nobody is signed up yet",
    scheduling.refresh_texts: "text of feeds",
    scheduling.follow_room: "another name for the same room",
    departures.settle_one: "what settle_all does for one session",
    reminding.remind: "what remind_all does for one session",
    presenting.name_again: "another name for the same person",
    series.plan: "nobody is signed up yet",
}
TABLE = []


def change(verb, *, ends="", **told):
    """Make a row of the function below: what ``verb`` tells to whom, and how a seat ``ends`` by it."""

    def add(prepare):
        TABLE.append((prepare, verb, ends, told))
        return prepare

    return add


class Scene:
    """Three teachers (Ben reads Spanish), a librarian, their principal and a coordinator; a session with one seat."""

    def __init__(self):
        school = factories.make_school()
        self.ana, self.cleo = (
            factories.make_person(f"{name} Teacher", Role.TEACHER, school) for name in ("Ana", "Cleo")
        )
        self.ben = factories.make_person("Ben Teacher", Role.TEACHER, school, language="es")
        self.lena = factories.make_person("Lena Librarian", Role.LIBRARIAN, school)
        self.pat = factories.make_person("Pat Principal", Role.PRINCIPAL, school)
        self.carla = factories.make_person("Carla Coordinator", Role.COORDINATOR, factories.make_school("Office"))

    def session(self, *, days=30, capacity=1, **rules):
        event = factories.make_event("Finding sources", **rules)
        factories.translate(event, title="Buscar fuentes")
        return factories.make_session(event, days=days, capacity=capacity, online_url=LINK)

    def full(self, *people, **options):
        """A session with one seat for which ``people`` (Ana and Ben) asked a week before its cut-offs."""
        session = self.session(**options)
        people = people or (self.ana, self.ben)
        return session, [registration.register(session, person, by=person) for person in people]

    def offered(self):
        """Two days ahead Ana gave her seat back: it is offered to Ben, and Cleo is next."""
        session, found = self.full(self.ana, self.ben, self.cleo)
        at = session.starts_at - 40 * HOUR
        registration.cancel(found[0], by=self.ana, reason=PRIVATE, at=at)
        return session, Registration.objects.get(pk=found[1].pk), at

    def people(self):
        return {name: getattr(self, name) for name in ("ana", "ben", "cleo", "lena", "pat", "carla")}


@change(registration.register, ana=["seat REQUEST"])
def signing_up(scene):
    session = scene.session()
    return lambda: registration.register(session, scene.ana, by=scene.ana)


@change(registration.register, ben=["waitlist"])
def signing_up_for_a_full_session(scene):
    session, _found = scene.full(scene.ana)
    return lambda: registration.register(session, scene.ben, by=scene.ben)


@change(registration.register, ana=["kept"], pat=["approve"])
def asking_to_go(scene):
    session = scene.session(needs_approval=True)
    return lambda: registration.register(session, scene.ana, by=scene.ana)


@change(importing.write, ana=["seat REQUEST"], ben=["waitlist"])
def standing_in_an_imported_list(scene):
    session = scene.session()
    names = [scene.ana.username, scene.ben.email, "nobody", scene.ana.email]
    return lambda: importing.write(session, names, by=scene.carla)


@change(registration.cancel, ends=Ending.WITHDRAWN, ana=["left CANCEL"], ben=["promoted REQUEST"])
def giving_a_seat_back(scene):
    _session, found = scene.full()
    return lambda: registration.cancel(found[0], by=scene.ana, reason=PRIVATE)


@change(registration.cancel, ends=Ending.WITHDRAWN, ana=["left CANCEL"], ben=["offered"])
def giving_a_seat_back_late(scene):
    session, found = scene.full()
    return lambda: registration.cancel(found[0], by=scene.ana, reason=PRIVATE, at=session.starts_at - 40 * HOUR)


@change(registration.cancel, ends=Ending.WITHDRAWN, ben=["left"])
def leaving_the_line(scene):
    _session, found = scene.full()
    return lambda: registration.cancel(found[1], by=scene.ben)


@change(registration.cancel, ends=Ending.REMOVED, ana=["removed CANCEL"], ben=["promoted REQUEST"])
def being_taken_off_the_list(scene):
    _session, found = scene.full()
    return lambda: registration.cancel(found[0], by=scene.carla, reason="The course is for librarians.")


@change(registration.accept, ben=["seat REQUEST"])
def accepting_an_offer(scene):
    _session, offer, at = scene.offered()
    return lambda: registration.accept(offer, by=scene.ben, at=at + HOUR)


@change(registration.decline, ends=Ending.DECLINED, ben=["declined"], cleo=["offered"])
def declining_an_offer(scene):
    _session, offer, at = scene.offered()
    return lambda: registration.decline(offer, by=scene.ben, at=at + HOUR)


@change(departures.settle_all, ends=Ending.EXPIRED, ben=["ended"], cleo=["offered"])
def letting_an_offer_run_out(scene):
    _session, _offer, at = scene.offered()
    return lambda: departures.settle_all(at=at + 12 * HOUR)


@change(departures.settle_all, ana=["confirm"])
def being_asked_to_confirm(scene):
    session, _found = scene.full(confirm_days=7)
    return lambda: departures.settle_all(at=session.starts_at - 7 * DAY)


@change(departures.settle_all, ends=Ending.UNCONFIRMED, ana=["ended CANCEL"], ben=["promoted REQUEST", "confirm"])
def not_confirming(scene):
    session, _found = scene.full(confirm_days=7)
    departures.settle_all(at=session.starts_at - 7 * DAY)
    return lambda: departures.settle_all(at=session.starts_at - 4 * DAY)


@change(registration.confirm)
def confirming(scene):
    session, found = scene.full(confirm_days=7)
    departures.settle_all(at=session.starts_at - 7 * DAY)
    return lambda: registration.confirm(found[0], by=scene.ana, at=session.starts_at - 6 * DAY)


@change(approving.approve, ana=["approved REQUEST"])
def being_approved(scene):
    _session, found = scene.full(needs_approval=True)
    return lambda: approving.approve(found[0], by=scene.pat)


@change(approving.approve, ben=["approved"])
def being_approved_in_the_line(scene):
    _session, found = scene.full(needs_approval=True)
    return lambda: approving.approve(found[1], by=scene.pat)


@change(approving.approve, ana=["promoted REQUEST"])
def being_approved_after_all(scene):
    _session, found = scene.full(scene.ana, needs_approval=True)
    approving.refuse(found[0], by=scene.pat)
    return lambda: approving.approve(found[0], by=scene.pat)


@change(approving.refuse, ends=Ending.REFUSED, ana=["ended"], ben=["kept"])
def being_refused(scene):
    _session, found = scene.full(needs_approval=True)
    return lambda: approving.refuse(found[0], by=scene.pat, reason="No substitute that day.")


@change(approving.refuse, ends=Ending.REFUSED, ana=["ended CANCEL"])
def losing_an_approval(scene):
    _session, found = scene.full(scene.ana, needs_approval=True)
    approving.approve(found[0], by=scene.pat)
    return lambda: approving.refuse(found[0], by=scene.pat)


@change(departures.settle_all, ends=Ending.UNANSWERED, ana=["ended"])
def hearing_nothing_from_the_principal(scene):
    _session, _found = scene.full(scene.ana, needs_approval=True)
    return lambda: departures.settle_all(at=timezone.now() + 6 * DAY)


@change(scheduling.reschedule, ana=["changed REQUEST"], ben=["changed"])
def moving_a_session(scene):
    session, _found = scene.full()
    return lambda: scheduling.reschedule(session, by=scene.carla, start_time=dt.time(14))


@change(scheduling.reschedule, ana=["changed REQUEST"], ben=["changed"])
def changing_the_place(scene):
    session, _found = scene.full()
    return lambda: scheduling.reschedule(session, by=scene.carla, place="Room 7")


@change(scheduling.reschedule)
def changing_a_note(scene):
    session, _found = scene.full()
    return lambda: scheduling.reschedule(session, by=scene.carla, note="Bring a laptop.")


@change(scheduling.change, ana=["changed REQUEST"], ben=["promoted REQUEST", "changed REQUEST"])
def changing_seats_and_place_in_one_go(scene):
    session, _found = scene.full()
    return lambda: scheduling.change(session, by=scene.carla, capacity=2, place="Room 7")


@change(scheduling.cancel_session, ana=["cancelled CANCEL"], ben=["cancelled"])
def calling_a_session_off(scene):
    session, _found = scene.full()
    return lambda: scheduling.cancel_session(session, by=scene.carla, reason="The presenter is ill.")


def presented(scene):
    """Carla planned a session that Lena presents, without a seat in it."""
    session, _found = scene.full(scene.ana)
    return session, presenting.add(session, by=scene.carla, person=scene.lena)


@change(presenting.add, lena=["presenting REQUEST"])
def being_named_as_a_presenter(scene):
    session, _found = scene.full()
    return lambda: presenting.add(session, by=scene.carla, person=scene.lena)


@change(presenting.remove, lena=["presenting-ended CANCEL"])
def presenting_no_longer(scene):
    _session, presenter = presented(scene)
    return lambda: presenting.remove(presenter, by=scene.carla)


@change(scheduling.reschedule, ana=["changed REQUEST"], lena=["presenting-changed REQUEST"])
def moving_what_somebody_presents(scene):
    session, _presenter = presented(scene)
    return lambda: scheduling.reschedule(session, by=scene.carla, start_time=dt.time(14))


@change(scheduling.cancel_session, ana=["cancelled CANCEL"], lena=["presenting-cancelled CANCEL"])
def calling_off_what_somebody_presents(scene):
    session, _presenter = presented(scene)
    return lambda: scheduling.cancel_session(session, by=scene.carla, reason="The presenter is ill.")


@change(scheduling.reschedule, ana=["changed REQUEST"], lena=["presenting-changed REQUEST"])
def moving_what_somebody_presents_and_has_a_seat_at(scene):
    session = scene.session(capacity=2)
    presenting.add(session, by=scene.carla, person=scene.lena)
    for person in (scene.ana, scene.lena):
        registration.register(session, person, by=person)
    return lambda: scheduling.reschedule(session, by=scene.carla, start_time=dt.time(14))


@change(registration.set_capacity, ben=["promoted REQUEST"])
def adding_seats(scene):
    session, _found = scene.full()
    return lambda: registration.set_capacity(session, 2, by=scene.carla)


@change(enrolling.seat_anyway, ben=["seat REQUEST"])
def a_seat_above_capacity(scene):
    session, _found = scene.full()
    return lambda: enrolling.seat_anyway(session, scene.ben, by=scene.carla, reason="Presents a part.")


@change(registration.note_substitute)
def needing_a_substitute(scene):
    _session, found = scene.full()
    return lambda: registration.note_substitute(found[0], needed=True, by=scene.ana)


@change(enrolling.register_many, ana=["seat REQUEST"], ben=["waitlist"])
def signing_up_a_group(scene):
    session = scene.session()
    return lambda: enrolling.register_many(session, [scene.ana, scene.ben], by=scene.lena)


@change(series.sign_up, ana=["seat REQUEST", "seat REQUEST"])
def signing_up_for_a_series(scene):
    first = scene.session(capacity=5).event
    days = [factories.days_ahead(number) for number in (30, 37)]
    pattern = series.Pattern(*days)
    found = series.plan(
        first, pattern, days, by=scene.carla, form_key="0" * 32, start_time=dt.time(9), end_time=dt.time(10)
    )
    return lambda: series.sign_up(found, scene.ana, by=scene.ana)


@change(departures.release, ends=Ending.LEFT, ana=["ended CANCEL"], ben=["promoted REQUEST"])
def leaving_the_district(scene):
    scene.full()
    end_appointment(scene.ana.appointments.get(), ends_on=factories.days_ago(1))
    return lambda: departures.release(scene.ana)


@change(departures.release, ends=Ending.LEFT, ben=["promoted REQUEST"])
def having_the_account_closed(scene):
    scene.full()
    type(scene.ana).objects.filter(pk=scene.ana.pk).update(is_active=False)
    scene.ana.refresh_from_db()
    return lambda: departures.release(scene.ana)


@change(departures.settle_one, ben=["promoted REQUEST"])
def a_row_being_deleted(scene):
    _session, found = scene.full()
    return lambda: Registration.objects.filter(pk=found[0].pk).delete()


@change(reminding.remind_all, ana=["reminder"])
def coming_near(scene):
    session, _found = scene.full()
    return lambda: reminding.remind_all(at=session.starts_at - DAY)


def planned(scene):
    """Lena mentors Ana, and has planned a meeting with her."""
    pairing = make_pairing(make_programme(), scene.lena, scene.ana, scene.carla)
    when = {"held_on": factories.days_ahead(9), "start_time": dt.time(15), "minutes": 30}
    return pairing, when, meetings.plan(pairing, by=scene.lena, form_key=uuid.uuid4(), **when)


@change(meetings.plan, ana=["meeting-planned REQUEST"], lena=["meeting-planned REQUEST"])
def planning_a_meeting(scene):
    pairing, when, _meeting = planned(scene)
    key = uuid.uuid4()
    return lambda: meetings.plan(pairing, by=scene.lena, form_key=key, **when | {"start_time": dt.time(8)})


@change(meetings.move, ana=["meeting-planned REQUEST"], lena=["meeting-planned REQUEST"])
def moving_a_meeting(scene):
    _pairing, when, meeting = planned(scene)
    return lambda: meetings.move(meeting, by=scene.lena, **when | {"start_time": dt.time(8)})


@change(meetings.cancel, ana=["meeting-cancelled CANCEL"], lena=["meeting-cancelled CANCEL"])
def calling_a_meeting_off(scene):
    _pairing, _when, meeting = planned(scene)
    return lambda: meetings.cancel(meeting, by=scene.lena)


def perform(prepare):
    """A change done twice: ``(who was told what, how seats ended by it, [(person, notice, mail)])``."""
    scene = Scene()
    act = prepare(scene)
    before = set(Registration.objects.values_list("pk", "ending"))
    notices, mails = (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
                      for model in (Notice, OutgoingMail))  # fmt: skip
    act()
    with suppress(Refusal):  # some may be asked twice, some refuse
        act()
    told, found = {}, []
    for name, person in scene.people().items():
        said = list(Notice.objects.filter(recipient=person, pk__gt=notices).order_by("pk"))
        sent = list(OutgoingMail.objects.filter(recipient=person, pk__gt=mails).order_by("pk"))
        assert [mail.subject for mail in sent] == [notice.subject for notice in said]
        if said:
            told[name] = [f"{notice.kind.removeprefix('session-')} {mail.calendar_method}".strip()
                          for notice, mail in zip(said, sent, strict=True)]  # fmt: skip
        found += [(person, notice, mail) for notice, mail in zip(said, sent, strict=True)]
    endings = {ending for pk, ending in Registration.objects.values_list("pk", "ending") if (pk, ending) not in before}
    return told, endings - {Ending.NONE}, found


@pytest.mark.parametrize(("prepare", "verb", "ends", "expected"), TABLE, ids=[row[0].__name__ for row in TABLE])
def test_those_concerned_are_told_once_in_their_language_and_nothing_confidential(site, prepare, verb, ends, expected):
    told, endings, found = perform(prepare)
    assert (told, endings) == (expected, {ends} - {Ending.NONE})
    for person, notice, mail in found:
        text = f"{notice.subject}\n{notice.body}\n{mail.subject}\n{mail.body}\n{mail.calendar_text}".replace(
            "\r\n ", ""
        )
        seated = Registration.objects.filter(learner=person, status="registered").exclude(approval="asked").exists()
        seated |= notice.kind in {"session-presenting", "session-presenting-changed"}
        assert (PRIVATE in text, LINK in text and not seated) == (False, False)
        if notice.kind.startswith("session-"):
            title, other = ("Buscar fuentes", "Finding sources")[:: -1 if person.language == "en" else 1]
            assert (title in text, other in text) == (True, False)


def test_every_verb_has_a_row_or_a_reason_to_be_silent():
    verbs = {
        verb
        for module in VERBS_IN
        for name, verb in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and verb.__module__ == module.__name__ and _takes_time(verb)
    }
    assert verbs - {verb for _prepare, verb, _ends, _told in TABLE} - set(SILENT) == set()


def test_every_message_is_sent_by_some_change():
    sent = {message.split()[0] for _prepare, _verb, _ends, told in TABLE for each in told.values() for message in each}
    assert sent - set(MESSAGES) == {"approve", "meeting-planned", "meeting-cancelled"}
    assert set(MESSAGES) - sent == set()


def test_every_way_for_a_seat_to_end_is_in_the_table():
    assert {ends for _prepare, _verb, ends, _told in TABLE} == set(Ending.values)


def _takes_time(verb):
    found = inspect.signature(verb).parameters.get("at")
    return found is not None and found.default is None
