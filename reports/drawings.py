"""The charts of the results: the same drawing in the page and in the PDF."""

from collections.abc import Sequence

from reports.facts import TargetRow
from reports.indicators import Figure, Kind
from reports.indicators.activity import Step
from veille.core.charts import WIDTH, Chart, bars, beside, columns
from veille.core.formats import number


def uncapitalised(label: str) -> str:
    """A label inside a sentence; acronyms keep their capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def funnel_chart(steps: Sequence[Step], width: int = WIDTH) -> Chart | None:
    """What is left at each step; hidden steps are in the table, not in the drawing."""
    drawn = [(step.label, step.n) for step in steps if step.n is not None]
    if not drawn or not drawn[0][1]:
        return None
    told = ", ".join(f"{uncapitalised(label)} {number(n)}" for label, n in drawn)
    return bars(
        title="De la présentation à l’accompagnement",
        description=f"{told}.",
        heads=("Étape", "Ménages"),
        values=drawn,
        width=width,
    )


def entries_chart(rows: Sequence[tuple[str, int, int]], width: int = WIDTH) -> Chart | None:
    """Admissions by half-year and door."""
    if not rows:
        return None
    access, retention = sum(row[1] for row in rows), sum(row[2] for row in rows)
    return columns(
        title="Ménages admis par semestre",
        description=f"{number(access)} en accès et {number(retention)} en maintien, de {rows[0][0]} à {rows[-1][0]}.",
        heads=("Semestre", "Accès", "Maintien"),
        values=rows,
        width=width,
    )


def targets_chart(rows: Sequence[TargetRow]) -> Chart | None:
    """Targets beside results, in their own units and periods."""
    drawn = [(row.door_label, row.target.value, row.n) for row in rows if row.n is not None]
    if not drawn:
        return None
    told = " ; ".join(f"{label} : objectif {target}, résultat {n}" for label, target, n in drawn)
    return beside(
        title="Objectifs et résultats",
        description=f"{told}. Unités et périodes diffèrent : elles sont dans le tableau.",
        heads=("Porte", "Objectif", "Résultat"),
        values=drawn,
    )


def mix_chart(title: str, figure: Figure) -> Chart | None:
    """A distribution, its hidden lines left out."""
    drawn = [(part.label, part.n) for part in figure.parts if part.n is not None]
    if figure.kind != Kind.MIX or figure.is_masked or not drawn:
        return None
    told = ", ".join(f"{uncapitalised(label)} {number(n)}" for label, n in drawn[:5])
    return bars(title=title, description=f"{told}.", heads=("Catégorie", "Nombre"), values=drawn)
