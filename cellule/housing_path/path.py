"""The whole view: its parts, and which sections of the file it tells."""

from dataclasses import dataclass

from cellule.housing_path.attempts import Attempt, attempts_of
from cellule.housing_path.delays import Delay, delays_of
from cellule.housing_path.facts import Facts
from cellule.housing_path.stages import Stage, stages_of
from cellule.housing_path.turns import Turn, turns_of
from households.models import Case
from households.permissions import Rights, section_rights
from partners.models import OrganisationKind
from partners.roles import Right, Section
from veille.core.actor import Actor


@dataclass(frozen=True)
class Path:
    """Steps, turns, landlords, delays; `is_partial` when only what one landlord was asked is told."""

    is_access: bool
    stages: list[Stage]
    turns: list[Turn]
    attempts: list[Attempt]
    delays: list[Delay]
    is_partial: bool
    is_moving: bool  # in maintien: somebody looks for another dwelling

    @property
    def sections(self) -> list[str]:
        """What it tells of the file, for the journal of reads."""
        told = [stage.section for stage in self.stages] + ([Section.CANDIDATURE] if self.attempts else [])
        return list(dict.fromkeys([Section.HOUSING, *told]))


def opens_path(rights: Rights) -> bool:
    """Who knows the file and reads its housing; each step then asks its own right."""
    return rights[Section.HOUSING] >= Right.READ and rights[Section.STATE] >= Right.READ


def path_of(actor: Actor, case: Case, rights: Rights | None = None) -> Path | None:
    """The path of a case she sees, as far as she may know it; None when its housing is not hers to read."""
    rights = rights or section_rights(actor, case)
    if not opens_path(rights):
        return None
    facts = Facts(actor, case, rights)
    return Path(
        is_access=facts.is_access,
        stages=stages_of(facts),
        turns=turns_of(facts),
        attempts=attempts_of(facts),
        delays=delays_of(facts),
        is_partial=_is_partial(facts),
        is_moving=not facts.is_access and bool(facts.wish or facts.transfers or facts.moved_in),
    )


def _is_partial(facts: Facts) -> bool:
    """A landlord that does not lead reads its own request: it is told so."""
    is_landlord = facts.actor.organisation.kind == OrganisationKind.LANDLORD
    return is_landlord and facts.is_access and facts.rights[Section.MEASURE] < Right.READ
