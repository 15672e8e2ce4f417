"""The web server's way in. Production settings unless others are named: a forgotten variable must not open a door."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iop.settings.production")

application = get_wsgi_application()
