"""Accès restreint: what the panel says of it, and what closing or opening a file would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from households import permissions
from households.forms import LiftForm, RestrictForm
from households.models import Case, CaseTeamMember, ContactDetail, DutyCase, HousingPeriod, NamedPerson, Restriction
from households.pages import CasePage
from households.readers import actors_of, case_readers
from households.services import keepers
from partners.models import Organisation
from partners.roles import Role
from veille.core import clock
from veille.core.actor import Actor


@dataclass(frozen=True)
class Protection:
    """The box « Accès restreint » of the panel, and the acts it offers."""

    is_restricted: bool
    can_restrict: bool
    can_lift: bool
    can_hide_place: bool
    can_put_on_duty: bool
    restrictions: list[Restriction]
    on_duty: list[DutyCase]

    @property
    def is_offered(self) -> bool:
        return self.is_restricted or self.can_restrict or bool(self.restrictions)


def protection(page: CasePage) -> Protection:
    actor, case, rights = page.actor, page.case, page.rights
    rows = Restriction.objects.visible_to(actor).filter(case=case).order_by("-starts_on", "pk")
    on_duty = DutyCase.objects.visible_to(actor).current().filter(case=case).select_related("organisation")
    return Protection(
        is_restricted=case.is_restricted,
        can_restrict=permissions.can_restrict(actor, case, rights),
        can_lift=permissions.can_lift(actor, case, rights),
        can_hide_place=permissions.can_hide_place(actor, case, rights) and _has_open_place(case),
        can_put_on_duty=permissions.can_put_on_duty(actor, case),
        restrictions=list(rows),
        on_duty=list(on_duty.order_by("starts_on", "pk")) if case.is_restricted else [],
    )


def _has_open_place(case: Case) -> bool:
    periods = HousingPeriod.objects.filter(case=case).current(clock.today()).select_related("dwelling", "commune")
    return any(period.place.commune for period in periods.order_by("pk"))


def open_contacts(page: CasePage) -> QuerySet[ContactDetail]:
    """The ways to reach the household that the actor reads."""
    rows = ContactDetail.objects.visible_to(page.actor).filter(case=page.case).select_related("person")
    return rows.order_by("kind", "pk")


def proposed(page: CasePage) -> list[UUID]:
    """Those whom the team names; and while the file is being decided on, the secretaries who keep the instance."""
    team = CaseTeamMember.objects.current().filter(case=page.case).order_by("pk").values_list("user", flat=True)
    actors = [reader.actor for reader in case_readers(page.case, sections=())]
    return [*team, *(actor.user_id for actor in actors if actor.has_role(Role.INSTANCE_SECRETARY))]


def before_restricting(page: CasePage, form: RestrictForm) -> dict:
    """Who stays, who no longer sees the file, what goes to the sealed table."""
    data = form.cleaned_data
    already = NamedPerson.objects.current().filter(case=page.case).select_related("user").order_by("pk")
    stay = (*keepers(page.case, page.actor), *data["people"], *(person.user for person in already))
    named = {user.pk: user for user in stay}
    opening = [reader.actor for reader in case_readers(page.case, sections=())]
    leaving = [actor for actor in opening if actor.user_id not in named]
    in_order = sorted(named.values(), key=lambda user: (user.last_name, user.first_name))
    today = {actor.user_id for actor in opening}
    return {
        "named": [user for user in in_order if user.pk in today],
        "named_idly": [user for user in in_order if user.pk not in today],
        "change": "Ne verront plus que ce dossier existe",
        "concerned": by_organisation(leaving, page.actor),
        "sealed": data.get("contacts") or [],
        "place": data["hides_place"],
        "warning": "Personne n’est prévenu. Le dossier disparaît de leurs listes dès leur prochaine page.",
        "verb": "Restreindre l’accès",
    }


def before_lifting(page: CasePage, form: LiftForm) -> dict:
    """Who will see the file again."""
    return {
        "named": [],
        "named_idly": [],
        "change": "Verront à nouveau ce dossier",
        "concerned": by_organisation(_would_see(page.case), page.actor),
        "sealed": [],
        "place": False,
        "warning": "Ce qui a été mis sous clé le reste, pour les personnes nommées."
        + (" Le lieu où vit le ménage paraîtra à nouveau." if form.cleaned_data["shows_place"] else ""),
        "verb": "Lever la restriction",
    }


def _would_see(case: Case) -> list[Actor]:
    """The people whom grants, teams and roles alone would let in, without those who see it now."""
    present = {(reader.actor.user_id, reader.actor.organisation_id) for reader in case_readers(case, sections=())}
    grants = case.accesses.current()
    candidates = actors_of(grants.values("organisation"))
    return [
        actor
        for actor in candidates
        if (actor.user_id, actor.organisation_id) not in present
        and grants.opening(actor).exists()
        and not case.exclusions.filter(user=actor.user_id).exists()
    ]


def by_organisation(actors: Iterable[Actor], reader: Actor) -> list[tuple[Organisation, int, str]]:
    """Organisation, how many people, and their names when they are colleagues of the reader."""
    groups: dict[Organisation, list[str]] = {}
    for actor in actors:
        groups.setdefault(actor.organisation, []).append(str(actor.user))
    return [
        (organisation, len(names), ", ".join(names) if organisation.pk == reader.organisation_id else "")
        for organisation, names in sorted(groups.items(), key=lambda pair: pair[0].name)
    ]
