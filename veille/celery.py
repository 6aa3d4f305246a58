"""The Celery application: tasks are found in each package's `tasks` module."""

import os

from celery import Celery
from celery.signals import worker_process_init

from veille.core import charts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veille.settings")

app = Celery("veille")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def warm_charts(**kwargs):
    """Load the chart engine in each child: called before a fork it hangs the child."""
    charts.warm()
