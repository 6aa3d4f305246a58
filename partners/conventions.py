"""Where a convention stands, said once: for lists, pages and reminders."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from partners.models import Convention, ConventionSignatory
from veille.core import clock
from veille.core.actor import Actor
from veille.core.normalise import sort_text


@dataclass(frozen=True)
class Standing:
    """A word and its tone."""

    code: str
    label: str
    tone: str


STOPPED = Standing("stopped", "Sans suite", "neutral")
UNSIGNED = Standing("unsigned", "En préparation", "warning")
FOLLOWED = Standing("followed", "Remplacée", "neutral")
OVER = Standing("over", "Terminée", "neutral")
TO_COME = Standing("to_come", "À venir", "info")
TO_RENEW = Standing("to_renew", "À renouveler", "warning")
RUNNING = Standing("running", "En cours", "success")


def is_signed(convention: Convention) -> bool:
    """By everybody it names, and by two at least: it is then changed by an amendment only."""
    signatories = list(convention.signatories.all())
    return len(signatories) > 1 and all(one.signed_on for one in signatories)


def standing_of(convention: Convention, day: date | None = None) -> Standing:
    """Where it stands on a day. Reads `signatories`, and what `with_standing` says of those that follow it."""
    day = day or clock.today()
    if convention.stopped_on:
        return STOPPED
    if not is_signed(convention):
        return UNSIGNED
    if convention.ends_on and convention.ends_on < day:
        return OVER
    if convention.is_replaced:
        return FOLLOWED
    if convention.starts_on > day:
        return TO_COME
    return TO_RENEW if _ends_soon(convention, day) and not convention.is_followed else RUNNING


def _ends_soon(convention: Convention, day: date) -> bool:
    return bool(convention.ends_on) and convention.ends_on - timedelta(days=convention.reminder_days) <= day


def with_standing(conventions: QuerySet[Convention]) -> QuerySet[Convention]:
    """Each with whether another is prepared to follow it, and whether that one, signed, has begun."""
    follower = Convention.objects.filter(follows=OuterRef("pk"), stopped_on=None)
    unsigned = ConventionSignatory.objects.filter(convention=OuterRef("pk"), signed_on=None)
    begun = follower.filter(~Exists(unsigned), starts_on__lte=clock.today())
    return conventions.annotate(is_followed=Exists(follower), is_replaced=Exists(begun))


def to_renew(conventions: QuerySet[Convention], day: date | None = None) -> QuerySet[Convention]:
    """Signed, near their end or past it, with nothing prepared and nobody who said that it stops there."""
    day = day or clock.today()
    unsigned = ConventionSignatory.objects.filter(convention=OuterRef("pk"), signed_on=None)
    reminded_on = ExpressionWrapper(F("ends_on") - F("reminder_days"), output_field=DateField())
    found = with_standing(conventions).annotate(reminded_on=reminded_on)
    return found.filter(~Exists(unsigned), is_followed=False, stopped_on=None, reminded_on__lte=day)


def listed_conventions(actor: Actor, **chosen) -> QuerySet[Convention]:
    """The list, narrowed: `q`, `dispositif`, `kind`, and `when` (those that run, or that are to renew)."""
    found = with_standing(Convention.objects.visible_to(actor)).with_list_data()
    for name in ("dispositif", "kind"):
        if chosen.get(name):
            found = found.filter(**{name: chosen[name]})
    if chosen.get("when") == TO_RENEW.code:
        found = found.filter(pk__in=to_renew(Convention.objects.visible_to(actor)).values("pk"))
    elif chosen.get("when") == RUNNING.code:
        day = clock.today()
        found = found.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, stopped_on=None)
    if chosen.get("q"):
        names = ConventionSignatory.objects.filter(
            convention=OuterRef("pk"), organisation__sort_name__contains=sort_text(chosen["q"])
        )
        words = Q(title__unaccent__icontains=chosen["q"]) | Q(reference__icontains=chosen["q"])
        found = found.filter(words | Exists(names))
    return found
