"""Reusable questions about requirements: pages behind activities, their minutes, assignments gone by, requests."""

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from pdportal.requirements.choices import RequestState
from pdportal.requirements.records import Assignment
from pdportal.requirements.request_records import GrantRequest
from pdportal.transcripts.pages import ActivityPage


def activity_pages(keys):
    """By activity key, its published page: in the active language if there is one, else in any. One query."""
    pages = Page.objects.live().public().filter(translation_key__in=list(keys)).select_related("locale")
    mine = (get_language() or "en")[:2]
    by_preference = sorted(pages, key=lambda page: page.locale.language_code == mine)
    return {page.translation_key: page for page in by_preference}


def activity_models():
    """Every kind of page that awards a completion; upper floors are asked, not imported."""
    return [model for model in apps.get_models() if issubclass(model, ActivityPage)]


def activity_minutes(keys):
    """By activity key, how many minutes the activity takes; one or two queries for each kind of activity."""
    keys, found = set(keys), {}
    for model in activity_models():
        found |= model.minutes_by_key(keys)
    return found


def earlier_assignments(learner, day):
    """What was required of ``learner`` before ``day`` and no longer is: years gone by, audiences left."""
    current = Assignment.objects.current(day).filter(learner=learner)
    return Assignment.objects.filter(learner=learner, assigned_on__lte=day).exclude(pk__in=current.values("pk"))


def all_requests():
    """Requests for more time or a waiver with everybody and everything they name, in one query."""
    return GrantRequest.objects.select_related("assignment__learner", "assignment__requirement", "decided_by")


def open_requests():
    """Those that wait for an answer and are still about something; whoever has left is not waited for."""
    return all_requests().filter(
        state=RequestState.OPEN, assignment__ended_on=None, assignment__learner__is_active=True
    )


def requests_found(chosen):
    """Requests as a filter form chose: open ones (first asked first), or those closed in one way (latest first)."""
    if chosen.get("state"):
        found = all_requests().filter(state=chosen["state"]).order_by("-closed_at", "-pk")
    else:
        found = open_requests().order_by("asked_at", "pk")
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    for word in chosen.get("q", "").split():
        name = Q(assignment__learner__first_name__icontains=word) | Q(assignment__learner__last_name__icontains=word)
        rule = Q(assignment__requirement__name_en__icontains=word) | Q(assignment__requirement__name_es__icontains=word)
        found = found.filter(name | rule)
    return found


def request_cells(found):
    """Rows of an export. The learner's reason is left out: it was written for the coordinator, not for a file."""
    for each in found.iterator(chunk_size=500):
        assignment = each.assignment
        yield (
            str(assignment.learner), assignment.learner.staff_id, str(assignment.requirement), assignment.period,
            each.get_kind_display(), each.wanted_on, timezone.localtime(each.asked_at), each.get_state_display(),
            each.closed_at and timezone.localtime(each.closed_at), str(each.decided_by or ""), each.granted_until,
            each.answer,
        )  # fmt: skip


def latest_requests(person):
    """By assignment, the latest request of ``person`` for each kind, newest first, none withdrawn; one query."""
    found = {}
    for each in (
        GrantRequest.objects.filter(assignment__learner=person)
        .exclude(state=RequestState.WITHDRAWN)
        .order_by("-asked_at", "-pk")
    ):
        kinds = found.setdefault(each.assignment_id, {})
        kinds.setdefault(each.kind, each)
    return {assignment: list(kinds.values()) for assignment, kinds in found.items()}
