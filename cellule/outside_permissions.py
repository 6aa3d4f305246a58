"""What the actor may do about decisions taken without a session; seeing them is `visible_to`."""

from django.db.models import QuerySet

from cellule.choices import AgendaState
from cellule.models import AgendaItem, Consultation, Referral
from cellule.outside_choices import ConsultationState
from cellule.permissions import keeps, keeps_session
from cellule.querysets import instances_kept_by
from cellule.services.outside import opens_without_session
from cellule.services.sheets import BEFORE_SESSION
from households.models import Case
from partners.models import Instance, Membership
from partners.object_rights import may, roles_with
from partners.partnerships import partners_of
from veille.core.actor import Actor


def takes_part_outside(actor: Actor) -> bool:
    """Whether one of her roles decides or is asked between two sessions (no query)."""
    asked = actor.memberships_as(*roles_with("opinion", "W"))
    return may(actor, "decision_outside_session", "W") or any(seat.instance_id for seat in asked)


def keeps_outside(actor: Actor) -> bool:
    """Whether one of her roles prepares what is decided outside a session (no query)."""
    return bool(actor.roles & roles_with("decision_outside_session", "W", scope=None))


def can_consult(actor: Actor, item: AgendaItem) -> bool:
    """Ask members about an item: the secretary of its instance."""
    return keeps_outside(actor) and keeps_session(actor, item.session)


def askable_items(actor: Actor) -> QuerySet[AgendaItem]:
    """Situations of sessions to come that members could be asked about: their sheet is frozen."""
    if not keeps_outside(actor):
        return AgendaItem.objects.none()
    found = AgendaItem.objects.visible_to(actor).filter(
        session__instance__in=instances_kept_by(actor),
        session__state__in=BEFORE_SESSION,
        state=AgendaState.LISTED,
        case__isnull=False,
        sheet__isnull=False,
        kind__in=("entry", "follow_up"),
    )
    asked = Consultation.objects.visible_to(actor).filter(state=ConsultationState.OPEN)
    return found.exclude(case__in=asked.values("case")).with_list_data().order_by("session__held_on", "position", "id")


def can_decide(actor: Actor, consultation: Consultation) -> bool:
    """She keeps the instance, or it names her; a consultation that is over refuses by itself."""
    return Consultation.objects.decidable_by(actor).filter(pk=consultation.pk).exists()


def can_answer(actor: Actor, consultation: Consultation) -> bool:
    return Consultation.objects.asked_of(actor).filter(pk=consultation.pk).exists()


def can_abandon(actor: Actor, consultation: Consultation) -> bool:
    return keeps_outside(actor) and can_decide(actor, consultation)


def can_open_case(actor: Actor, referral: Referral) -> bool:
    """Open a file without a session: the secretary of the instance that would have decided."""
    return keeps_outside(actor) and keeps(actor, referral) and opens_without_session(referral)


def askable_members(instance: Instance, case: Case) -> QuerySet[Membership]:
    """The seats of the instance today, those who declared a conflict of interest left out."""
    seats = Membership.objects.current().filter(
        instance=instance, role__in=roles_with("opinion", "W"), user__is_active=True
    )
    return (
        seats.exclude(user__in=case.exclusions.values("user"))
        .select_related("user", "organisation")
        .order_by("organisation__sort_name", "user__last_name", "id")
    )


def entitled_roles_of(instance: Instance) -> QuerySet[Membership]:
    """Who may be named to decide for an instance: managers and State agents of its partners."""
    held = Membership.objects.current().filter(
        role__in=roles_with("decision_outside_session", "W", scope="entitled"),
        organisation__in=partners_of(instance.dispositif_id),
        user__is_active=True,
    )
    return held.select_related("user", "organisation").order_by("organisation__sort_name", "user__last_name", "id")
