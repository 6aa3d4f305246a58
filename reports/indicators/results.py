"""Results for households: kept their dwelling, found one, broke off, came out."""

from datetime import timedelta
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, QuerySet

from accompaniment.choices import CLOSED_STATES
from accompaniment.clocks import first_lease
from accompaniment.coordination.choices import FirstAppointment
from accompaniment.coordination.figures import first_appointments_kept
from accompaniment.days import days_of
from accompaniment.models import CaseRelay, Measure
from households.models import Case, Finding, HousingPeriod
from partners.configuration import Door
from reports.indicators import survival
from reports.indicators.activity import by_door, coded
from reports.indicators.figures import Figure, Kind, mix, rate
from reports.indicators.process import durations, effective_contacts
from reports.indicators.registry import indicator
from reports.indicators.scope import Scope
from veille.core.formats import number, ratio

HOUSED_STILL = ("retained_same", "retained_other_social")
POSITIVE = (*HOUSED_STILL, "new_direct_lease", "slid_lease", "private_lease", "iml", "adapted")
NEUTRAL = ("neutral_death", "neutral_institution", "neutral_detention")
CHOSEN_DEPARTURE = "moved_chosen"
BREAKS = ("non_adhesion", "lost_contact", "break_conflict", "household_request")
CONTACT_WITHIN_DAYS = 90


def ended(scope: Scope) -> QuerySet[Measure]:
    """Accompaniments started in the window and ended by the day outcomes are judged."""
    return scope.measures.filter(state__in=CLOSED_STATES, ended_on__lte=scope.horizon).exclude(exit_reason="duplicate")


def neutral() -> Q:
    """Exits that say nothing of the dispositif: death, institution, detention, a departure that was chosen."""
    return Q(exit_outcome__in=NEUTRAL) | Q(exit_reason=CHOSEN_DEPARTURE)


def _observed(exits: QuerySet[Measure]) -> QuerySet[Measure]:
    """Exits with a known outcome, neutral ones apart."""
    return exits.exclude(neutral()).exclude(exit_outcome="unknown")


def _aside(exits: QuerySet[Measure], kept: int) -> tuple[tuple[str, object], ...]:
    """Neutral and unknown exits beside the rate, and the rate if every unknown one were lost."""
    unknown = exits.exclude(neutral()).filter(exit_outcome="unknown").count()
    if not unknown:
        return (("sorties neutres", exits.filter(neutral()).count()),)
    worst = kept, _observed(exits).count() + unknown
    return (
        ("sorties neutres", exits.filter(neutral()).count()),
        ("issues inconnues", unknown),
        (
            "si toutes étaient défavorables",
            ratio(*worst),
        ),
    )


def _exit_rate(scope: Scope, exits: QuerySet[Measure], outcomes: tuple[str, ...]) -> Figure:
    base = _observed(exits)
    kept = base.filter(exit_outcome__in=outcomes)
    known = base.count()
    unknown = exits.exclude(neutral()).filter(exit_outcome="unknown").count()
    return rate(
        kept.count(),
        known,
        missing=unknown,
        expected=known + unknown,
        aside=_aside(exits, kept.count()),
        cases=scope.cases.filter(pk__in=kept.values("case")),
    )


@indicator(
    "R-01",
    "Maintien dans le logement",
    unit="accompagnements de maintien terminés, issue connue",
    kind=Kind.RATE,
    definition=(
        "Part des ménages accompagnés en maintien qui, à la sortie, habitent le même logement "
        "ou un autre logement social accepté. Les sorties neutres sont comptées à part."
    ),
    door=Door.RETENTION,
)
def retention(scope: Scope) -> Figure:
    """Maintenus ou relogés dans le parc social / sorties de maintien à issue connue, sorties neutres exclues (R-01)."""
    return _exit_rate(scope, ended(scope).filter(case__door=Door.RETENTION), HOUSED_STILL)


@indicator(
    "R-02",
    "Maintien après l’accès",
    unit="baux signés",
    kind=Kind.RATE,
    definition="Part des ménages entrés par l’accès dont le bail, signé depuis l’admission, tient toujours.",
    door=Door.ACCESS,
)
def leases_held(scope: Scope) -> Figure:
    """Baux toujours en cours / baux signés par des ménages admis en accès, sorties neutres exclues (R-02)."""
    signed = signed_leases(scope)
    left = Measure.objects.filter(neutral(), case=OuterRef("pk"), ended_on__lte=scope.horizon)
    base = signed.filter(~Exists(left))
    held = base.filter(Exists(_leases(scope).exclude(ends_on__lte=scope.horizon)))
    return rate(
        held.count(), base.count(), aside=(("sorties neutres", signed.filter(Exists(left)).count()),), cases=held
    )


def _leases(scope: Scope) -> QuerySet[HousingPeriod]:
    """Periods under a lease signed since the admission, by the day outcomes are judged."""
    signed = OuterRef("admitted_on"), scope.horizon
    return HousingPeriod.objects.filter(case=OuterRef("pk"), lease_signed_on__range=signed)


def signed_leases(scope: Scope) -> QuerySet[Case]:
    """Households admitted by the access door, each in the cohort of its first lease."""
    entered = scope.outer.admitted.filter(door=Door.ACCESS)
    return entered.alias(signed=first_lease()).filter(signed__range=(scope.start, scope.end))


@indicator(
    "R-03",
    "Accès au logement",
    unit="ménages admis en accès",
    kind=Kind.RATE,
    definition="Part des ménages admis en accès ayant signé un bail. À 12, 18 et 24 mois, les attentes sont comprises.",
    door=Door.ACCESS,
)
def access_rate(scope: Scope) -> Figure:
    """Baux signés / ménages admis en accès ; à 12, 18, 24 mois par Kaplan-Meier (R-03)."""
    entered = scope.admitted.filter(door=Door.ACCESS)
    rows = entered.annotate(signed=first_lease()).values_list("admitted_on", "signed")
    found = durations(rows, scope.horizon)
    months = tuple((f"à {m} mois", _share(survival.arrived_by(found, round(m * 30.4375)))) for m in (12, 18, 24))
    signed = entered.filter(Exists(_leases(scope)))
    return rate(signed.count(), entered.count(), aside=months if found else (), cases=signed)


def _share(share) -> str:
    return f"{number(float(share) * 100, 1)}\u00a0%"


@indicator(
    "R-04",
    "Ruptures",
    unit="accompagnements commencés",
    kind=Kind.RATE,
    definition=(
        "Accompagnements terminés parce que le ménage n’a pas souhaité poursuivre, que le contact est perdu, "
        "par conflit ou à la demande du ménage, rapportés aux accompagnements commencés."
    ),
)
def breaks(scope: Scope) -> Figure:
    """Sorties par rupture / mesures commencées ; / mesures terminées à part (R-04)."""
    exits = ended(scope)
    broken = exits.filter(exit_reason__in=BREAKS)
    n, finished = broken.count(), exits.count()
    return rate(
        n,
        scope.measures.count(),
        aside=(("parmi les accompagnements terminés", ratio(n, finished)),),
        cases=scope.cases.filter(pk__in=broken.values("case")),
    )


@indicator(
    "R-05",
    "Sorties vers un logement",
    unit="sorties à issue connue",
    kind=Kind.RATE,
    definition="Part des sorties vers un logement : maintenu, relogé, bail obtenu, logement adapté.",
)
def positive_exits(scope: Scope) -> Figure:
    """Issues favorables au logement / sorties à issue connue et non neutre (R-05)."""
    return _exit_rate(scope, ended(scope), POSITIVE)


@indicator(
    "R-06",
    "Logement à la sortie",
    unit="accompagnements terminés",
    kind=Kind.MIX,
    definition="Où habite le ménage quand l’accompagnement se termine.",
    is_profile=True,
)
def exit_housing(scope: Scope) -> Figure:
    """Répartition des issues (R-06)."""
    exits = ended(scope)
    parts = coded(exits, "exit_outcome", "exit_outcome")
    return mix(parts, exits.count(), cases=scope.cases.filter(pk__in=exits.values("case")))


@indicator(
    "R-07",
    "Durée de l’accompagnement",
    unit="accompagnements commencés",
    kind=Kind.DURATION,
    definition="Temps au bout duquel la moitié des accompagnements sont terminés, ceux qui durent compris.",
)
def length(scope: Scope) -> Figure:
    """Médiane et 80e centile de (fin − début), Kaplan-Meier ; jours actifs à part (R-07)."""
    found, active = [], 0
    for measure in scope.measures.prefetch_related("suspensions", "former_exits").order_by("pk"):
        found += durations([(measure.started_on, measure.ended_on)], scope.horizon)
        active += days_of(measure, scope.horizon).active
    mean = round(active / len(found)) if found else 0
    return Figure(
        Kind.DURATION,
        sum(1 for _, came in found if came),
        len(found),
        value=survival.median(found),
        late_value=survival.quantile(found, Fraction(4, 5)),
        parts=by_door(scope.measures, "case__door"),
        aside=(("jours actifs, en moyenne", number(mean)),),
        cases=scope.cases.filter(pk__in=scope.measures.values("case")),
    )


@indicator(
    "R-08",
    "Contact renoué",
    unit="ménages admis sans contact au départ",
    kind=Kind.RATE,
    definition="Part des ménages que personne ne rencontrait plus, et qui l’ont été dans les 90 jours de l’admission.",
)
def contact_restored(scope: Scope) -> Figure:
    """Ménages « sans contact » à l’entrée et rencontrés sous 90 jours / ménages « sans contact » à l’entrée (R-08)."""
    noted = Finding.objects.filter(case=OuterRef("pk"), difficulty="no_contact", found_on__lte=OuterRef("admitted_on"))
    found = noted.exclude(severity=0)
    base = scope.admitted.filter(Q(main_reason="no_contact") | Exists(found))
    contacts = effective_contacts().filter(
        case=OuterRef("pk"),
        happened_on__gte=OuterRef("admitted_on"),
        happened_on__lte=OuterRef("admitted_on") + timedelta(days=CONTACT_WITHIN_DAYS),
    )
    met = base.filter(Exists(contacts))
    return rate(met.count(), base.count(), cases=met)


@indicator(
    "R-15",
    "Relais dont le premier rendez-vous est honoré",
    unit="relais proposés dont le jour est venu",
    kind=Kind.RATE,
    definition=(
        "Part des relais convenus avec le ménage vers un autre service dont le premier rendez-vous a eu lieu. "
        "Ceux dont on ne sait rien sont dans le total, et comptés à part."
    ),
)
def relays_kept(scope: Scope) -> Figure:
    """Premiers rendez-vous honorés / relais convenus dans la période, une fois leur jour venu (R-15)."""
    relays = CaseRelay.objects.filter(case__in=scope.cases.values("pk"), agreed_on__range=(scope.start, scope.end))
    found = first_appointments_kept(relays)
    kept = relays.filter(first=FirstAppointment.KEPT)
    return rate(
        found.n,
        found.total,
        aside=(("à venir", found.awaited), ("sans nouvelle", found.unknown)),
        cases=scope.cases.filter(pk__in=kept.values("case")),
    )
