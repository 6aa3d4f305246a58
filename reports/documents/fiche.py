"""The fiche projet: the texts of the pilot, the figures of the rows, in the order of the published ones."""

from reports.documents import parts
from reports.indicators import Scope
from reports.models import FicheProjet

TEMPLATE = "reports/documents/fiche.html"
# Key of the text, its title, where it stands.
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
    """What the pilot wrote, else the text of the configuration."""
    fiche = FicheProjet.objects.filter(dispositif=scope.dispositif).first()
    written = fiche.sections if fiche else {}
    return {key: written.get(key) or scope.configuration.narrative.get(key, "") for key, _ in SECTIONS}


def narrative(scope: Scope) -> dict:
    return {"texts": texts(scope)}


STEPS = (
    ("Dispositif et partenaires", parts.frame),
    ("Textes", narrative),
    ("Objectifs et résultats", parts.objectives),
    ("Parcours et entrées", parts.activity),
    ("Indicateurs", parts.some_indicators("A-03", "P-01", "P-02", "P-04", "R-01", "R-02", "R-04", "R-05", "R-08")),
    ("Sites", parts.places),
    ("Financement", parts.funding),
)


def kept(context: dict) -> dict:
    """The figures kept with the document, by code."""
    return {code: parts.kept_figure(one.figure) for code, one in context["answers"].items()}
