"""Rooms of the demo, and who presents what with which papers."""

from django.core.files.base import ContentFile
from django.utils import timezone

from events import few, materials, presenting, queries
from events.choices import MaterialTime
from events.planning_records import Room
from events.records import EventSession
from pdportal.demo import reading

OFFICE_ROOMS = [("Reading room", 16), ("Room A", 30), ("Board room", 45)]
SCHOOL_ROOMS = [("Computer lab", 28), ("Commons", 60)]
PAPERS = {
    "c4": (
        "copyright-questions",
        {"en": "Four questions before you copy or post", "es": "Cuatro preguntas antes de copiar o publicar"},
    ),
    "reading-committee": (
        "reading-notes",
        {"en": "Reading notes for one title", "es": "Notas de lectura de un título"},
    ),
}
LINKS = {"reading-committee": "https://www.ala.org/yalsa/booklistsawards"}
AFTERWARDS = "https://newslit.org/educators/resources/"


def furnish(district):
    """Rooms of the office and of four schools; one that is no longer in use."""
    for name, holds in OFFICE_ROOMS:
        Room.objects.create(school=district.office, name=name, capacity=holds)
    for school in district.schools[:4]:
        for name, holds in SCHOOL_ROOMS:
            Room.objects.create(school=school, name=name, capacity=holds)
    Room.objects.create(school=district.schools[4], name="Old media lab", capacity=20, is_active=False)


def prepare(district, pages):
    """Presenters and papers for what is to come, slides for what is over; tell of sessions with few sign-ups."""
    coordinator = district.accounts["coordinator"]
    for key, (paper, titles) in PAPERS.items():
        for session in _coming(pages["events", key]):
            presenting.add(session, person=district.accounts["mentor"], by=coordinator)
            presenting.add(session, name="Celia Montoya, Maple Valley Public Library", by=coordinator)
            for language, title in titles.items():
                _hand_out(session, f"{paper}.{language}.pdf", title, by=coordinator)
            if key in LINKS:
                materials.add(
                    session, title="Book lists of the library association", time=MaterialTime.BEFORE, url=LINKS[key],
                    by=coordinator,
                )  # fmt: skip
    for session in queries.sessions_of(pages["events", "c3"]).filter(ends_at__lt=timezone.now()):
        materials.add(
            session, title="The exercises of the workshop, to use in class", time=MaterialTime.AFTER, url=AFTERWARDS,
            by=coordinator,
        )  # fmt: skip
    few.tell_due()


def _coming(event):
    return EventSession.objects.filter(event=event, starts_at__gt=timezone.now()).order_by("starts_at")


def _hand_out(session, paper, title, *, by):
    file = ContentFile((reading.CONTENT / "papers" / paper).read_bytes(), name=paper)
    materials.add(session, title=title, time=MaterialTime.BEFORE, upload=file, by=by)
