"""The web server's way in. Production settings unless others are named: a forgotten variable must not open a door."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iop.settings.production")

application = get_wsgi_application()
# Loads the addresses and all that answers at them, half of the program: before the server forks its workers they share it,
# and nobody's first request waits for it.
get_resolver()._populate()
