"""The application as gunicorn serves it."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veille.settings")

application = get_wsgi_application()

# Every view is imported here: else the first person whom each worker serves waits for it, a second or more.
reverse("home")
