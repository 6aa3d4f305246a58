"""Under which system account the private servers run: PostgreSQL refuses to run as root."""

import os
import pwd
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher import programs
from launcher.messages import LaunchError

UNPRIVILEGED = ("postgres", "nobody")
# In a user namespace of our own, root keeps its rights on its own files and yet is seen as `nobody`: the servers
# run below a folder closed to every other account without opening it.
NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")


@dataclass(frozen=True)
class Account:
    """How to run a server: under ids of its own, or behind a command that hides root."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    @property
    def is_mine(self) -> bool:
        return self.uid == os.geteuid()

    def command(self, words: Sequence[str]) -> list[str]:
        return [*self.prefix, *words]

    def popen_options(self) -> Mapping[str, Any]:
        return {} if self.is_mine else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Give a folder and what it holds to this account, when it is not so already."""
        if os.geteuid() != 0 or folder.lstat().st_uid == self.uid:
            return
        os.chown(folder, self.uid, self.gid)
        for path in folder.rglob("*"):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def mine() -> Account:
    return Account(os.geteuid(), os.getegid())


def choose_account(var: Path) -> Account:
    """The account of whoever runs the command; for root, one without rights that can reach `var`."""
    if os.geteuid() != 0:
        return mine()
    for name in UNPRIVILEGED:
        account = _named(name)
        if account and _reaches(account, var):
            return account
    if _namespace_works():
        return Account(0, 0, NAMESPACE)
    raise LaunchError(
        f"PostgreSQL ne tourne pas sous root, et {var} est fermé aux autres comptes.",
        way_out="Placez les données ailleurs : VEILLE_VAR_DIR=/var/lib/veille-sociale bin/demo",
    )


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _reaches(account: Account, folder: Path) -> bool:
    return programs.succeeds(["test", "-x", folder], cwd="/", **account.popen_options())


def _namespace_works() -> bool:
    return programs.succeeds([*NAMESPACE, "true"], cwd="/")
