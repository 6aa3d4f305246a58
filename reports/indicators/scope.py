"""On what an indicator is computed: whose eyes, which dispositif, door, territory, landlord and window.

Everything starts from the cases the actor may count; the filters are printed with the result.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery

from accompaniment.models import Diagnosis, Measure
from cellule.models import AgendaItem, Decision
from households.models import Case, Dwelling
from partners.configuration import Configuration, Door
from partners.models import Dispositif, Organisation, Territory
from partners.roles import Role
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import far_date


@dataclass(frozen=True)
class Scope:
    """D(dispositif, door, territory, landlord, window); both ends of the window are included."""

    actor: Actor
    dispositif: Dispositif
    start: date
    end: date
    door: str = ""
    territory: Territory | None = None
    landlord: Organisation | None = None
    window: tuple[date, date] | None = None  # the whole of which this is one cohort; None = this is the whole

    @cached_property
    def cases(self) -> QuerySet[Case]:
        """The cases that may enter the numbers of the actor, whatever their dates."""
        cases = Case.objects.countable_by(self.actor).filter(rules__dispositif=self.dispositif)
        if self._is_narrowed:
            cases = cases.not_hidden_from(self.actor)
        if self._only_her_instances:
            cases = cases.filter(referrals__instance__in=self._only_her_instances).distinct()
        if self.door:
            cases = cases.filter(door=self.door)
        if self.territory:
            cases = cases.filter(territory=self.territory)
        if self.landlord:
            dwellings = Dwelling.objects.filter(landlord=self.landlord, is_secret=False)
            cases = cases.filter(housing_periods__dwelling__in=dwellings.values("pk")).distinct()
        return cases

    @cached_property
    def _is_narrowed(self) -> bool:
        """By a territory, a landlord or chosen dates: a restricted case would be the one that the list lacks.

        It counts in the totals of the dispositif, and in no part of them, unless she is named on it.
        """
        whole, mine = whole_scope(self.actor, self.dispositif), self.outer
        return bool(self.territory or self.landlord) or (mine.start, mine.end) != (whole.start, whole.end)

    @cached_property
    def _only_her_instances(self) -> list:
        """A secretary who follows nothing else counts what came to her instance."""
        here = [m for m in self.actor.memberships if m.dispositif_id == self.dispositif.pk]
        if any(m.role != Role.INSTANCE_SECRETARY for m in here):
            return []
        return [m.instance_id for m in here if m.instance_id]

    @property
    def admitted(self) -> QuerySet[Case]:
        """The cohort of entries: cases admitted in the window."""
        return self.cases.filter(admitted_on__range=(self.start, self.end))

    @property
    def presented(self) -> QuerySet[Case]:
        """Cases examined at least once as an entry, in a closed session; each in the cohort of its first one."""
        whole = self.outer
        items = AgendaItem.objects.filter(
            case=OuterRef("pk"),
            kind="entry",
            state="decided",
            session__state="closed",
            session__held_on__range=(whole.start, whole.end),
        )
        first = Subquery(items.order_by("session__held_on").values("session__held_on")[:1])
        return self.cases.alias(first_presented_on=first).filter(first_presented_on__range=(self.start, self.end))

    @property
    def decisions(self) -> QuerySet[Decision]:
        """Binding decisions of the window that no later one corrects."""
        return Decision.objects.filter(
            case__in=self.cases.values("pk"),
            role="binding",
            corrected_by=None,
            decided_on__range=(self.start, self.end),
        )

    @property
    def diagnoses(self) -> QuerySet[Diagnosis]:
        """Diagnoses ordered in the window."""
        return Diagnosis.objects.filter(case__in=self.cases.values("pk"), ordered_on__range=(self.start, self.end))

    @property
    def measures(self) -> QuerySet[Measure]:
        """Accompaniments started in the window."""
        return Measure.objects.filter(case__in=self.cases.values("pk"), started_on__range=(self.start, self.end))

    @cached_property
    def configuration(self) -> Configuration:
        return self.dispositif.rules.configuration

    @property
    def is_crossed(self) -> bool:
        """Narrowed by more than a door: two such numbers, or one and the whole, subtract into a small group."""
        whole = whole_scope(self.actor, self.dispositif)
        return bool(self.territory or self.landlord) or (self.start, self.end) != (whole.start, whole.end)

    @property
    def period(self) -> str:
        return f"du {far_date(self.start)} au {far_date(self.end)}"

    @property
    def label(self) -> str:
        """The filters, as they are printed."""
        words = [self.period]
        if self.door:
            words.append(Door(self.door).label.lower())
        if self.territory:
            words.append(f"territoire {self.territory.name}")
        if self.landlord:
            words.append(f"logements de {self.landlord.name}")
        return ", ".join(words)

    def at_door(self, door: str) -> "Scope":
        return replace(self, door=door)

    def filtered(self, *, door: str, territory: Territory | None, landlord: Organisation | None) -> "Scope":
        return replace(self, door=door, territory=territory, landlord=landlord)

    def between(self, start: date, end: date) -> "Scope":
        return replace(self, start=start, end=end, window=None)

    def cohort(self, start: date, end: date) -> "Scope":
        """A part of this window: what begins in the part, and what became of it by the end of the whole."""
        whole = self.outer
        return replace(self, start=start, end=end, window=(whole.start, whole.end))

    @property
    def outer(self) -> "Scope":
        """The whole window when this is one of its cohorts, else itself."""
        return self.between(*self.window) if self.window else self

    @property
    def horizon(self) -> date:
        """The day on which outcomes are judged: cohorts of one window are judged together, so that they add up."""
        return self.window[1] if self.window else self.end


def whole_scope(actor: Actor, dispositif: Dispositif) -> Scope:
    """The whole life of a dispositif until today (or its end)."""
    today = clock.today()
    start = dispositif.starts_on or dispositif.rules.published_on
    return Scope(actor, dispositif, start, min(dispositif.ends_on or today, today))
