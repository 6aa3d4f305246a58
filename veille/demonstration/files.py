"""The file of a household: case, housing, findings, agreements, grants."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from accompaniment.models import Diagnosis, Measure
from cellule.models import Referral
from households.grants import GrantLevel
from households.models import (
    Adhesion,
    AdhesionState,
    Case,
    CaseAccess,
    CaseSpell,
    CaseTeamMember,
    ContactDetail,
    ContactKind,
    Dwelling,
    Finding,
    FindingSource,
    Household,
    HousingPeriod,
    Information,
    InformationState,
    Person,
    ProcedureStep,
    ProtectedDetail,
    Source,
    TeamPart,
)
from partners.configuration import Door
from partners.models import Commune, Instance, Organisation, OrganisationKind, User
from partners.roles import TEAM_ROLES, Role
from veille.core import crypto, reference
from veille.demonstration.dice import STORY_DAY, data
from veille.demonstration.families import copy_household, make_household, phone
from veille.demonstration.frames import Frame, World

REFERRING_ROLES = (Role.LANDLORD_REFERENT, Role.ASSOCIATION_WORKER, Role.REFERRER, Role.STATE_SERVICE)


@dataclass
class File:
    """A case in the making, with what the next steps need."""

    world: World
    frame: Frame
    door: str
    territory: str
    landlord: Organisation
    commune: Commune
    household: Household
    people: list[Person]
    case: Case
    instance: Instance
    referrer: Organisation
    author: User
    opened_on: date
    grants: dict[str, CaseAccess] = field(default_factory=dict)
    housing: list[HousingPeriod] = field(default_factory=list)
    lease_signed_on: date | None = None  # the lease that the accompaniment led to
    findings: list[Finding] = field(default_factory=list)
    spell: CaseSpell | None = None
    presenter: CaseTeamMember | None = None
    referral: Referral | None = None
    diagnosis: Diagnosis | None = None
    measure: Measure | None = None
    level: str = "custom"
    operator: Organisation | None = None
    lead: User | None = None

    @property
    def dice(self):
        return self.world.dice

    def add(self, model, **fields):
        return self.world.rows.add(model, case=self.case, **fields)

    def grant(self, organisation: Organisation, level: str, ground: str, starts_on: date) -> CaseAccess:
        fields = {"level": level, "ground": ground, "starts_on": starts_on, "given_by": self.author.pk}
        access = self.add(CaseAccess, organisation=organisation, **fields)
        self.grants[level] = access
        return access

    def end_grant(self, level: str, on: date) -> None:
        if level in self.grants:
            self.grants[level].ends_on = max(on, self.grants[level].starts_on)

    def close(self, on: date, reason: str = "") -> None:
        self.case.closed_on = on
        self.spell.ends_on, self.spell.reason = on, reason


@dataclass(frozen=True)
class Plan:
    """What is chosen for a case before it is made."""

    frame: Frame
    door: str
    territory: str
    opened_on: date
    family: str
    main_reason: str
    profile: str = ""
    referrer: str = ""
    instance: str = ""
    landlord: str = ""  # where the dwelling is; any of the territory otherwise
    copied: tuple[Person, ...] = ()  # who came out of another household
    is_restricted: bool = False
    is_informed: bool = True


def open_file(world: World, plan: Plan) -> File:
    """Household, case, housing, findings, agreements and first grants, as on the day of the orientation."""
    landlord, commune = _place(world, plan)
    household, people = _household(world, plan)
    referrer = world.organisations[plan.referrer] if plan.referrer else landlord
    file = File(
        world=world,
        frame=plan.frame,
        door=plan.door,
        territory=plan.territory,
        landlord=landlord,
        commune=commune,
        household=household,
        people=people,
        case=_case(world, plan, household),
        instance=plan.frame.instances[plan.instance],
        referrer=referrer,
        author=world.dice.pick(world.workers(referrer, *REFERRING_ROLES)),
        opened_on=plan.opened_on,
    )
    file.spell = file.add(CaseSpell, starts_on=plan.opened_on)
    _contacts(file)
    _first_housing(file)
    _first_findings(file)
    _agreements(file, plan.is_informed)
    _first_grants(file)
    return file


def _place(world: World, plan: Plan) -> tuple[Organisation, Commune]:
    places = plan.frame.communes[plan.territory]
    if plan.landlord:
        places = [(owner, commune) for owner, commune in places if owner is world.organisations[plan.landlord]]
    return world.dice.pick(places)


def _household(world: World, plan: Plan) -> tuple[Household, list[Person]]:
    if plan.copied:
        return copy_household(world, plan.frame, plan.copied, on=plan.opened_on)
    is_tenant = plan.door == Door.RETENTION
    return make_household(world, plan.frame, plan.family, on=plan.opened_on, is_tenant=is_tenant)


def _case(world: World, plan: Plan, household: Household) -> Case:
    return world.rows.add(
        Case,
        household=household,
        rules=plan.frame.rules_on(plan.opened_on),
        door=plan.door,
        number=_number(world, plan),
        territory=plan.frame.territories[plan.territory],
        main_reason=plan.main_reason,
        target_profile=plan.profile,
        opened_on=plan.opened_on,
        is_restricted=plan.is_restricted,
    )


def _number(world: World, plan: Plan) -> str:
    while True:
        prefix = plan.frame.dispositif.number_prefix
        number = f"{prefix}-{plan.opened_on.year}-{world.dice.between(10_000, 99_999)}"
        if number not in world.numbers:
            world.numbers.add(number)
            return number


def _contacts(file: File) -> None:
    """How to reach the household; what an association was told stays with the accompaniment."""
    dice = file.dice
    number = phone(dice, file.territory)
    address = f"{dice.between(2, 98)} {dice.pick(data('names.json')['street'])}, {file.commune.name}"
    if file.case.is_restricted:
        _seal(file, {ContactKind.PHONE: number, ContactKind.ADDRESS: address})
        return
    common = {"person": file.people[0], "source": _source(file)}
    preference = dice.pick(["", "", "Par SMS", "Plutôt le matin", "Laisser un message"])
    file.add(ContactDetail, kind=ContactKind.PHONE, value=number, preference=preference, **common)
    if file.door == Door.RETENTION:
        file.add(ContactDetail, kind=ContactKind.ADDRESS, value=address, **common)


def _source(file: File) -> str:
    return Source.LANDLORD_KNOWN if file.referrer.kind == OrganisationKind.LANDLORD else Source.CONFIDED


def _seal(file: File, details: dict[str, str]) -> None:
    """A protected household leaves nothing in the ordinary tables."""
    for kind, value in details.items():
        sealed = crypto.encrypt(value, purpose=crypto.PROTECTED, table=ProtectedDetail._meta.db_table)
        file.add(ProtectedDetail, kind=kind, sealed=sealed, recorded_by=file.author.pk)


def dwelling_of(file: File) -> Dwelling:
    kinds = ("t1", "t2") if len(file.people) == 1 else ("t2", "t3") if len(file.people) < 4 else ("t4", "t5")
    return file.world.rows.add(
        Dwelling,
        landlord=file.landlord,
        commune=file.commune,
        residence=file.dice.pick(data("names.json")["residence"]),
        dwelling_type=file.dice.pick(kinds),
        reference=f"L{file.dice.between(1000, 9999)}",
    )


def tenancy(file: File, signed_on: date, *, modality: str = "direct_lease", arrears: int | None = None):
    """A period as a tenant of the landlord of the file."""
    period = file.add(
        HousingPeriod,
        situation="social_tenant",
        modality=modality,
        commune=None if file.case.is_restricted else file.commune,
        dwelling=None if file.case.is_restricted else dwelling_of(file),
        monthly_rent=Decimal(file.dice.between(210, 560)),
        arrears=Decimal(arrears) if arrears is not None else None,
        lease_signed_on=signed_on,
        starts_on=signed_on,
    )
    file.housing.append(period)
    return period


_BEFORE = {
    "hosted_third": 4,
    "integration_shelter": 5,
    "emergency_shelter": 4,
    "hotel": 2,
    "stabilisation": 2,
    "hosted_family": 2,
    "private_tenant": 1,
}


def _first_housing(file: File) -> None:
    dice = file.dice
    if file.door == Door.RETENTION:
        signed_on = file.opened_on - timedelta(days=dice.between(400, 4500))
        debt = dice.between(4, 58) * 100 if file.case.main_reason in {"rent_arrears", "eviction_risk"} else None
        tenancy(file, signed_on, arrears=debt if debt else dice.pick([0, 0, 350, 820]))
        _procedure(file)
        return
    before = file.add(
        HousingPeriod,
        situation=dice.weighted(_BEFORE),
        commune=None if file.case.is_restricted else file.commune,
        starts_on=file.opened_on - timedelta(days=dice.between(60, 700)),
    )
    file.housing.append(before)


def _procedure(file: File) -> None:
    if file.case.main_reason not in {"rent_arrears", "eviction_risk"}:
        return
    start = file.opened_on - timedelta(days=file.dice.between(20, 120))
    steps = ["amicable", "notice", "summons"][: 3 if file.case.main_reason == "eviction_risk" else 1]
    for index, step in enumerate(steps):
        ends_on = start + timedelta(days=59) if index < len(steps) - 1 else None
        file.add(ProcedureStep, landlord=file.landlord, step=step, starts_on=start, ends_on=ends_on)
        start += timedelta(days=60)


def end_procedure(file: File, on: date) -> None:
    for step in file.world.rows.of(ProcedureStep)[-400:]:
        if step.case == file.case and step.ends_on is None:
            step.ends_on = max(on, step.starts_on)


_ALSO = {
    Door.RETENTION: ("budget_management", "administrative", "isolation", "rights_not_open", "insufficient_income"),
    Door.ACCESS: ("administrative", "insufficient_income", "employment", "housing_appropriation", "mobility_transport"),
}


def _first_findings(file: File) -> None:
    for difficulty in [file.case.main_reason, *file.dice.some(_ALSO[file.door], file.dice.between(1, 3))]:
        severity, kept = file.dice.between(2, 4), _source(file) == Source.CONFIDED
        found = find(file, difficulty, severity, file.opened_on, by=file.author, organisation=file.referrer, kept=kept)
        file.findings.append(found)


def find(file: File, difficulty: str, severity: int, on: date, *, by: User, organisation: Organisation, kept=False):
    """A finding on a day; `kept` is what was confided to the accompaniment, as sensitive ones always are."""
    return file.add(
        Finding,
        difficulty=difficulty,
        severity=severity,
        source=file.dice.pick(FindingSource.values[:3]),
        found_on=on,
        organisation=organisation,
        author=by,
        is_confided=kept or difficulty in reference.sensitive_codes("difficulty"),
    )


def _agreements(file: File, is_informed: bool) -> None:
    """Informed, or why not yet; and the agreement, still being sought."""
    dice, on = file.dice, file.opened_on
    file.add(Adhesion, state=AdhesionState.IN_PROGRESS, noted_on=on, noted_by=file.author)
    if not is_informed or dice.chance(0.12):
        file.add(
            Information,
            state=InformationState.NOT_YET,
            noted_on=on,
            reason="Le ménage n’a pas encore été rencontré.",
            to_be_done_by="La conseillère sociale, lors de la visite",
            due_on=on + timedelta(days=30),
            noted_by=file.author,
        )
        on = on + timedelta(days=dice.between(8, 40))
    if not is_informed or on > STORY_DAY:
        return
    given = dice.weighted({InformationState.GIVEN_ORAL: 6, InformationState.GIVEN_WRITTEN: 5, "given_translated": 1})
    file.add(Information, state=given, noted_on=on, noted_by=file.author)


def agree(file: File, on: date, state: str, by: User) -> None:
    file.add(Adhesion, state=state, noted_on=on, noted_by=by)


def _first_grants(file: File) -> None:
    day = file.opened_on
    file.grant(file.referrer, GrantLevel.STATUS, "Organisme orienteur", day)
    file.grant(file.referrer, GrantLevel.PRESENTING, "Présente la situation à l’instance", day)
    file.grant(file.instance.organiser, GrantLevel.ADMISSION, "Secrétariat de l’instance qui décide", day)
    if file.door == Door.RETENTION:
        file.grant(file.landlord, GrantLevel.LANDLORD_OF_DWELLING, "Bailleur du logement occupé", day)
    if file.author in file.world.workers(file.referrer, *TEAM_ROLES):
        file.presenter = join_team(file, file.author, file.referrer, TeamPart.MEMBER, day)


def join_team(
    file: File, user: User, organisation: Organisation, part: str, on: date, until: date | None = None
) -> CaseTeamMember:
    return file.add(CaseTeamMember, user=user, organisation=organisation, part=part, starts_on=on, ends_on=until)


def lead(file: File, operator: Organisation, user: User, on: date) -> None:
    """The operator opens the file; its lead person carries it. Who presented it leaves, unless it is she."""
    file.operator, file.lead = operator, user
    file.grant(operator, GrantLevel.LEAD, "Opérateur désigné par la décision", on)
    if file.presenter and (file.presenter.user, file.presenter.organisation) == (user, operator):
        file.presenter.part = TeamPart.LEAD
        return
    if file.presenter:
        file.presenter.ends_on = on
    join_team(file, user, operator, TeamPart.LEAD, on)
