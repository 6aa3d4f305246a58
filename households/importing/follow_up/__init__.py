"""The table a team keeps today, brought in: its households found again inside its own perimeter, or made.

It completes and overwrites nothing: what a file already says otherwise is kept, and the dry run says so.
"""

from households.importing.follow_up.fields import FIELDS
from households.importing.follow_up.options import FollowUpOptions
from households.importing.follow_up.work import FollowUpWork
from households.importing.importer import Importer, Options
from veille.core.actor import Actor


class FollowUpImporter(Importer):
    """« Mon tableau de suivi », as teams have it in their tableur."""

    kind = "suivi"
    title = "Tableau de suivi de l’équipe"
    sentence = (
        "Résidence, locataire, contrat, solde, étape, référent, dernier contact, prochaine échéance : "
        "les ménages déjà dans vos dossiers sont complétés, les autres y entrent."
    )
    fields = FIELDS
    options_form = FollowUpOptions

    def work(self, actor: Actor, options: Options) -> FollowUpWork:
        return FollowUpWork(actor, options)
