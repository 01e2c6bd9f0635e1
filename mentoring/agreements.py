"""The agreement of a programme: its versions as they are published, and both signatures of a pair."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mentoring.errors import AgreementChanged, NoAgreement, NotOfThePair, PairingHasEnded
from mentoring.pair_records import AgreementVersion, Signature
from mentoring.records import Pairing


def on_published(sender, instance, **kwargs):
    """Signal receiver: a programme was published, so its agreement may be a new version."""
    keep_version(instance)


@transaction.atomic
def keep_version(page, *, at=None):
    """Keep the agreement of ``page`` (a programme that was published in one language); returns its version, or None.

    What was not changed stays the version it is. A translation joins the version it translates. A new wording is a new
    version, which asks both of every pair again; in the district's first language it drops the translations, which
    follow when they are published.
    """
    language, text = page.locale.language_code, page.agreement.strip()
    latest = latest_of(page.translation_key, lock=True)
    if not text or (latest and latest.texts.get(language) == text):
        return latest
    if latest and language not in latest.texts:
        latest.texts[language] = text
        latest.save(update_fields=["texts"])
        return latest
    kept = {} if latest is None or language == settings.LANGUAGE_CODE else latest.texts
    return AgreementVersion.objects.create(
        programme_key=page.translation_key,
        number=latest.number + 1 if latest else 1,
        texts={**kept, language: text},
        published_at=at or timezone.now(),
    )


def latest_of(programme_key, *, lock=False):
    """The AgreementVersion that is to be signed, or None."""
    versions = AgreementVersion.objects.select_for_update() if lock else AgreementVersion.objects
    return versions.filter(programme_key=programme_key).order_by("-number").first()


@transaction.atomic
def sign(pairing, *, by, number, at=None):
    """``by`` signs version ``number`` of the agreement for ``pairing``; signing twice changes nothing.

    Returns the Signature. Raises NotOfThePair, PairingHasEnded, NoAgreement, and AgreementChanged where another version
    was published since the page was shown.
    """
    pairing = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if not pairing.has(by):
        raise NotOfThePair
    if not pairing.is_active:
        raise PairingHasEnded
    version = latest_of(pairing.programme.translation_key)
    if version is None:
        raise NoAgreement
    if version.number != number:
        raise AgreementChanged
    signature, _created = Signature.objects.get_or_create(
        pairing=pairing, version=version, person=by,
        defaults={"signed_at": at or timezone.now(), "language": version.language},
    )  # fmt: skip
    return signature


def signatures_of(pairing):
    """Every Signature of a pairing, the oldest first; one query."""
    return list(pairing.signatures.select_related("version", "person"))


def unsigned_by(pairing, version, signatures):
    """Who of the two has not signed ``version`` yet, among ``signatures``; nobody where there is no agreement."""
    if version is None:
        return []
    signed = {signature.person_id for signature in signatures if signature.version_id == version.pk}
    return [person for person in (pairing.mentor, pairing.mentee) if person.pk not in signed]
