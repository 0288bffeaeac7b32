"""WSGI entry point, served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from core.requetes import assainir

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "federation.settings")

application = assainir(get_wsgi_application())
