"""The coordinator pastes a job description, looks at every line, publishes, and links lessons."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pdportal.duties.records import DutyLink, JobDescription
from pdportal.duties.versions import Wording
from tests.duties.making import describe, duties_of
from tests.factories import days_ago

pytestmark = pytest.mark.django_db
ADMIN = "/admin/job-descriptions/"
TEXT = (
    "Duties:\n1. Weed the shelves every year\n2. Buy books\n3. Protect borrowing records\n\nQualifications:\n- A degree"
)


@pytest.fixture
def boss(client, coordinator):
    client.force_login(coordinator)
    return client


def pasted(client, description, **fields):
    fields = {"text": TEXT, "language": "en", "effective_on": days_ago(0).isoformat()} | fields
    return client.post(f"{ADMIN}{description.pk}/text/", fields)


def posted(response, do="publish", **changes):
    """What the review page would send, with ``changes``."""
    form, formset = response.context["form"], response.context["review"].formset
    data = {name: form[name].value() for name in form.fields} | {"do": do}
    data |= {f"form-{field.name}": field.value() for field in formset.management_form}
    for row in formset:
        for name in row.fields:
            value = row[name].value()
            if value not in (None, False, ""):
                data[row.add_prefix(name)] = "on" if value is True else value
    data = {name: value for name, value in (data | changes).items() if value is not None}
    return data | {
        "effective_on": data["effective_on"] if isinstance(data["effective_on"], str) else days_ago(0).isoformat()
    }


def test_a_new_job_description_leads_to_its_text(boss, site):
    page = boss.post(
        f"{ADMIN}new/", {"number": "007", "title_en": "Aide", "title_es": "Auxiliar", "roles": ["aide"], "active": "on"}
    )
    description = JobDescription.objects.get()
    assert (page.url, description.roles, str(description)) == (f"{ADMIN}{description.pk}/text/", ["aide"], "007 Aide")
    assert boss.post(f"{ADMIN}new/", {"number": "007"}).context["form"].errors.keys() == {
        "number",
        "title_en",
        "title_es",
        "roles",
    }
    assert boss.get(f"{ADMIN}").status_code == 200
    assert boss.get(f"{ADMIN}{description.pk}/").status_code == 200


def test_every_line_is_shown_with_what_changed(boss, description):
    review = pasted(boss, description).context["review"]
    assert review.counts == {"same": 1, "reworded": 1, "new": 1, "dropped": 1}
    assert [(row["text"].value(), row["keep"].value(), match and match.kind) for row, match in review.rows[:4]] == [
        ("Weed the shelves every year", True, "reworded"),
        ("Buy books", True, "same"),
        ("Protect borrowing records", True, "new"),
        ("A degree", False, None),
    ]
    assert [line.text for line in review.dropped] == ["Speak up"]
    assert description.versions.count() == 1


def test_publishing_keeps_links_and_the_text_it_was_made_from(boss, description):
    weed = duties_of(description)[0]
    response = boss.post(f"{ADMIN}{description.pk}/review/", posted(pasted(boss, description)))
    assert response.url == f"{ADMIN}{description.pk}/"
    version = description.versions.first()
    assert (version.number, version.source_text) == (2, TEXT)
    assert [line.text_en for line in version.lines.all()] == [
        "Weed the shelves every year",
        "Buy books",
        "Protect borrowing records",
    ]
    assert duties_of(description)[0] == weed
    page = boss.get(f"{ADMIN}versions/{version.pk}/")
    assert page.context["counts"] == {"same": 1, "reworded": 1, "new": 1, "dropped": 1}


def test_words_may_be_corrected_joined_and_compared_again(boss, description):
    weed, buy, speak = duties_of(description)
    page = pasted(boss, description)
    changes = {
        "form-2-duty": speak.pk,
        "form-0-keep": None,
        "form-1-text": "Buy good books",
        "form-4-keep": "on",
        "form-4-text": "Smile",
    }
    page = boss.post(f"{ADMIN}{description.pk}/review/", posted(page, "compare", **changes))
    review = page.context["review"]
    assert review.counts == {"same": 0, "reworded": 2, "new": 1, "dropped": 1}
    assert [line.duty_id for line in review.dropped] == [weed.pk]
    boss.post(f"{ADMIN}{description.pk}/review/", posted(page, "publish"))
    assert duties_of(description)[:2] == [buy, speak]


def test_nothing_typed_is_lost_when_it_cannot_be_published(boss, description):
    weed, *_rest = duties_of(description)
    page = pasted(boss, description)
    broken = {"form-0-text": "", "form-1-duty": weed.pk, "form-2-text": "Kept words", "effective_on": "soon"}
    page = boss.post(f"{ADMIN}{description.pk}/review/", posted(page, **broken))
    assert page.context["review"].formset[0].errors == {"text": ["Write the duty, or take the tick away."]}
    assert (list(page.context["form"].errors), "Kept words" in page.content.decode()) == (["effective_on"], True)
    page = boss.post(
        f"{ADMIN}{description.pk}/review/",
        posted(page, **{"form-0-text": "Weed", "effective_on": days_ago(0).isoformat()}),
    )
    assert page.context["form"].non_field_errors() == [
        "Two lines are joined to the same duty. Each duty can stand in the description once."
    ]
    assert description.versions.count() == 1


def test_a_version_published_meanwhile_is_compared_with(boss, description, director):
    page = pasted(boss, description)
    describe(
        *[Wording(line.text_en, duty_id=line.duty_id) for line in description.versions.first().lines.all()][:2],
        by=director,
        effective_on=days_ago(3),
    )
    page = boss.post(f"{ADMIN}{description.pk}/review/", posted(page))
    assert page.context["form"].non_field_errors() == [
        "Somebody has published another version meanwhile. Compare with it below, then publish again."
    ]
    boss.post(f"{ADMIN}{description.pk}/review/", posted(page))
    assert description.versions.first().number == 3


@pytest.mark.parametrize(
    "nonsense",
    [
        {},
        {"form-TOTAL_FORMS": "x", "form-INITIAL_FORMS": "0"},
        {"form-TOTAL_FORMS": "99999", "form-INITIAL_FORMS": "0", "language": "tlh"},
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0",
            "form-0-keep": "on",
            "form-0-text": "a" * 10_000,
            "form-0-duty": str(2**70),
        },
        {"after": str(2**70), "effective_on": "9999-99-99", "source": "a" * 200_000},
    ],
)
def test_nonsense_is_answered_with_the_page(boss, description, nonsense):
    page = boss.post(f"{ADMIN}{description.pk}/review/", nonsense | {"do": "publish"})
    assert (page.status_code, description.versions.count()) == (200, 1)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"text": " "}, {"text": ["Paste a text, or choose a file."]}),
        (
            {"text": "", "file": SimpleUploadedFile("a.pdf", b"%PDF")},
            {"file": ["A PDF cannot be read reliably. Open “a.pdf”, copy its text and paste it here."]},
        ),
        (
            {"text": "\n".join(f"- Duty {n}" for n in range(121))},
            {"text": ["There are 121 lines in it that look like duties; at most 120 fit."]},
        ),
        ({"language": "tlh"}, {"language": ["Select a valid choice. tlh is not one of the available choices."]}),
    ],
)
def test_a_text_that_cannot_be_read_is_shown_again(boss, description, fields, errors):
    page = pasted(boss, description, **fields)
    assert (page.status_code, page.context["form"].errors) == (200, errors)


def test_a_long_text_still_fits_one_form(boss, description):
    text = (
        "\n".join(f"{n}. Duty {n}" for n in range(1, 121))
        + "\nQualifications:\n"
        + "\n".join(f"- Q {n}" for n in range(60))
    )
    assert (
        boss.post(f"{ADMIN}{description.pk}/review/", posted(pasted(boss, description, text=text))).status_code == 302
    )
    assert description.versions.first().lines.count() == 120


def test_lessons_are_linked_found_and_taken_off(boss, description, course, lessons):
    speak = duties_of(description)[2]
    lessons[0].duties = "001"
    lessons[0].save_revision().publish()
    page = boss.get(f"{ADMIN}duties/{speak.pk}/")
    assert [target.title for target in page.context["offered"]] == ["Weeding"]
    assert [target.title for target in boss.get(f"{ADMIN}duties/{speak.pk}/?q=coll").context["offered"]] == [
        "Collections"
    ]
    assert (
        boss.post(f"{ADMIN}duties/{speak.pk}/link/", {"page": course.translation_key}).url
        == f"{ADMIN}duties/{speak.pk}/"
    )
    (link,) = speak.links.standing()
    boss.post(f"{ADMIN}links/{link.pk}/remove/")
    assert list(speak.links.standing()) == []
    assert len(boss.get(f"{ADMIN}duties/{speak.pk}/").context["removed"]) == 1
    for key in ("", "x", site_key(course)):
        assert boss.post(f"{ADMIN}duties/{speak.pk}/link/", {"page": key}).status_code == 404


def site_key(course):
    """The key of a page that trains for nothing."""
    return course.get_parent().translation_key


def test_a_lesson_is_linked_to_the_duties_ticked(boss, description, lessons):
    weed, buy, speak = duties_of(description)
    address = f"{ADMIN}pages/{lessons[0].pk}/"
    assert boss.get(address).context["linked"] == {weed.pk}
    assert boss.post(address, {"duty": [buy.pk, speak.pk]}).url == address
    linked = DutyLink.objects.standing().filter(page_key=lessons[0].translation_key)
    assert {link.duty for link in linked} == {buy, speak}
    boss.post(address, {"duty": ["x", str(2**70)]})
    assert linked.count() == 2
    assert boss.get(f"{ADMIN}pages/{lessons[0].get_parent().get_parent().pk}/").status_code == 404
    assert "Duties it trains for" in boss.get(f"/admin/pages/{lessons[0].pk}/edit/").content.decode()


def test_only_coordinators_and_only_by_post(client, description, lessons, editor, learner, principal, coordinator):
    duty, link = duties_of(description)[0], DutyLink.objects.first()
    reading = [
        f"{description.pk}/",
        f"{description.pk}/text/",
        f"versions/{description.versions.get().pk}/",
        f"duties/{duty.pk}/",
        f"pages/{lessons[0].pk}/",
        "",
    ]
    writing = [f"{description.pk}/review/", f"duties/{duty.pk}/link/", f"links/{link.pk}/remove/"]
    for person in (editor, learner, principal):
        client.force_login(person)
        assert {client.get(ADMIN + path).status_code for path in reading} == {302}
        assert {client.post(ADMIN + path, {"page": lessons[1].translation_key}).status_code for path in writing} == {
            302
        }
    assert (DutyLink.objects.standing().count(), description.versions.count()) == (3, 1)
    client.force_login(coordinator)
    assert {client.get(ADMIN + path).status_code for path in reading} == {200}
    assert {client.get(ADMIN + path).status_code for path in writing} == {405}
    assert client.post(f"{ADMIN}delete/{description.pk}/").status_code in {302, 404}
    assert JobDescription.objects.count() == 1


def test_the_same_number_of_queries_for_one_description_and_three(
    boss, description, coordinator, django_assert_num_queries
):
    boss.get(ADMIN)
    with django_assert_num_queries(QUERIES):
        boss.get(ADMIN)
    for number in ("002", "003"):
        describe("Lead", "Guide", by=coordinator, number=number)
    with django_assert_num_queries(QUERIES):
        boss.get(ADMIN)


QUERIES = 13  # session, person, groups and rights, locales; the count and the page of rows with their versions
