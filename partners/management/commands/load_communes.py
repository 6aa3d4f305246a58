"""Load the communes; safe to run again."""

from django.core.management.base import BaseCommand

from partners.communes import load_communes


class Command(BaseCommand):
    help = "Charge ou met à jour les communes."

    def handle(self, *args, **options):
        self.stdout.write(f"Communes : {load_communes()} lignes ajoutées ou mises à jour.")
