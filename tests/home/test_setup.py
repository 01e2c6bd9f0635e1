"""Setting up the site: trees in both languages, and groups that can do their work."""

from django.contrib.auth.models import Group
from wagtail.models import Page

from pdportal.home.setup import setup_site


def test_every_section_exists_in_both_languages_at_its_address(site):
    addresses = {page.url for page in Page.objects.filter(depth__in=[2, 3]).specific()}
    sections = {"courses/", "paths/", "events/", "mentoring/", "policies/"}
    assert addresses == {"/", "/es/"} | {f"/{name}" for name in sections} | {f"/es/{name}" for name in sections}


def test_setting_up_again_changes_nothing(site):
    before = list(Page.objects.order_by("pk").values_list("pk", "path", "slug", "title"))
    assert setup_site() == site
    assert list(Page.objects.order_by("pk").values_list("pk", "path", "slug", "title")) == before


def test_editors_and_coordinators_may_publish_and_translate(site, editor, coordinator, teacher):
    for person in (editor, coordinator):
        assert person.has_perm("wagtailadmin.access_admin")
        assert person.has_perm("simple_translation.submit_translation")
        assert site.permissions_for_user(person).can_publish() is True
    assert teacher.has_perm("wagtailadmin.access_admin") is False


def test_nobody_may_change_or_delete_the_ledger_in_the_admin(site):
    names = Group.objects.values_list("permissions__codename", flat=True)
    assert set(names) & {"change_completion", "delete_completion", "add_completion", "delete_staffmember"} == set()
