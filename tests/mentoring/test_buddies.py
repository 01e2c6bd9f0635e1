"""The building buddy: named by mentee or coordinator, from the same school; sees nothing but the fact."""

import pytest
from django.urls import reverse

from mentoring import buddies
from mentoring.errors import NotAColleague, NotYourChoice
from pdportal.notices.records import Notice
from pdportal.people.appointments import end_appointment
from tests.factories import days_ago, make_person, make_school


@pytest.fixture
def buddy(school):
    return make_person("Bella Buddy", "aide", school)


def _told():
    return list(
        Notice.objects.filter(kind="buddy-named").order_by("pk").values_list("recipient__first_name", flat=True)
    )


def test_the_mentee_or_the_coordinator_names_a_colleague(pairing, learner, buddy, coordinator):
    assert buddies.name(pairing, buddy, by=learner).buddy == buddy
    buddies.name(pairing, buddy, by=learner)
    assert _told() == ["Bella"]
    buddies.name(pairing, None, by=coordinator)
    assert buddies.name(pairing, buddy, by=coordinator).history.count() == 5
    assert _told() == ["Bella", "Bella", "Nora"]


def test_nobody_else_names_and_no_stranger_is_named(pairing, mentor, learner, buddy, principal, coordinator):
    for stranger in (mentor, principal, buddy):
        with pytest.raises(NotYourChoice):
            buddies.name(pairing, buddy, by=stranger)
    elsewhere = make_person("Ella Elsewhere", "aide", make_school("Elm Elementary"))
    gone = make_person("Greta Gone", "aide", learner.appointments.get().school)
    end_appointment(gone.appointments.get(), ends_on=days_ago(1))
    for wrong in (elsewhere, gone, learner, mentor):
        with pytest.raises(NotAColleague):
            buddies.name(pairing, wrong, by=coordinator)


def test_the_buddy_sees_the_fact_and_nothing_else(client, pairing, meeting, learner, buddy):
    client.force_login(learner)
    name = reverse("mentoring:name_buddy", args=[pairing.pk])
    assert client.post(name, {"buddy": "9" * 30}).status_code == 200
    assert client.post(name, {"buddy": str(buddy.pk)}).status_code == 302
    assert "Bella Buddy" in client.get(reverse("mentoring:pairing", args=[pairing.pk])).content.decode()
    client.force_login(buddy)
    page = client.get(reverse("mentoring:my_mentoring")).content.decode()
    assert ("You are the building buddy of Nora Newell" in page, "Mona Mentor" in page) == (True, False)
    for address in (
        reverse("mentoring:pairing", args=[pairing.pk]), reverse("mentoring:meeting", args=[meeting.pk]),
        f"/people/{learner.pk}/transcript/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404
    assert "45 minutes" not in client.get("/my/").content.decode()


def test_the_coordinator_names_in_the_admin(client, pairing, buddy, coordinator):
    client.force_login(coordinator)
    address = reverse("pairings:buddy", args=[pairing.pk])
    assert "Bella Buddy" in client.get(address).content.decode()
    client.post(address, {"buddy": str(buddy.pk)})
    pairing.refresh_from_db()
    assert pairing.buddy == buddy
    assert "Bella Buddy" in client.get(reverse("pairings:inspect", args=[pairing.pk])).content.decode()
