"""The panel on the admin's first page names what waits, and nothing else."""

from pdportal.home.waiting import items_for
from pdportal.people.choices import NewTo, Role
from tests import factories


def test_nothing_waits_for_an_editor(site, editor, learner):
    assert items_for(editor) == []


def test_a_new_librarian_without_a_mentor_waits_for_the_coordinator(site, coordinator, learner):
    assert items_for(coordinator) == [
        {"count": 1, "label": "new librarian without a mentor", "url": "/admin/pairings/"},
    ]
    factories.make_person("Nick Newer", Role.LIBRARIAN, starts_on=factories.days_ago(3), new_to=NewTo.DISTRICT)
    assert items_for(coordinator)[0]["label"] == "new librarians without a mentor"


def test_the_first_page_of_the_admin_shows_it(client, site, coordinator, learner):
    client.force_login(coordinator)
    page = client.get("/admin/").content.decode()
    assert "Waiting for you" in page
    assert "new librarian without a mentor" in page
