"""Promise: from a pasted job description to “this is what covers my duties”, and a revision loses nothing."""

import pytest

from courses.progress import complete_lesson
from tests import factories
from tests.duties.test_admin import posted
from tests.factories import days_ago
from tests.reports.tables import read_csv

pytestmark = pytest.mark.django_db
FIRST = "RESPONSIBILITIES:\r\n● Weed the collection,\r\nand replace what is worn\r\n● Guide aides\r\n"
SECOND = """Responsibilities
1. Weed the collection every spring, and replace what is worn
2. Guide aides
3. Teach honest use of AI
"""


def test_from_a_pasted_text_to_what_covers_a_duty(client, coordinator, principal, learner, site):
    course = factories.make_course("Collections", lessons=["Weeding"])
    lesson = course.get_children().get().specific
    # The coordinator pastes the text, publishes what was found, and links the lesson.
    client.force_login(coordinator)
    fields = {
        "number": "001",
        "title_en": "Librarian",
        "title_es": "Bibliotecario",
        "roles": ["librarian"],
        "active": "on",
    }
    text = client.post("/admin/job-descriptions/new/", fields).url
    pasted = {"text": FIRST, "language": "en", "effective_on": days_ago(30).isoformat()}
    page = client.post(text, pasted)
    shown = client.post(text.replace("text", "review"), posted(page, effective_on=days_ago(30).isoformat())).url
    weed, aides = client.get(shown).context["map"].duties
    assert (weed.line.text, aides.line.text) == ("Weed the collection, and replace what is worn", "Guide aides")
    client.post(f"/admin/job-descriptions/duties/{weed.line.duty_id}/link/", {"page": lesson.translation_key})
    # The librarian sees her next step, does it, and sees the duty covered.
    client.force_login(learner)
    assert client.get("/my/duties/").context["coverages"][0].duties[0].next.title == "Weeding"
    complete_lesson(learner, lesson)
    assert client.get("/my/duties/").context["coverages"][0].covered == 1
    # The description is revised; what is reworded keeps its training and its evidence.
    client.force_login(coordinator)
    page = client.post(text, pasted | {"text": SECOND, "effective_on": days_ago(0).isoformat()})
    assert page.context["review"].counts == {"same": 1, "reworded": 1, "new": 1, "dropped": 0}
    client.post(text.replace("text", "review"), posted(page))
    report = read_csv(client.get("/reports/duties/", {"only": "untrained", "export": "csv"}))
    assert [row[3] for row in report[1:]] == ["Guide aides", "Teach honest use of AI"]
    # Her principal reads the same, and nobody else's principal does.
    client.force_login(principal)
    rows = read_csv(client.get(f"/reports/people/{learner.pk}/duties/", {"export": "csv"}))
    assert [row[3:5] for row in rows[1:]] == [["Covered", "Weeding"], ["No training yet", ""], ["No training yet", ""]]
