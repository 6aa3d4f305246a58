"""The whole orientation as its readers will see it, and who they are, before it is sent."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from cellule.choices import Urgency
from cellule.intake import deciding_instance, planned_grants
from cellule.readers import Reader, readers_of
from cellule.wizard import STEPS, Intake, Step
from households.models import Case, FindingSource
from partners.configuration import Door
from veille.core.actor import Actor
from veille.core.formats import euros, far_date
from veille.core.reference import label


@dataclass(frozen=True)
class Part:
    """One step read again: pairs of a label and an answer, or what is missing."""

    step: Step
    is_done: bool
    lines: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Summary:
    """Parts in the order of the steps; readers once the door and the territory are known."""

    parts: list[Part]
    readers: list[Reader]
    sheet: str = ""
    obstacle: str = ""


def summary_of(intake: Intake) -> Summary:
    """What stands in the draft today."""
    answers: dict = {}
    parts = []
    for step in STEPS[:-1]:
        form = intake.form(step)
        done = intake.is_complete(step) and form.is_valid()
        if done:
            answers |= form.answers()
        parts.append(Part(step, done, lines_of(step.key, answers, intake.actor) if done else []))
    if not {"door", "territory"} <= answers.keys():
        return Summary(parts, [])
    return _with_readers(intake, answers, parts)


def lines_of(step: str, answers: dict, actor: Actor) -> list[tuple[str, str]]:
    """One step in words, from the answers given so far."""
    return _LINES[step](answers, actor)


def _with_readers(intake: Intake, answers: dict, parts: list[Part]) -> Summary:
    try:
        instance = deciding_instance(answers["dispositif"], answers["territory"], answers["door"])
    except ValidationError as error:
        return Summary(parts, [], obstacle=error.messages[0])
    landlord = answers["housing"].landlord
    grants = planned_grants(intake.actor, instance=instance, door=answers["door"], landlord=landlord)
    readers = readers_of(
        intake.actor,
        grants,
        instance=instance,
        territory=answers["territory"],
        is_restricted=intake.is_protected,
    )
    rules = intake.configuration.instance(instance.code)
    kind = "une fiche anonyme : ni nom, ni numéro, ni commune" if rules.anonymous else "une fiche de présentation"
    return Summary(parts, readers, sheet=f"{instance.label} : ses membres lisent seulement {kind}.")


def _door(answers: dict, actor: Actor) -> list[tuple[str, str]]:
    return [("Porte", Door(answers["door"]).label), ("Dispositif", answers["dispositif"].public_name)]


def _household(answers: dict, actor: Actor) -> list[tuple[str, str]]:
    if answers["household"] is not None:
        numbers = Case.objects.visible_to(actor).filter(household=answers["household"]).values_list("number", flat=True)
        return [("Ménage", f"repris de votre dossier {', '.join(numbers.order_by('number'))}")]
    return [(label("person_role", person.role), _person(person)) for person in answers["people"]]


def _person(person) -> str:
    name = f"{person.first_name} {person.last_name}".strip()
    alias = f"dit·e {person.alias}" if person.alias and name else person.alias
    born = far_date(person.birth_date) if person.birth_date else str(person.birth_year or "")
    parts = (name, alias, f"né·e en {born}" if born.isdigit() else born and f"né·e le {born}")
    return ", ".join(part for part in parts if part) or "sans précision"


def _housing(answers: dict, actor: Actor) -> list[tuple[str, str]]:
    housing = answers["housing"]
    lines = [
        ("Situation", label("housing_situation", housing.situation)),
        ("Commune", housing.commune.name),
        ("Territoire", answers["territory"].name),
        ("Bailleur", housing.landlord.name if housing.landlord and answers["door"] == Door.RETENTION else ""),
        ("Résidence", housing.residence),
        ("Type", housing.dwelling_type and label("dwelling_type", housing.dwelling_type)),
        ("Bail", housing.contract_number),
        ("Modalité", housing.modality and label("housing_modality", housing.modality)),
        ("Loyer", "" if housing.monthly_rent is None else euros(housing.monthly_rent)),
        ("Dette", "" if housing.arrears is None else euros(housing.arrears)),
        ("Adresse", housing.address),
        ("Téléphone", housing.phone),
        ("Joindre", housing.preference),
    ]
    return [(name, value) for name, value in lines if value]


def _situation(answers: dict, actor: Actor) -> list[tuple[str, str]]:
    signs = {sign.code: sign.label for sign in answers["dispositif"].rules.configuration.spotting_checklist}
    severity = [
        f"{label('difficulty', f.difficulty)} : {f.severity} sur 4 ({FindingSource(f.source).label.lower()})"
        for f in answers["findings"]
    ]
    lines = [
        ("Motif principal", label("main_reason", answers["main_reason"])),
        ("Difficultés", " ; ".join(severity)),
        ("Signes repérés", "\n".join(signs[code] for code in answers["spotted"] if code in signs)),
        ("Ce qui se passe", answers["situation"]),
        ("Déjà essayé", ", ".join(label("already_tried", code) for code in answers["already_tried"])),
        ("Précisions", answers["tried_text"]),
        ("À regarder", Urgency(answers["urgency"]).label),
        ("Attente", answers["expectation"]),
    ]
    return [(name, value) for name, value in lines if value]


_LINES = {"door": _door, "household": _household, "housing": _housing, "situation": _situation}
