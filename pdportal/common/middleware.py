"""Small guards around every request: null bytes, the admin's content policy, no cached personal pages."""

from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.http import HttpResponseBadRequest, HttpResponseNotFound
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

APART = ("/scorm/", settings.STATIC_URL)


class RefuseNullBytes:
    """Answer 400 where a path or query string holds a null byte: no name holds one, and PostgreSQL refuses them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass the request on, or refuse it."""
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " "))
        if "\x00" in request.path_info or b"\x00" in query:
            page = SimpleTemplateResponse("400.html", status=400).render()
            return HttpResponseBadRequest(page.content)
        return self.get_response(request)


class ModulesApart:
    """On the host name kept for SCORM packages serve packages and static files only, so that nobody signs in there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass the request on, or answer 404."""
        origin = settings.SCORM_ORIGIN
        if origin and request.get_host() == urlsplit(origin).netloc and not request.path_info.startswith(APART):
            return HttpResponseNotFound(content_type="text/plain")
        return self.get_response(request)


class AdminContentPolicy:
    """Give Wagtail's admin its own content security policy; every other page keeps the strict one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Mark answers below the admin's address."""
        response = self.get_response(request)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response


class HugeNumbers:
    """Answer 404 where an id is too large for the database; the admin's own addresses take any number.

    The addresses of its bulk actions take any text for an id, and fail on what is no number.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Turn an integer overflow into “not found”."""
        in_bulk = request.resolver_match and request.resolver_match.url_name == "wagtail_bulk_action"
        if isinstance(exception, OverflowError) or (in_bulk and isinstance(exception, ValueError)):
            return render(request, "404.html", status=404)
        return None


class PrivatePages:
    """Forbid storing any page made for a signed-in person, on whatever address it stands."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Add ``private, no-store`` where somebody is signed in, unless the view chose its own rule."""
        response = self.get_response(request)
        if "Cache-Control" not in response and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response
