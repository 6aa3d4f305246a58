"""The fiche projet: the texts of the pilot, the figures of the rows, in the order of the published ones."""

from reports.documents import parts

TEMPLATE = "reports/documents/fiche.html"
RESULTS = ("A-03", "P-01", "P-02", "P-04", "R-01", "R-02", "R-04", "R-05", "R-08")
STEPS = (
    ("Dispositif et partenaires", parts.frame),
    ("Textes", parts.narrative),
    ("Objectifs et résultats", parts.objectives),
    ("Parcours et entrées", parts.activity),
    ("Indicateurs", parts.some_indicators(*RESULTS)),
    ("Valeurs déclarées", parts.declared_results),
    ("Sites", parts.places),
    ("Financement", parts.funding),
)


def kept(context: dict) -> dict:
    """The figures kept with the document, by code."""
    return {code: parts.kept_figure(one.figure) for code, one in context["answers"].items()}
