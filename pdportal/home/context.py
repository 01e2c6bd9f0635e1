"""What every template of the site may use."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pdportal.notices.queries import unread
from pdportal.people.permissions import can_read_reports

SECTIONS = ("courses", "paths", "events", "mentoring", "policies")


def site(request):
    """Navigation, language switch, the person's links; queries run only where a template uses them."""
    prefix = "" if get_language() == settings.LANGUAGE_CODE else f"/{get_language()}"
    return {
        "nav": _sections(request, prefix),
        "home_url": f"{prefix}/",
        "search_url": reverse("home:search"),
        "language_url": reverse("language"),
        "district": settings.DISTRICT_NAME,
        "viewer_links": lambda: _viewer_links(request),
        "unread_notices": lambda: unread(request.user).count() if _known(request) else 0,
    }


def _sections(request, prefix):
    labels = (_("Courses"), _("Paths"), _("Events"), _("Mentoring"), _("Policies"))
    return [
        {"url": f"{prefix}/{slug}/", "label": label, "active": request.path.startswith(f"{prefix}/{slug}/")}
        for slug, label in zip(SECTIONS, labels, strict=True)
    ]


def _viewer_links(request):
    if not _known(request):
        return []
    links = []
    if can_read_reports(request.user):
        links.append({"url": reverse("reports:index"), "label": _("Reports")})
    if request.user.has_perm("wagtailadmin.access_admin"):
        links.append({"url": reverse("wagtailadmin_home"), "label": _("Admin")})
    return links


def _known(request):
    return hasattr(request, "user") and request.user.is_authenticated
