"""Which levels the author of a note may use, and the one proposed first."""

from households.grants import GrantLevel
from households.models import Case, CaseAccess
from households.note_levels import SECTION_OF, NoteLevel, cells, is_named_level
from households.permissions import section_rights
from households.readers import case_readers, nameable_people, readers_of
from partners.roles import ASSOCIATION_ROLES, Right, Role, Section
from veille.core.actor import Actor

# The exchange with experts is missing: it belongs to a request to one of them.
_ORDER = (
    NoteLevel.ASSOCIATION_ONLY,
    NoteLevel.LANDLORD_INTERNAL,
    NoteLevel.LANDLORD_SOCIAL,
    NoteLevel.TEAM_SHARED,
    NoteLevel.FACTUAL_SHARED,
    NoteLevel.HEALTH_RESTRICTED,
    NoteLevel.CHILD_PROTECTION,
    NoteLevel.LEGAL_SENSITIVE,
    NoteLevel.PROTECTED_CASE,
)
# An own or named level is for who writes something in the file, whatever the part.
_WRITING = (
    Section.INTERVENTIONS,
    Section.INTERVENTIONS_SHARED,
    Section.FINDINGS_SUPPORT,
    Section.FINDINGS_LANDLORD,
)


def writable_levels(actor: Actor, case: Case) -> list[str]:
    """The levels under which the actor may write in this case, in the order of the form."""
    rights = section_rights(actor, case)
    writes = any(rights[section] >= Right.WRITE for section in _WRITING)
    if not writes:
        return []
    return [level for level in _ORDER if _may_write(actor, case, level, rights)]


def _may_write(actor: Actor, case: Case, level: str, rights: dict) -> bool:
    if not cells(actor, level) & {"W", "named"} or not _is_on(level, case):
        return False
    section = SECTION_OF.get(level)
    return section is None or rights[section] >= Right.WRITE


def _is_on(level: str, case: Case) -> bool:
    """Health only where the dispositif turns it on; the closed list only on a restricted case."""
    if level == NoteLevel.HEALTH_RESTRICTED:
        return case.configuration.health_notes
    return level != NoteLevel.PROTECTED_CASE or case.is_restricted


def default_level(actor: Actor, case: Case) -> str:
    """Inside the association; for a landlord, inside its house, or its social team on a case it leads."""
    levels = writable_levels(actor, case)
    if actor.has_role(*ASSOCIATION_ROLES) and NoteLevel.ASSOCIATION_ONLY in levels:
        return NoteLevel.ASSOCIATION_ONLY
    leads = actor.has_role(Role.LANDLORD_CASE_WORKER) and _leads(actor, case)
    if leads and NoteLevel.LANDLORD_SOCIAL in levels:
        return NoteLevel.LANDLORD_SOCIAL
    if NoteLevel.LANDLORD_INTERNAL in levels:
        return NoteLevel.LANDLORD_INTERNAL
    return levels[0] if levels else ""


def _leads(actor: Actor, case: Case) -> bool:
    grants = CaseAccess.objects.current().filter(case=case, level=GrantLevel.LEAD)
    return grants.filter(organisation=actor.organisation_id).exists()


def reading_options(actor: Actor, case: Case) -> dict[str, list]:
    """Every level the actor may use with its readers, and whom she may name: what a form of a level needs."""
    everybody = case_readers(case)
    levels = writable_levels(actor, case)
    readers = [readers_of(level, case, actor, among=everybody) for level in levels]
    named = [level for level in levels if is_named_level(level)]
    people = {user.pk: user for level in named for user in nameable_people(level, actor, everybody)}
    return {"readers": readers, "nameable": list(people.values())}
