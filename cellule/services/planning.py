"""Sessions planned ahead from the rule of their instance, days nobody works avoided; habits and closings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.choices import SessionState
from cellule.days_off import DaysOff
from cellule.instance_rules import rules_of
from cellule.models import ClosingPeriod, MeetingHabits, Session
from cellule.recurrence import Slot, slots
from partners.models import Instance
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import far_date, plus_months

# As far as sessions may be planned in one act, and a closing may last.
FURTHEST = timedelta(days=2 * 366)
LONGEST_CLOSING = timedelta(days=92)


@dataclass(frozen=True)
class Proposal:
    """A day of the rule and what would be done of it; `obstacle` says why nothing, if nothing."""

    slot: Slot
    obstacle: str = ""

    @property
    def note(self) -> str:
        """What the secretary reads beside the day."""
        if self.obstacle:
            return self.obstacle
        return f"au lieu du {far_date(self.slot.regular_on)} : {self.slot.reason}" if self.slot.is_moved else ""


def habits_of(instance: Instance) -> MeetingHabits:
    """Those its secretary gave, else the configuration's length and nothing more."""
    found = MeetingHabits.objects.filter(instance=instance).first()
    return found or MeetingHabits(instance=instance, planned_minutes=rules_of(instance).planned_minutes)


def proposals(instance: Instance, first: date, last: date) -> list[Proposal]:
    """Every day of the rule between two days, both included, beside what is in the calendar already."""
    existing = Session.objects.filter(instance=instance)
    made = {day for day in existing.values_list("regular_on", flat=True) if day}
    taken = set(existing.exclude(state=SessionState.CANCELLED).values_list("held_on", flat=True))
    found = slots(rules_of(instance), first, last, DaysOff(instance), _anchor(instance))
    return [Proposal(slot, _obstacle(slot, made, taken)) for slot in found]


def _anchor(instance: Instance) -> date | None:
    """The first day its rule was followed: a rule by weeks counts from it."""
    sessions = Session.objects.filter(instance=instance, regular_on__isnull=False)
    return sessions.order_by("regular_on").values_list("regular_on", flat=True).first()


def _obstacle(slot: Slot, made: Collection[date], taken: Collection[date]) -> str:
    if slot.regular_on in made or slot.held_on in taken:
        return "déjà au calendrier"
    if slot.is_dropped:
        return f"pas de séance : {slot.reason}, jusqu’à la suivante"
    return ""


@transaction.atomic
def plan_ahead(
    *,
    instance: Instance,
    first: date,
    last: date,
    days: Collection[date],
    starts_at: time,
    place: str,
    planned_minutes: int,
    by: Actor | None,
) -> list[Session]:
    """Plan the sessions of these days of the rule; those already in the calendar are left as they are."""
    if last - first > FURTHEST:
        raise ValidationError("Prévoyez deux ans au plus à la fois.")
    Instance.objects.select_for_update(of=("self",)).get(pk=instance.pk)
    kept = [one.slot for one in proposals(instance, first, last) if not one.obstacle and one.slot.regular_on in days]
    made = [_planned(instance, slot, starts_at, place, planned_minutes) for slot in kept]
    if made:
        audit.record("instance.planned_ahead", instance, by=by, changes={"sessions": [str(one.pk) for one in made]})
    return made


def _planned(instance: Instance, slot: Slot, starts_at: time, place: str, planned_minutes: int) -> Session:
    session = Session(
        instance=instance,
        held_on=slot.held_on,
        regular_on=slot.regular_on,
        starts_at=starts_at,
        place=place,
        planned_minutes=planned_minutes,
        change_reason=slot.reason,
        moved_from=slot.regular_on if slot.is_moved else None,
    )
    session.full_clean()
    session.save()
    return session


def keep_ahead() -> int:
    """For each instance that wants it, plan what its rule gives until so many months ahead; returns how many."""
    wanted = MeetingHabits.objects.filter(months_ahead__gt=0, instance__is_active=True)
    return sum(_keep_ahead(habits) for habits in wanted.select_related("instance__dispositif").order_by("pk"))


def _keep_ahead(habits: MeetingHabits) -> int:
    first = clock.today() + timedelta(days=1)
    last = plus_months(first, habits.months_ahead)
    days = {one.slot.regular_on for one in proposals(habits.instance, first, last)}
    made = plan_ahead(
        instance=habits.instance,
        first=first,
        last=last,
        days=days,
        starts_at=habits.starts_at,
        place=habits.place,
        planned_minutes=habits.planned_minutes,
        by=None,
    )
    return len(made)


@transaction.atomic
def keep_habits(
    *, instance: Instance, starts_at: time, place: str, planned_minutes: int, months_ahead: int, by: Actor
) -> MeetingHabits:
    """Where and when it usually meets, and how far ahead its sessions are planned without asking."""
    habits, _ = MeetingHabits.objects.update_or_create(
        instance=instance,
        defaults={
            "starts_at": starts_at,
            "place": place,
            "planned_minutes": planned_minutes,
            "months_ahead": months_ahead,
        },
    )
    audit.record("instance.habits_kept", instance, by=by, changes={"months_ahead": months_ahead})
    return habits


@transaction.atomic
def add_closing(*, instance: Instance, starts_on: date, ends_on: date, label: str, by: Actor) -> ClosingPeriod:
    """Days on which it does not meet; sessions already planned stay where they are, to be moved by hand."""
    if ends_on - starts_on > LONGEST_CLOSING:
        raise ValidationError({"ends_on": "Une fermeture dure trois mois au plus."})
    closing = ClosingPeriod(instance=instance, starts_on=starts_on, ends_on=ends_on, label=label)
    closing.full_clean()
    closing.save()
    audit.record("instance.closing_added", closing, by=by)
    return closing


@transaction.atomic
def remove_closing(*, closing: ClosingPeriod, by: Actor) -> None:
    audit.record("instance.closing_removed", closing, by=by)
    closing.delete()
