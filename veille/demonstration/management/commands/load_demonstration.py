"""Fill an empty database with the demonstration; safe to run again."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partners.models import Commune, Organisation
from veille.demonstration.accounts import write_accounts
from veille.demonstration.loading import load


class Command(BaseCommand):
    help = "Charge les données de démonstration (ménages inventés) dans une base vide."

    def handle(self, *args, **options):
        if settings.VEILLE_ENV not in {"demo", "test"}:
            raise CommandError("Les données de démonstration ne se chargent qu’avec VEILLE_ENV=demo ou test.")
        if Organisation.objects.exists():
            self.stdout.write("La base contient déjà des données : rien n’a été chargé.")
            return
        if not Commune.objects.exists():
            raise CommandError("Les communes manquent : lancez d’abord « prepare_database ».")
        cards = load()
        write_accounts(settings.VEILLE_VAR_DIR / "demo-accounts.json", cards)
        self.stdout.write(f"Données de démonstration chargées ; {len(cards)} comptes.")
