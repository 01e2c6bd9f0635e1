"""My page, search, the language switch, health, and the pages for what went wrong."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from pdportal.common.kept import own_page
from pdportal.common.pagination import page_of
from pdportal.common.redirects import next_path
from pdportal.home import my_page as my
from pdportal.home import queries

MOST_LETTERS = 200


@login_required
@require_safe
def my_page(request):
    """What the signed-in person needs to know now."""
    return own_page(request, lambda: render(request, "home/my_page.html", my.of(request.user)))


@require_safe
def search(request):
    """Published pages in the reader's language that hold the words asked for; the words stay in the field."""
    words = " ".join(request.GET.get("q", "").split())[:MOST_LETTERS]
    found = queries.found_pages(words, translation.get_language()) if words else []
    return render(request, "home/search.html", {"words": words, "results": page_of(found, request, per_page=20)})


@require_POST
def language(request):
    """Remember the language somebody chose, and go to ``next``: the same page in that language."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        code = settings.LANGUAGE_CODE
    if request.user.is_authenticated:
        get_user_model().objects.filter(pk=request.user.pk).update(language=code)
    return redirect(next_path(request, "/"))


def open_sign_in(request):
    """Send people who want into the admin to the site's one sign-in page, or in, if they are signed in."""
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    if request.user.is_authenticated:
        return redirect("wagtailadmin_home" if request.user.has_perm("wagtailadmin.access_admin") else "home:my_page")
    return redirect_to_login(target)


@never_cache
@require_GET
def health(request):
    """200 where the database answers, else 503; says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except connection.Database.Error:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


def bad_request(request, exception=None):
    """400: the address or form could not be read."""
    return render(request, "400.html", status=400)


def not_found(request, exception=None):
    """404: nothing here, or nothing you may see."""
    return render(request, "404.html", status=404)


def server_error(request):
    """500: drawn without database or session, since either may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request, reason=""):
    """403 for a form whose token is missing or old, with a way back."""
    return render(request, "403_csrf.html", status=403)
