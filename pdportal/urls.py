"""The whole URL map; Wagtail's page trees come last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from pdportal.common.serving import serve as serve_page
from pdportal.home.views import health, language, open_sign_in

handler400 = "pdportal.home.views.bad_request"
handler404 = "pdportal.home.views.not_found"
handler500 = "pdportal.home.views.server_error"

MEDIA = [re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})]

urlpatterns = [
    *(MEDIA if settings.SERVE_MEDIA else []),
    path("healthz", health, name="health"),
    path("language/", language, name="language"),
    path("", include("events.feed_urls")),
    path("scorm/", include("courses.scorm_urls")),
    path("", include("pdportal.badges.urls")),
    # One throttled sign-in for the whole site: the admin's own login page sends people to it.
    path("admin/login/", open_sign_in),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("accounts/signup/", RedirectView.as_view(pattern_name="account_login")),
        path("accounts/", include("allauth.urls")),
        path("", include("pdportal.home.urls")),
        path("", include("pdportal.transcripts.urls")),
        path("", include("pdportal.claims.urls")),
        path("", include("pdportal.evaluations.urls")),
        path("", include("pdportal.credits.urls")),
        path("", include("pdportal.requirements.urls")),
        path("", include("pdportal.duties.urls")),
        path("", include("pdportal.notices.urls")),
        path("", include("pdportal.people.urls")),
        path("reports/", include("pdportal.reports.urls")),
        path("", include("courses.urls")),
        path("", include("events.urls")),
        path("", include("mentoring.urls")),
        re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
        re_path(r"", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
