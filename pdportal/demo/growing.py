"""Grows the demo district in bulk, for measurements: people, appointments, assignments, registrations, completions."""

import datetime as dt
import itertools
import random

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from courses.pages import CoursePage
from events.choices import RegistrationStatus
from events.records import EventSession, Registration
from pdportal.demo import names
from pdportal.demo.moments import at
from pdportal.demo.roster import DOMAIN
from pdportal.people.choices import Role
from pdportal.people.records import Appointment
from pdportal.requirements import assigning
from pdportal.requirements.records import Assignment
from pdportal.transcripts.choices import ActivityKind, Source
from pdportal.transcripts.records import Completion

BATCH = 2000
ROLES = [Role.TEACHER] * 12 + [Role.LIBRARIAN] * 2 + [Role.AIDE] * 2
COMPLETIONS_EACH = 8
REGISTRATIONS_EACH = 2


def grow(district, staff, *, password, say=print):
    """Add people until there are about ``staff``, with what they would have done; returns how many were added."""
    chance = random.Random(11)  # noqa: S311  believable, not secret
    missing = staff - get_user_model().objects.count()
    if missing <= 0:
        return 0
    people = _people(missing, password, chance)
    _appoint(people, district, chance)
    say(f"{missing} people added")
    assigning.assign_all(on=district.today)
    say("Requirements assigned")
    _complete(people, district, chance)
    _register(people, chance)
    say("Completions and registrations added")
    return missing


def _people(count, password, chance):
    hashed = make_password(password)
    made = [
        get_user_model()(
            username=f"staff{number}", first_name=chance.choice(names.FIRST), last_name=chance.choice(names.LAST),
            email=f"staff{number}@{DOMAIN}", staff_id=f"MX{number}", password=hashed,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    return get_user_model().objects.bulk_create(made, batch_size=BATCH)


def _appoint(people, district, chance):
    Appointment.objects.bulk_create(
        [
            Appointment(
                person=person, role=chance.choice(ROLES), school=chance.choice(district.schools),
                starts_on=district.today - dt.timedelta(days=chance.randrange(200, 4000)),
            )
            for person in people
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _complete(people, district, chance):
    """Past completions of courses for everybody, and this year's annual set for most who owe it."""
    courses = list(CoursePage.objects.filter(locale__language_code="en"))
    titles = {page.pk: {"en": page.title, "es": page.in_language("es").title} for page in courses}
    due = (
        Assignment.objects.filter(learner__in=people)
        .exclude(period="")
        .values_list("learner_id", "activity_key", "period")
    )
    by_key = {page.translation_key: page for page in courses}
    wanted = [(learner, by_key[key], period) for learner, key, period in due if chance.random() < 0.8]
    for person in people:
        for page, number in zip(chance.choices(courses, k=COMPLETIONS_EACH), itertools.count(1), strict=False):
            wanted.append((person.pk, page, f"earlier-{number}"))
    Completion.objects.bulk_create(
        (_completion(learner, page, cycle, titles, district.today, chance) for learner, page, cycle in wanted),
        batch_size=BATCH, ignore_conflicts=True,
    )  # fmt: skip


def _completion(learner, page, cycle, titles, today, chance):
    day = today - dt.timedelta(days=chance.randrange(1, 120 if cycle[:1].isdigit() else 1500))
    return Completion(
        learner_id=learner, activity_key=page.translation_key, activity_kind=ActivityKind.COURSE,
        titles=titles[page.pk], cycle=cycle, credit_hours=page.credit_hours, page_revision=page.live_revision_id,
        completed_on=day, recorded_at=at(day, 12), source=Source.IMPORT,
    )  # fmt: skip


def _register(people, chance):
    """Registrations for past sessions, spread over them; seats grow with the district."""
    sessions = list(EventSession.objects.filter(starts_at__lt=timezone.now()))
    rows = [
        Registration(
            session=session, learner=person, status=RegistrationStatus.REGISTERED,
            requested_at=session.starts_at - dt.timedelta(days=20), changed_at=session.starts_at,
            registered_by=person,
        )
        for person in people
        for session in chance.sample(sessions, min(REGISTRATIONS_EACH, len(sessions)))
    ]  # fmt: skip
    Registration.objects.bulk_create(rows, batch_size=BATCH)
    for session in sessions:
        EventSession.objects.filter(pk=session.pk).update(capacity=session.registrations.count() + 20)
