"""The environment variables the project is run with; `.env.example` says what each of them means."""

import os
from collections.abc import Mapping

from launcher.messages import LaunchError
from launcher.places import Places

DEMONSTRATION_DAY = "2018-12-14"
# A person's own client settings would send psycopg2 or Python somewhere else.
FOREIGN_PREFIXES = ("PG", "DJANGO_", "PYTHONHOME", "PYTHONPATH", "CELERY_", "VEILLE_", "GUNICORN_", "WEB_CONCURRENCY")

PRODUCTION_EXAMPLE = {
    "VEILLE_ENV": "production",
    "ALLOWED_HOSTS": "veille.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://veille.example.org",
    "SITE_ORIGIN": "https://veille.example.org",
    "EMAIL_URL": "smtp+tls://veille:secret@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Veille sociale <ne-pas-repondre@example.org>",
    "TRUSTED_PROXIES": "1",
}


def has_own_database() -> bool:
    """Given from outside or private; both addresses are needed, one for each role."""
    given = [name for name in ("DATABASE_URL", "DATABASE_OWNER_URL") if os.environ.get(name)]
    if len(given) == 1:
        missing = ({"DATABASE_URL", "DATABASE_OWNER_URL"} - set(given)).pop()
        raise LaunchError(
            f"{given[0]} est donnée sans {missing} : l’application et les migrations n’ont pas le même rôle.",
            way_out=f"Donnez aussi {missing}, ou aucune des deux pour une base privée.",
        )
    return not given


def has_own_queue() -> bool:
    return not os.environ.get("REDIS_URL")


def demonstration(places: Places, addresses: Mapping[str, str], port: int) -> dict[str, str]:
    origin = f"http://localhost:{port}"
    return _base(places, addresses) | {
        "VEILLE_ENV": "demo",
        "VEILLE_TODAY": DEMONSTRATION_DAY,
        "PORT": str(port),
        "SITE_ORIGIN": os.environ.get("SITE_ORIGIN", origin),
    }


def testing(places: Places, addresses: Mapping[str, str], *, full: bool) -> dict[str, str]:
    """`full`: the long batteries run whole instead of their fixed-seed slice."""
    return _base(places, addresses) | {"VEILLE_ENV": "test"} | ({"VEILLE_FULL": "1"} if full else {})


def production_example(env: Mapping[str, str]) -> dict[str, str]:
    """The settings of a real service, to be judged by `check --deploy`."""
    return {name: value for name, value in env.items() if name != "VEILLE_TODAY"} | PRODUCTION_EXAMPLE


def _base(places: Places, addresses: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if _is_ours_to_keep(name)}
    return {
        **inherited,
        **addresses,
        "DJANGO_SETTINGS_MODULE": "veille.settings",
        "PATH": f"{places.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "VIRTUAL_ENV": str(places.venv),
        "PYTHONUNBUFFERED": "1",
        "VEILLE_VAR_DIR": str(places.var),
        "VEILLE_KEYS_DIR": str(places.keys),
    }


def _is_ours_to_keep(name: str) -> bool:
    return not name.startswith(FOREIGN_PREFIXES)
