"""Seals text for the two of a pair, with keys outside the database; whoever holds a copy of it reads nothing.

A text is sealed together with whose it is, so that a row moved to another place does not open there.
"""

import base64
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.views.decorators.debug import sensitive_variables

LEAST_KEY_LENGTH = 32


@sensitive_variables()
def seal(owner, text):
    """Encrypt ``text`` for ``owner``: a list of ids and words that says whose it is. Returns bytes."""
    return _keys().encrypt(json.dumps([*owner, text]).encode())


@sensitive_variables()
def unseal(owner, sealed):
    """The text of ``sealed`` where it was sealed for ``owner``; None where it was not, or where its key is lost."""
    try:
        *sealed_for, text = json.loads(_keys().decrypt(bytes(sealed)))
    except InvalidToken:
        return None
    return text if sealed_for == list(owner) else None


@sensitive_variables()
def reseal(sealed):
    """``sealed`` under the first key; None where no key opens it. Nobody reads what it says."""
    try:
        return _keys().rotate(bytes(sealed))
    except InvalidToken:
        return None


@sensitive_variables()
def _keys():
    """The keys in ``settings.NOTES_KEY``, separated by commas: the first seals, all of them open (to change keys)."""
    secrets = [secret.strip() for secret in settings.NOTES_KEY.split(",")]
    if any(len(secret) < LEAST_KEY_LENGTH for secret in secrets):
        raise ImproperlyConfigured("NOTES_KEY needs at least 32 characters; notes cannot be kept without it.")
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


@sensitive_variables()
def _derived(secret):
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pdportal.mentoring.notes")
    return base64.urlsafe_b64encode(derivation.derive(secret.encode()))
