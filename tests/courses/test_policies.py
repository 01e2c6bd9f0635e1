"""Policies come in editions: only a new one is acknowledged again, by those concerned, who see what is different."""

import pytest
from django.urls import reverse

from courses import acknowledgements, policies
from courses.errors import NeverAcknowledged, PolicyChanged
from courses.policy_pages import PolicyPage
from courses.policy_records import AcknowledgementRequest, PolicyRevision
from courses.records import Acknowledgement
from pdportal.notices.records import Notice
from pdportal.people.records import Appointment
from pdportal.transcripts.records import Completion
from tests import factories
from tests.courses.conftest import gate_in, sign_in, translate
from tests.courses.test_views import said

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


@pytest.fixture
def publish(policy, django_capture_on_commit_callbacks):
    """Publish the policy (or a translation of it) with another text."""

    def do(text, *, page=policy, asking=False, what_changed=""):
        page = PolicyPage.objects.get(pk=page.pk)
        page.body = [("text", text)]
        page.needs_acknowledgement, page.what_changed = asking, what_changed
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return PolicyPage.objects.get(pk=page.pk)

    return do


@pytest.fixture
def read(policy_lesson):
    """Let somebody acknowledge the policy in its lesson."""

    def do(person):
        gate = gate_in(policy_lesson, "acknowledgement")
        return acknowledgements.acknowledge(person, policy_lesson, gate.id)

    return do


def editions():
    return list(PolicyRevision.objects.values_list("language", "edition").order_by("pk"))


def asked():
    return sorted(str(each.learner) for each in AcknowledgementRequest.objects.filter(closed_at=None))


def test_a_correction_asks_nobody(read, learner, publish):
    read(learner)
    publish("<p>Use it well, please.</p>")
    assert (editions(), asked(), Notice.objects.filter(kind="policy-changed").count()) == (
        [("en", 1), ("en", 1)],
        [],
        0,
    )


def test_a_new_edition_asks_those_who_read_an_earlier_one_once(read, learner, teacher, colleague, publish):
    read(learner)
    read(teacher)
    publish("<p>Use it better.</p>", asking=True, what_changed="Better than well.")
    assert asked() == ["Nora Newell", "Tom Teacher"]
    told = Notice.objects.filter(kind="policy-changed")
    assert sorted(str(notice.recipient) for notice in told) == ["Nora Newell", "Tom Teacher"]
    policies.ask_again.enqueue(PolicyRevision.objects.last().pk)
    assert (told.count(), AcknowledgementRequest.objects.count()) == (2, 2)


def test_those_who_left_or_are_no_longer_asked_are_left_alone(
    read, learner, teacher, colleague, publish, policy_lesson
):
    for person in (learner, teacher, colleague):
        read(person)
    Appointment.objects.filter(person=teacher).update(ends_on=factories.days_ago(1))
    colleague.is_active = False
    colleague.save()
    publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    assert asked() == ["Nora Newell"]
    policy_lesson.unpublish()
    publish("<p>Use it best.</p>", asking=True, what_changed="Best.")
    assert list(policies.concerned(policy_lesson.body[0].value["policy"].translation_key, 3)) == []


def test_the_choice_is_for_one_publishing(policy, publish):
    publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    publish("<p>Use it better!</p>", page=policy)
    page = PolicyPage.objects.get(pk=policy.pk)
    assert (page.needs_acknowledgement, page.what_changed, editions()) == (False, "", [("en", 1), ("en", 2), ("en", 2)])


def test_republishing_the_same_revision_changes_nothing(policy, publish):
    page = publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    page.unpublish()
    page.get_latest_revision().publish()
    assert editions() == [("en", 1), ("en", 2)]


def test_a_new_acknowledgement_is_a_new_row_and_earns_nothing_twice(read, learner, publish, policy):
    first = read(learner)
    earned = list(Completion.objects.values())
    page = publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    for _click in range(2):
        acknowledgements.renew(learner, policy.translation_key, revision=page.live_revision_id)
    rows = Acknowledgement.objects.order_by("pk").values_list("edition", "revision")
    assert list(rows) == [(1, first.revision), (2, page.live_revision_id)]
    assert list(Completion.objects.values()) == earned
    assert (asked(), AcknowledgementRequest.objects.get().state) == ([], "acknowledged")


def test_only_what_was_shown_is_acknowledged_and_only_what_was_acknowledged_before(
    read, learner, teacher, publish, policy
):
    read(learner)
    shown = publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    publish("<p>Use it best.</p>", asking=True, what_changed="Best.")
    with pytest.raises(PolicyChanged):
        acknowledgements.renew(learner, policy.translation_key, revision=shown.live_revision_id)
    latest = PolicyPage.objects.get(pk=policy.pk).live_revision_id
    with pytest.raises(NeverAcknowledged):
        acknowledgements.renew(teacher, policy.translation_key, revision=latest)
    assert sorted(str(each.state) for each in AcknowledgementRequest.objects.all()) == ["open", "replaced"]
    assert Acknowledgement.objects.count() == 1


def test_both_languages_are_one_policy(read, learner, teacher, publish, policy):
    spanish = translate(policy, "Uso aceptable")
    read(learner)
    publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    now = policies.current([policy.translation_key])[policy.translation_key]
    assert (now.page.locale.language_code, now.edition) == ("en", 2)
    page = publish("<p>Mejor.</p>", page=spanish, asking=True, what_changed="Mejor.")
    assert editions() == [("en", 1), ("es", 1), ("en", 2), ("es", 2)]
    assert (asked(), Notice.objects.filter(kind="policy-changed").count()) == (["Nora Newell"], 1)
    sign_in(learner).post(
        f"/es{reverse('courses:policy_changes', args=[policy.translation_key])}",
        {"revision": page.live_revision_id, "confirmed": "yes"},
    )
    assert (asked(), Acknowledgement.objects.last().policy_title) == ([], "Uso aceptable")


def test_a_language_that_lags_behind_is_not_acknowledged_in_its_place(read, learner, publish, policy, policy_lesson):
    translate(policy, "Uso aceptable")
    read(learner)
    publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    page = sign_in(learner).get(f"/es{reverse('courses:policy_changes', args=[policy.translation_key])}")
    assert page.context["policy"].title == "Acceptable use"
    assert page.context["is_translated"] is False


def place(policy):
    return reverse("courses:policy_changes", args=[policy.translation_key])


def test_the_difference_is_shown_in_words_and_not_the_whole_text(read, learner, publish, policy):
    publish("<h2>Devices</h2><p>Bring it every day.</p><p>Charge it at home each night.</p><p>Old rule.</p>")
    read(learner)
    publish("<h2>Devices</h2><p>Bring it every day.</p><p>Charge it at school each night.</p><p>Ask first.</p>",
            asking=True, what_changed="Charging moved.")  # fmt: skip
    client = sign_in(learner)
    page = client.get(place(policy)).content.decode()
    shown = (
        "Charging moved.",
        "<del",
        "<ins",
        "[taken out: </span>home",
        "[put in: </span>school",
        "Bring it every day.",
    )
    assert [page.count(words) for words in shown] == [1, 2, 2, 1, 1, 0]
    assert "Devices</p>" in page
    assert policy.url in page


def test_the_reader_is_told_on_my_page_the_policy_and_the_lesson(read, learner, publish, policy, policy_lesson):
    read(learner)
    publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    client = sign_in(learner)
    pages = [client.get(address).content.decode() for address in ("/my/", policy.url, policy_lesson.url)]
    assert [page.count(place(policy)) for page in pages] == [1, 1, 1]
    page = PolicyPage.objects.get(pk=policy.pk)
    assert said(client.post(place(policy), {"revision": page.live_revision_id})) == [
        "Please tick the box to acknowledge the policy."
    ]
    answer = client.post(place(policy), {"revision": page.live_revision_id, "confirmed": "yes"})
    assert (answer["Location"], said(answer)[-1]) == ("/my/", "Your acknowledgement is recorded.")
    pages = [client.get(address).content.decode() for address in ("/my/", policy.url, policy_lesson.url)]
    assert [page.count(place(policy)) for page in pages] == [0, 0, 0]
    page = client.get(place(policy)).content.decode()
    shown = ("There is nothing to do.", "The differences", "This is what is different", 'name="confirmed"')
    assert [page.count(words) for words in shown] == [1, 0, 0, 0]


def test_others_are_led_to_the_policy_and_visitors_to_the_sign_in(client, teacher, policy, policy_lesson):
    assert sign_in(teacher).get(place(policy))["Location"] == policy.url
    assert client.get(place(policy))["Location"] == f"/accounts/login/?next={place(policy)}"
    assert sign_in(teacher).get("/my/policies/00000000-0000-0000-0000-000000000000/").status_code == 404


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40, "\x00"])
def test_a_revision_that_is_none_changes_nothing(read, learner, publish, policy, revision):
    read(learner)
    publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    page = sign_in(learner).post(place(policy), {"revision": revision, "confirmed": "yes"})
    assert (page.status_code, Acknowledgement.objects.count()) == (200, 1)


def test_the_editor_says_what_changed_when_people_are_to_be_asked(superuser, policy):
    client, address = sign_in(superuser), f"/admin/pages/{policy.pk}/edit/"
    assert "needs_acknowledgement" in client.get(address).content.decode()
    form = PolicyPage.get_edit_handler().get_form_class()
    data = {"title": "T", "slug": "t", "needs_acknowledgement": "on", "what_changed": " ",
            "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    bound = form(data, instance=policy, for_user=superuser)
    assert bound.is_valid() is False
    assert list(bound.errors) == ["what_changed"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["asked-again", "acknowledgements"])
def test_coordinators_see_who_has_and_who_is_asked(
    django_assert_num_queries, coordinator, learner, teacher, colleague, read, publish, policy, name, count
):
    for person in (learner, teacher, colleague)[:count]:
        read(person)
    publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    client, address = sign_in(coordinator), f"/admin/policies/{name}/"
    client.get(address)
    with django_assert_num_queries(ADMIN_LIST):
        page = client.get(f"{address}?policy_key={policy.translation_key}")
    assert len(page.context["object_list"]) == count
    assert len(client.get(f"{address}?q=nora+newell").context["object_list"]) == 1
    lines = b"".join(client.get(f"{address}?export=csv").streaming_content).decode().splitlines()
    assert len(lines) == count + 1


ADMIN_LIST = 16  # the admin and its rights, the policies to choose from, the rows counted and listed


def test_the_states_are_filtered(coordinator, learner, teacher, read, publish, policy):
    read(learner)
    read(teacher)
    page = publish("<p>Use it better.</p>", asking=True, what_changed="Better.")
    acknowledgements.renew(learner, policy.translation_key, revision=page.live_revision_id)
    client = sign_in(coordinator)
    found = {
        state: [
            str(each.learner)
            for each in client.get(f"/admin/policies/asked-again/?state={state}").context["object_list"]
        ]
        for state in ("open", "acknowledged", "replaced")
    }
    assert found == {"open": ["Tom Teacher"], "acknowledged": ["Nora Newell"], "replaced": []}


@pytest.mark.parametrize("who", ["learner", "principal", "editor", "teacher"])
def test_others_do_not_reach_the_lists(request, policy, who):
    client = sign_in(request.getfixturevalue(who))
    assert client.get("/admin/policies/asked-again/").status_code == 302
    assert client.get("/admin/policies/acknowledgements/?export=csv").status_code == 302
