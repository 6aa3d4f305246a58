"""Who opens this file, person by person, and by which way: the rule itself is asked, then put in words."""

from dataclasses import dataclass

from households.models import Case, CaseTeamMember, NamedPerson
from households.pages import CasePage
from households.readers import case_readers
from partners.models import Organisation
from partners.roles import TEAM_ROLES
from veille.core import clock, formats
from veille.core.actor import Actor


@dataclass(frozen=True)
class Opening:
    """Somebody who opens the file; colleagues by their name, the others as their organisation."""

    organisation: Organisation
    who: str
    roles: str
    way: str


def openings(page: CasePage) -> list[Opening]:
    """Everybody who opens the file today, those of the reader's organisation first."""
    actors = [reader.actor for reader in case_readers(page.case, sections=())]
    ways = _Ways(page.case)
    rows = [
        Opening(
            organisation=actor.organisation,
            who=str(actor.user) if actor.organisation_id == page.actor.organisation_id else "",
            roles=", ".join(sorted(membership.get_role_display() for membership in actor.memberships)),
            way=ways.of(actor),
        )
        for actor in actors
    ]
    hers = page.actor.organisation_id
    return sorted(rows, key=lambda row: (row.organisation.pk != hers, row.organisation.sort_name, row.way, row.who))


class _Ways:
    """The rows behind each way, read once."""

    def __init__(self, case: Case):
        self.case = case
        team = CaseTeamMember.objects.current().filter(case=case).order_by("pk")
        self.team = set(team.values_list("user", "organisation"))
        self.named = set(NamedPerson.objects.current().filter(case=case).order_by("pk").values_list("user", flat=True))

    def of(self, actor: Actor) -> str:
        ways = [self._by_role(actor)]
        if self.case.is_restricted and actor.user_id in self.named:
            ways.append("nommée")
        return ", ".join(way for way in ways if way)

    def _by_role(self, actor: Actor) -> str:
        if self.case.pk in actor.emergency_cases:
            return "accès d’urgence"
        if not actor.roles & TEAM_ROLES or actor.roles - TEAM_ROLES:
            return "par sa fonction"
        if (actor.user_id, actor.organisation_id) in self.team:
            return "équipe du dossier"
        if actor.on_duty_until:
            return f"astreinte, {_until(actor.on_duty_until)}"
        return "équipe ouverte"


def _until(moment) -> str:
    hour = formats.clock_time(moment.astimezone(clock.PARIS))
    return f"jusqu’au {formats.far_date(moment.astimezone(clock.PARIS).date())}, {hour}"
