"""Load the reference lists; safe to run again."""

from django.core.management.base import BaseCommand

from veille.core.reference import load_reference


class Command(BaseCommand):
    help = "Charge ou met à jour les listes de référence."

    def handle(self, *args, **options):
        loaded = load_reference()
        self.stdout.write(
            f"Listes de référence : {loaded.codes} codes, {loaded.added} ajoutés, {loaded.withdrawn} désactivés."
        )
