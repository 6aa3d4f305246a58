"""The private PostgreSQL: made once, on a socket only, with two roles besides the one that made it."""

import os
import shutil
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher import processes, programs
from launcher.accounts import Account
from launcher.binaries import PostgresBinaries, postgres_binaries
from launcher.keys import check_keys, make_keys, write_private
from launcher.messages import LaunchError, reason, step
from launcher.passwords import Passwords, make_passwords, read_passwords
from launcher.places import Places

DATABASE = "veille"
ADMIN, OWNER, APP = "veille_admin", "veille_owner", "veille_app"
PATIENCE = 120  # recovery after a kill takes a moment on a large database
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

# A failed statement carries the values somebody typed: they stay out of the log.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_timezone": "Europe/Paris",
    "jit": "off",
}
# The test data may be lost with the machine, and every commit is then much faster.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

ROLES = f"""
CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD :'owner';
CREATE ROLE {APP} LOGIN PASSWORD :'app';
CREATE DATABASE {DATABASE} OWNER {OWNER};
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;
GRANT CONNECT ON DATABASE {DATABASE} TO {APP};
"""


@dataclass(frozen=True)
class Cluster:
    places: Places
    account: Account
    sockets: Path
    durable: bool = True

    def prepare(self) -> bool:
        """Make the cluster and its keys when there is none; tell whether it is new."""
        shutil.rmtree(self.places.postgres_unfinished, ignore_errors=True)
        if self._is_usable():
            return False
        with step("Base de données privée : création"):
            self._make()
        return True

    def start(self) -> processes.Process:
        data = self.places.postgres
        binaries = self._binaries(_version(data))
        self.account.own(data)
        self._forget_dead_run(data)
        return self._serve(data, binaries)

    def addresses(self) -> dict[str, str]:
        passwords = read_passwords(self.places.passwords)
        where = f"/{self.sockets}/{DATABASE}"  # a path instead of a host, as django-environ reads it
        return {
            "DATABASE_URL": f"postgres://{APP}:{passwords.app}@{where}",
            "DATABASE_OWNER_URL": f"postgres://{OWNER}:{passwords.owner}@{where}",
        }

    def _is_usable(self) -> bool:
        """Damage stops the command, for only a person may give up data; those of a test run are simply made anew."""
        data = self.places.postgres
        if not data.exists() or not any(data.iterdir()):
            return False
        try:
            _check_complete(data)
            self._binaries(_version(data))
            check_keys(self.places.keys)
            read_passwords(self.places.passwords)
        except LaunchError:
            if self.durable:
                raise
            shutil.rmtree(data)
            return False
        return True

    def _make(self) -> None:
        """Under another name until it is whole: a kill in between leaves nothing that looks like data."""
        unfinished = self.places.postgres_unfinished
        binaries = self._binaries(None)
        self.places.prepared.unlink(missing_ok=True)
        make_keys(self.places.keys)
        passwords = make_passwords(self.places.passwords)
        unfinished.mkdir(mode=0o700)
        self.account.own(unfinished)
        self._initialise(unfinished, binaries, passwords.admin)
        server = self._serve(unfinished, binaries)
        try:
            self._make_roles(binaries, passwords)
        finally:
            server.stop()
        if self.places.postgres.exists():
            self.places.postgres.rmdir()
        unfinished.rename(self.places.postgres)

    def _initialise(self, data: Path, binaries: PostgresBinaries, password: str) -> None:
        """The password goes through a private file, gone at once: the list of processes must not show it."""
        note = self.sockets / "initdb.password"
        note.unlink(missing_ok=True)
        write_private(note, f"{password}\n")
        self.account.own(note)
        words = [binaries.command("initdb"), "--pgdata", str(data), "--username", ADMIN, "--pwfile", str(note)]
        words += ["--auth", "scram-sha-256", "--data-checksums", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        try:
            done = programs.run(
                self.account.command([*words, "--no-instructions"]),
                cwd="/",
                env=ENVIRONMENT,
                **self.account.popen_options(),
            )
        finally:
            note.unlink()
        if done.returncode:
            raise _failed("Le dossier de la base de données n’a pas pu être créé.", done.stderr)

    def _make_roles(self, binaries: PostgresBinaries, passwords: Passwords) -> None:
        variables = f"\\set owner '{passwords.owner}'\n\\set app '{passwords.app}'\n"
        words = [binaries.command("psql"), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]
        done = programs.run(
            [*words, "--host", str(self.sockets), "--username", ADMIN, "--dbname", "postgres"],
            input=variables + ROLES,
            cwd="/",
            env={**ENVIRONMENT, "PGPASSWORD": passwords.admin},
        )
        if done.returncode:
            raise _failed("Les rôles de la base de données n’ont pas pu être créés.", done.stderr)

    def _serve(self, data: Path, binaries: PostgresBinaries) -> processes.Process:
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)} | ({} if self.durable else FAST_SETTINGS)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        process = processes.start(
            "postgres",
            [binaries.command("postgres"), "-D", str(data), *options],
            run=self.places.run,
            log=self.places.log("postgres"),
            account=self.account,
            env=ENVIRONMENT,
            cwd=Path("/"),
            stop_signal=signal.SIGINT,
        )
        try:
            self._wait(process, binaries)
        except BaseException:
            process.stop()
            raise
        return process

    def _wait(self, process: processes.Process, binaries: PostgresBinaries) -> None:
        ready = [binaries.command("pg_isready"), "--quiet", "--host", str(self.sockets)]
        until = time.monotonic() + PATIENCE
        while not programs.succeeds(ready, env=ENVIRONMENT, cwd="/"):
            if not process.is_alive() or time.monotonic() > until:
                raise _failed("PostgreSQL ne démarre pas.", reason(process.log))
            time.sleep(0.05)

    def _binaries(self, major: int | None) -> PostgresBinaries:
        """A cluster is opened only by the major version that made it."""
        found = postgres_binaries(self.places.venv)
        fitting = [binaries for binaries in found if major in (None, binaries.major)]
        if not fitting:
            raise _no_binaries(found, major)
        return fitting[0]

    def _forget_dead_run(self, data: Path) -> None:
        """After a restart the pid left by a killed server may be somebody else's, and PostgreSQL would refuse."""
        note = data / "postmaster.pid"
        pid = note.read_text().split("\n", 1)[0] if note.exists() else ""
        if not pid.isdigit():
            return
        if _works_in(int(pid), data):
            raise LaunchError(
                f"Un PostgreSQL que cette commande n’a pas lancé utilise déjà {data} (processus {pid}).",
                way_out=f"Arrêtez-le : kill -INT {pid}, puis recommencez.",
            )
        note.unlink()


def _check_complete(data: Path) -> None:
    if not (data / "PG_VERSION").exists() or not (data / "global" / "pg_control").exists():
        raise LaunchError(
            f"{data} n’est pas une base de données complète.",
            way_out="Remettez ce dossier depuis une sauvegarde, ou lancez bin/demo --reset pour repartir de zéro.",
        )


def _version(data: Path) -> int:
    return int((data / "PG_VERSION").read_text().strip().split(".")[0])


def _works_in(pid: int, data: Path) -> bool:
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", data)
    except OSError:
        return False


def _no_binaries(found: Sequence[PostgresBinaries], major: int | None) -> LaunchError:
    if not found:
        return LaunchError("PostgreSQL n’est pas installé.", way_out="sudo apt-get install -y postgresql")
    here = ", ".join(str(binaries.major) for binaries in found)
    return LaunchError(
        f"Ces données ont été faites par PostgreSQL {major} ; cette machine a PostgreSQL {here}.",
        way_out=f"Installez postgresql-{major}, ou lancez bin/demo --reset pour repartir de données vides.",
    )


def _failed(sentence: str, detail: str) -> LaunchError:
    last = "\n".join(detail.strip().splitlines()[-4:])
    return LaunchError(
        f"{sentence}\n{last}", way_out="Corrigez cette cause (place sur le disque, droits ?), puis recommencez."
    )
