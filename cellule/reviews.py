"""Running situations that come back before their instance by themselves, on the day decided or at its rhythm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case as CaseWhen
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accompaniment.choices import MeasureState
from accompaniment.models import Measure
from cellule.choices import AgendaState
from cellule.instance_rules import rules_of
from cellule.models import AgendaItem, Decision, PresentationSheet, Referral, Session
from cellule.querysets import open_to_keeper
from cellule.services.sessions import UNDER_WAY
from households.models import Case
from partners.models import Instance
from veille.core.actor import Actor
from veille.core.formats import far_date, plus_months

# Beyond, the page says how many others wait: one session does not look at so many.
SHOWN = 50
_OWED = (MeasureState.PREPARATION, MeasureState.ACTIVE, MeasureState.RELAY)


@dataclass(frozen=True)
class Review:
    """A situation to look at again: under the name the instance knows, and why it comes now."""

    measure: Measure
    pseudonym: str
    why: str

    @property
    def case(self) -> Case:
        return self.measure.case


def due_measures(session: Session, actor: Actor) -> QuerySet[Measure]:
    """Accompaniments that the instance examined and whose day has come by the session, the oldest day first.

    The dates decided come first; without any, the rhythm of the dispositif counts from the last examination,
    and waits while the accompaniment is suspended.
    """
    dated = Q(own_review_on__lte=session.held_on) | Q(decided_review_on__lte=session.held_on)
    return (
        _of_instance(session, actor)
        .filter(dated | _by_rhythm(session))
        .select_related("case__rules", "case__territory", "operator")
        .order_by(Coalesce("decided_review_on", "own_review_on", "examined_on"), "pk")
    )


def _of_instance(session: Session, actor: Actor) -> QuerySet[Measure]:
    """Those of this instance that are on no agenda to come, among the files she may know of."""
    here = Q(session=session)
    waiting = Q(session__instance=session.instance_id, session__state__in=UNDER_WAY, state=AgendaState.LISTED)
    listed = AgendaItem.objects.filter(here | waiting, case__isnull=False).values("case")
    measures = Measure.objects.filter(
        open_to_keeper(actor, Case, "case"), _examined_by(session.instance), case__closed_on=None
    )
    measures = measures.exclude(state=MeasureState.ENDED).exclude(case__exclusions__user=actor.user_id)
    seen = Subquery(_last_item(session))
    measures = measures.exclude(case__in=listed).annotate(seen_on=seen)
    # A date is spent once the instance has examined the case on that day or later.
    is_ahead = Q(seen_on=None) | Q(next_review_on__gt=F("seen_on"))
    return measures.annotate(
        own_review_on=CaseWhen(When(is_ahead, then=F("next_review_on"))),
        decided_review_on=Subquery(_standing(session.instance).values("next_review_on")[:1]),
        examined_on=Coalesce(F("seen_on"), F("started_on"), F("decided_on")),
    )


def _examined_by(instance: Instance) -> Q:
    """It decided on the case, or would: a case that came without any session is its territory's."""
    decided = Exists(_standing(instance))
    sent = Exists(Referral.objects.filter(case=OuterRef("case"), instance=instance))
    elsewhere = Exists(Referral.objects.filter(case=OuterRef("case")))
    own = Q(case__rules__dispositif=instance.dispositif_id, case__door__in=rules_of(instance).decides_doors)
    if instance.territory_id:
        own &= Q(case__territory=instance.territory_id)
    return Q(decided) | Q(sent) | (own & ~Q(elsewhere))


def _standing(instance: Instance) -> QuerySet[Decision]:
    """The last decision of the instance on the case of a measure."""
    decisions = Decision.objects.filter(
        case=OuterRef("case"), agenda_item__session__instance=instance, corrected_by=None
    )
    return decisions.order_by("-decided_on", "-recorded_at")


def _last_item(session: Session) -> QuerySet:
    """The day of the last session where its instance decided on the case."""
    items = AgendaItem.objects.filter(
        case=OuterRef("case"), session__instance=session.instance_id, state=AgendaState.DECIDED
    )
    return items.order_by("-session__held_on").values("session__held_on")[:1]


def _by_rhythm(session: Session) -> Q:
    months = rules_of(session.instance).review_months
    if not months:
        return Q(pk__in=())
    oldest = plus_months(session.held_on, -months)
    return Q(state__in=_OWED, own_review_on=None, decided_review_on=None, examined_on__lte=oldest)


def due_reviews(session: Session, actor: Actor) -> tuple[list[Review], int]:
    """The first of them as the page proposes them, and how many there are in all."""
    measures = due_measures(session, actor)
    shown = list(measures[:SHOWN])
    names = pseudonyms_of([measure.case_id for measure in shown], session.instance)
    reviews = [Review(measure, names.get(measure.case_id, ""), _why(measure, session)) for measure in shown]
    return reviews, len(shown) if len(shown) < SHOWN else measures.count()


def pseudonyms_of(cases: Iterable[UUID], instance: Instance) -> dict[UUID, str]:
    """Case → the name it bears in the instance, if it was presented there."""
    sheets = PresentationSheet.objects.filter(case__in=list(cases), session__instance=instance)
    return dict(sheets.order_by("-session__held_on", "-version").values_list("case", "pseudonym"))


def _why(measure: Measure, session: Session) -> str:
    """The nearest of the two dates, or how long nobody has looked at it."""
    days = [day for day in (measure.own_review_on, measure.decided_review_on) if day and day <= session.held_on]
    if days:
        return f"examen prévu le {far_date(min(days))}"
    return f"plus examinée depuis le {far_date(measure.examined_on)}"


def last_examined(case: Case, session: Session) -> date | None:
    """The day of the last examination by the instance before this session."""
    items = AgendaItem.objects.filter(
        case=case,
        session__instance=session.instance_id,
        state=AgendaState.DECIDED,
        session__held_on__lt=session.held_on,
    )
    return items.order_by("-session__held_on").values_list("session__held_on", flat=True).first()
