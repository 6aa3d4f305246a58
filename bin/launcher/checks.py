"""What is checked besides the tests; each tool reads its own settings from pyproject.toml."""

from collections.abc import Mapping
from dataclasses import dataclass

from launcher import environment, programs
from launcher.places import Places
from launcher.project import APPS


@dataclass(frozen=True)
class Check:
    label: str
    words: tuple[str, ...]
    as_production: bool = False

    def run(self, places: Places, env: Mapping[str, str]) -> tuple[bool, str]:
        done = programs.run(
            [places.venv / "bin" / self.words[0], *self.words[1:]],
            cwd=places.root,
            env=environment.production_example(env) if self.as_production else dict(env),
        )
        return done.returncode == 0, f"{done.stdout}{done.stderr}".strip()


def all_checks(places: Places) -> list[Check]:
    templates = _templates(places)
    return [
        Check("ruff", ("ruff", "check", "--quiet", ".")),
        Check("mise en forme du code", ("ruff", "format", "--check", "--quiet", ".")),
        Check("mise en forme des gabarits", ("djade", "--check", "--target-version", "5.2", *templates)),
        Check("qualité des gabarits", ("djlint", "--lint", "--quiet", *templates)),
        Check("sens des dépendances", ("lint-imports",)),
        Check("types", ("mypy",)),
        Check("migrations à jour", ("python", "manage.py", "makemigrations", "--check", "--dry-run")),
        Check(
            "réglages de production",
            ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
            as_production=True,
        ),
    ]


def _templates(places: Places) -> list[str]:
    found = [path for folder in ("templates", *APPS) for path in (places.root / folder).rglob("*.html")]
    return sorted(str(path.relative_to(places.root)) for path in found)
