"""The texts of the fiche projet: what the pilot wrote, else what the configuration says."""

from reports.indicators import Scope
from reports.models import FicheProjet

# Key of the text, its title, in the order of the fiche.
SECTIONS = (
    ("context", "Contexte et genèse"),
    ("objectives", "Objectifs"),
    ("public", "Public"),
    ("access_step", "L’accès"),
    ("retention_step", "Le maintien"),
    ("instance_step", "L’instance"),
    ("support_step", "L’accompagnement"),
    ("training_step", "La formation"),
    ("human_means", "Moyens humains"),
    ("financial_means", "Moyens financiers"),
    ("results", "Résultats et points forts"),
    ("attention", "Points d’attention"),
    ("perspectives", "Suites et perspectives"),
    ("contact", "Contact"),
)


def texts(scope: Scope) -> dict[str, str]:
    """Every section has its key, an empty text when nobody wrote it."""
    fiche = FicheProjet.objects.filter(dispositif=scope.dispositif).first()
    written = fiche.sections if fiche else {}
    return {key: written.get(key) or scope.configuration.narrative.get(key, "") for key, _ in SECTIONS}
