"""What comes next, as this package knows it: the session where the file is on the agenda, the examination promised."""

from collections.abc import Iterator

from cellule.choices import AgendaState
from cellule.models import Decision
from cellule.services.sessions import UNDER_WAY
from households.models import Case
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.coming import Step


def steps(actor: Actor, case: Case) -> Iterator[Step]:
    """The day of a session is told to whom the state of the decision is open."""
    if Case.objects.visible_to(actor, Section.DECISION).filter(pk=case.pk).exists():
        items = case.agenda_items.filter(state=AgendaState.LISTED, session__state__in=UNDER_WAY)
        for item in items.select_related("session__instance").order_by("session__held_on", "pk")[:1]:
            yield Step(item.session.held_on, f"passage en séance ({item.session.instance.label})", Section.DECISION)
    told = (
        Decision.objects.visible_to(actor)
        .told_to(actor)
        .filter(
            pk__in=Decision.objects.visible_to(actor, Right.READ).filter(case=case).values("pk"),
            next_review_on__gte=clock.today(),
        )
    )
    for decision in told.order_by("next_review_on", "pk")[:1]:
        yield Step(decision.next_review_on, "réexamen par l’instance", Section.DECISION)
