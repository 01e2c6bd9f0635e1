"""SCORM modules in lessons: what they send is kept and read, and satisfies the gate by the author's rule alone."""

import datetime as dt
import json

import pytest
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from courses import gates, progress, scorm_data, scorm_library, scorm_runtime, scorm_tokens
from courses.errors import NoSuchGate
from courses.records import Enrollment, GatePass, LessonProgress
from courses.scorm_data import Result
from courses.scorm_errors import CommitRefused, ModuleNotOpened, ModuleReports, OpenedElsewhere
from courses.scorm_records import ScormSitting
from pdportal.transcripts.records import Completion
from tests import factories
from tests.courses.conftest import gate_in, translate
from tests.courses.scorm_zips import files, lesson_with, manifest, package, zipped

pytestmark = pytest.mark.django_db
PASSED = {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90"}


@pytest.fixture
def lesson(db):
    return lesson_with(package())


def opened(learner, lesson):
    return scorm_runtime.open_module(learner, lesson, gate_in(lesson, "scorm").id)


def kept(sitting, data, *, number=1, launch=1, part=0):
    return scorm_runtime.keep(sitting, part, number, data, launch=launch)


def test_the_one_sentence_names_the_module(lesson):
    assert gates.sentence(gates.gates_of(lesson)) == "Complete this lesson by finishing the module."


def test_a_module_that_reports_completes_the_lesson_and_the_course(learner, lesson):
    at = timezone.now() - dt.timedelta(days=2)
    sitting = scorm_runtime.open_module(learner, lesson, gate_in(lesson, "scorm").id, at=at)
    saved = scorm_runtime.keep(sitting, 0, 1, PASSED, launch=5, at=at)
    assert saved == scorm_runtime.Saved(Result(completed=True, passed=True, score_percent=90), finished=True)
    passed = GatePass.objects.get()
    assert (passed.kind, passed.passed_at) == ("scorm", at)
    assert passed.detail == {"version": sitting.version_id, "rule": "completed", "score": 90}
    assert LessonProgress.objects.get().completed_at == at
    assert Completion.objects.get().learner == learner


def test_what_is_kept_is_there_again_and_another_part_of_it_alone(learner, lesson):
    sitting = opened(learner, lesson)
    kept(sitting, {"cmi.core.lesson_location": "3", "cmi.suspend_data": "a|b", "cmi.core.exit": "suspend"})
    again = opened(learner, lesson)
    assert (again.pk, again.data) == (
        sitting.pk,
        {"i1": {"cmi.core.lesson_location": "3", "cmi.suspend_data": "a|b", "cmi.core.exit": "suspend"}},
    )
    assert scorm_data.seed("1.2", again.data["i1"]) == {"cmi.core.lesson_location": "3", "cmi.suspend_data": "a|b"}
    assert GatePass.objects.count() == 0


def test_late_and_doubled_commits_change_nothing(learner, lesson):
    sitting = opened(learner, lesson)
    kept(sitting, {"cmi.core.lesson_location": "2"}, number=2)
    for number in (1, 2):
        kept(sitting, {"cmi.core.lesson_location": "1"}, number=number)
    assert ScormSitting.objects.get().data == {"i1": {"cmi.core.lesson_location": "2"}}


def test_a_window_opened_earlier_does_not_overwrite_a_later_one(learner, lesson):
    sitting = opened(learner, lesson)
    kept(sitting, {"cmi.core.lesson_location": "4"}, launch=20)
    with pytest.raises(OpenedElsewhere):
        kept(sitting, {"cmi.core.lesson_location": "1"}, launch=10, number=9)
    assert ScormSitting.objects.get().data == {"i1": {"cmi.core.lesson_location": "4"}}


@pytest.mark.parametrize(
    ("rule", "minimum", "data", "done"),
    [
        ("completed", None, {"cmi.core.lesson_status": "completed"}, True),
        ("completed", None, {"cmi.core.lesson_status": "failed"}, False),
        ("completed", None, {"cmi.core.lesson_status": "browsed"}, False),
        ("passed", None, {"cmi.core.lesson_status": "completed"}, False),
        ("passed", None, {"cmi.core.lesson_status": "passed"}, True),
        ("score", 80, {"cmi.core.score.raw": "79.9"}, False),
        ("score", 80, {"cmi.core.score.raw": "8", "cmi.core.score.max": "10"}, True),
        ("score", 80, {"cmi.core.lesson_status": "passed"}, False),
    ],
)
def test_the_author_says_what_counts(learner, rule, minimum, data, done):
    lesson = lesson_with(package(), rule=rule, minimum_score=minimum)
    assert kept(opened(learner, lesson), data).finished is done
    assert GatePass.objects.count() == int(done)


@pytest.mark.parametrize(
    ("standard", "data", "mastery", "result"),
    [
        (
            "1.2",
            {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "70"},
            80,
            Result(completed=True, failed=True, score_percent=70),
        ),
        (
            "1.2",
            {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "85"},
            80,
            Result(completed=True, passed=True, score_percent=85),
        ),
        (
            "1.2",
            {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "10"},
            80,
            Result(completed=True, passed=True, score_percent=10),
        ),
        ("1.2", {}, 80, Result()),
        (
            "2004",
            {"cmi.completion_status": "completed", "cmi.score.scaled": "0.5"},
            80,
            Result(completed=True, failed=True, score_percent=50),
        ),
        ("2004", {"cmi.score.scaled": "0.29"}, None, Result(score_percent=29)),
        ("2004", {"cmi.score.scaled": "0.8"}, 80, Result(completed=True, passed=True, score_percent=80)),
        (
            "2004",
            {"cmi.success_status": "failed", "cmi.completion_status": "completed"},
            None,
            Result(completed=True, failed=True),
        ),
        ("2004", {"cmi.score.raw": "5", "cmi.score.min": "0", "cmi.score.max": "10"}, None, Result(score_percent=50)),
        ("2004", {"cmi.score.scaled": "nan", "cmi.score.raw": "x"}, None, Result()),
    ],
)
def test_results_are_read_as_both_standards_mean_them(standard, data, mastery, result):
    assert scorm_data.result_of(standard, data, mastery=mastery) == result


def test_every_part_that_can_report_has_to_be_finished(learner):
    contents = files(parts=("index.html", "two.html")) | {"two.html": "<p>Two</p>"}
    lesson = lesson_with(package(upload=zipped(contents)))
    sitting = opened(learner, lesson)
    assert kept(sitting, PASSED, launch=1).finished is False
    assert kept(sitting, PASSED, launch=2, part=1).finished is True
    assert ScormSitting.objects.get().score_percent == 90
    with pytest.raises(CommitRefused):
        kept(sitting, PASSED, launch=3, part=2)


def test_a_new_version_waits_until_the_learner_starts_again(learner, colleague):
    made = package()
    lesson, gate_id = lesson_with(made), None
    gate_id = gate_in(lesson, "scorm").id
    first = opened(learner, lesson)
    kept(first, {"cmi.suspend_data": "far"})
    second = scorm_library.add_version(made, zipped(files(mastery="70")), by=None)
    lesson = type(lesson).objects.get(pk=lesson.pk)
    assert opened(learner, lesson).version == first.version
    assert opened(colleague, lesson).version == second
    fresh = scorm_runtime.start_again(learner, lesson, gate_id)
    assert (fresh.version, fresh.number, fresh.data) == (second, 2, {})
    assert scorm_runtime.start_again(learner, lesson, gate_id) == fresh
    assert ScormSitting.objects.filter(enrollment__learner=learner, number=1).get().data == {
        "i1": {"cmi.suspend_data": "far"}
    }


def test_a_module_finished_stays_finished_when_started_again(learner, lesson):
    kept(opened(learner, lesson), PASSED)
    fresh = scorm_runtime.start_again(learner, lesson, gate_in(lesson, "scorm").id)
    kept(fresh, {"cmi.core.lesson_status": "failed"})
    assert (GatePass.objects.count(), LessonProgress.objects.get().completed_at is not None) == (1, True)


@pytest.fixture
def silent(db):
    """A lesson with a module that has no way to report."""
    return lesson_with(package(upload=zipped({"imsmanifest.xml": manifest(), "index.html": "<p>Read</p>"})))


def test_a_module_that_never_reports_is_confirmed_and_recorded_as_that(learner, silent):
    gate_id = gate_in(silent, "scorm").id
    with pytest.raises(ModuleNotOpened):
        scorm_runtime.confirm_finished(learner, silent, gate_id)
    sitting = opened(learner, silent)
    passed = scorm_runtime.confirm_finished(learner, silent, gate_id)
    assert passed.detail == {
        "version": sitting.version_id, "confirmed_by": learner.pk, "reason": "module does not report",
    }  # fmt: skip
    assert scorm_runtime.confirm_finished(learner, silent, gate_id) == passed
    assert Completion.objects.count() == 1


def test_a_module_that_reports_is_not_confirmed_unless_its_author_says_so(learner, lesson):
    gate_id, sitting = gate_in(lesson, "scorm").id, opened(learner, lesson)
    with pytest.raises(ModuleReports):
        scorm_runtime.confirm_finished(learner, lesson, gate_id)
    sitting.version.package.finish = "confirm"
    sitting.version.package.save()
    assert scorm_runtime.confirm_finished(learner, lesson, gate_id).detail["confirmed_by"] == learner.pk


def test_both_languages_have_their_module_and_one_completion(learner, lesson):
    spanish = translate(lesson, "Privacidad")
    value = {"title": "La revisión", "package": package("Revisión"), "rule": "completed", "minimum_score": None}
    spanish.body[0] = ("scorm", value)
    spanish.body[0].id = lesson.body[0].id
    spanish.save_revision().publish()
    spanish = type(lesson).objects.get(pk=spanish.pk)
    english_sitting, spanish_sitting = opened(learner, lesson), opened(learner, spanish)
    assert english_sitting.version.package != spanish_sitting.version.package
    assert kept(spanish_sitting, PASSED).finished is True
    assert gates.open_gates(Enrollment.objects.get(), lesson) == []


def test_a_module_taken_out_of_the_lesson_keeps_what_is_sent_and_satisfies_nothing(learner, lesson):
    sitting = opened(learner, lesson)
    lesson.body = []
    lesson.save_revision().publish()
    assert kept(sitting, PASSED).finished is False
    assert (ScormSitting.objects.get().data["i1"], GatePass.objects.count()) == (PASSED, 0)
    with pytest.raises(NoSuchGate):
        scorm_runtime.open_module(learner, lesson, sitting.gate_id)


def test_a_package_that_was_opened_is_not_removed(learner, lesson):
    made = opened(learner, lesson).version.package
    with pytest.raises(ProtectedError):
        made.delete()
    assert ScormSitting.objects.count() == 1


def test_lessons_without_modules_are_as_before(learner):
    course = factories.make_course("Plain", lessons=["One"])
    lesson = course.get_children().get().specific
    assert progress.complete_lesson(learner, lesson).completed_at is not None


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"number": 1}', b'{"number": true, "cmi": {}}',
        b'{"number": 0, "cmi": {}}', b'{"number": 99999999999, "cmi": {}}', b'{"number": "1", "cmi": {}}',
        b'{"number": 1, "cmi": []}', b"[" * 100_000, b" " * 300_001,
        json.dumps({"number": 1, "cmi": {f"cmi.objectives.{n}.id": "x" for n in range(5001)}}).encode(),
    ],
)  # fmt: skip
def test_commits_that_are_none_are_refused(body):
    with pytest.raises(CommitRefused):
        scorm_data.read_commit(body)


@pytest.mark.parametrize("value", [True, [], {}, "x" * 66_001, "a\x00b", "\ud800"])
def test_values_no_module_may_send_are_refused(value):
    with pytest.raises(CommitRefused):
        scorm_data.known("1.2", {"cmi.suspend_data": value})


def test_elements_no_module_may_set_are_left_out():
    sent = {
        "cmi.core.student_id": "9", "cmi.core.credit": "no-credit", "cmi.launch_data": "x", "evil": "x", "": "x",
        "x" * 300: "x", "cmi.core.score.raw": 80, "cmi.suspend_data": "", "cmi.interactions.3.result": "correct",
        "cmi.interactions.99999.result": "correct", "cmi.completion_status": "completed",
    }  # fmt: skip
    assert scorm_data.known("1.2", sent) == {"cmi.core.score.raw": "80", "cmi.interactions.3.result": "correct"}
    assert scorm_data.known("2004", sent) == {
        "cmi.interactions.3.result": "correct", "cmi.completion_status": "completed",
    }  # fmt: skip


ELEMENTS = sorted(
    ["cmi.core.lesson_status", "cmi.completion_status", "cmi.success_status", "cmi.score.scaled"]
    + [f"{place}.{name}" for place in ("cmi.core.score", "cmi.score") for name in ("raw", "min", "max")]
)
VALUES = st.one_of(
    st.floats().map(str), st.integers().map(str), st.text(max_size=20),
    st.sampled_from(["passed", "failed", "completed", "incomplete", "unknown"]),
)  # fmt: skip


@run(max_examples=60, deadline=None)
@given(data=st.dictionaries(st.sampled_from(ELEMENTS), VALUES), mastery=st.none() | st.floats(0, 100))
def test_any_values_give_a_sound_result(data, mastery):
    for standard in ("1.2", "2004"):
        result = scorm_data.result_of(standard, data, mastery=mastery)
        assert result.score_percent is None or 0 <= result.score_percent <= 100
        assert not (result.passed and result.failed)
        assert result.completed or not result.passed


def test_a_token_is_read_back_and_nothing_else_is(learner):
    version = package().latest
    token = scorm_tokens.issue(learner, version, part=1)
    permit = scorm_tokens.read(token)
    assert (permit.person_id, permit.version_id, permit.part, permit.sitting_id) == (learner.pk, version.pk, 1, None)
    for forged in ("", "x", token[:-1], token.replace(":", "."), "a" * 5000):
        assert scorm_tokens.read(forged) is None
