"""The kernel as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Labels the kernel's tables `core_*` although the package lies inside `veille`."""

    name = "veille.core"
    label = "core"
    verbose_name = "Noyau"

    def ready(self):
        from veille.core import checks  # noqa: F401  (registers the system checks)
