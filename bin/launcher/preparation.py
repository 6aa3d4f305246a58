"""What the commands share: packages, environment, servers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher import commands, environment, packages, processes, sockets, venv
from launcher.accounts import choose_account
from launcher.keys import check_keys, have_no_keys, make_keys
from launcher.messages import note
from launcher.packages import Need
from launcher.places import Places
from launcher.postgres import Cluster
from launcher.redis import Queue
from launcher.supervisor import Supervisor


@dataclass(frozen=True)
class Choice:
    """Which servers are ours to run: those whose address the environment does not give."""

    database: bool
    queue: bool


def make_choice() -> Choice:
    return Choice(database=environment.has_own_database(), queue=environment.has_own_queue())


def prepare_machine(places: Places, choice: Choice, *, requirements: Sequence[str], more: Sequence[Need] = ()) -> None:
    needs = [
        *packages.needs_of_application(places, own_database=choice.database, own_queue=choice.queue),
        *more,
    ]
    packages.install_missing(needs, places.log("packages"))
    servers = [need for need in needs if need.is_server]
    packages.require([need for need in needs if not need.is_server], later=servers)
    venv.prepare(places, [places.root / file for file in requirements])
    venv.add_servers(places, own_database=choice.database, own_queue=choice.queue)
    packages.require(servers)


def clean_up(places: Places) -> None:
    stopped = processes.stop_leftovers(places.run)
    if stopped:
        note(f"Reste d’un lancement interrompu, arrêté : {', '.join(stopped)}")


@dataclass(frozen=True)
class Servers:
    """Those of ours that are wanted; the socket folder exists as soon as there is one."""

    places: Places
    cluster: Cluster | None
    queue: Queue | None
    folder: Path | None

    def addresses(self) -> dict[str, str]:
        return {**(self.cluster.addresses() if self.cluster else {}), **(self.queue.addresses() if self.queue else {})}

    def start(self, supervisor: Supervisor) -> None:
        if self.cluster:
            self.cluster.prepare()
            supervisor.run(self.cluster.start)
        else:
            _keys_for_given_database(self.places)
        if self.queue:
            supervisor.run(self.queue.start)


def own_servers(places: Places, choice: Choice, *, durable: bool = True) -> Servers:
    if not (choice.database or choice.queue):
        return Servers(places, None, None, None)
    account = choose_account(places.var)
    folder = sockets.socket_folder(places, account)
    return Servers(
        places,
        Cluster(places, account, folder, durable) if choice.database else None,
        Queue(places, account, folder) if choice.queue else None,
        folder,
    )


@contextmanager
def running(servers: Servers) -> Iterator[Supervisor]:
    """The servers, and whatever else is handed to the supervisor, until the block ends, however it ends."""
    supervisor = Supervisor()
    try:
        servers.start(supervisor)
        yield supervisor
    finally:
        commands.ignore_endings()
        supervisor.stop()
        processes.stop_leftovers(servers.places.run)  # an interruption may fall between a start and its note
        if servers.folder:
            sockets.remove_outside(servers.folder, servers.places)


def _keys_for_given_database(places: Places) -> None:
    """The first time there is none; a part of them means that some were lost."""
    if have_no_keys(places.keys):
        make_keys(places.keys)
    check_keys(places.keys)
