"""Bring the database to this version, as its owner: tables, rights, partitions, reference lists."""

import environ
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from veille.core import database


class Command(BaseCommand):
    """Can be run again at any time."""

    help = "Prépare la base avec le rôle propriétaire : tables, droits de l’application, journaux, listes de référence."

    def handle(self, *args, **options):
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("DATABASE_OWNER_URL est vide : indiquez l’adresse du rôle propriétaire de la base.")
        _become_owner()
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        database.make_partitions(timezone.now().date().replace(day=1))
        database.grant_to_application()
        call_command("load_reference", verbosity=options["verbosity"])
        call_command("load_communes", verbosity=options["verbosity"])


def _become_owner() -> None:
    connections["default"].close()
    connections["default"].settings_dict.update(environ.Env.db_url_config(settings.DATABASE_OWNER_URL))
