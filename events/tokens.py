"""Personal calendar addresses: made, replaced, withdrawn, and recognised when a program asks.

An address ends in ``<selector>.<secret>``. The selector finds the row; of the secret only a SHA-256 is kept, which is
enough for 256 random bits and costs nothing to check.
"""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from events.errors import AddressExists, NoAddress
from events.feed_records import CalendarToken
from pdportal.common.dates import today
from pdportal.people.queries import appointments_on
from pdportal.people.records import Appointment

SELECTOR_BYTES, SECRET_BYTES = 12, 32
NOBODY = hashlib.sha256(b"").hexdigest()


@transaction.atomic
def create(person, *, at=None):
    """Make the personal address of ``person``; returns ``(CalendarToken, secret path part)``, shown this once.

    Raises AddressExists where there is a live one.
    """
    _lock(person)
    if live(person):
        raise AddressExists
    return _make(person, at or timezone.now())


@transaction.atomic
def rotate(person, *, at=None):
    """Withdraw the address of ``person`` and make another, in one step; returns what ``create`` does."""
    _lock(person)
    at = at or timezone.now()
    CalendarToken.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
    return _make(person, at)


@transaction.atomic
def revoke(person, *, at=None):
    """Withdraw the address of ``person``: from now on it answers 404. Raises NoAddress where there is none."""
    _lock(person)
    if not CalendarToken.objects.filter(person=person, revoked_at=None).update(revoked_at=at or timezone.now()):
        raise NoAddress


def live(person):
    """The live CalendarToken of ``person``, or None."""
    return CalendarToken.objects.filter(person=person, revoked_at=None).first()


@sensitive_variables()
def recognise(text, *, at=None):
    """The CalendarToken that ``text`` (``selector.secret``) opens, with its person; None for everything else.

    One query and one comparison, whether the address is right, withdrawn or invented. The address of a closed account
    is dead, and so is that of a person all of whose appointments have ended.
    """
    selector, _, secret = text.partition(".")
    ever = Appointment.objects.filter(person=OuterRef("person"))
    now = appointments_on(today(at)).filter(person=OuterRef("person"))
    coming = ever.filter(starts_on__gt=today(at))
    token = (
        CalendarToken.objects.select_related("person")
        .filter(~Exists(ever) | Exists(now) | Exists(coming), Q(revoked_at=None, person__is_active=True))
        .filter(selector=selector)
        .first()
    )
    expected = token.secret_hash if token else NOBODY
    return token if hmac.compare_digest(digest(secret), expected) and token else None


def address_of(secret_part):
    """The whole address that a calendar program is given."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('feeds:personal', args=[secret_part])}"


def digest(secret):
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _make(person, at):
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token = CalendarToken.objects.create(
        person=person,
        selector=secrets.token_urlsafe(SELECTOR_BYTES),
        secret_hash=digest(secret),
        created_at=at,
    )
    return token, f"{token.selector}.{secret}"


def _lock(person):
    return get_user_model().objects.select_for_update().get(pk=person.pk)
