"""Commits that arrive at once: the database sees one after the other, and the last one sent is the one kept."""

import pytest

from courses import scorm_runtime
from courses.records import GatePass
from courses.scorm_records import ScormSitting
from pdportal.transcripts.records import Completion
from tests.courses.conftest import gate_in
from tests.courses.scorm_zips import lesson_with, package
from tests.courses.test_races import at_once, race  # noqa: F401  a fixture is found by name

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("race")
def test_many_commits_at_once_pass_the_gate_once_and_keep_the_last(learner):
    lesson = lesson_with(package())
    sitting = scorm_runtime.open_module(learner, lesson, gate_in(lesson, "scorm").id)

    def sent(number):
        data = {"cmi.core.lesson_status": "passed", "cmi.core.lesson_location": str(number)}
        return lambda: scorm_runtime.keep(sitting, 0, number, data, launch=1)

    assert at_once(*(sent(number) for number in (3, 1, 4, 2))) == []
    assert ScormSitting.objects.get().data["i1"]["cmi.core.lesson_location"] == "4"
    assert (GatePass.objects.count(), Completion.objects.count()) == (1, 1)


@pytest.mark.usefixtures("race")
def test_opening_twice_at_once_is_one_sitting(learner):
    lesson = lesson_with(package())
    gate_id = gate_in(lesson, "scorm").id
    assert at_once(*[lambda: scorm_runtime.open_module(learner, lesson, gate_id)] * 4) == []
    assert ScormSitting.objects.count() == 1
