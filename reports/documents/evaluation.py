"""The evaluation report: every figure with its base, its interval, what was declared beside, and its definition."""

from reports.documents import parts

TEMPLATE = "reports/documents/evaluation.html"
STEPS = (
    ("Dispositif et partenaires", parts.frame),
    ("Textes", parts.narrative),
    ("Objectifs et résultats", parts.objectives),
    ("Parcours et entrées", parts.activity),
    ("Indicateurs", parts.indicators),
    ("Publics", parts.profile),
    ("Sites", parts.places),
    ("Financement", parts.funding),
)


def kept(context: dict) -> dict:
    """The figures kept with the document, by code."""
    found = {one.indicator.code: parts.kept_figure(one.figure) for _, theme in context["themes"] for one in theme}
    return found | {"funnel": [[step.label, step.n] for step in context["funnel"]]}
