"""What this package says of a file on one page: the last decision told, and the session to come."""

from collections.abc import Iterator

from cellule.housing_path.printed import path_part
from cellule.models import Decision
from cellule.services.decisions import decision_label
from households.models import Case
from partners.roles import Right, Section
from veille.core import formats
from veille.core.actor import Actor
from veille.core.synthesis import Part, part


def parts(actor: Actor, case: Case) -> Iterator[Part]:
    yield from part("La dernière décision", _decision(actor, case), Section.DECISION)
    yield from path_part(actor, case)


def _decision(actor: Actor, case: Case) -> Iterator[tuple[str, str]]:
    """To who knows the state alone: what was decided, without what goes with it."""
    told = (
        Decision.objects.visible_to(actor).told_to(actor).filter(case=case).select_related("case__rules", "contact_by")
    )
    decision = told.order_by("-decided_on", "-recorded_at").first()
    if decision is None:
        return
    yield formats.far_date(decision.decided_on), decision_label(decision)
    if Decision.objects.visible_to(actor, Right.READ).filter(pk=decision.pk).exists():
        yield "Prochain examen", formats.far_date(decision.next_review_on) if decision.next_review_on else ""
