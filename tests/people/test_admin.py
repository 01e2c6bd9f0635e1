"""The coordinator's lists of people: they work, and nobody gains rights through them."""

import pytest
from django.contrib.auth import get_user_model

from pdportal.people.records import Appointment
from tests import factories


def _fields(person, **changes):
    fields = {
        name: getattr(person, name) or "" for name in ("first_name", "last_name", "username", "email", "language")
    }
    return fields | {"staff_id": person.staff_id or "", "is_active": "on"} | changes


@pytest.mark.parametrize("address", ["people", "appointments", "schools", "school-years", "closures"])
def test_lists_open_for_the_coordinator_and_for_nobody_else(client, site, coordinator, teacher, editor, address):
    client.force_login(coordinator)
    assert client.get(f"/admin/{address}/").status_code == 200
    for person in (teacher, editor):
        client.force_login(person)
        assert client.get(f"/admin/{address}/").status_code == 302


def test_a_new_person_sets_the_password_by_mail(client, site, coordinator):
    client.force_login(coordinator)
    fields = {
        "first_name": "Ida", "last_name": "Iris", "username": "ida.iris", "email": "ida@maplevalley.example",
        "staff_id": "MV7", "language": "es", "is_active": "on",
    }  # fmt: skip
    assert client.post("/admin/people/new/", fields).status_code == 302
    ida = get_user_model().objects.get(username="ida.iris")
    assert (ida.staff_id, ida.language, ida.has_usable_password(), ida.is_superuser) == ("MV7", "es", False, False)


def test_a_superuser_is_out_of_the_coordinators_reach(client, site, coordinator, superuser):
    client.force_login(coordinator)
    assert superuser.username not in client.get("/admin/people/").content.decode()
    for action in ("edit", "delete", "inspect"):
        assert client.get(f"/admin/people/{action}/{superuser.pk}/").status_code in {302, 404}
    client.post(f"/admin/people/edit/{superuser.pk}/", _fields(superuser, email="mine@evil.example"))
    assert get_user_model().objects.get(pk=superuser.pk).email == superuser.email


def test_the_form_hands_out_no_rights(client, site, coordinator, teacher):
    client.force_login(coordinator)
    client.post(f"/admin/people/edit/{teacher.pk}/", _fields(teacher, is_superuser="on", is_staff="on", groups="1"))
    teacher = get_user_model().objects.get(pk=teacher.pk)
    assert (teacher.is_superuser, teacher.is_staff, teacher.groups.count()) == (False, False, 0)


def test_an_appointment_made_in_the_admin_brings_the_rights_of_the_role(client, site, coordinator, outsider, office):
    client.force_login(coordinator)
    fields = {
        "person": outsider.pk, "role": "coordinator", "school": office.pk, "starts_on": factories.days_ago(1),
        "ends_on": "", "new_to": "",
    }  # fmt: skip
    assert client.post("/admin/appointments/new/", fields).status_code == 302
    assert outsider.groups.get().name == "Coordinators"
    appointment = Appointment.objects.get(person=outsider)
    fields["ends_on"] = factories.days_ago(1)
    client.post(f"/admin/appointments/edit/{appointment.pk}/", fields | {"starts_on": factories.days_ago(9)})
    assert outsider.groups.count() == 0


def test_an_appointment_that_ends_before_it_starts_is_refused(client, site, coordinator, outsider, office):
    client.force_login(coordinator)
    fields = {
        "person": outsider.pk, "role": "teacher", "school": office.pk, "starts_on": factories.days_ago(1),
        "ends_on": factories.days_ago(9), "new_to": "",
    }  # fmt: skip
    answer = client.post("/admin/appointments/new/", fields)
    assert answer.status_code == 200
    assert "An appointment cannot end before it starts." in answer.content.decode()


def test_wagtails_own_user_editor_is_closed_to_coordinators(client, site, coordinator, superuser):
    client.force_login(coordinator)
    assert client.get("/admin/users/").status_code == 302
    assert client.get(f"/admin/users/{superuser.pk}/").status_code in {302, 403, 404}
