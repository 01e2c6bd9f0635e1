"""The agreement: versions as they are published, both signatures, and what a new wording asks for."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from mentoring import agreements
from mentoring import pairing as pairings
from mentoring.errors import AgreementChanged, NoAgreement, NotOfThePair, PairingHasEnded
from mentoring.pair_records import AgreementVersion, Signature
from tests.factories import days_ago
from tests.mentoring.making import make_pairing, make_programme


def _publish(programme, text):
    programme.agreement = text
    programme.save_revision().publish()


def _numbers():
    return [(version.number, version.texts) for version in AgreementVersion.objects.order_by("number")]


def test_what_is_published_is_a_version_and_the_same_text_stays_one(programme):
    _publish(programme, "We meet monthly. ")
    assert _numbers() == [(1, {"en": "We meet monthly."})]
    _publish(programme, "We meet every three weeks.")
    assert _numbers() == [(1, {"en": "We meet monthly."}), (2, {"en": "We meet every three weeks."})]


def test_a_translation_joins_its_version_and_a_new_wording_drops_it(programme):
    spanish = programme.copy_for_translation(Locale.objects.get(language_code="es"), copy_parents=True)
    _publish(spanish, "Cada mes.")
    assert _numbers() == [(1, {"en": "We meet monthly.", "es": "Cada mes."})]
    _publish(spanish, "Una vez al mes.")
    assert _numbers()[1:] == [(2, {"en": "We meet monthly.", "es": "Una vez al mes."})]
    _publish(programme, "We meet weekly.")
    assert _numbers()[2:] == [(3, {"en": "We meet weekly."})]
    with translation.override("es"):
        assert (agreements.latest_of(programme.translation_key).text, str(AgreementVersion.objects.last())) == (
            "We meet weekly.", "Versión 3",
        )  # fmt: skip


def test_both_sign_once_and_a_new_version_asks_again(pairing, programme, mentor, learner):
    for person in (mentor, learner, mentor):
        agreements.sign(pairing, by=person, number=1)
    version = agreements.latest_of(programme.translation_key)
    found = agreements.signatures_of(pairing)
    assert [(signature.person, signature.version.number, signature.language) for signature in found] == [
        (mentor, 1, "en"), (learner, 1, "en"),
    ]  # fmt: skip
    assert agreements.unsigned_by(pairing, version, found) == []
    _publish(programme, "We meet weekly.")
    newer = agreements.latest_of(programme.translation_key)
    assert agreements.unsigned_by(pairing, newer, found) == [mentor, learner]
    with pytest.raises(AgreementChanged):
        agreements.sign(pairing, by=mentor, number=1)
    assert agreements.sign(pairing, by=mentor, number=2).version == newer
    assert Signature.objects.count() == 3


def test_nobody_else_signs_and_nothing_is_signed_without_text_or_after_the_end(
    pairing, mentor, teacher, coordinator, superuser
):
    for stranger in (coordinator, superuser):
        with pytest.raises(NotOfThePair):
            agreements.sign(pairing, by=stranger, number=1)
    silent = make_pairing(make_programme("Without", agreement=""), mentor, teacher, coordinator)
    with pytest.raises(NoAgreement):
        agreements.sign(silent, by=mentor, number=1)
    pairings.end(pairing, by=coordinator, code="moved", ends_on=days_ago(0))
    with pytest.raises(PairingHasEnded):
        agreements.sign(pairing, by=mentor, number=1)


def test_the_page_shows_signs_and_asks_again(client, pairing, programme, mentor, learner, coordinator):
    page, own = reverse("mentoring:agreement", args=[pairing.pk]), reverse("mentoring:pairing", args=[pairing.pk])
    client.force_login(learner)
    assert "You have not signed the agreement yet." in client.get(own).content.decode()
    assert "We meet monthly." in client.get(page).content.decode()
    sign = reverse("mentoring:sign_agreement", args=[pairing.pk])
    assert client.post(sign, {"number": "1"}).url == own
    assert "signed by you; Mona Mentor has not signed yet" in client.get(own).content.decode()
    _publish(programme, "We meet weekly.")
    assert "The agreement has changed since you signed it." in client.get(own).content.decode()
    late = client.post(sign, {"number": "1"}).content.decode()
    assert ("The agreement was changed while you read it" in late, "We meet weekly." in late) == (True, True)
    for wrong in ("", "x", "0", "9" * 40):
        assert client.post(sign, {"number": wrong}).status_code == 200
    client.force_login(coordinator)
    assert "Version 1" in client.get(reverse("pairings:inspect", args=[pairing.pk])).content.decode()
