"""The launcher is tried on real servers in folders of their own, and on a stand-in for the project."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bin"))

from launcher.accounts import choose_account  # noqa: E402 - the launcher lives in bin/, outside the packages
from launcher.places import Places, make_folders  # noqa: E402
from launcher.sockets import remove_outside, socket_folder  # noqa: E402

from tests.infrastructure.standin import StandIn  # noqa: E402

GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "VEILLE_VAR_DIR", "PORT", "XDG_RUNTIME_DIR")


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch):
    """The variables of the test run itself would send the launcher to its servers."""
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder():
    """A short path that the servers' account can walk through."""
    made = Path(tempfile.mkdtemp(prefix="vs-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def places(folder):
    var = folder / "var"
    made = Places(root=ROOT, shared=var, var=var)
    make_folders(made)
    return made


@pytest.fixture
def account(places):
    return choose_account(places.var)


@pytest.fixture
def sockets(places, account):
    made = socket_folder(places, account)
    yield made
    remove_outside(made, places)


@pytest.fixture
def standin(folder):
    made = StandIn(folder / "depot")
    yield made
    made.end()


@pytest.fixture
def as_root():
    if os.geteuid() != 0:
        pytest.skip("only root can make a folder that belongs to somebody else")
