"""The WSGI door, used by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pdportal.settings.production")

application = get_wsgi_application()
