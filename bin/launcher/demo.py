"""`bin/demo`: the whole application with invented data, on this machine, until Ctrl-C."""

import argparse
import shutil
from collections.abc import Sequence

from launcher import commands, environment, locks, persons, ports, preparation, project
from launcher.messages import Interrupted, LaunchError, note, say
from launcher.places import Places, demonstration_places, make_folders
from launcher.services import Services
from launcher.supervisor import Supervisor

# What a demonstration is made of; logs, the collected static files and the test run's folder stay.
DATA = ("postgres", "postgres.partial", "redis", "keys", "database.json", "files", "mail", "beat", "demo-accounts.json")


def main() -> int:
    places = demonstration_places()
    return commands.run(lambda arguments: _demonstrate(places, arguments), places)


def _demonstrate(places: Places, arguments: Sequence[str]) -> int:
    options = _options(arguments)
    choice = preparation.make_choice()
    port = ports.chosen_port()
    make_folders(places)
    with locks.single_run(places.run, {"address": _address(port)}):
        preparation.clean_up(places)
        ports.check_free(port)
        if options.reset:
            _reset(places, choice)
        preparation.prepare_machine(places, choice, requirements=["requirements.txt"])
        _run(places, choice, port)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/demo", description="Lance l’application avec des données inventées. PORT=8001 choisit le port."
    )
    parser.add_argument("--reset", action="store_true", help="efface les données de la démonstration et les refait")
    return parser.parse_args(arguments)


def _reset(places: Places, choice: preparation.Choice) -> None:
    if not choice.database:
        raise LaunchError(
            "--reset ne vide que la base privée, et DATABASE_URL en désigne une autre.",
            way_out="Videz cette base vous-même, ou lancez bin/demo --reset sans DATABASE_URL.",
        )
    for path in [places.prepared, *(places.var / name for name in DATA)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    note("Données de démonstration effacées")


def _run(places: Places, choice: preparation.Choice, port: int) -> None:
    servers = preparation.own_servers(places, choice)
    try:
        with preparation.running(servers) as supervisor:
            env = environment.demonstration(places, servers.addresses(), port)
            _prepare(places, env, is_private=choice.database)
            _start(Services(places, env, port), supervisor)
            _announce(places, port)
            supervisor.watch()
    except Interrupted:
        say("\nTout est arrêté. Les données restent pour la prochaine fois.")


def _prepare(places: Places, env: dict[str, str], *, is_private: bool) -> None:
    project.prepare_database(places, env, is_private=is_private)
    project.collect_static(places, env)
    project.load_demonstration(places, env, is_private=is_private)


def _start(services: Services, supervisor: Supervisor) -> None:
    """The pages first: they answer while the others are still loading."""
    web = supervisor.run(services.start_web)
    services.wait_for_web(web)
    supervisor.run(services.start_worker)
    supervisor.run(services.start_beat)


def _announce(places: Places, port: int) -> None:
    say(f"\nVeille sociale, démonstration (données fictives, le 14 décembre 2018) : {_address(port)}\n")
    say(persons.listing(places.accounts))
    say(f"\nCtrl-C arrête tout. Journaux : {places.logs}")


def _address(port: int) -> str:
    return f"http://localhost:{port}/"
