"""`bin/manage`: a management command in the demonstration's environment, its servers started if they are not."""

from collections.abc import Sequence

from launcher import commands, environment, locks, ports, preparation
from launcher.places import Places, demonstration_places, make_folders


def main() -> int:
    places = demonstration_places()
    return commands.run(lambda arguments: _manage(places, arguments), places)


def _manage(places: Places, arguments: Sequence[str]) -> int:
    choice = preparation.make_choice()
    make_folders(places)
    preparation.prepare_machine(places, choice, requirements=["requirements.txt"])
    servers = preparation.own_servers(places, choice)
    if locks.is_running(places.run):
        return _call(servers, arguments)
    with locks.single_run(places.run, {}):
        preparation.clean_up(places)
        with preparation.running(servers):
            return _call(servers, arguments)


def _call(servers: preparation.Servers, arguments: Sequence[str]) -> int:
    places = servers.places
    env = environment.demonstration(places, servers.addresses(), ports.chosen_port())
    return commands.foreground([places.python, "manage.py", *arguments], env=env, cwd=places.root)
