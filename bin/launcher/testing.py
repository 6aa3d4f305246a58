"""`bin/test`: every check, then every test. pytest comes last and its closing line is the last one printed."""

import time
from collections.abc import Mapping, Sequence

from launcher import checks, commands, environment, locks, packages, preparation, project
from launcher.messages import say, seconds
from launcher.places import Places, make_folders, testing_places

REQUIREMENTS = ["requirements.txt", "tests/requirements.txt"]
# Options of a whole run: both cores, the tests of one file together and in their order.
WHOLE_RUN = ("-n", "2", "--dist", "loadfile")


def main() -> int:
    places = testing_places()
    return commands.run(lambda arguments: _test(places, arguments), places)


def _test(places: Places, arguments: Sequence[str]) -> int:
    full = "--full" in arguments
    chosen = [word for word in arguments if word != "--full"]
    choice = preparation.make_choice()
    make_folders(places)
    with locks.single_run(places.run, {}):
        preparation.clean_up(places)
        preparation.prepare_machine(places, choice, requirements=REQUIREMENTS, more=packages.needs_of_tests())
        servers = preparation.own_servers(places, choice, durable=False)
        with preparation.running(servers):
            env = environment.testing(places, servers.addresses(), full=full)
            project.collect_static(places, env)
            failed = [] if chosen else _run_checks(places, env)
            code = _pytest(places, env, chosen)
    return code or bool(failed)


def _run_checks(places: Places, env: Mapping[str, str]) -> list[str]:
    failed = [check.label for check in checks.all_checks(places) if not _passes(check, places, env)]
    if failed:
        say(f"\nÉchec : {', '.join(failed)}. Les tests sont lancés quand même ; le code de sortie sera 1.\n")
    return failed


def _passes(check: checks.Check, places: Places, env: Mapping[str, str]) -> bool:
    started = time.monotonic()
    passed, output = check.run(places, env)
    say(f"{'✓' if passed else '✗'} {check.label} ({seconds(time.monotonic() - started)})")
    if not passed:
        say(output)
    return passed


def _pytest(places: Places, env: Mapping[str, str], chosen: Sequence[str]) -> int:
    options = chosen or WHOLE_RUN
    return commands.foreground([places.python, "-m", "pytest", *options], env=env, cwd=places.root)
