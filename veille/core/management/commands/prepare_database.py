"""Bring the database to this version, as its owner: tables, rights, partitions, reference lists."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from veille.core import database


class Command(BaseCommand):
    """Can be run again at any time."""

    help = "Prépare la base avec le rôle propriétaire : tables, droits de l’application, journaux, listes de référence."

    def handle(self, *args, **options):
        try:
            database.become_owner()
        except database.OwnerAddressMissing as missing:
            raise CommandError(str(missing)) from missing
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        database.make_partitions(timezone.now().date().replace(day=1))
        database.grant_to_application()
        call_command("load_reference", verbosity=options["verbosity"])
        call_command("load_communes", verbosity=options["verbosity"])
