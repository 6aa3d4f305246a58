"""The cast, the databases, the traps. Read first."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast, World, build_world
from tests.support import traps
from tests.support.database import Databases
from veille.core.actor import Actor
from veille.middleware import ACTING

DEMONSTRATION_DAY = date(2018, 12, 14)


def pytest_configure(config) -> None:
    """An undefined template variable is an error from the first page on; static files are read where they are.

    Every test lives on the day of the demonstration unless it says otherwise, and so do the modules it is read from.
    """
    django_settings.VEILLE_TODAY = DEMONSTRATION_DAY
    options = django_settings.TEMPLATES[0]["OPTIONS"]
    options["string_if_invalid"] = traps.UndefinedVariable("%s")
    django_settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(scope="session")
def databases() -> Databases:
    return Databases()


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker) -> Iterator[None]:
    """One copy of the template for the tests that roll back."""
    with django_db_blocker.unblock():
        databases.prepare()
        with databases.copy():
            django_db_blocker.block()
            yield
            django_db_blocker.unblock()
    django_db_blocker.block()


@pytest.fixture
def transactional_db():
    """Flushing would empty the reference lists; `real_commits` gives a database of its own instead."""
    pytest.fail("Utilisez la fixture « real_commits » : une base à soi, où les validations sont réelles.")


@pytest.fixture
def real_commits(databases: Databases, django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database of its own, where commits are real and several connections may race; gives its name."""
    with django_db_blocker.unblock(), databases.copy() as name:
        yield name


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Argon2 is slow on purpose; here it would only cost time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def set_traps(request, monkeypatch) -> None:
    cache.clear()
    if "browser" not in request.keywords:
        traps.close_network(monkeypatch)
    traps.shuffle_unordered(monkeypatch)


@pytest.fixture
def world(db) -> World:
    """One dispositif with its territory, instance, organisations and next session."""
    return build_world()


@pytest.fixture
def committed_world(real_commits) -> World:
    """The same world, committed, for tests with several connections."""
    return build_world()


@pytest.fixture
def cast(world: World) -> Cast:
    """One person per role; see `tests/cast.py`."""
    return Cast(world)


@pytest.fixture
def sign_in():
    """`sign_in(actor)` gives a client signed in and acting for that actor's organisation."""

    def client_of(actor: Actor | None) -> Client:
        client = Client(enforce_csrf_checks=False)
        if actor is not None:
            client.force_login(actor.user)
            session = client.session
            session[ACTING] = str(actor.organisation_id)
            session.save()
        return client

    return client_of
