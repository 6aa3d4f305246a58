"""The scene of the matrix in a database of its own, a token in each personal column of each of its rows."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import override_settings

from tests.canaries.tokens import Token, plant
from tests.matrix.facts import Facts
from tests.matrix.scene import Scene, build_scene
from tests.matrix.visit import Visitor
from veille.core import clock

_QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="package")
def marked(databases, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[Scene, list[Token]]]:
    quick = {"VEILLE_TODAY": date(2018, 12, 14), "PASSWORD_HASHERS": _QUICK}
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), databases.copy(), files:
        with override_settings(**quick):
            scene = build_scene()
            tokens = plant()
            scene.facts = Facts(clock.today())
        yield scene, tokens


@pytest.fixture(scope="package")
def scene(marked) -> Scene:
    return marked[0]


@pytest.fixture(scope="package")
def tokens(marked) -> list[Token]:
    return marked[1]


@pytest.fixture(scope="package")
def visitor(scene: Scene) -> Visitor:
    return Visitor(scene)
