"""What the packages offer to pages on their left, found by name: nobody imports to the right.

A package declares in its AppConfig `timeline = "accompaniment.timeline.events"`; who shows timelines
asks for everything offered under that name. What is asked for: `timeline`, `synthesis`, `coming`, `hours`,
`last_contacts`, `agenda`, `separation`, `cohort_facts`, `erase_files`, `measure_acts`, `exports`, `importers`,
`actor_by_ids`, `purge`, `work_items`, `put_off_promises`, `at_exclusion`, `at_restriction`; whoever asks says what
the function takes and answers.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


def offered(name: str) -> list[Callable[..., Any]]:
    """The functions declared under this name, in the order of the packages."""
    paths = [getattr(config, name, None) for config in apps.get_app_configs()]
    return [import_string(path) for path in paths if path]
