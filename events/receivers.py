"""Keeps calendar text in step with whatever it is made of, whoever saved it; connected when Django starts."""

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from events import departures, presenting, scheduling
from events.feed_records import CalendarBlock
from events.pages import EventPage
from events.planning_records import Room
from events.records import EventSession, Registration
from pdportal.people.records import Appointment, School, StaffMember, User
from pdportal.transcripts.pages import Topic

NAME_FIELDS = {"first_name", "last_name"}


def connect():
    """Connect every receiver once."""
    post_save.connect(session_saved, EventSession, dispatch_uid="events.session_saved")
    post_delete.connect(session_deleted, EventSession, dispatch_uid="events.session_deleted")
    page_published.connect(page_changed, EventPage, dispatch_uid="events.page_published")
    page_unpublished.connect(page_changed, EventPage, dispatch_uid="events.page_unpublished")
    post_page_move.connect(page_moved, dispatch_uid="events.page_moved")
    post_save.connect(school_saved, School, dispatch_uid="events.school_saved")
    post_save.connect(room_saved, Room, dispatch_uid="events.room_saved")
    for signal in (post_save, post_delete):
        signal.connect(topic_changed, Topic, dispatch_uid="events.topic_changed")
        signal.connect(privacy_changed, PageViewRestriction, dispatch_uid="events.privacy_changed")
        signal.connect(appointment_changed, Appointment, dispatch_uid="events.appointment_changed")
    for model in (User, StaffMember):  # saving a proxy is told to its own receivers only
        post_save.connect(person_saved, model, dispatch_uid=f"events.{model.__name__}_saved")
    post_delete.connect(registration_deleted, Registration, dispatch_uid="events.registration_deleted")
    m2m_changed.connect(topic_changed, EventPage.topics.through, dispatch_uid="events.topics_chosen")


def session_saved(instance, raw=False, **kwargs):
    """Write the session's text; ``raw`` data of a fixture is left alone."""
    if not raw:
        scheduling.store_ical([instance])


def session_deleted(instance, **kwargs):
    """Let the feeds know that something is gone."""
    CalendarBlock.touch(instance.pk)


def page_changed(instance, **kwargs):
    """Rewrite the sessions of an event that was published or withdrawn, in whichever language."""
    scheduling.refresh_texts(EventSession.objects.filter(event__translation_key=instance.translation_key))
    CalendarBlock.touch()


def page_moved(instance, **kwargs):
    """Rewrite the sessions of every event at or below a page that got another address."""
    events = EventPage.objects.filter(path__startswith=instance.path)
    scheduling.refresh_texts(EventSession.objects.filter(event__in=events))


def school_saved(instance, created=False, raw=False, **kwargs):
    """Rewrite the sessions in a building that may have got another name."""
    if not created and not raw:
        scheduling.refresh_texts(EventSession.objects.filter(school=instance))


def room_saved(instance, created=False, raw=False, **kwargs):
    """Rewrite the sessions in a room that may have got another name; on commit, when its own row is no longer locked.

    Whoever moves a session locks the session first and the room second.
    """
    if not created and not raw:
        transaction.on_commit(lambda: scheduling.follow_room(instance))


def topic_changed(**kwargs):
    """A topic was named, renamed, removed or given to an event: let every feed be read anew."""
    CalendarBlock.touch()


def privacy_changed(**kwargs):
    """A page was hidden or opened: let every feed be read anew."""
    CalendarBlock.touch()


def registration_deleted(instance, **kwargs):
    """A row is gone: whoever is next in line moves up."""
    departures.settle_one(instance.session)


def person_saved(instance, created=False, raw=False, update_fields=None, **kwargs):
    """A closed account gives its seats back; who is called otherwise now presents under the new name."""
    if not raw and not created and NAME_FIELDS & set(update_fields or NAME_FIELDS):
        presenting.name_again(instance)
    if not raw and not instance.is_active:
        departures.release(instance)


def appointment_changed(instance, raw=False, **kwargs):
    """Whoever has left the district gives their seats back; asked on commit, when a move to another school is whole."""
    if not raw:
        transaction.on_commit(lambda: departures.release(instance.person))


def accounts_closed(request, action_type, objects, action):
    """After a bulk action of the admin, which tells no receivers: closed accounts give their seats back."""
    for person in objects:
        if isinstance(person, User):
            departures.release(person)
