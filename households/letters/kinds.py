"""The letters that exist: whom each is for, what it takes to write it, which version of its words is in use."""

from dataclasses import dataclass

from households.models import Case, LetterKind
from households.note_writing import default_level
from households.permissions import Rights
from partners.roles import Right, Section
from veille.core.actor import Actor

# Section → what must be written there: one line is enough.
_REACHES = ((Section.CONTACT,),)
_ANSWERS = ((Section.SUMMARY,),)
_LEADS = ((Section.MEASURE,),)
# A note to a commission tells what may be shared: who writes that, or the landlord's people about debt and tenancy.
_TELLS = ((Section.SUMMARY,), (Section.ARREARS, Section.FINDINGS_LANDLORD))
_TICKED = "Les seuls faits que vous cochez."


@dataclass(frozen=True)
class LetterSpec:
    """`version` goes up with each change of the words, so that one knows later what was handed over."""

    kind: LetterKind
    slug: str
    help: str
    rights: tuple[tuple[str, ...], ...]
    version: int = 1

    @property
    def label(self) -> str:
        return str(self.kind.label)


SPECS = (
    LetterSpec(LetterKind.APPOINTMENT, "rendez-vous", "Un jour, une heure, un lieu.", _REACHES),
    LetterSpec(LetterKind.VISIT_NOTICE, "avis-de-passage", "À laisser sans rien dire du dossier.", _REACHES),
    LetterSpec(
        LetterKind.INFORMATION_NOTICE,
        "notice-d-information",
        "Qui, pourquoi, ce que le bailleur ne voit pas, comment arrêter ; en clair, en facile à lire ou traduite.",
        _REACHES,
    ),
    LetterSpec(LetterKind.AGREEMENT, "accord", "L’accord de la personne, signé ou dit devant un témoin.", _LEADS),
    LetterSpec(LetterKind.REFERRER_ANSWER, "reponse-a-l-orienteur", "Le numéro et l’état, sans nom.", _ANSWERS),
    LetterSpec(LetterKind.CCAPEX_NOTE, "note-ccapex", _TICKED, _TELLS),
    LetterSpec(LetterKind.FSL_NOTE, "note-fsl", _TICKED, _TELLS),
    LetterSpec(LetterKind.HEARING_NOTE, "note-pour-l-audience", _TICKED, _TELLS),
)
BY_SLUG = {spec.slug: spec for spec in SPECS}
NOTICES = (LetterKind.INFORMATION_NOTICE, LetterKind.AGREEMENT)
TO_INSTITUTIONS = (LetterKind.CCAPEX_NOTE, LetterKind.FSL_NOTE, LetterKind.HEARING_NOTE)


def can_write_letter(actor: Actor, case: Case, rights: Rights, spec: LetterSpec) -> bool:
    """The right of its section, and that of depositing a document: a letter is kept as one, under a level."""
    told = any(all(rights[section] >= Right.WRITE for section in sections) for sections in spec.rights)
    return told and bool(default_level(actor, case))


def letters_of(actor: Actor, case: Case, rights: Rights) -> list[LetterSpec]:
    return [spec for spec in SPECS if can_write_letter(actor, case, rights, spec)]
