"""What every installation shares; see ``dev``, ``test`` and ``production`` for what differs."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from pdportal.settings import environment as env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "pdportal.home",
    "pdportal.reports",
    "pdportal.duties",
    "mentoring",
    "courses",
    "events",
    "pdportal.requirements",
    "pdportal.claims",
    "pdportal.credits",
    "pdportal.badges",
    "pdportal.evaluations",
    "pdportal.transcripts",
    "pdportal.notices",
    "pdportal.partners",
    "pdportal.people",
    "pdportal.common",
    "pdportal.demo",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "pdportal.common.admin_app.PortalAdminConfig",
    "wagtail.locales",
    "wagtail",
    "django_tasks",
    "django_tasks_db",
    "modelcluster",
    "taggit",
    "simple_history",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "pdportal.common.middleware.RefuseNullBytes",
    "pdportal.common.middleware.ModulesApart",
    "pdportal.common.page_cache.KeepPublicPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "pdportal.common.middleware.AdminContentPolicy",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "pdportal.common.middleware.PrivatePages",
    "pdportal.common.middleware.HugeNumbers",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "pdportal.urls"
WSGI_APPLICATION = "pdportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pdportal.home.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
if env.text("CACHE_URL", ""):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("CACHE_URL"),
    }

PUBLIC_PAGE_SECONDS = int(env.text("PUBLIC_PAGE_SECONDS", "60"))
OWN_PAGE_SECONDS = int(env.text("OWN_PAGE_SECONDS", "60"))

# People and signing in -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:my_page"
ACCOUNT_ADAPTER = "pdportal.people.adapters.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,6/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "PD Portal"

# Languages and time --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = ["pdportal.formats"]
LOCALE_PATHS = [BASE_DIR / "pdportal" / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env.text("DISTRICT_TIME_ZONE", "America/Chicago")
USE_TZ = True
FORMS_URLFIELD_ASSUME_HTTPS = True  # as from Django 6.0 on: an address typed without a scheme is https

# Files ---------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "pdportal" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
PRIVATE_ROOT = Path(env.text("PRIVATE_ROOT", str(VAR_DIR / "private")))  # no address serves it
SERVE_MEDIA = False  # in production the web server does, under a policy of its own (deploy/nginx.conf)
# Where SCORM packages are played: empty for a path of this site, or the origin of a second host name of it
# (docs/decisions/0011), for example https://modules.pd.example.org.
SCORM_ORIGIN = env.text("SCORM_ORIGIN", "").rstrip("/")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Wagtail -------------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "PD Portal"
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "docx", "odt", "pptx", "odp", "xlsx", "ods", "txt", "csv"),
    *("mp4", "webm", "mp3", "m4a", "ogg", "wav", "vtt"),
]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pdportal.common.media_forms.MediaForm"
# What authors upload for lessons, by kind, in megabytes; the web server in front must let as much through.
MOST_MEGABYTES = {"video": 200, "audio": 60, "captions": 1, "paper": 20}
# Hosts whose player a lesson may frame once its reader asks for it (pdportal/common/video_hosts.py).
VIDEO_HOSTS = env.words("VIDEO_HOSTS", "www.youtube-nocookie.com,player.vimeo.com")
WAGTAILEMBEDS_FINDERS = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
TASKS = {
    "default": {"BACKEND": env.text("TASKS_BACKEND", "django_tasks.backends.immediate.ImmediateBackend")},
    "threads": {"BACKEND": "pdportal.common.threads.ThreadBackend"},
}
# Where tasks run that take longer than a page may: in the worker where there is one, else in a thread.
LONG_TASKS = "default" if env.text("TASKS_BACKEND", "") else "threads"

# Mail ----------------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "PD Portal <pd-portal@maplevalley.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Mail leaves in a "thread" beside the server, or only by the "timer" (manage.py send_mail); "at once" is for tests.
MAIL_SENDING = env.text("MAIL_SENDING", "thread")

# Safety --------------------------------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pdportal.home.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# Wagtail's admin writes inline styles and scripts; its pages get this policy instead (docs/decisions/0004).
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}

# The portal ----------------------------------------------------------------------------------------------------------

DISTRICT_NAME = env.text("DISTRICT_NAME", "Maple Valley Unified")
PROVIDER_NUMBER = env.text("PROVIDER_NUMBER", "")
CALENDAR_HOST = env.text("CALENDAR_HOST", "pd-portal.maplevalley.example")
# Hosts whose calendars may be read (pdportal/partners), for example: events.library.example.org
PARTNER_HOSTS = env.words("PARTNER_HOSTS")
CHECK_IN_OPENS_MINUTES = int(env.text("CHECK_IN_OPENS_MINUTES", "15"))  # before a session starts
PRESENCE_CLAIM_DAYS = int(env.text("PRESENCE_CLAIM_DAYS", "14"))  # after a session, to say “I was there”
PRESENCE_ANSWER_DAYS = int(env.text("PRESENCE_ANSWER_DAYS", "5"))  # working days to answer that
NOTES_KEY = env.text("NOTES_KEY", "")
# Signs Open Badges: 32 random bytes in base64, or a file that holds them and is made where there is none.
BADGE_SIGNING_KEY = env.text("BADGE_SIGNING_KEY", "")
BADGE_KEY_FILE = Path(env.text("BADGE_KEY_FILE", str(PRIVATE_ROOT / "badge-signing.key")))
BADGE_RETIRED_KEYS = env.words("BADGE_RETIRED_KEYS")  # public keys of before, still trusted

DEFAULT_EXCEPTION_REPORTER = "pdportal.common.logs.MaskingReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask_tokens": {"()": "pdportal.common.logs.MaskTokens"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["mask_tokens"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
