"""`bin/bench`: an invented population in a database of its own, what its pages cost, and docs/bench.md."""

import shutil
from collections.abc import Sequence

from launcher import commands, environment, locks, ports, preparation, project
from launcher.messages import LaunchError
from launcher.places import Places, benchmark_places, make_folders

# Made anew at each run, and gone after it: a million notes are read by nobody.
DATA = ("postgres", "postgres.partial", "redis", "keys", "database.json")


def main() -> int:
    places = benchmark_places()
    return commands.run(lambda arguments: _measure(places, arguments), places)


def _measure(places: Places, arguments: Sequence[str]) -> int:
    choice = preparation.make_choice()
    if not choice.database:
        raise LaunchError(
            "bin/bench remplit une base de ménages inventés, et DATABASE_URL en désigne une qui n’est pas à lui.",
            way_out="Relancez sans DATABASE_URL ni DATABASE_OWNER_URL.",
        )
    make_folders(places)
    with locks.single_run(places.run, {}):
        preparation.clean_up(places)
        _forget(places)
        preparation.prepare_machine(places, choice, requirements=["requirements.txt"])
        try:
            return _run(places, choice, arguments)
        finally:
            _forget(places)


def _run(places: Places, choice: preparation.Choice, arguments: Sequence[str]) -> int:
    servers = preparation.own_servers(places, choice)
    with preparation.running(servers):
        env = environment.demonstration(places, servers.addresses(), ports.chosen_port())
        project.prepare_database(places, env, is_private=True)
        project.collect_static(places, env)
        return commands.foreground([places.python, "-m", "veille.benchmark", *arguments], env=env, cwd=places.root)


def _forget(places: Places) -> None:
    for path in [places.prepared, *(places.var / name for name in DATA)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
