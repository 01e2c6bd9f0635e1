"""SCORM modules over HTTP: who may open what, and that packages are served apart, under a signed pass."""

import datetime as dt
import json
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import scorm_runtime, scorm_tokens
from courses.records import Enrollment, GatePass
from courses.scorm_records import ScormSitting
from tests.courses.conftest import gate_in, sign_in
from tests.courses.scorm_zips import files, lesson_with, package, zipped
from tests.courses.test_views import address, said

pytestmark = pytest.mark.django_db
ACTIONS = ["open_module", "restart_module", "confirm_module"]


@pytest.fixture
def lesson(db):
    return lesson_with(package(upload=zipped(files() | {"a b.css": "p {}", "data.json": "{}", "job.docx": "PK"})))


@pytest.fixture
def gate(lesson):
    return gate_in(lesson, "scorm")


@pytest.fixture
def sitting(learner, lesson, gate):
    return scorm_runtime.open_module(learner, lesson, gate.id)


@pytest.fixture
def token(learner, sitting):
    return scorm_tokens.issue(learner, sitting.version, sitting=sitting)


def served(token, name, client=None):
    return (client or Client()).get(reverse("scorm:file", args=[token, name]))


def commit(token, data, number=1, client=None):
    body = json.dumps({"number": number, "cmi": data})
    return (client or Client(enforce_csrf_checks=True)).post(
        reverse("scorm:commit", args=[token]), body, content_type="text/plain"
    )


def test_a_learner_opens_the_module_from_the_lesson(learner, lesson, gate):
    client = sign_in(learner)
    page = client.get(lesson.url).content.decode()
    assert page.count("Open the module") == 1
    assert "It is finished when it reports that you have completed or passed it." in page
    response = client.post(address("open_module", lesson, gate))
    assert response["Location"] == address("module", lesson, gate)
    player = client.get(response["Location"]).content.decode()
    frame = re.search(r'<iframe[^>]*src="([^"]+)"[^>]*sandbox="([^"]+)"', player)
    assert (frame[1].startswith("/scorm/"), "allow-same-origin" in frame[2]) == (True, False)
    assert Client().get(frame[1]).status_code == 200
    assert client.get(lesson.url).content.decode().count("Continue the module") == 1


def test_a_module_that_was_not_opened_is_opened_from_the_lesson(learner, lesson, gate):
    response = sign_in(learner).get(address("module", lesson, gate))
    assert response["Location"] == f"{lesson.url}#gate-{gate.id}"
    assert ScormSitting.objects.count() == 0


def test_starting_again_and_confirming(learner, lesson, gate, sitting):
    client = sign_in(learner)
    scorm_runtime.keep(sitting, 0, 1, {"cmi.suspend_data": "x"}, launch=1)
    assert client.post(address("restart_module", lesson, gate))["Location"] == address("module", lesson, gate)
    assert ScormSitting.objects.count() == 2
    response = client.post(address("confirm_module", lesson, gate))
    assert said(response) == ["This module reports by itself when you have finished it."]
    sitting.version.package.finish = "confirm"
    sitting.version.package.save()
    page = client.get(lesson.url).content.decode()
    assert page.count("This module does not report by itself when you have finished it.") == 1
    response = client.post(address("confirm_module", lesson, gate), follow=True)
    assert GatePass.objects.count() == 1
    assert response.content.decode().count("you finished it; the module does not report by itself.") == 1


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_is_a_post_by_somebody_signed_in(client, learner, lesson, gate, name):
    place = address(name, lesson, gate)
    assert sign_in(learner).get(place).status_code == 405
    assert client.post(place)["Location"].startswith("/accounts/login/?next=")
    assert Enrollment.objects.count() == 0


@pytest.mark.parametrize("name", [*ACTIONS, "module"])
def test_what_is_not_there_is_answered(learner, lesson, name):
    client = sign_in(learner)
    ask = client.get if name == "module" else client.post
    assert ask(reverse(f"courses:{name}", args=[uuid.uuid4(), "x" * 200])).status_code == 404
    gone = ask(reverse(f"courses:{name}", args=[lesson.translation_key, "no-such-gate"]))
    assert gone.status_code == (404 if name == "module" else 302)


@pytest.mark.parametrize("part", ["0", "7", "-1", "x", "9" * 30, "", "١"])
def test_any_part_in_the_address_gives_a_page(learner, lesson, gate, sitting, part):
    assert sign_in(learner).get(address("module", lesson, gate) + f"?part={part}").status_code == 200


def test_a_visitor_sees_what_there_is_and_is_asked_to_sign_in(lesson):
    page = Client().get(lesson.url).content.decode()
    assert (page.count("Sign in to open the module."), page.count("/scorm/")) == (1, 0)


def test_pages_begin_with_the_bridge_and_stay_apart(token):
    response = served(token, "index.html")
    policy = response["Content-Security-Policy"]
    page = response.content.decode()
    assert page.startswith(f'<html><head><script src="/scorm/{token}/seed.js"></script>')
    assert page.count("<script src=") == 3
    assert "sandbox allow-scripts" in policy
    assert "allow-same-origin" not in policy
    assert f"default-src http://testserver/scorm/{token}/ " in policy
    assert "'self'" not in policy
    assert {name: response[name] for name in ("X-Content-Type-Options", "Referrer-Policy", "Cache-Control")} == {
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "private, no-store",
    }  # fmt: skip
    assert "X-Frame-Options" not in response
    assert response.cookies == {}


def test_files_have_the_type_of_their_ending_and_papers_are_downloads(token):
    assert served(token, "a b.css")["Content-Type"] == "text/css"
    assert served(token, "data.json")["Content-Type"] == "application/json"
    assert served(token, "job.docx")["Content-Disposition"] == 'attachment; filename="job.docx"'


@pytest.mark.parametrize(
    "name", ["", "gone.html", "..", "../x.html", "a/../../x.html", "imsmanifest", "x" * 5000 + ".js"]
)
def test_nothing_else_is_served(token, name):
    assert Client().get(f"/scorm/{token}/files/{name}").status_code == 404
    assert Client().get(f"/scorm/{token}/").status_code == 404


def test_a_pass_ends_after_twelve_hours_and_with_the_account(learner, token):
    with time_machine.travel(timezone.now() + dt.timedelta(hours=12, minutes=1), tick=False):
        assert served(token, "index.html").status_code == 404
    assert served(token, "index.html").status_code == 200
    learner.is_active = False
    learner.save()
    assert served(token, "index.html").status_code == 404
    assert commit(token, {}).status_code == 404


def test_a_session_is_no_pass(superuser, token):
    assert served(token[:-2], "index.html", sign_in(superuser)).status_code == 404


def test_the_seed_says_who_learns_and_where_she_was(learner, sitting, token):
    scorm_runtime.keep(sitting, 0, 1, {"cmi.suspend_data": "</script>", "cmi.core.exit": "suspend"}, launch=1)
    response = Client().get(reverse("scorm:seed", args=[token]))
    start = json.loads(response.content.decode().removeprefix("window.PD_SCORM = ").removesuffix(";"))
    number = start["cmi"].pop("cmi.core.student_id")
    assert (start["standard"], start["commit"]) == ("1.2", reverse("scorm:commit", args=[token]))
    assert start["cmi"] == {
        "cmi.suspend_data": "</script>", "cmi.core.student_name": "Newell, Nora", "cmi.core.credit": "credit",
        "cmi.core.lesson_mode": "normal", "cmi.core.entry": "resume", "cmi.launch_data": "",
    }  # fmt: skip
    assert (len(number), str(learner.pk) == number) == (20, False)


def test_a_2004_seed_speaks_2004(learner):
    lesson = lesson_with(package(version="2004 4th Edition", mastery="0.75"))
    sitting = scorm_runtime.open_module(learner, lesson, gate_in(lesson, "scorm").id)
    token = scorm_tokens.issue(learner, sitting.version, sitting=sitting)
    text = Client().get(reverse("scorm:seed", args=[token])).content.decode()
    assert '"cmi.scaled_passing_score": "0.75"' in text
    assert '"cmi.entry": "ab-initio"' in text


def test_commits_are_kept_without_a_cookie(sitting, token):
    answer = commit(token, {"cmi.core.lesson_status": "completed"})
    assert (answer.status_code, answer.json()) == (200, {"state": "saved", "finished": True})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert GatePass.objects.count() == 1


def test_bad_commits_are_answered_in_their_own_words(learner, sitting, token):
    later = scorm_tokens.issue(learner, sitting.version, sitting=sitting, at=timezone.now() + dt.timedelta(hours=1))
    assert commit(token, {"cmi.suspend_data": ["x"]}).json() == {"state": "refused"}
    assert (
        Client().post(reverse("scorm:commit", args=[token]), b"\x00\xff", content_type="text/plain").status_code == 400
    )
    assert commit(later, {"cmi.suspend_data": "x"}).status_code == 200
    answer = commit(token, {"cmi.suspend_data": "y"})
    assert (answer.status_code, answer.json()) == (409, {"state": "elsewhere"})
    assert Client().get(reverse("scorm:commit", args=[token])).status_code == 405


def test_an_author_tries_a_module_out_without_a_trace(editor, lesson):
    version = gate_in(lesson, "scorm").value["package"].latest
    page = sign_in(editor).get(reverse("courses:try_module", args=[version.pk])).content.decode()
    token = re.search(r'src="/scorm/([^/]+)/', page)[1]
    assert served(token, "index.html").status_code == 200
    assert commit(token, {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "88"}).json() == {
        "state": "trial", "code": "passed", "score": 88,
    }  # fmt: skip
    assert (ScormSitting.objects.count(), Enrollment.objects.count()) == (0, 0)


def test_others_do_not_try_modules_out(learner, mentor, principal, lesson):
    place = reverse("courses:try_module", args=[gate_in(lesson, "scorm").value["package"].latest.pk])
    assert [sign_in(person).get(place).status_code for person in (learner, mentor, principal)] == [404] * 3
    assert Client().get(place)["Location"].startswith("/accounts/login/")


def test_a_host_of_its_own_serves_packages_and_nothing_else(settings, learner, lesson, gate, sitting, token):
    settings.SCORM_ORIGIN = "http://localhost:8000"
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    apart = {"headers": {"host": "localhost:8000"}}
    page = sign_in(learner).get(address("module", lesson, gate))
    assert 'src="http://localhost:8000/scorm/' in page.content.decode()
    assert "frame-src 'self' http://localhost:8000" in page["Content-Security-Policy"]
    assert (
        "allow-same-origin"
        in Client().get(reverse("scorm:file", args=[token, "index.html"]), **apart)["Content-Security-Policy"]
    )
    for path in ("/", "/my/", "/accounts/login/", "/admin/"):
        assert sign_in(learner).get(path, **apart).status_code == 404


def test_the_lesson_page_asks_as_often_for_one_module_as_for_three(learner):
    lessons = [lesson_with(package(f"P{number}"), title=f"L{number}") for number in range(4)]
    value = {"title": "More", "rule": "completed", "minimum_score": None}
    many = lessons[0]
    many.body = [("scorm", value | {"package": gate_in(lesson, "scorm").value["package"]}) for lesson in lessons[:3]]
    many.save_revision().publish()
    counts = []
    for lesson in (type(many).objects.get(pk=many.pk), lessons[3]):
        client = sign_in(learner)
        client.get(lesson.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(lesson.url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
