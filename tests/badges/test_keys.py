"""Keys stay outside the database; a new one signs, those of before still hold, one that was given up does not."""

import base64
import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from openvc.proof.errors import KeyResolutionError

from pdportal.badges import keys
from pdportal.badges.apps import keys_can_be_used
from tests.badges.verifying import saved
from tests.transcripts import making

NEW_KEY = base64.b64encode(b"a new key for badges, 32 bytes..").decode()


@pytest.mark.django_db
def test_after_a_new_key_old_and_new_badges_hold(client, learner, settings):
    done = making.completion(learner)
    client.force_login(learner)
    old, name = _badge(client, done), keys.ring().name
    settings.BADGE_SIGNING_KEY, settings.BADGE_RETIRED_KEYS = NEW_KEY, [name]
    new, files = _badge(client, done), saved(client)
    assert new["proof"]["verificationMethod"] != old["proof"]["verificationMethod"]
    assert [files.verify(badge).status.revoked for badge in (old, new)] == [False, False]
    assert keys.ring().published == (keys.ring().name, name)


@pytest.mark.django_db
def test_a_key_that_was_given_up_signs_nothing_that_holds(client, learner, settings):
    done = making.completion(learner)
    client.force_login(learner)
    old = _badge(client, done)
    settings.BADGE_SIGNING_KEY = NEW_KEY
    files = saved(client)
    with pytest.raises(KeyResolutionError):
        files.verify(old)
    assert files.verify(_badge(client, done)).status.revoked is False


@pytest.mark.parametrize("key", ["", "x", "c2hvcnQ=", "é" * 44, base64.b64encode(b"\0" * 33).decode()])
def test_a_key_that_cannot_sign_is_found_at_the_start(settings, tmp_path, key):
    settings.BADGE_SIGNING_KEY = ""
    settings.BADGE_KEY_FILE = tmp_path / "key"
    assert keys_can_be_used(None) == []  # it will be made when the first badge is asked for
    settings.BADGE_KEY_FILE.write_text(key or "\n")
    assert [error.id for error in keys_can_be_used(None)] == ["badges.E001"]


@pytest.mark.parametrize("name", ["", "z", "z6Mk", "x6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", "z" + "0" * 47])
def test_a_retired_key_that_is_none_is_found_at_the_start(settings, name):
    settings.BADGE_RETIRED_KEYS = [name]
    assert [error.id for error in keys_can_be_used(None)] == ["badges.E001"]


def test_a_key_file_is_made_once_for_its_owner_alone(settings, tmp_path):
    settings.BADGE_SIGNING_KEY = ""
    settings.BADGE_KEY_FILE = tmp_path / "keys" / "badge.key"
    with ThreadPoolExecutor(8) as pool:
        names = {ring.name for ring in pool.map(lambda _turn: keys.ring(), range(16))}
    assert len(names) == 1
    assert [path.name for path in settings.BADGE_KEY_FILE.parent.iterdir()] == ["badge.key"]
    assert stat.S_IMODE(settings.BADGE_KEY_FILE.stat().st_mode) == 0o600


def _badge(client, done):
    return json.loads(client.get(f"/badges/{done.certificate.code}.json").content)
