"""The keys that sign badges: private ones stay outside the database, public ones are published for ever."""

import base64
import binascii
import functools
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LENGTH = 32  # bytes of an Ed25519 key, private or public
ED25519 = b"\xed\x01"  # what comes before a public Ed25519 key in a Multikey
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class KeyUnusable(ImproperlyConfigured):
    """``BADGE_SIGNING_KEY``, the key file or ``BADGE_RETIRED_KEYS`` is not what it should be."""


@dataclass(frozen=True)
class Ring:
    """The key that signs, and the names (Multikey) of all that are published: the signing one first."""

    private: Ed25519PrivateKey
    published: tuple

    @property
    def name(self):
        """The name of the key that signs."""
        return self.published[0]


def ring():
    """The Ring of this installation; its key file is made where there is none yet. Raises KeyUnusable."""
    signing = settings.BADGE_SIGNING_KEY or _kept_in(Path(settings.BADGE_KEY_FILE))
    return _ring(signing, tuple(settings.BADGE_RETIRED_KEYS))


def check():
    """Raise KeyUnusable where the configured keys cannot be used; writes nothing."""
    path = Path(settings.BADGE_KEY_FILE)
    signing = settings.BADGE_SIGNING_KEY or (path.read_text() if path.exists() else "")
    if signing:
        _ring(signing, tuple(settings.BADGE_RETIRED_KEYS))


def multibase(data):
    """``data`` in base 58, after the letter that says so."""
    number, letters = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + letters


@functools.lru_cache(maxsize=4)
def _ring(signing, retired):
    try:
        private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(signing.strip(), validate=True))
    except (binascii.Error, ValueError) as trouble:
        raise KeyUnusable(
            "The key that signs badges must be 32 random bytes in base64 (deploy/README.md)."
        ) from trouble
    name = multibase(ED25519 + private.public_key().public_bytes_raw())
    for each in retired:
        if not _is_name(each):
            raise KeyUnusable(f"BADGE_RETIRED_KEYS holds what is no public key such as {name}.")
    return Ring(private, (name, *(each for each in retired if each != name)))


def _is_name(text):
    """True where ``text`` is the name of an Ed25519 key: these bytes, and no other letters for them."""
    if not text.startswith("z") or not set(text[1:]) <= set(ALPHABET):
        return False
    number = 0
    for letter in text[1:]:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    data = number.to_bytes((number.bit_length() + 7) // 8)
    return len(data) == len(ED25519) + LENGTH and data.startswith(ED25519) and multibase(data) == text


def _kept_in(path):
    """The key in the file ``path``, made where there is none; of two processes that make it, one wins for both."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with open(draft, "x", opener=_for_the_owner) as file:
            file.write(base64.b64encode(secrets.token_bytes(LENGTH)).decode())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def _for_the_owner(path, flags):
    return os.open(path, flags, 0o600)
