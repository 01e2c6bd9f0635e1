"""The learner's pages: whatever is pressed or goes wrong, what was typed is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pdportal.claims import deciding, keeping, writing
from pdportal.claims.records import Claim
from tests.claims.making import fields_of, make_claim, make_draft, make_shape, upload
from tests.factories import PASSWORD, days_ahead


@pytest.fixture
def draft(shape, learner, principal):
    return writing.begin(learner)


@pytest.fixture
def page(client, learner, draft):
    """The address of the draft, its learner signed in."""
    client.force_login(learner)
    return reverse("claims:claim", args=[draft.pk])


def stored(draft):
    return Claim.objects.get(pk=draft.pk)


def test_begin_goes_to_the_draft(client, learner, site):
    client.force_login(learner)
    answer = client.post(reverse("claims:begin"))
    assert answer["Location"] == reverse("claims:claim", args=[learner.claims.get().pk])
    assert client.post(reverse("claims:begin"))["Location"] == answer["Location"]


def test_save_works_without_scripts(client, page, draft):
    assert client.post(page, {"do": "save", "title": "Reading day"}).status_code == 302
    assert stored(draft).title == "Reading day"


def test_whatever_is_pressed_the_text_is_saved(client, page, draft):
    client.post(page, {"do": "files", "learned": "A lot", "files": upload()})
    client.post(page, {"do": f"remove-{draft.files.get().pk}", "learned": "A lot more"})
    assert (stored(draft).learned, draft.files.count()) == ("A lot more", 0)


def test_a_wrong_upload_keeps_text_and_other_files(client, page, draft):
    writing.add_file(draft, upload())
    wrong = SimpleUploadedFile("certificate.pdf", b"<html>")
    answer = client.post(page, fields_of() | {"do": "hand_in", "files": [wrong, upload("programme.png", colour=8)]})
    assert answer.status_code == 200
    assert answer.context["trouble"] == ["“certificate.pdf” is called .pdf, but what is in it is something else."]
    found = stored(draft)
    assert (found.state, found.title) == ("draft", "State Library Conference")
    assert [file.name for file in found.files.all()] == ["certificate.png", "programme.png"]


def test_one_file_is_replaced(client, page, draft):
    file = writing.add_file(draft, upload())
    client.post(page, {"do": "files", f"replace-{file.pk}": upload("right.png", colour=3)})
    assert [(found.pk, found.name) for found in draft.files.all()] == [(file.pk, "right.png")]


def test_hand_in_and_again(client, page, draft):
    form = fields_of() | {"do": "hand_in", "files": upload()}
    assert client.post(page, form).status_code == 302
    assert client.post(page, {"do": "hand_in"}).status_code == 302
    assert (stored(draft).state, stored(draft).turn) == ("handed_in", 1)
    assert "It waits for the principal." in client.get(page).content.decode()


def test_what_is_missing_stands_at_its_field_and_the_rest_is_saved(client, page, draft):
    answer = client.post(page, fields_of(provider="", hours="") | {"do": "hand_in"})
    assert {name: list(errors) for name, errors in answer.context["form"].errors.items()} == {
        "provider": ["Say who offered it."],
        "hours": ["Say how many hours it took."],
    }
    assert answer.context["trouble"] == ["Add at least one proof, such as a certificate or a program."]
    assert stored(draft).learned == "How to weed a collection with students."


def test_what_cannot_be_read_is_shown_again_and_the_rest_is_saved(client, page, draft):
    form = {"do": "save", "title": "Kept", "hours": "six", "starts_on": "31.12.", "kind": "<b>", "topics": ["9" * 40]}
    answer = client.post(page, form)
    assert sorted(answer.context["form"].errors) == ["hours", "kind", "starts_on", "topics"]
    assert 'value="six"' in answer.content.decode()
    assert stored(draft).title == "Kept"


@pytest.mark.parametrize("junk", ["\x00", "x" * 10_000, "-1", "1e9", "NaN", "9999-99-99", "0001-01-01"])
def test_junk_is_never_a_server_error(client, page, draft, junk):
    form = dict.fromkeys(["title", "provider", "kind", "starts_on", "ends_on", "hours", "college_credits"], junk)
    assert client.post(page, form | {"learned": junk, "do": junk, "topics": junk}).status_code in {200, 302}
    assert client.post(reverse("claims:save", args=[draft.pk]), form).status_code == 200


def test_a_comma_is_a_decimal_point(client, page, draft):
    client.post(page, {"do": "save", "hours": "1,5"})
    assert stored(draft).hours == 1.5


def test_autosave_keeps_and_says_so(client, page, draft):
    answer = client.post(reverse("claims:save", args=[draft.pk]), fields_of(hours="x"))
    text = " ".join(answer.content.decode().split())
    assert text.startswith("Saved at ")
    assert "Not saved: Hours you ask for." in text
    assert (stored(draft).title, stored(draft).hours) == ("State Library Conference", None)


def test_autosave_draws_the_rule_that_applies(client, page, draft):
    make_shape("Conferences", position=0, kinds=["conference"], beforehand_by="principal", lead_days=10)
    fields = fields_of(starts_on=days_ahead(20), ends_on=days_ahead(20))
    draft.shape = None
    answer = client.post(reverse("claims:save", args=[draft.pk]), fields).content.decode()
    assert 'id="claim-rule"' in answer
    assert "The hours are decided by the principal within 5 working days." in answer


def test_the_form_says_by_when_to_ask(client, learner, page, draft, shape):
    shape.beforehand_by, shape.lead_days = "principal", 10
    shape.save()
    day = days_ahead(30)
    writing.save_draft(draft, fields=fields_of(starts_on=day, ends_on=day))
    text = client.get(page).content.decode()
    assert "Ask at least 10 days before it starts." in text
    assert "Hand this in by" in text
    assert "Ask at least 10 days before it starts." in client.get(reverse("claims:mine")).content.decode()


def test_autosave_of_what_is_handed_in_is_refused_in_words(client, learner, shape, principal):
    claim = make_claim(learner)
    client.force_login(learner)
    answer = client.post(reverse("claims:save", args=[claim.pk]), {"title": "Other"})
    assert answer.content.decode().strip() == "This claim is handed in. Take it back first to change it."


@pytest.mark.parametrize("name", ["claim", "save"])
def test_typed_without_a_session_it_is_there_after_signing_in(client, learner, draft, name):
    form = {"mark": keeping.mark_of(learner), "title": "Kept", "learned": "While signed out", "do": "save"}
    client.post(reverse(f"claims:{name}", args=[draft.pk]), form)
    assert stored(draft).title == ""
    client.post("/accounts/login/", {"login": learner.username, "password": PASSWORD})
    assert (stored(draft).title, stored(draft).learned) == ("Kept", "While signed out")


def test_somebody_elses_sign_in_throws_it_away(client, learner, colleague, draft):
    form = {"mark": keeping.mark_of(learner), "title": "Kept"}
    client.post(reverse("claims:save", args=[draft.pk]), form)
    client.post("/accounts/login/", {"login": colleague.username, "password": PASSWORD})
    assert stored(draft).title == ""


def test_without_a_mark_nothing_is_kept(client, draft):
    client.post(reverse("claims:save", args=[draft.pk]), {"title": "Forged", "mark": "x"})
    assert keeping.KEY not in client.session


def test_taken_back_by_oneself(client, learner, shape, principal):
    claim = make_claim(learner)
    client.force_login(learner)
    client.post(reverse("claims:take_back", args=[claim.pk]))
    assert stored(claim).state == "draft"


def test_the_rounds_are_visible(client, learner, shape, principal):
    claim = deciding.send_back(make_claim(learner), by=principal, comment="Which day?")
    client.force_login(learner)
    text = client.get(reverse("claims:claim", args=[claim.pk])).content.decode()
    assert "Pat Principal asks you to correct this" in text
    assert text.count("Which day?") == 2


def test_a_possible_duplicate_is_shown(client, learner, page, draft):
    writing.save_draft(draft, fields=fields_of())
    make_claim(learner, title="State library conference 2026")
    assert "Is this the same learning twice?" in client.get(page).content.decode()


def test_proofs_are_sent_as_private_files(client, learner, draft):
    file = writing.add_file(draft, upload())
    client.force_login(learner)
    answer = client.get(reverse("claims:file", args=[file.pk]))
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert b"".join(answer.streaming_content)[1:4] == b"PNG"


@pytest.mark.parametrize("count", [1, 3])
def test_own_claims_take_the_same_queries(client, learner, shape, principal, django_assert_num_queries, count):
    for number in range(count):
        make_claim(learner, title=f"Day {number}")
    client.force_login(learner)
    client.get(reverse("claims:mine"))
    with django_assert_num_queries(10):
        assert len(client.get(reverse("claims:mine")).context["claims"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_draft_takes_the_same_queries(client, learner, page, draft, django_assert_num_queries, count):
    for number in range(count):
        writing.add_file(draft, upload(colour=number))
    with django_assert_num_queries(14):
        client.get(page)


def test_the_list_shows_drafts_with_something_in_them(client, learner, draft):
    client.force_login(learner)
    assert list(client.get(reverse("claims:mine")).context["claims"]) == []
    made = make_draft(learner)
    assert list(client.get(reverse("claims:mine")).context["claims"]) == [made]
