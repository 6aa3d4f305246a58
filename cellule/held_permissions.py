"""What the actor may do with an orientation that has no file yet, an alert, a link, the page of prescribers."""

from cellule.choices import AlertState, HeldState, HeldWay
from cellule.intake import decides_entries
from cellule.models import HeldReferral, SocialAlert
from cellule.querysets import instances_kept_by
from partners.models import Dispositif, Instance
from partners.object_rights import may, roles_with
from veille.core.actor import Actor


def piloted_by(actor: Actor, name: str) -> list[Dispositif] | None:
    """The dispositifs that her role of pilot reaches for an object; None for all of them."""
    memberships = actor.memberships_as(*roles_with(name, "W", scope="own dispositif"))
    if any(membership.dispositif_id is None for membership in memberships):
        return None
    return [membership.dispositif for membership in memberships]


def pilots(actor: Actor, name: str, dispositif: Dispositif) -> bool:
    piloted = piloted_by(actor, name)
    return piloted is None or dispositif in piloted


def instances_to_open(actor: Actor):
    """The instances she may open a link to: those she keeps, those of the dispositifs she pilots."""
    kept = instances_kept_by(actor)
    piloted = piloted_by(actor, "external_link")
    own = Instance.objects.all() if piloted is None else Instance.objects.filter(dispositif__in=piloted)
    found = (kept | own).filter(is_active=True).distinct()
    return found.select_related("dispositif", "territory").order_by(
        "dispositif__name", "label", "territory__name", "pk"
    )


def receiving_instances(actor: Actor):
    """Of these, those that orientations go to."""
    found = instances_to_open(actor)
    return found.filter(pk__in=[instance.pk for instance in found if decides_entries(instance)])


def can_give_links(actor: Actor) -> bool:
    return may(actor, "external_link", "W")


def keeps_link(actor: Actor, held: HeldReferral) -> bool:
    """Close it: whoever may give one there."""
    return held.way == HeldWay.LINK and instances_to_open(actor).filter(pk=held.instance_id).exists()


def can_renew(actor: Actor, held: HeldReferral) -> bool:
    """Give another address; the pilot, who reads nothing of what comes, only has it sent."""
    return keeps_link(actor, held) and (bool(held.mail) or reads_words(actor, held))


def must_send(actor: Actor, instance: Instance) -> bool:
    """Whether a link to this instance has to go by mail: who does not keep it never holds an address (ADR 23)."""
    return not instances_kept_by(actor).filter(pk=instance.pk).exists()


def reads_address(held: HeldReferral) -> bool:
    """Whether who gives a link is shown its address: only when there is no mail to send it to (ADR 23)."""
    return not held.mail


def can_receive(actor: Actor, held: HeldReferral) -> bool:
    """Read what came by a link and take it in: who keeps the instance, never the pilot."""
    return held.state == HeldState.SENT and reads_words(actor, held)


def reads_words(actor: Actor, held: HeldReferral) -> bool:
    """What is asked of who wrote by a link, or answered: the pilot who follows it reads nothing of what comes."""
    return held.way == HeldWay.LINK and instances_kept_by(actor).filter(pk=held.instance_id).exists()


def approves(actor: Actor, held: HeldReferral) -> bool:
    """One of those who approve in that organisation, and not for what she wrote herself."""
    own = held.way == HeldWay.VALIDATION and held.organisation_id == actor.organisation_id
    return own and held.author_id != actor.user_id and may(actor, "orientation_validate", "W")


def follows_approvals(actor: Actor) -> bool:
    """Who approves in her organisation, and who writes what may wait there."""
    return may(actor, "orientation_validate", "W") or may(actor, "orientation_make", "W")


def can_approve(actor: Actor, held: HeldReferral) -> bool:
    return held.state == HeldState.SENT and approves(actor, held)


def can_take_back(actor: Actor, held: HeldReferral) -> bool:
    hers = held.author_id == actor.user_id and held.organisation_id == actor.organisation_id
    return hers and held.state in (HeldState.SENT, HeldState.RETURNED)


def can_alert(actor: Actor) -> bool:
    return may(actor, "alert_social_team", "W")


def handles_alerts(actor: Actor) -> bool:
    return may(actor, "social_alert_handle", "W")


def can_handle(actor: Actor, alert: SocialAlert, *states: AlertState) -> bool:
    return handles_alerts(actor) and alert.organisation_id == actor.organisation_id and alert.state in states


def can_set_approval(actor: Actor) -> bool:
    return may(actor, "approval_setting", "W")
