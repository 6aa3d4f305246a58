"""What teams tell of their follow-up: a reminder on some of the running files, the contact their own table held."""

from datetime import timedelta

from households.models import NextStep, ReportedContact
from partners.configuration import Door
from partners.models import Organisation, User
from partners.roles import Role
from veille.demonstration.dice import STORY_DAY, Dice
from veille.demonstration.files import File
from veille.demonstration.frames import World

_SEED = 5018
_SHARE = 0.6
_OF_LANDLORD = (
    "Relire le compte avec l’agence",
    "Proposer un nouveau plan d’apurement",
    "Vérifier l’assurance habitation",
    "Point avec l’agence sur les travaux",
)
_OF_TEAM = (
    "Rappeler pour fixer la prochaine visite",
    "Vérifier que le dossier de surendettement est parti",
    "Préparer la rencontre tripartite",
    "Demander le rappel des droits à la CAF",
)


def make(world: World) -> None:
    dice = Dice(_SEED)
    for file in world.files:
        if file.case.closed_on is None:
            _of_the_team(file, dice)
            _of_the_landlord(file, dice)


def _of_the_team(file: File, dice: Dice) -> None:
    if file.lead and file.operator and dice.chance(_SHARE):
        _remind(file, dice, file.operator, file.lead, _OF_TEAM)


def _of_the_landlord(file: File, dice: Dice) -> None:
    """In maintien, the landlord's referent keeps one too; where she leads the file, it is the team's."""
    referents = file.world.workers(file.landlord, Role.LANDLORD_REFERENT) if file.landlord else []
    if file.door == Door.RETENTION and referents and file.landlord != file.operator and dice.chance(_SHARE):
        _remind(file, dice, file.landlord, referents[0], _OF_LANDLORD)
        # Its referent met the household when she wrote its file; what follows is read in the visits shared with her.
        file.world.rows.add(
            ReportedContact, case=file.case, organisation=file.landlord, happened_on=file.case.opened_on
        )


def _remind(file: File, dice: Dice, organisation: Organisation, user: User, words: tuple[str, ...]) -> None:
    file.world.rows.add(
        NextStep,
        case=file.case,
        organisation=organisation,
        what=dice.pick(words),
        due_on=STORY_DAY + timedelta(days=dice.between(-4, 25)),
        written_by=user,
    )
