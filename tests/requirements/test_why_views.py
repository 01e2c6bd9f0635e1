"""The page behind a status: the same words for everybody who may see the learner, nothing for anybody else."""

import re

import pytest

from pdportal.common.dates import in_words
from pdportal.requirements import assigning
from tests import factories
from tests.factories import days_ago
from tests.mentoring.making import make_pairing, make_programme
from tests.requirements.makers import complete

HUGE = 2**63
COUNT = 27  # six of any page, six for the status and its page, ten for what remains, five for facts and requests


@pytest.fixture
def assignment(requirement, learner):
    assigning.assign_all()
    return learner.assignments.get()


@pytest.fixture
def url(assignment):
    return f"/requirements/{assignment.pk}/why/"


@pytest.fixture
def mentored(site, learner, mentor, coordinator):
    return make_pairing(make_programme(), mentor, learner, coordinator)


def words_for(client, person, url):
    """The panel of the page as ``person`` sees it, without tags."""
    client.force_login(person)
    page = client.get(url).content.decode()
    panel = page[page.index('id="why"') : page.index("</div>", page.index("The facts"))]
    return " ".join(re.sub(r"<[^>]+>", " ", panel).split())


def test_the_same_words_for_learner_mentor_principal_and_coordinator(
    client, url, mentored, learner, mentor, principal, coordinator
):
    said = [words_for(client, person, url) for person in (learner, mentor, principal, coordinator)]
    assert said[1:] == said[:1] * 3
    assert "What comes next Do “Library orientation” by" in said[0]


def test_only_the_learner_is_offered_what_the_learner_can_do(client, url, course, learner, principal, assignment):
    client.force_login(learner)
    page = client.get(url).content.decode()
    assert f'href="{course.url}">Go to it</a>' in page
    assert f"/my/requirements/{assignment.pk}/ask/" in page
    client.force_login(principal)
    page = client.get(url).content.decode()
    assert "Go to it" not in page
    assert "/ask/" not in page


@pytest.mark.parametrize("who", ["mentor", "teacher", "other_principal", "editor", "outsider"])
def test_hidden_from_who_may_not_see_the_learner(client, url, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url).status_code == 404


def test_only_reading_and_only_signed_in(client, url, learner):
    assert client.get(url)["Location"] == f"/accounts/login/?next={url}"
    client.force_login(learner)
    assert client.post(url).status_code == 405
    assert client.get(f"/requirements/{HUGE}/why/").status_code == 404
    assert client.get("/es" + url).status_code == 200


def test_as_it_stood_on_a_day(client, url, course, learner):
    complete(learner, course, days_ago(2))
    client.force_login(learner)
    page = client.get(url, {"as_of": days_ago(3).isoformat()}).content.decode()
    assert f"As it stood on {in_words(days_ago(3))}" in page
    assert "completed on" not in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon", "", "x" * 10_000])
def test_any_day_is_answered(client, url, learner, day):
    client.force_login(learner)
    assert client.get(url, {"as_of": day}).status_code == 200


@pytest.mark.parametrize("address", ["/my/", "/my/requirements/"])
def test_every_status_leads_to_its_why(client, url, learner, address):
    client.force_login(learner)
    assert f'class="status-link" href="{url}"' in client.get(address).content.decode()


def test_the_principals_pages_lead_there_with_their_date(client, url, learner, principal, school):
    client.force_login(principal)
    day = days_ago(1).isoformat()
    for address in (f"/reports/people/{learner.pk}/", f"/reports/buildings/{school.pk}/", "/reports/people/"):
        assert f'href="{url}?as_of={day}"' in client.get(address, {"as_of": day}).content.decode()


def test_the_same_queries_for_one_lesson_and_for_three(client, url, course, learner, django_assert_num_queries):
    client.force_login(learner)
    client.get(url)  # fills Wagtail's list of sites
    with django_assert_num_queries(COUNT):
        client.get(url)
    for title in ("Two", "Three"):
        factories.make_lesson(course, title)
    with django_assert_num_queries(COUNT):
        client.get(url)
