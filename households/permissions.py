"""What the actor may do in each section of a case she sees.

Seeing the case is `Case.objects.visible_to`; this is the second question.
"""

from households.grants import GrantLevel, right
from households.models import Case, CaseAccess, CaseTeamMember, EmergencyAccess, TeamPart
from households.querysets import named_on
from households.standing_in import lasting, nameable_by
from partners.object_rights import may
from partners.roles import MANAGER_ROLES, Right, Section
from veille.core.actor import Actor

Rights = dict[str, Right]


def section_rights(actor: Actor, case: Case) -> Rights:
    """Right of the actor on every section: the best of her roles through her organisation's grants."""
    held = _held_rights(actor, case)
    return _limited(held) if case.frozen_on else held


def _held_rights(actor: Actor, case: Case) -> Rights:
    """The same, whether or not a limitation stands."""
    best = dict.fromkeys(Section.values, Right.NONE)
    for membership in actor.memberships:
        grants = CaseAccess.objects.opening_through(actor, membership).filter(case=case)
        for level in grants.order_by("level").values_list("level", flat=True):
            for section in Section.values:
                best[section] = max(best[section], right(level, membership.role, section))
    return best


def _limited(rights: Rights) -> Rights:
    """What a person had limited (RGPD, article 18) is kept and read, no longer written."""
    return {section: min(right, Right.READ) for section, right in rights.items()}


def can_write(actor: Actor, case: Case, section: str) -> bool:
    return section_rights(actor, case)[section] >= Right.WRITE


# Finer rules than the cells, each with its reason.


def can_note_information(rights: Rights) -> bool:
    """Who reaches the household may note that it was told: the presenter promises it at the orientation."""
    return _reaches(rights)


def can_share(rights: Rights) -> bool:
    """The lead names partners, once the household agreed: only its grant opens the measure for writing."""
    return rights[Section.MEASURE] >= Right.WRITE


def can_open_to_partner(actor: Actor, case: Case, rights: Rights) -> bool:
    """Noting that the household lets another organisation in: not for who is there for some hours herself."""
    return can_share(rights) and opens_lastingly(actor, case)


def can_recompose(actor: Actor, case: Case, rights: Rights) -> bool:
    """Separating a household, merging two files: for who writes all that is known of its people, confided or not.

    What the pages of another organisation hold moves too: nobody does it to a file that another one leads.
    """
    whole = all(rights[section] >= Right.WRITE for section in (Section.IDENTITY, Section.CONTACT, Section.CONFIDED))
    ours = whole and Case.objects.filter(pk=case.pk).not_led_elsewhere(actor).exists()
    return ours and opens_lastingly(actor, case)


def opens_lastingly(actor: Actor, case: Case) -> bool:
    """Whether she opens the file but for a shift of duty or an emergency: what lasts hours gives nobody more."""
    return Case.objects.visible_to(lasting(actor)).filter(pk=case.pk).exists()


def can_reopen(case: Case, rights: Rights) -> bool:
    """Who writes the state of a file takes it up again; the others orient the household anew."""
    return case.closed_on is not None and rights[Section.STATE] >= Right.WRITE


def can_close(case: Case, rights: Rights) -> bool:
    """Who leads the accompaniment and writes the state of the file, as long as it is open and was admitted.

    What was never admitted closes with its orientation.
    """
    if case.closed_on or min(rights[Section.STATE], rights[Section.MEASURE]) < Right.WRITE:
        return False
    return case.admitted_on is not None or not case.configuration.entry_needs_admission


def can_run_team(actor: Actor, rights: Rights) -> bool:
    """A manager says who of her organisation works on a case she may inspect."""
    return rights[Section.ACCESS_PANEL] >= Right.READ and actor.has_role(*MANAGER_ROLES)


def can_name(actor: Actor, case: Case, rights: Rights) -> bool:
    """On a restricted case, whoever leads, presents or manages it says who else is named (being named herself)."""
    writes = rights[Section.CONTACT] >= Right.WRITE or rights[Section.ACCESS_PANEL] >= Right.WRITE
    allowed = case.is_restricted and (writes or can_run_team(actor, rights))
    return allowed and nameable_by(actor).filter(pk=case.pk).exists()


def is_named(actor: Actor, case: Case) -> bool:
    """Protected details open to named persons only, whether the case is restricted or not."""
    return Case.objects.filter(named_on(Case, actor), pk=case.pk).exists()


def can_restrict(actor: Actor, case: Case, rights: Rights) -> bool:
    """Whoever reaches the household and inspects its accesses may close it: a danger does not wait for the lead."""
    return not case.is_restricted and _protects(actor, case, rights) and rights[Section.ACCESS_PANEL] >= Right.READ


def can_lift(actor: Actor, case: Case, rights: Rights) -> bool:
    """Opening again is for who accompanies or will; before anybody leads the file, for who reaches the household."""
    if not case.is_restricted or rights[Section.ACCESS_PANEL] < Right.READ or not opens_lastingly(actor, case):
        return False
    if max(rights[Section.MEASURE], rights[Section.CONFIDED]) >= Right.WRITE:
        return True
    is_led = CaseAccess.objects.current().filter(case=case, level=GrantLevel.LEAD).exists()
    return _reaches(rights) and not is_led


def can_hide_place(actor: Actor, case: Case, rights: Rights) -> bool:
    """On a restricted file, a named person who reaches the household."""
    return case.is_restricted and _protects(actor, case, rights) and is_named(actor, case)


def is_lead_person(actor: Actor, case: Case) -> bool:
    """Who carries the accompaniment: she is told of readings, and reads who looked (readings_of_a_file: hers)."""
    mine = CaseTeamMember.objects.current().filter(case=case, user=actor.user_id, part=TeamPart.LEAD)
    return mine.filter(organisation=actor.organisation_id).exists()


def can_put_on_duty(actor: Actor, case: Case) -> bool:
    """The lead person of a restricted file says whether who is on duty opens it."""
    return case.is_restricted and is_lead_person(actor, case)


def can_read_readings(actor: Actor, case: Case) -> bool:
    return may(actor, "readings_of_a_file", "R") and is_lead_person(actor, case)


def can_plan_duty(actor: Actor) -> bool:
    return may(actor, "duty_rota", "W")


def can_read_duty(actor: Actor) -> bool:
    """Who may be on duty reads her own shifts; a manager, all of them."""
    return may(actor, "duty_rota", "R")


def can_ask_emergency(actor: Actor) -> bool:
    return may(actor, "emergency_access", "W")


def can_inspect_emergencies(actor: Actor) -> bool:
    """The data protection officer sees that they were opened and reviewed, never of which file."""
    return may(actor, "emergency_review", "R") and not may(actor, "emergency_review", "W")


def can_review(actor: Actor, access: EmergencyAccess) -> bool:
    """Another person reviews: her manager, or the lead person of the file."""
    return access.user_id != actor.user_id


def can_plan_next(case: Case, rights: Rights) -> bool:
    """Each organisation reminds itself, as long as nothing forbids to write of the household."""
    return rights[Section.STATE] >= Right.READ and case.frozen_on is None


def _protects(actor: Actor, case: Case, rights: Rights) -> bool:
    """A limitation stops what is written of a person, never what protects her (RGPD, article 18.2)."""
    return _reaches(_held_rights(actor, case) if case.frozen_on else rights)


def _reaches(rights: Rights) -> bool:
    return rights[Section.CONTACT] >= Right.WRITE
