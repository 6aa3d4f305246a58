"""The same people in every test: one per role, crossed with what she is to the case.

cast.referent            the landlord's referent of Habitat du Nord, on her own file
cast[Role.DPO]           the person of a role, in the organisation where that role makes sense
cast.partner(role)       the same role in another organisation of the dispositif, without a grant
cast.busy_elsewhere(role) a partner with a file of her own, which is not this one
cast.former(role, case)  an organisation whose grant on this case has ended
cast.colleague           of the same landlord, without a role that opens files
None                     nobody: not signed in
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property

from cellule.models import Session
from households.grants import GrantLevel
from partners.actors import actor_of
from partners.models import (
    Commune,
    Dispositif,
    DispositifVersion,
    Instance,
    Membership,
    Organisation,
    Partnership,
    Territory,
    User,
)
from partners.roles import Role
from tests import factories
from tests.templates import template
from veille.core import clock
from veille.core.actor import Actor


@dataclass
class World:
    """What exists before anybody acts."""

    dispositif: Dispositif
    version: DispositifVersion
    territory: Territory
    other_territory: Territory
    instance: Instance
    session: Session
    organiser: Organisation
    landlord: Organisation
    other_landlord: Organisation
    association: Organisation
    other_association: Organisation
    state: Organisation
    funder: Organisation
    evaluator: Organisation
    shelter: Organisation
    commune: Commune


def build_world() -> World:
    """Veille sociale on its own template, with one territory in the north and one in the south."""
    organisation = factories.OrganisationFactory
    organiser = organisation(name="Pierres et Lumières", kind="landlord")
    landlord = organisation(name="Habitat du Nord", kind="landlord")
    other_landlord = organisation(name="Logis Transports", kind="landlord")
    association = organisation(name="La Vie active", kind="association")
    other_association = organisation(name="Aurore", kind="association")
    state = organisation(name="DDTM du Nord", kind="state")
    funder = organisation(name="Métropole européenne de Lille", kind="local_authority")
    evaluator = organisation(name="Cabinet d’études sociales", kind="other")
    shelter = organisation(name="Foyer de la Deûle", kind="association")
    dispositif = factories.DispositifFactory(carrier=organiser)
    version = DispositifVersion.objects.create(
        dispositif=dispositif, number=1, data=template("veille_sociale"), published_on=date(2014, 10, 1)
    )
    parts = {
        "landlord": (organiser, landlord, other_landlord),
        "operator": (association, other_association),
        "diagnosis_operator": (association, other_association),
        "referrer": (shelter, association),
        "state": (state,),
        "funder": (funder,),
        "evaluator": (evaluator,),
    }
    for part, organisations in parts.items():
        for one in organisations:
            Partnership.objects.create(dispositif=dispositif, organisation=one, part=part, starts_on=date(2015, 1, 1))
    commune = Commune.objects.get(code="62413")
    north = Territory.objects.create(dispositif=dispositif, code="hauts-de-france", name="Hauts-de-France")
    north.communes.add(commune, "59540", "59392")
    south = Territory.objects.create(dispositif=dispositif, code="centre", name="Centre")
    south.communes.add("45234")
    instance = _instance(dispositif, north, version, organiser)
    _instance(dispositif, south, version, organiser)
    session = Session.objects.create(instance=instance, held_on=date(2018, 12, 20), starts_at=time(9, 30))
    return World(
        dispositif=dispositif,
        version=version,
        territory=north,
        other_territory=south,
        instance=instance,
        session=session,
        organiser=organiser,
        landlord=landlord,
        other_landlord=other_landlord,
        association=association,
        other_association=other_association,
        state=state,
        funder=funder,
        evaluator=evaluator,
        shelter=shelter,
        commune=commune,
    )


def _instance(
    dispositif: Dispositif, territory: Territory, version: DispositifVersion, organiser: Organisation
) -> Instance:
    deciding = next(rules for rules in version.data["instances"] if rules["decides_doors"])
    return Instance.objects.create(
        dispositif=dispositif,
        territory=territory,
        code=deciding["code"],
        label=f"{deciding['label']} – {territory.name}",
        organiser=organiser,
    )


_FIRST_NAMES = dict(
    zip(
        Role.values,
        [
            "Agathe",
            "Bastien",
            "Clarisse",
            "Denis",
            "Édith",
            "Fabien",
            "Ghislaine",
            "Hugo",
            "Inès",
            "Jules",
            "Karine",
            "Léon",
            "Maud",
            "Noé",
            "Odile",
            "Paul",
            "Rose",
            "Serge",
            "Thaïs",
            "Ugo",
            "Viviane",
            "Yann",
        ],
        strict=True,
    )
)


class Cast:
    """People appear when they are called, and stay the same for the test."""

    def __init__(self, world: World):
        self.world = world
        self._actors: dict[tuple, Actor] = {}

    def __getitem__(self, role: str) -> Actor:
        return self.play(role, self._home(role))

    def play(self, role: str, organisation: Organisation, name: str = "") -> Actor:
        """The person of a role in an organisation; `name` tells two of them apart."""
        key = (role, organisation.pk, name)
        if key not in self._actors:
            self._actors[key] = self._enter(role, organisation, name)
        return self._actors[key]

    def hold(self, actor: Actor, *competences: str) -> Actor:
        """What an expert answers for, among what her organisation announces, from her next request on."""
        experts = Membership.objects.filter(user=actor.user, organisation=actor.organisation, role=Role.EXPERT)
        experts.update(competences=list(competences))
        found = actor_of(actor.user, actor.organisation_id)
        self._actors |= {key: found for key, known in self._actors.items() if known is actor}
        return found

    def _enter(self, role: str, organisation: Organisation, name: str) -> Actor:
        number = len(self._actors) + 1
        user = User.objects.create_user(
            f"{role}.{number}@exemple.invalid",
            "une phrase de passe bien longue",
            first_name=name or _FIRST_NAMES[role],
            last_name=f"Deladistribution{number}",
        )
        held = organisation.competences if role == Role.EXPERT else []
        Membership.objects.create(
            user=user,
            organisation=organisation,
            role=role,
            competences=held,
            starts_on=date(2015, 1, 1),
            **self._scope(role),
        )
        return actor_of(user, organisation.pk)

    def _scope(self, role: str) -> dict:
        if role in {Role.INSTANCE_SECRETARY, Role.INSTANCE_MEMBER}:
            return {"instance": self.world.instance}
        if role in {
            Role.PROJECT_MANAGER,
            Role.GROUP_COORDINATOR,
            Role.FUNDER,
            Role.EVALUATOR,
            Role.STATE_SERVICE,
        }:
            return {"dispositif": self.world.dispositif}
        return {}

    def _home(self, role: str) -> Organisation:
        world = self.world
        if role.startswith("landlord_") or role == Role.DPO:
            return world.landlord
        if role.startswith("association_"):
            return world.association
        homes = {
            Role.REFERRER: world.shelter,
            Role.STATE_SERVICE: world.state,
            Role.FUNDER: world.funder,
            Role.EVALUATOR: world.evaluator,
            Role.EXPERT: world.other_association,
            Role.INSTANCE_MEMBER: world.other_association,
            Role.TRAINER: world.other_association,
        }
        return homes.get(role, world.organiser)

    # The people most tests speak of.

    @cached_property
    def referent(self) -> Actor:
        return self[Role.LANDLORD_REFERENT]

    @cached_property
    def worker(self) -> Actor:
        return self[Role.ASSOCIATION_WORKER]

    @cached_property
    def other_worker(self) -> Actor:
        """Same association, not in the team of the case."""
        return self.play(Role.ASSOCIATION_WORKER, self.world.association, "Béatrice")

    @cached_property
    def manager(self) -> Actor:
        return self[Role.ASSOCIATION_MANAGER]

    @cached_property
    def secretary(self) -> Actor:
        return self[Role.INSTANCE_SECRETARY]

    @cached_property
    def stand_in(self) -> Actor:
        """The second person entitled to record."""
        return self.play(Role.INSTANCE_SECRETARY, self.world.organiser, "Zoé")

    @cached_property
    def member(self) -> Actor:
        return self[Role.INSTANCE_MEMBER]

    @cached_property
    def pilot(self) -> Actor:
        return self[Role.PROJECT_MANAGER]

    @cached_property
    def colleague(self) -> Actor:
        """Of the same landlord, with a role that opens no file."""
        return self[Role.LANDLORD_CARETAKER]

    def partner(self, role: str) -> Actor:
        """The same role in another organisation of the dispositif, without any grant."""
        return self.play(role, self._elsewhere(role), "Partenaire")

    def busy_elsewhere(self, role: str) -> Actor:
        """The same role in another organisation, with a file of her own that is not this one."""
        actor = self.play(role, self._elsewhere(role), "Occupée")
        case = factories.make_case(self.world)
        factories.grant(case, actor.organisation, GrantLevel.LEAD)
        factories.put_in_team(case, actor)
        return actor

    def former(self, role: str, case) -> Actor:
        """The same role in an organisation whose grant on this case ended yesterday."""
        actor = self.play(role, self._elsewhere(role), "Ancienne")
        access = factories.grant(case, actor.organisation, GrantLevel.LEAD)
        access.starts_on, access.ends_on = clock.today() - timedelta(days=30), clock.today() - timedelta(days=1)
        access.save()
        return actor

    def _elsewhere(self, role: str) -> Organisation:
        home = self._home(role)
        return self.world.other_landlord if home.kind == "landlord" else self.world.other_association
