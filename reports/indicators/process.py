"""Delays and rhythm: how long one waits, whether sessions are held and visits made."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery

from accompaniment.choices import InterventionKind, InterventionOutcome
from accompaniment.clocks import first_lease
from accompaniment.days import days_of
from accompaniment.models import Intervention, Measure
from accompaniment.visits import visit_compliance, with_visits
from cellule.choices import FINAL_DECISIONS, SessionState
from cellule.models import AgendaItem, Decision, Referral
from households.models import Information
from households.models.agreements import InformationState
from partners.configuration import Door
from reports.indicators import survival
from reports.indicators.figures import Figure, Kind, Part, rate
from reports.indicators.registry import indicator
from reports.indicators.scope import Scope

FOUR_FIFTHS = Fraction(4, 5)
# Sessions a year, by code of frequency; ad hoc ones promise nothing.
SESSIONS_A_YEAR = {
    "weekly": 52,
    "fortnightly": 26,
    "monthly": 12,
    "bimonthly": 6,
    "quarterly": 4,
    "half_yearly": 2,
    "yearly": 1,
}
DAYS_A_YEAR = 365.25
INFORMED = (InformationState.GIVEN_ORAL, InformationState.GIVEN_WRITTEN, InformationState.GIVEN_TRANSLATED)
# Contacts where somebody of the household was met or spoken to.
CONTACT_KINDS = (
    InterventionKind.HOME_VISIT,
    InterventionKind.PHONE_CALL,
    InterventionKind.INTERVIEW,
    InterventionKind.OUTREACH,
    InterventionKind.ACCOMPANIED_STEP,
    InterventionKind.TRIPARTITE_MEETING,
    InterventionKind.MEDIATION,
    InterventionKind.EMERGENCY,
    InterventionKind.DIAGNOSIS_INTERVIEW,
    InterventionKind.REVIEW,
)


def effective_contacts():
    """Contacts that reached the household."""
    return Intervention.objects.filter(kind__in=CONTACT_KINDS, outcome=InterventionOutcome.EFFECTIVE)


def durations(rows: Iterable[tuple[date | None, date | None]], end: date) -> list[survival.Duration]:
    """(start, event) → days and whether the event came by the end of the window; who still waits is censored."""
    known = []
    for start, event in rows:
        if start is None or start > end:
            continue
        came = event is not None and event <= end
        last = event if came and event is not None else end
        known.append((max((last - start).days, 0), came))
    return known


def delay(found: list[survival.Duration], **more) -> Figure:
    """Half and four fifths of the households, open cases included."""
    return Figure(
        Kind.DURATION,
        sum(1 for _, came in found if came),
        len(found),
        value=survival.median(found),
        late_value=survival.quantile(found, FOUR_FIFTHS),
        **more,
    )


@indicator(
    "P-01",
    "Délai entre l’orientation et la décision",
    unit="orientations",
    kind=Kind.DURATION,
    definition="Temps au bout duquel la moitié des orientations ont reçu leur première décision définitive.",
)
def referral_to_decision(scope: Scope) -> Figure:
    """Médiane et 80e centile de (première décision définitive − transmission), Kaplan-Meier (P-01)."""
    final = Decision.objects.filter(
        referral=OuterRef("pk"), code__in=FINAL_DECISIONS, role="binding", corrected_by=None
    ).order_by("decided_on")
    sent = Referral.objects.filter(
        case__in=scope.cases.values("pk"), submitted_on__range=(scope.start, scope.end)
    ).annotate(decided=Subquery(final.values("decided_on")[:1]))
    found = durations(sent.values_list("submitted_on", "decided"), scope.horizon)
    return delay(found, cases=scope.cases.filter(pk__in=sent.values("case")))


@indicator(
    "P-02",
    "Délai entre l’admission et le premier contact",
    unit="ménages admis",
    kind=Kind.DURATION,
    definition="Temps au bout duquel la moitié des ménages admis ont été rencontrés ou joints.",
)
def admission_to_contact(scope: Scope) -> Figure:
    """Médiane et 80e centile de (premier contact effectif − admission), Kaplan-Meier (P-02)."""
    contacts = effective_contacts().filter(case=OuterRef("pk"), happened_on__gte=OuterRef("admitted_on"))
    first = Subquery(contacts.order_by("happened_on").values("happened_on")[:1])
    rows = scope.admitted.annotate(contacted=first).values_list("admitted_on", "contacted")
    return delay(durations(rows, scope.horizon), cases=scope.admitted)


@indicator(
    "P-03",
    "Délai entre l’admission et le bail",
    unit="ménages admis en accès",
    kind=Kind.DURATION,
    definition="Temps au bout duquel la moitié des ménages admis en accès ont signé un bail.",
    door=Door.ACCESS,
)
def admission_to_lease(scope: Scope) -> Figure:
    """Médiane et 80e centile de (signature du bail − admission), accès seul, Kaplan-Meier (P-03)."""
    entered = scope.admitted.filter(door=Door.ACCESS)
    rows = entered.annotate(signed=first_lease()).values_list("admitted_on", "signed")
    return delay(durations(rows, scope.horizon), cases=entered)


@indicator(
    "P-04",
    "Séances tenues",
    unit="séances prévues",
    kind=Kind.RATE,
    definition=(
        "Séances closes, rapportées à celles que la fréquence de chaque instance prévoit depuis sa première séance, "
        "ou à celles mises au calendrier quand elles sont plus nombreuses."
    ),
    counts_people=False,
    years_add_up=False,
)
def sessions_held(scope: Scope) -> Figure:
    """Séances tenues / séances prévues par la fréquence ; les instances sans fréquence à part (P-04)."""
    parts, unplanned = [], 0
    for instance in _instances(scope):
        planned = _planned(scope, instance)
        if planned:
            parts.append(Part(instance.label, instance.held, planned, instance.code))
        else:
            unplanned += instance.held
    held, planned = sum(part.n or 0 for part in parts), sum(part.total or 0 for part in parts)
    return rate(held, planned, parts=tuple(parts), aside=(("séances d’instances sans fréquence", unplanned),))


def _instances(scope: Scope):
    held = Q(sessions__state=SessionState.CLOSED, sessions__held_on__range=(scope.start, scope.end))
    instances = scope.dispositif.instances.filter(is_active=True)
    if scope.territory:
        instances = instances.filter(territory=scope.territory)
    listed = Q(sessions__state__in=[SessionState.CLOSED, SessionState.CANCELLED])
    listed &= Q(sessions__held_on__range=(scope.start, scope.end))
    return instances.annotate(
        held=Count("sessions", filter=held), listed=Count("sessions", filter=listed), first=Min("sessions__held_on")
    ).order_by("label")


def _planned(scope: Scope, instance) -> int:
    """By its frequency since the month it first met, and never less than what was put on the calendar."""
    frequency = _frequency(scope, instance.code)
    if frequency not in SESSIONS_A_YEAR or instance.first is None:
        return 0
    start = max(scope.start, instance.first.replace(day=1))
    return max(planned_sessions(frequency, start, scope.end), instance.listed)


def _frequency(scope: Scope, code: str) -> str:
    return next((rules.frequency for rules in scope.configuration.instances if rules.code == code), "")


def planned_sessions(frequency: str, start: date, end: date) -> int:
    """Whole sessions that a frequency promises between two days: 47 months make 47 monthly sessions."""
    a_year = SESSIONS_A_YEAR.get(frequency, 0)
    return int(((end - start).days + 1) * a_year / DAYS_A_YEAR)


@indicator(
    "P-05",
    "Décision dès la première séance",
    unit="ménages présentés",
    kind=Kind.RATE,
    definition="Part des ménages présentés dont la première séance s’est conclue par une décision définitive.",
)
def decided_at_first_session(scope: Scope) -> Figure:
    """Décision définitive à la première présentation / ménages présentés (P-05)."""
    base = scope.presented
    items = AgendaItem.objects.filter(
        case__in=base.values("pk"),
        kind="entry",
        state="decided",
        session__state=SessionState.CLOSED,
        session__held_on__range=(scope.outer.start, scope.horizon),
    )
    first = items.order_by("case_id", "session__held_on", "pk").distinct("case_id").values_list("pk", flat=True)
    decided = scope.outer.decisions.filter(agenda_item__in=list(first), code__in=FINAL_DECISIONS)
    return rate(decided.count(), base.count(), cases=base.filter(pk__in=decided.values("case")))


@indicator(
    "P-08",
    "Visites faites",
    unit="visites prévues",
    kind=Kind.RATE,
    definition=(
        "Visites à domicile effectives, rapportées à celles que le rythme convenu prévoit, hors suspension et "
        "hors préparation sans logement. "
        "Une visite en plus ici ne compense pas une visite manquée là."
    ),
    years_add_up=False,
)
def visits_made(scope: Scope) -> Figure:
    """Visites effectives (au plus celles prévues, mesure par mesure) / semaines actives × rythme (P-08)."""
    made = due = 0
    concerned = set()
    measures = Measure.objects.filter(case__in=scope.cases.values("pk"), started_on__lte=scope.end)
    for measure in with_visits(measures.exclude(ended_on__lt=scope.start).order_by("pk")):
        found = visit_compliance(measure, scope.end, since=scope.start)
        if found.total:
            due += found.total
            made += min(found.n, found.total)
            concerned.add(measure.case_id)
    return rate(made, due, cases=scope.cases.filter(pk__in=concerned))


@indicator(
    "P-13",
    "Jours actifs d’accompagnement",
    unit="jours d’accompagnement",
    kind=Kind.RATE,
    definition=(
        "Part des jours d’accompagnement hors suspension : il peut s’interrompre et reprendre. "
        "Le temps entre une fin et une reprise n’y est pas."
    ),
)
def active_share(scope: Scope) -> Figure:
    """Jours actifs / (jours actifs + jours suspendus) ; suspensions et reprises à part (P-13)."""
    active = suspended = pauses = resumed = 0
    for measure in scope.measures.prefetch_related("suspensions", "former_exits").order_by("pk"):
        last = min(measure.ended_on or scope.horizon, scope.horizon)
        days, stopped = days_of(measure, scope.horizon), list(measure.suspensions.all())
        active += days.active
        suspended += days.suspended
        pauses += len(stopped)
        resumed += sum(1 for pause in stopped if pause.ends_on and pause.ends_on < last)
    return rate(active, active + suspended, aside=(("suspensions", pauses), ("reprises", resumed)))


@indicator(
    "P-14",
    "Diagnostic et accompagnement par deux opérateurs",
    unit="accompagnements précédés d’un diagnostic",
    kind=Kind.RATE,
    definition="Part des accompagnements menés par un autre opérateur que celui du diagnostic.",
)
def separate_operators(scope: Scope) -> Figure:
    """Mesures dont l’opérateur diffère de celui du diagnostic / mesures avec diagnostic (P-14)."""
    both = scope.measures.filter(diagnosis__isnull=False)
    separate = both.exclude(operator=F("diagnosis__operator"))
    return rate(separate.count(), both.count(), cases=scope.cases.filter(pk__in=separate.values("case")))


@indicator(
    "P-17",
    "Ménages informés dans les délais",
    unit="dossiers ouverts depuis le délai d’information",
    kind=Kind.RATE,
    definition="Part des ménages informés de leurs droits avant la fin du délai fixé par le dispositif.",
)
def informed_in_time(scope: Scope) -> Figure:
    """Ménages informés dans le délai de configuration / ménages dont le délai est passé (P-17)."""
    delay_days = timedelta(days=scope.configuration.information_delay_days)
    last = min(scope.end, scope.horizon - delay_days)
    base = scope.cases.filter(opened_on__range=(scope.start, last))
    told = Information.objects.filter(
        case=OuterRef("pk"),
        state__in=INFORMED,
        noted_on__lte=OuterRef("opened_on") + delay_days,
    )
    informed = base.filter(Exists(told))
    return rate(informed.count(), base.count(), cases=informed)
