"""Development and the demo: everything local, mail written to files, no secrets needed."""

from pdportal.settings import environment as env
from pdportal.settings.base import *  # noqa: F403  settings modules build on one another
from pdportal.settings.base import CONTENT_SECURITY_POLICY, VAR_DIR

# Off by default, so that the demo shows the pages people will see; DEBUG=1 for Django's own error pages.
DEBUG = env.flag("DEBUG", default=False)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SERVE_MEDIA = True
SECRET_KEY = env.text("SECRET_KEY", "development-only-" + "not-a-secret-" * 4)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
CONTENT_SECURITY_POLICY["DIRECTIVES"].pop("upgrade-insecure-requests", None)
BADGE_SIGNING_KEY = env.text("BADGE_SIGNING_KEY", "cGQtcG9ydGFsLWRldmVsb3BtZW50LWJhZGdlcy0wMDA=")
PROVIDER_NUMBER = env.text("PROVIDER_NUMBER", "902417")  # printed on the demo's certificates
NOTES_KEY = env.text("NOTES_KEY", "cGQtcG9ydGFsLWRldmVsb3BtZW50LWtleS0wMDAwMDA=")
