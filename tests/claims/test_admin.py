"""Coordinators write approval shapes in the admin; shapes in use are taken out of use, never deleted."""

from django.urls import reverse

from pdportal.claims.records import ApprovalShape
from tests.claims.making import make_shape

FORM = {
    "name_en": "Conferences", "name_es": "Congresos", "position": "1", "active": "on", "kinds": ["conference"],
    "most_hours": "8", "beforehand_by": "principal", "lead_days": "10", "first_approver": "principal",
    "second_approver": "", "decide_days": "5", "needs_proof": "on", "roles": ["librarian", "aide"], "levels": ["high"],
}  # fmt: skip


def test_a_shape_is_written_and_read_back(client, site, coordinator):
    client.force_login(coordinator)
    assert client.post(reverse("approval_shapes:add"), FORM).status_code == 302
    shape = ApprovalShape.objects.get()
    assert (shape.kinds, shape.audience, shape.lead_days) == (
        ["conference"], {"all": [{"role": ["librarian", "aide"]}, {"level": ["high"]}]}, 10,
    )  # fmt: skip
    form = client.get(reverse("approval_shapes:edit", args=[shape.pk])).context["form"]
    assert (form["roles"].value(), form["levels"].value()) == (["librarian", "aide"], ["high"])


def test_a_second_approver_needs_a_first(client, site, coordinator):
    client.force_login(coordinator)
    form = FORM | {"first_approver": "", "second_approver": "director", "beforehand_by": ""}
    answer = client.post(reverse("approval_shapes:add"), form)
    assert sorted(answer.context["form"].errors) == ["beforehand_by", "first_approver"]


def test_an_audience_the_form_cannot_show_is_kept(client, coordinator, site):
    shape = make_shape(audience={"not": {"role": ["aide"]}})
    client.force_login(coordinator)
    client.post(reverse("approval_shapes:edit", args=[shape.pk]), FORM)
    shape.refresh_from_db()
    assert (shape.name_en, shape.audience) == ("Conferences", {"not": {"role": ["aide"]}})


def test_the_list_says_who_decides(client, coordinator, site):
    make_shape("Short learning", first_approver="")
    client.force_login(coordinator)
    assert "Short learning" in client.get(reverse("approval_shapes:index")).content.decode()
