"""Makes the page trees, languages and admin groups that the portal's addresses rely on; idempotent."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from courses.pages import CourseIndexPage, PathIndexPage
from courses.policy_pages import PolicyIndexPage
from events.pages import EventIndexPage
from mentoring.pages import MentoringIndexPage
from pdportal.home.pages import HomePage
from pdportal.people.appointments import COORDINATORS, EDITORS

TITLES = {"en": "Professional development", "es": "Desarrollo profesional"}
SECTIONS = [
    (CourseIndexPage, "courses", {"en": "Courses", "es": "Cursos"}),
    (PathIndexPage, "paths", {"en": "Learning paths", "es": "Rutas de aprendizaje"}),
    (EventIndexPage, "events", {"en": "Events", "es": "Eventos"}),
    (MentoringIndexPage, "mentoring", {"en": "Mentoring", "es": "Mentoría"}),
    (PolicyIndexPage, "policies", {"en": "Policies", "es": "Políticas"}),
]
PAGE_RIGHTS = {COORDINATORS: ("add", "change", "publish", "lock", "unlock"), EDITORS: ("add", "change", "publish")}
# Models the coordinator works with in the admin; the ledger may be looked at there, never edited or deleted.
COORDINATED = {
    "people": ["school", "appointment", "leave", "schoolyear", "closure"],
    "courses": ["earlyopening"],
    "events": ["eventsession", "registration", "room", "sessionproposal"],
    "mentoring": ["pairing"],
    "requirements": ["requirement", "requirementversion", "assignment", "waiver", "extension", "timebudget"],
    "credits": ["rulepack"],
    "transcripts": ["topic"],
    "claims": ["approvalshape"],
    "partners": ["partnercalendar"],
    "duties": ["jobdescription"],
}
# What editors make besides pages; coordinators do too.
AUTHORED = {"courses": ["questionbank", "resourcelist", "scormpackage"]}
LOOKED_AT = {
    "people": ["merge"],
    "courses": ["quizattempt", "extraattempt", "acknowledgement", "acknowledgementrequest"],
    "transcripts": ["completion", "ledgerimport"],
    "notices": ["outgoingmail"],
    "mentoring": ["concern"],
}


@transaction.atomic
def setup_site():
    """Make whatever is missing of locales, trees, default site and groups; returns the English front page."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    spanish, _ = Locale.objects.get_or_create(language_code="es")
    home = HomePage.objects.filter(locale=english).first() or _plant(english)
    spanish_home = _in_spanish(home, spanish, TITLES["es"], slug="inicio")
    for model, slug, titles in SECTIONS:
        page = model.objects.child_of(home).first()
        if page is None:
            page = model(title=titles["en"], slug=slug, locale=english)
            home.add_child(instance=page)
        _in_spanish(page, spanish, titles["es"], slug=slug)
    _grant(home, spanish_home)
    _ask_coordinators()
    return home


def _plant(locale):
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    home = HomePage(title=TITLES["en"], slug="inicio-en", locale=locale)
    root.add_child(instance=home)
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    welcome = Site.objects.filter(is_default_site=True).first()
    site = welcome or Site(is_default_site=True)
    old = site.root_page if site.pk else None
    site.hostname, site.port = address.hostname, address.port or (443 if address.scheme == "https" else 80)
    site.site_name, site.root_page = settings.WAGTAIL_SITE_NAME, home
    site.save()
    if old and type(old.specific) is Page and not old.get_children().exists():
        old.delete()
    home.refresh_from_db()
    return home


def _in_spanish(page, locale, title, *, slug):
    translated = page.get_translation_or_none(locale)
    if translated is None:
        translated = page.copy_for_translation(locale)
        translated.title, translated.slug, translated.live = title, slug, True
        translated.draft_title = title
        translated.save_revision().publish()
        translated.refresh_from_db()
    return translated


def _grant(*homes):
    admin = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    for name, rights in PAGE_RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*admin)
        for home in homes:
            for right in rights:
                permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{right}_page")
                GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
        group.permissions.add(*_permissions("simple_translation", ["submit_translation"]))
        _grant_files(group)
        for app, models in AUTHORED.items():
            group.permissions.add(*_rights(app, models, ("add", "change", "delete", "view")))
    coordinators = Group.objects.get(name=COORDINATORS)
    for app, models in COORDINATED.items():
        coordinators.permissions.add(*_rights(app, models, ("add", "change", "delete", "view")))
    # People are never deleted: an account is closed, and what was learned in it stays.
    coordinators.permissions.add(*_rights("people", ["staffmember"], ("add", "change", "view")))
    for app, models in LOOKED_AT.items():
        coordinators.permissions.add(*_rights(app, models, ("view",)))


def _ask_coordinators():
    """The workflow of proposed sessions: one answer by a coordinator. A catalogue that has a workflow keeps it."""
    for index in EventIndexPage.objects.all():
        if not WorkflowPage.objects.filter(page=index).exists():
            WorkflowPage.objects.create(page=index, workflow=_answer_workflow())


def _answer_workflow():
    workflow, is_new = Workflow.objects.get_or_create(name="Proposed sessions")
    if is_new:
        task = GroupApprovalTask.objects.create(name="Answer of a coordinator")
        task.groups.add(Group.objects.get(name=COORDINATORS))
        WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow


def _grant_files(group):
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    files = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
        codename__in=[
            "add_image",
            "change_image",
            "choose_image",
            "add_document",
            "change_document",
            "choose_document",
        ],
    )
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _rights(app, models, verbs):
    return _permissions(app, [f"{verb}_{model}" for model in models for verb in verbs])


def _permissions(app, codenames):
    return Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
