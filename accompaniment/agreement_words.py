"""The words of the agreement, in plain French, from the plan, the dispositif and what was answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accompaniment.agreed_texts import Text, objective_sections, paragraphs, section
from accompaniment.models import Measure, Plan
from households import safety
from households.readers import hidden_from_landlord
from veille.core import reference
from veille.core.actor import Actor
from veille.core.formats import far_date

_RIGHTS = (
    "Vous pouvez changer d’avis, demander une pause ou arrêter quand vous le voulez, sans avoir à dire pourquoi.",
    "Vous pouvez revenir plus tard.",
    "Vous pouvez lire votre dossier, faire corriger ce qui est faux, et savoir qui l’a lu.",
    "Si vous n’êtes pas d’accord avec nous, dites-le : nous en parlons, avec une autre personne si vous le souhaitez.",
)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is said together before the agreement is printed."""

    rhythm: str
    place: str = ""
    themes: tuple[str, ...] | list[str] = ()
    ours: str = ""
    theirs: str = ""
    review_on: date | None = None
    ends_on: date | None = None


def agreement_text(measure: Measure, plan: Plan | None, answers: Answers, by: Actor) -> Text:
    """A section a question that the household may ask."""
    return {
        "sections": [
            section("Qui vous accompagne", _who(measure, by)),
            *_aims(plan),
            section("Comment nous nous voyons", _meetings(answers)),
            *_said("Ce que vous faites", answers.theirs),
            *_said("Ce que nous faisons", answers.ours),
            section("Ce que vous nous dites", _secrecy(measure)),
            section("Quand nous faisons le point", _reviews(measure, answers)),
            section("Ce que vous pouvez toujours faire", _RIGHTS),
        ]
    }


def _who(measure: Measure, by: Actor) -> list[str]:
    """A household that asks for care reads the neutral name of the service only, as in its letters."""
    service = measure.case.dispositif.public_name
    keeper = service if safety.must_confirm(measure.case, by) else measure.operator.name
    within = f", dans le cadre de « {service} »" if keeper != service else ""
    return [f"{keeper} vous accompagne{within}. C’est votre choix : cet accompagnement se fait avec votre accord."]


def _aims(plan: Plan | None) -> list[dict[str, Any]]:
    if plan is None:
        return []
    return [section("Ce que vous voulez en premier", paragraphs(plan.priorities)), *objective_sections(plan)]


def _meetings(answers: Answers) -> list[str]:
    rhythm = reference.label("contact_rhythm", answers.rhythm).lower()
    themes = ", ".join(reference.label("action_theme", code).lower() for code in answers.themes)
    return [
        f"Nous nous voyons {rhythm}{f', {answers.place}' if answers.place else ''}.",
        f"Nous parlons de : {themes}." if themes else "",
        "Si un rendez-vous ne vous convient pas, dites-le : nous en trouvons un autre.",
    ]


def _said(label: str, text: str) -> list[dict[str, Any]]:
    return [section(label, paragraphs(text))] if text else []


def _secrecy(measure: Measure) -> list[str]:
    hidden = hidden_from_landlord(measure.case)
    return [
        f"Ce que vous nous confiez reste entre vous et nous : {hidden}.",
        "Nous ne partageons avec un partenaire que ce que vous acceptez, et vous pouvez revenir sur cet accord.",
    ]


def _reviews(measure: Measure, answers: Answers) -> list[str]:
    months = [str(number) for number in measure.case.configuration.review_months]
    spoken = " et ".join([", ".join(months[:-1]), months[-1]] if len(months) > 1 else months)
    return [
        f"Nous faisons un bilan ensemble à {spoken} mois, et à la fin."
        if months
        else "Nous faisons un bilan à la fin.",
        f"Prochain point : le {far_date(answers.review_on)}." if answers.review_on else "",
        f"Ce contrat vaut jusqu’au {far_date(answers.ends_on)} ; il peut être prolongé." if answers.ends_on else "",
    ]
