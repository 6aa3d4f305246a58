"""The demonstration, loaded once into a database of its own; nothing here writes to it."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from partners.communes import load_communes
from partners.models import Dispositif
from tests.support.database import Databases
from veille.demonstration.dispositifs import insee_codes

STORY_DAY = date(2018, 12, 14)


@pytest.fixture(scope="package")
def loaded(databases: Databases, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The file of the accounts of a loaded database, in use as long as the package runs."""
    folder = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), databases.copy():
        load_into(folder)
        yield folder / "demo-accounts.json"


def load_into(folder: Path) -> None:
    """Load as `bin/demo` does; Argon2 would only cost time here."""
    options = {
        "VEILLE_VAR_DIR": folder,
        "VEILLE_TODAY": STORY_DAY,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with override_settings(**options):
        load_communes(insee_codes())
        call_command("load_demonstration", verbosity=0)


@pytest.fixture
def accounts(loaded: Path) -> list[dict]:
    return json.loads(loaded.read_text())


@pytest.fixture
def dispositif(loaded):
    """`dispositif("VS")`: one of the three, by the prefix of its case numbers."""
    return lambda prefix: Dispositif.objects.get(number_prefix=prefix)
