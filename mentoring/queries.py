"""Reusable querysets about mentoring."""

import datetime as dt
import functools
import operator

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from mentoring.choices import EndCode, MenteeYear, PairingStatus
from mentoring.records import Meeting, Pairing
from pdportal.common.dates import add_months, today
from pdportal.people.choices import NewTo, Role
from pdportal.people.queries import appointments_on, people_with

A_YEAR = dt.timedelta(days=365)
# Ends after which the mentee waits for somebody else.
REMATCHED = (EndCode.LEFT, EndCode.MOVED, EndCode.TIME, EndCode.OTHER_MATCH)


def pairings_visible_to(viewer):
    """The pairings whose page ``viewer`` may open: one's own, once activated, also after they have ended.

    Nobody else's, whatever the role: coordinators have their own views, without notes.
    """
    return Pairing.objects.begun().filter(Q(mentor=viewer) | Q(mentee=viewer)).with_people()


def pairings_around(person):
    """Every pairing, begun or proposed, that ``person`` has a part in, with its people and its offer; one query.

    More than ``person`` may open: ``cards.Around`` says what of it is shown.
    """
    part = Q(mentor=person) | Q(mentee=person) | Q(buddy=person)
    return Pairing.objects.filter(part).with_people().select_related("offer__run")


def mentor_of(person, *, on=None):
    """The pairing in which ``person`` has a mentor on ``on`` (today), the newest first where there are several."""
    return Pairing.objects.in_force(on or today()).filter(mentee=person).with_people().first()


def mentees_of(person, *, on=None):
    """The pairings in which ``person`` is the mentor on ``on`` (today), by the mentee's name."""
    pairings = Pairing.objects.in_force(on or today()).filter(mentor=person).with_people()
    return pairings.order_by("mentee__last_name", "mentee__first_name", "pk")


def meetings_visible_to(viewer):
    """The meetings ``viewer`` may open: those of one's own pairings."""
    return Meeting.objects.filter(pairing__in=pairings_visible_to(viewer).values("pk")).select_related(
        "pairing__mentor", "pairing__mentee", "pairing__programme", "logged_by"
    )


def all_programmes():
    """Every programme; the model is asked of Django, because ``pages`` stands on these queries."""
    return apps.get_model("mentoring", "MentoringProgramme").objects.all()


def programmes():
    """The programmes pairings are made in: published, in the default language, which stands for all."""
    return all_programmes().live().filter(locale__language_code=settings.LANGUAGE_CODE).order_by("title")


def programmes_on_record():
    """Every programme with its training, published or not: pairs of one that was taken down stay in reports.

    ``title_read`` is its title in the reader's language; one query more where that is not the first one.
    """
    found, language = all_programmes().filter(locale__language_code=settings.LANGUAGE_CODE), get_language()
    titles = {}
    if language != settings.LANGUAGE_CODE:
        read = all_programmes().live().filter(locale__language_code=language)
        titles = dict(read.values_list("translation_key", "title"))
    every = list(found.select_related("mentor_training").order_by("title", "pk"))
    for programme in every:
        programme.title_read = titles.get(programme.translation_key, programme.title)
    return every


def same_programme(programme):
    """The pairings of ``programme`` in whatever language it is written."""
    return Pairing.objects.filter(programme__translation_key=programme.translation_key)


def standing():
    """Proposals, and the pairings that have begun and not ended."""
    return Pairing.objects.exclude(status=PairingStatus.ENDED).with_people().order_by("pk")


def coordinators(on):
    """Who coordinates the district on ``on``."""
    return list(people_with(on, role=Role.COORDINATOR).order_by("pk"))


NEWCOMERS = Q(role=Role.LIBRARIAN, new_to__in=[NewTo.DISTRICT, NewTo.PROFESSION])


def new_in(programme, on):
    """The condition on an appointment that makes its holder need a mentor of ``programme`` on ``on``.

    Nobody needs one of a programme for those who ask by themselves.
    """
    if programme.mentee_year == MenteeYear.ANY:
        return Q(pk__in=[])
    first, last = add_months(on, -12 * programme.mentee_year), add_months(on, 12 - 12 * programme.mentee_year)
    role = Q(role=programme.mentee_role) if programme.mentee_role else Q()
    return role & ~Q(new_to=NewTo.NOTHING) & Q(starts_on__gt=first, starts_on__lte=last)


def unmatched(on, programme=None):
    """Who needs a mentor of ``programme`` and has none on ``on``, and who lost one in the year before; longest first.

    Without ``programme``: new librarians, and whoever else a programme is for. Who has a mentor in any programme waits
    for none. ``new_since`` says since when they are new, or wait again; ``lost_on`` when an earlier pairing ended;
    ``has_proposal`` whether somebody has been proposed.
    """
    if programme:
        wanted, earlier = new_in(programme, on), Q(programme__translation_key=programme.translation_key)
    else:
        wanted, earlier = functools.reduce(operator.or_, [new_in(each, on) for each in programmes()], NEWCOMERS), Q()
    fresh = appointments_on(on).filter(wanted, person=OuterRef("pk"))
    own = Pairing.objects.filter(mentee=OuterRef("pk"))
    lost = own.filter(earlier, end_code__in=REMATCHED, activated_at__isnull=False, ends_on__range=(on - A_YEAR, on))
    at_work = appointments_on(on).filter(person=OuterRef("pk")).order_by("starts_on")
    return (
        get_user_model()
        .objects.filter(~Exists(Pairing.objects.in_force(on).filter(mentee=OuterRef("pk"))), is_active=True)
        .annotate(
            lost_on=Subquery(lost.order_by("-ends_on").values("ends_on")[:1]),
            new_since=Coalesce(Subquery(fresh.order_by("starts_on").values("starts_on")[:1]), F("lost_on")),
            new_at=Subquery(at_work.values("school__name")[:1]),
            has_proposal=Exists(own.filter(status=PairingStatus.PROPOSED)),
        )
        .filter(new_since__isnull=False, new_at__isnull=False)
        .order_by("new_since", "pk")
    )
