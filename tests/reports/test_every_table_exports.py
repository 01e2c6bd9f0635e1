"""No report is without its table: a new address of reports fails here until it can be downloaded."""

import pytest
from django.urls import reverse

from pdportal.reports.urls import urlpatterns
from tests.credits.making import pack
from tests.evaluations.test_nobody_can_tell import closed, people, survey_of
from tests.mentoring.making import make_pairing, make_programme
from tests.transcripts import making

pytestmark = pytest.mark.django_db
# A list of links; a letter, whose table is the building report; certificates, which are printed, not read as a table.
NO_TABLE = {
    "index",
    "digest",
    "digest_rhythm",
    "digest_sample",
    "prints",
    "ask_for_prints",
    "prints_zip",
    "resume_prints",
    "discard_prints",
}
OTHERWISE = {"provider": ("zip", "application/zip"), "completions_csv": ("csv", "text/csv")}
KINDS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@pytest.mark.parametrize("name", sorted({pattern.name for pattern in urlpatterns} - NO_TABLE))
def test_it_can_be_downloaded(client, site, coordinator, learner, mentor, school, name):
    done = making.completion(learner)
    pack("texas")  # clock hours are counted by one
    survey = closed(survey_of(people(5), 5))
    keys = {
        "evaluation": [survey.unit], "evaluations_about": [survey.activity],
        "mentoring_pair": [make_pairing(make_programme(), mentor, learner, coordinator).pk],
        "building": [school.pk], "person": [learner.pk], "duty_person": [learner.pk], "activity": [done.activity_key],
    }  # fmt: skip
    address = reverse(f"reports:{name}", args=keys.get(name, []))
    client.force_login(coordinator)
    kinds = dict([OTHERWISE[name]]) if name in OTHERWISE else KINDS
    for kind, content_type in kinds.items():
        answer = client.get(address, {"export": kind})
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, content_type)
        assert answer["Content-Disposition"].startswith("attachment")
