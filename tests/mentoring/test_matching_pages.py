"""The pages of matching: the coordinator's in the admin, and a person's own profile and requests."""

import pytest
from django.urls import reverse

from mentoring import matching, private_rules
from mentoring.matching_records import MatchingRun, MentoringProfile, Offer, PairDecision, PrivateRule, TrainingOverride
from mentoring.records import Pairing
from pdportal.people.choices import NewTo, Role
from tests.factories import days_ago, days_ahead, make_course, make_person
from tests.mentoring.making import make_programme, save_profile
from tests.mentoring.test_matching import WEIGHTS, high, newcomer, pool  # noqa: F401  fixtures are found by name

# Session, user, rights and menu, then what the page shows, whatever its length.
RUN, CANDIDATES, INDEX = 18, 29, 22
PROFILE = {"meeting_way": "online", "travel": "often"}


@pytest.fixture
def run(programme, pool, coordinator):  # noqa: F811  the fixture of that name
    return matching.make_run(programme, WEIGHTS, by=coordinator)


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_coordinator_weighs_runs_argues_and_publishes(desk, programme, pool):  # noqa: F811  the fixture
    mentor, _other_mentor, _learner, newcomer = pool  # noqa: F811  people, not fixtures
    desk.post(reverse("matching:make"), WEIGHTS | {"programme": programme.pk})
    first = MatchingRun.objects.get()
    page = text_of(desk.get(reverse("matching:run", args=[first.pk])))
    assert "Best alternative: Oscar Othermentor" in page
    assert "It lost because the whole would lose 14 points." in page
    assert "Wanda Waiting would move from Oscar Othermentor to Mona Mentor." in page
    pair = {"mentor": mentor.pk, "mentee": newcomer.pk, "what": "lock"}
    desk.post(reverse("matching:decide", args=[programme.pk]), pair)
    answer = desk.post(reverse("matching:again", args=[first.pk]), follow=True)
    assert "Nora Newell</td><td>Mona Mentor</td><td>Oscar Othermentor</td>" in text_of(answer)
    second = MatchingRun.objects.first()
    desk.post(reverse("matching:publish", args=[second.pk]), {"starts_on": days_ago(0), "answer_days": 7})
    assert sorted(Offer.objects.values_list("pairing__mentee__first_name", "pairing__mentor__first_name")) == [
        ("Nora", "Oscar"), ("Wanda", "Mona"),
    ]  # fmt: skip
    desk.post(reverse("matching:decide", args=[programme.pk]), pair | {"what": "free"})
    assert PairDecision.objects.count() == 0


def test_what_was_typed_wrong_is_kept_and_named(desk, programme, run):
    page = text_of(desk.post(reverse("matching:make"), WEIGHTS | {"programme": programme.pk, "level": "77"}))
    assert ('value="77"' in page, "less than or equal to 20" in page) == (True, True)
    page = text_of(
        desk.post(reverse("matching:publish", args=[run.pk]), {"starts_on": "0001-01-01", "answer_days": "99"})
    )
    assert ('value="99"' in page, Offer.objects.count()) == (True, 0)
    for junk in ("9" * 30, "<b>", ""):
        sent = {"mentor": junk, "mentee": junk, "what": junk}
        assert desk.post(reverse("matching:decide", args=[programme.pk]), sent).status_code == 404
        assert desk.get(reverse("matching:run", args=[run.pk]), {"page": junk, "show": junk}).status_code == 200
        assert desk.get(reverse("matching:find"), {"programme": programme.pk, "mentee": junk}).status_code == 302
        assert (
            desk.post(reverse("matching:override", args=[run.pk]), {"mentor": junk, "reason": junk}).status_code == 200
        )
        assert (
            desk.post(reverse("matching:make"), dict.fromkeys(WEIGHTS, junk) | {"programme": programme.pk}).status_code
            == 200
        )
    assert desk.get(reverse("matching:table", args=[run.pk, "exe"])).status_code == 404


def test_candidates_are_ranked_and_a_private_rule_tells_nothing_more(desk, programme, pool):  # noqa: F811  the fixture
    mentor, other_mentor, learner, _newcomer = pool
    private_rules.write(learner, [mentor.pk])
    page = text_of(desk.get(reverse("matching:candidates", args=[programme.pk, learner.pk])))
    assert page.index("Oscar Othermentor") < page.index("Mona Mentor") < page.index("A private rule")
    desk.post(reverse("matching:propose", args=[programme.pk, learner.pk]), {"mentor": mentor.pk})
    assert Pairing.objects.count() == 0
    desk.post(reverse("matching:propose", args=[programme.pk, learner.pk]), {"mentor": other_mentor.pk})
    assert Pairing.objects.get().mentor == other_mentor


def test_training_is_overridden_with_a_reason(desk, programme, pool):  # noqa: F811  the fixture
    programme.mentor_training = make_course("How to mentor")
    programme.save()
    found = matching.make_run(programme, WEIGHTS, by=pool[0])
    address = reverse("matching:override", args=[found.pk])
    desk.post(address, {"mentor": pool[0].pk, "reason": ""})
    assert TrainingOverride.objects.count() == 0
    desk.post(address, {"mentor": pool[0].pk, "reason": "Trained elsewhere"})
    assert TrainingOverride.objects.get().reason == "Trained elsewhere"


def test_a_run_is_exported_with_the_points_of_every_rule(desk, run):
    rows = b"".join(desk.get(reverse("matching:table", args=[run.pk, "csv"])).streaming_content).decode().splitlines()
    assert rows[0].lstrip("\ufeff").startswith("Mentee,Mentor,Locked,Points,Strengths meet needs")
    assert [row.split(",")[:2] for row in rows[1:]] == [
        ["Nora Newell", "Mona Mentor"],
        ["Wanda Waiting", "Oscar Othermentor"],
    ]


def count_more(programme, school, coordinator):
    """Three mentors and three who wait instead of one; a run of them."""
    for number in range(2):
        save_profile(make_person(f"More Mentor{number}", Role.LIBRARIAN, school), as_mentor=True)
        make_person(f"Next Mentee{number}", Role.LIBRARIAN, school, starts_on=days_ago(5), new_to=NewTo.DISTRICT)
    return matching.make_run(programme, WEIGHTS, by=coordinator)


def test_pages_cost_the_same_for_one_and_for_three(
    desk, programme, mentor, learner, school, coordinator, django_assert_num_queries
):
    save_profile(mentor, as_mentor=True)
    matching.make_run(programme, WEIGHTS, by=coordinator)
    for found in (MatchingRun.objects.get(), count_more(programme, school, coordinator)):
        for address, queries in (
            (reverse("matching:run", args=[found.pk]), RUN),
            (reverse("matching:candidates", args=[programme.pk, learner.pk]), CANDIDATES),
            (reverse("matching:index"), INDEX),
        ):
            desk.get(address)
            with django_assert_num_queries(queries):
                assert desk.get(address).status_code == 200


def test_my_profile_is_mine_alone(client, learner, mentor, other_mentor):
    client.force_login(learner)
    sent = PROFILE | {
        "as_mentee": "on", "needs": ["budget"], "languages": ["en", "es"], "wish_1": mentor.pk,
        "never_1": other_mentor.pk, "system": "Destiny",
    }  # fmt: skip
    assert client.post(reverse("mentoring:profile"), sent).status_code == 302
    kept = MentoringProfile.objects.get()
    assert (kept.person, kept.needs, kept.languages, kept.meeting_way) == (learner, ["budget"], ["en", "es"], "online")
    assert private_rules.of(learner) == {other_mentor.pk}
    page = text_of(client.get(reverse("mentoring:profile")))
    assert f'<option value="{other_mentor.pk}" selected>Oscar Othermentor</option>' in page
    client.force_login(other_mentor)
    assert "selected>Nora" not in text_of(client.get(reverse("mentoring:profile")))


@pytest.mark.parametrize(
    ("field", "junk"),
    [
        ("wish_1", "\x00"), ("wish_1", "9" * 30), ("never_1", "<b>"), ("capacity", "0"), ("capacity", "9" * 30),
        ("paused_until", "9999-12-31"), ("system", "x" * 10_000), ("system", "a\x00b"), ("needs", "everything"),
        ("travel", "teleport"), ("languages", "\x00"),
    ],
)  # fmt: skip
def test_nonsense_in_a_profile_is_refused_in_words(client, learner, field, junk):
    client.force_login(learner)
    answer = client.post(reverse("mentoring:profile"), PROFILE | {field: junk})
    assert (answer.status_code, MentoringProfile.objects.count(), PrivateRule.objects.count()) == (200, 0, 0)
    assert answer.context["form"].errors


def test_nobody_is_wished_for_and_ruled_out_at_once(client, learner, mentor):
    client.force_login(learner)
    answer = client.post(reverse("mentoring:profile"), PROFILE | {"wish_1": mentor.pk, "never_2": mentor.pk})
    assert "The same person stands among your wishes." in text_of(answer)


def test_a_mentor_reads_why_and_answers(client, run, pool, coordinator):  # noqa: F811  the fixture
    mentor, _other, learner, _newcomer = pool
    matching.publish(run, by=coordinator, starts_on=days_ago(0), answer_days=7)
    offer = Offer.objects.get(pairing__mentor=mentor)
    client.force_login(mentor)
    assert "Nora Newell" in text_of(client.get(reverse("mentoring:my_mentoring")))
    page = text_of(client.get(reverse("mentoring:offer", args=[offer.pk])))
    assert "You: Destiny. Nora Newell: destiny." in page
    assert client.post(reverse("mentoring:decline_offer", args=[offer.pk]), {"reason": "\x00"}).status_code == 200
    answer = client.post(reverse("mentoring:accept_offer", args=[offer.pk]), follow=True)
    assert "You are now the mentor of Nora Newell." in text_of(answer)
    assert "Accepted." in text_of(client.get(reverse("mentoring:offer", args=[offer.pk])))
    client.force_login(learner)
    assert client.get(reverse("mentoring:offer", args=[offer.pk])).status_code == 404


def test_a_decline_leads_on(client, run, pool, coordinator):  # noqa: F811  the fixture
    mentor, *_rest = pool
    matching.publish(run, by=coordinator, starts_on=days_ago(0), answer_days=7)
    offer = Offer.objects.get(pairing__mentor=mentor)
    client.force_login(mentor)
    answer = client.post(reverse("mentoring:decline_offer", args=[offer.pk]), {"reason": "time"}, follow=True)
    assert "Thank you for answering." in text_of(answer)


def test_a_pause_shows_until_when(client, mentor):
    save_profile(mentor, as_mentor=True, paused_until=days_ahead(30))
    client.force_login(mentor)
    assert f'value="{days_ahead(30).isoformat()}"' in text_of(client.get(reverse("mentoring:profile")))


def test_without_a_programme_the_page_says_what_to_do(desk, site):
    assert "Publish a mentoring program first" in text_of(desk.get(reverse("matching:index")))
    make_programme()
    assert "Find the best matches" in text_of(desk.get(reverse("matching:index")))
