"""`python -m veille.benchmark`: fill an empty database, measure, say how it stands. `bin/bench` prepares it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.utils.module_loading import import_string


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veille.settings")
    django.setup()
    run = import_string("veille.benchmark.running.run")  # its models exist from here on
    return run(options.households, options.notes, options.rounds, options.output)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Mesure la vitesse des listes et des dossiers.")
    parser.add_argument("--households", type=int, default=100_000, help="ménages inventés (100 000 par défaut)")
    parser.add_argument("--notes", type=int, default=1_000_000, help="notes (1 000 000 par défaut)")
    parser.add_argument("--rounds", type=int, default=40, help="tours de mesure (40 par défaut)")
    parser.add_argument("--output", type=Path, default=Path("docs/bench.md"), help="page écrite")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
