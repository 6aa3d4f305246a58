"""Forget the months of the journals that are past their term, and journal that it was done."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from veille.core import database
from veille.core.models import AuditEvent


class Command(BaseCommand):
    """Run it every month, as the owner of the database."""

    help = "Supprime les mois des journaux dont le terme est passé (lectures 12 mois, actes 3 ans)."

    def handle(self, *args, **options):
        if settings.VEILLE_TODAY:
            raise CommandError("L’horloge est fixée (VEILLE_TODAY) : rien n’est supprimé.")
        try:
            database.become_owner()
        except database.OwnerAddressMissing as missing:
            raise CommandError(str(missing)) from missing
        dropped = database.drop_expired_partitions(timezone.now().date())
        AuditEvent.objects.create(name="journal.purged", object_type="core.journal", changes={"partitions": dropped})
        self.stdout.write(f"{len(dropped)} mois de journal supprimés.")
