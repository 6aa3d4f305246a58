"""Who reads which numbers of a dispositif, and who asks for its reports."""

from dataclasses import dataclass

from households.models import Case
from households.querysets import followed_dispositifs
from partners.models import Dispositif
from partners.object_rights import OBJECT_RIGHTS, may, roles_with
from partners.roles import Role
from reports.models import DocumentKind
from veille.core.actor import Actor

_ACTIVITY, _PROFILE = "indicators_activity", "indicators_difficulty_profile"


@dataclass(frozen=True)
class Audience:
    """How an actor reads the numbers of a dispositif: all of it or her own cases, masked or not."""

    follows: bool
    masks_activity: bool
    masks_profile: bool
    reads_profile: bool

    def masks(self, is_profile: bool) -> bool:
        return self.masks_profile if is_profile else self.masks_activity


def dispositifs_counted_by(actor: Actor):
    """The dispositifs she reads numbers of: those she follows, and those of her own cases."""
    if not may(actor, _ACTIVITY, "N"):
        return Dispositif.objects.none()
    own = Case.objects.visible_to(actor).order_by().values("rules__dispositif")
    followed = followed_dispositifs(actor, "N")
    return (Dispositif.objects.filter(pk__in=own) | Dispositif.objects.filter(pk__in=followed)).order_by("name")


def audience(actor: Actor, dispositif: Dispositif) -> Audience:
    """What she counts there, and whether small groups are hidden from her."""
    followed = dispositif.pk in followed_dispositifs(actor, "N")
    roles = _following_roles(actor, dispositif) if followed else actor.roles
    activity, profile = _cells(_ACTIVITY, roles), _cells(_PROFILE, roles)
    return Audience(
        follows=followed,
        masks_activity="N" not in activity,
        masks_profile="N" not in profile,
        reads_profile=bool(profile),
    )


def _following_roles(actor: Actor, dispositif: Dispositif) -> frozenset[str]:
    """Those of her roles that make her follow the whole dispositif (a landlord's own numbers do not)."""
    following = roles_with(_ACTIVITY, "N", scope=None) | roles_with(_ACTIVITY, "N", scope="instance")
    return frozenset(m.role for m in actor.memberships_as(*following) if m.dispositif_id == dispositif.pk)


def _cells(name: str, roles: frozenset[str]) -> set[str]:
    table = OBJECT_RIGHTS[name]
    return {table[role].split()[0] for role in roles if role in table}


def _scoped(actor: Actor, dispositif: Dispositif, roles: frozenset[str]) -> bool:
    return any(m.dispositif_id == dispositif.pk for m in actor.memberships_as(*roles))


def can_ask(actor: Actor, dispositif: Dispositif, kind: str) -> bool:
    """The pilot asks for both documents, the evaluator for the evaluation."""
    roles = roles_with("reports_draft", "W", scope=None)
    if kind == DocumentKind.EVALUATION:
        roles |= roles_with("reports_draft", "W", scope="evaluation")
    return _scoped(actor, dispositif, roles)


def can_edit_fiche(actor: Actor, dispositif: Dispositif) -> bool:
    return _scoped(actor, dispositif, roles_with("reports_draft", "W", scope=None))


def can_publish(actor: Actor, dispositif: Dispositif) -> bool:
    """Publishing lets uncrossed totals be read outside the team: a reasoned act of the pilot."""
    return can_edit_fiche(actor, dispositif)


def reads_own_cases(actor: Actor) -> bool:
    """Whether a number leads her to the files of her own grants."""
    table = OBJECT_RIGHTS["cases_behind_a_number"]
    return any(table.get(role) == "own grants" for role in actor.roles)


def reads_pseudonyms(actor: Actor, dispositif: Dispositif) -> bool:
    """Whether a number leads her to the pseudonymised list of its cases."""
    return actor.has_role(Role.PROJECT_MANAGER) and dispositif.pk in followed_dispositifs(actor, "P")
