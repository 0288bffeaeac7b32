"""WSGI entry point, served by gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from core.requetes import assainir

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "federation.settings")

application = assainir(get_wsgi_application())

# What is loaded by now stays as long as the process. Python's collector would look at it all again each time an answer
# reads tens of thousands of rows: a quarter of what such an answer costs.
gc.collect()
gc.freeze()
# And for such an answer it would come back every 700 rows, to find nothing: rows hold no cycle. Beyond 5,000 nothing
# more is gained, and a process keeps tens of megabytes of forms and contexts, that hold some.
gc.set_threshold(5_000)
