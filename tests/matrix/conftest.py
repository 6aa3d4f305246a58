"""The scene is built once for the package, committed in a database of its own; every visit is rolled back."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import override_settings

from tests.matrix.scene import Scene, build_scene
from tests.matrix.visit import Visitor

_QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="package")
def scene(databases, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Scene]:
    quick = {"VEILLE_TODAY": date(2018, 12, 14), "PASSWORD_HASHERS": _QUICK}
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), databases.copy(), files:
        with override_settings(**quick):
            built = build_scene()
        yield built


@pytest.fixture(scope="package")
def visitor(scene: Scene) -> Visitor:
    return Visitor(scene)
