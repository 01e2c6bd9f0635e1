"""The admin's pages about how a session is held: who presents it, its materials, and sessions with few sign-ups."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from events import few, materials, presenting, queries, seat_queries, wording
from events.admin_forms import MaterialForm, PresenterForm
from events.errors import EventRefusal, PresentsAlready
from events.planning_records import Material, Presenter
from events.records import EventSession
from events.roster_views import EDIT, LIST, coordinators_only

PREPARING, FEW = "event_sessions:preparing", "event_sessions:few"


def addresses():
    """The addresses of these views, for the admin's list of sessions."""
    return [
        path("preparing/<id:pk>/", preparing, name="preparing"),
        path("preparing/<id:pk>/presenter/", add_presenter, name="add_presenter"),
        path("preparing/<id:pk>/presenter/<id:presenter_pk>/", remove_presenter, name="remove_presenter"),
        path("preparing/<id:pk>/material/", add_material, name="add_material"),
        path("preparing/<id:pk>/material/<id:material_pk>/", remove_material, name="remove_material"),
        path("few/", few_sign_ups, name="few"),
        path("few/<id:pk>/keep/", keep, name="keep"),
    ]


def warnings(session, presenters=None):
    """Sentences about ``presenters`` of ``session`` (all of them) who have something else at that time."""
    if presenters is None:
        presenters = session.presenters.select_related("person")
    people = [found.person for found in presenters if found.person]
    return [
        _("%(name)s has something else at that time: “%(title)s”, %(when)s.")
        % {"name": person, "title": other.event.title, "when": wording.when_text(other)}
        for person, _session, other in presenting.clashes(people, [session])
    ]


@coordinators_only
@require_safe
def preparing(request, pk):
    """Who presents the session and what is handed out, with forms to add more."""
    return _page(request, _session(pk), PresenterForm(), MaterialForm())


@coordinators_only
@require_POST
def add_presenter(request, pk):
    """Add a presenter, to the later dates of the series too where that is ticked."""
    session, form = _session(pk), PresenterForm(request.POST)
    if not form.is_valid():
        return _page(request, session, form, MaterialForm())
    given = {name: form.cleaned_data[name] for name in ("person", "name")}
    try:
        made = presenting.add(session, by=request.user, **given)
    except EventRefusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, session, form, MaterialForm())
    sessions = [session]
    for later in _later(form, session):
        try:
            presenting.add(later, by=request.user, **given)
        except PresentsAlready:
            continue
        sessions.append(later)
    messages.success(request, _added(made, len(sessions)))
    for one in sessions:
        for warning in warnings(one, [made]):
            messages.warning(request, warning)
    return redirect(PREPARING, pk)


@coordinators_only
@require_POST
def remove_presenter(request, pk, presenter_pk):
    """Take a presenter off this session."""
    found = get_object_or_404(Presenter.objects.select_related("session", "person"), pk=presenter_pk, session=pk)
    presenting.remove(found, by=request.user)
    messages.success(request, _("%(name)s no longer presents this session.") % {"name": found})
    return redirect(PREPARING, pk)


@coordinators_only
@require_POST
def add_material(request, pk):
    """Add a file or a link, to the later dates of the series too where that is ticked."""
    session, form = _session(pk), MaterialForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, session, PresenterForm(), form)
    given = {name: form.cleaned_data[name] for name in ("title", "time", "upload", "url")}
    sessions = [session, *_later(form, session)]
    try:
        for one in sessions:
            made = materials.add(one, by=request.user, **given)
    except (EventRefusal, ValidationError) as refusal:
        form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
        return _page(request, session, PresenterForm(), form)
    messages.success(request, _added(made, len(sessions)))
    return redirect(PREPARING, pk)


@coordinators_only
@require_POST
def remove_material(request, pk, material_pk):
    """Take a file or a link off this session."""
    found = get_object_or_404(Material, pk=material_pk, session=pk)
    materials.remove(found)
    messages.success(request, _("“%(title)s” is removed.") % {"title": found})
    return redirect(PREPARING, pk)


@coordinators_only
@require_safe
def few_sign_ups(request):
    """Sessions soon to come with fewer people than their minimum, each with the two ways to go on."""
    sessions = queries.localized(seat_queries.too_few(timezone.now()))
    context = {"sessions": sessions} | _crumbs([], _("Few sign-ups"))
    return render(request, "events/admin/few.html", context)


@coordinators_only
@require_POST
def keep(request, pk):
    """Let a session take place all the same."""
    try:
        session = few.keep(_session(pk), by=request.user)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(title)s” takes place.") % {"title": session.event.title})
    return redirect(FEW)


def _session(pk):
    return get_object_or_404(EventSession.objects.select_related("event", "school"), pk=pk)


def _later(form, session):
    return presenting.also_later(session) if form.cleaned_data["also_later"] else []


def _added(what, number):
    words = ngettext(
        "“%(what)s” is added to %(number)s session.", "“%(what)s” is added to %(number)s sessions.", number
    )
    return words % {"what": what, "number": number}


def _page(request, session, presenter_form, material_form):
    """The page with its two forms; whichever was sent with a mistake keeps what was typed."""
    for form in (presenter_form, material_form):
        if session.series_id is None:
            del form.fields["also_later"]
    context = {
        "session": session,
        "presenters": session.presenters.select_related("person"),
        "materials": session.materials.all(),
        "presenter_form": presenter_form,
        "material_form": material_form,
    }
    name = f"{session.event.title}, {wording.day_text(session.held_on)}"
    context |= _crumbs([(reverse(EDIT, args=[session.pk]), name)], _("Presenters and materials"))
    return render(request, "events/admin/preparing.html", context)


def _crumbs(between, title):
    pairs = [(reverse("wagtailadmin_home"), _("Home")), (reverse(LIST), _("Sessions")), *between, ("", title)]
    crumbs = [{"url": url, "label": label} for url, label in pairs]
    return {"breadcrumbs_items": crumbs, "header_title": title, "page_title": title, "header_icon": "calendar-alt"}
