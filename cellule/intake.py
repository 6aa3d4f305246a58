"""What an orientation says when it is sent, and to whom it will be open: one rule for the page and the act."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet

from cellule.choices import Urgency
from cellule.models import Referral
from households.grants import GrantLevel
from households.models import Household, InformationState
from households.querysets import reached
from partners.configuration import Door
from partners.models import (
    Commune,
    Dispositif,
    Instance,
    Membership,
    Organisation,
    OrganisationKind,
    Partnership,
    PartnershipPart,
    Territory,
    User,
)
from partners.object_rights import roles_with
from partners.partnerships import partners_of
from partners.roles import Role
from veille.core.actor import Actor

# The parts in a dispositif that send households to it.
REFERRING_PARTS = (
    PartnershipPart.LANDLORD,
    PartnershipPart.OPERATOR,
    PartnershipPart.DIAGNOSIS_OPERATOR,
    PartnershipPart.REFERRER,
    PartnershipPart.STATE,
)
_REFERRING = roles_with("orientation_make", "W")
BEYOND_REACH = "Votre rôle n’oriente pas dans ce territoire : demandez à un collègue qui y travaille."
# They can prepare and present a case; for the others the secretary names a presenter.
PRESENTING_KINDS = (OrganisationKind.LANDLORD, OrganisationKind.ASSOCIATION)


@dataclass(frozen=True)
class NewPerson:
    """A member of the household as the referrer knows her."""

    role: str
    first_name: str = ""
    last_name: str = ""
    alias: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    gender: str = ""
    tenancy_role: str = "none"


@dataclass(frozen=True)
class NewFinding:
    """A difficulty with its severity and how one knows."""

    difficulty: str
    severity: int
    source: str


@dataclass(frozen=True)
class NewHousing:
    """Where the household lives, or wishes to live."""

    situation: str
    commune: Commune
    landlord: Organisation | None = None
    modality: str = ""
    dwelling_type: str = ""
    residence: str = ""
    dwelling_reference: str = ""
    contract_number: str = ""
    monthly_rent: Decimal | None = None
    arrears: Decimal | None = None
    address: str = ""
    phone: str = ""
    preference: str = ""


@dataclass(frozen=True)
class NewReferral:
    """The whole orientation. `is_protected`: contacting the household, or noting its address, is a danger."""

    dispositif: Dispositif
    door: str
    territory: Territory
    main_reason: str
    situation: str
    housing: NewHousing
    source: str
    is_protected: bool = False
    household: Household | None = None
    people: tuple[NewPerson, ...] = ()
    findings: tuple[NewFinding, ...] = ()
    already_tried: tuple[str, ...] = ()
    tried_text: str = ""
    expectation: str = ""
    urgency: str = Urgency.NORMAL
    information: str = InformationState.NOT_YET
    information_reason: str = ""
    information_by: str = ""
    information_due: date | None = None
    adhesion: str = "to_seek"
    hold_asked: bool = False
    spotted: tuple[str, ...] = ()
    former: Referral | None = None


@dataclass(frozen=True)
class PlannedGrant:
    """A grant that sending the orientation will give."""

    organisation: Organisation
    level: str
    ground: str


def dispositifs_open_to(actor: Actor) -> QuerySet[Dispositif]:
    """The dispositifs to which her organisation may send a household today, as far as her roles reach."""
    partners = Partnership.objects.current().filter(organisation=actor.organisation_id, part__in=REFERRING_PARTS)
    found = Dispositif.objects.filter(is_active=True, pk__in=partners.values("dispositif"))
    return reached(found, actor, _REFERRING, dispositif="pk", territory="territories").distinct().order_by("name")


def territories_open_to(actor: Actor) -> QuerySet[Territory]:
    """Where one of her roles that send households reaches."""
    return reached(Territory.objects.all(), actor, _REFERRING, dispositif="dispositif", territory="pk")


def landlords_of(dispositif: Dispositif) -> QuerySet[Organisation]:
    """The landlords that take part in a dispositif today."""
    return partners_of(dispositif, PartnershipPart.LANDLORD)


def own_landlord(actor: Actor, dispositif: Dispositif | None) -> Organisation | None:
    """Her own organisation when it is one of the landlords: the question is not asked then."""
    if dispositif is None:
        return actor.organisation if actor.organisation.kind == OrganisationKind.LANDLORD else None
    return landlords_of(dispositif).filter(pk=actor.organisation_id).first()


def territories_of(dispositif: Dispositif, commune: Commune) -> list[Territory]:
    """The territories of a dispositif that hold a commune, or the one it is a part of."""
    codes = [commune.code, *([commune.parent_id] if commune.parent_id else [])]
    return list(Territory.objects.filter(dispositif=dispositif, communes__in=codes).distinct().order_by("name"))


def deciding_instance(dispositif: Dispositif, territory: Territory, door: str) -> Instance:
    """The body that decides this door for this territory; its own cellule goes before a common one."""
    deciding = [rules.code for rules in dispositif.rules.configuration.instances if door in rules.decides_doors]
    instances = Instance.objects.filter(dispositif=dispositif, code__in=deciding, is_active=True)
    found = instances.filter(Q(territory=territory) | Q(territory=None)).order_by("territory__name", "label").first()
    if found is None:
        raise ValidationError("Aucune instance ne décide encore pour ce territoire : prévenez le pilote du dispositif.")
    return found


def decides_entries(instance: Instance) -> bool:
    """Whether orientations go there: a synthesis or a steering meeting receives none."""
    bodies = instance.dispositif.rules.configuration.instances
    return any(rules.code == instance.code and rules.decides_doors for rules in bodies)


def planned_grants(
    actor: Actor, *, instance: Instance, door: str, landlord: Organisation | None, presents: bool = True
) -> list[PlannedGrant]:
    """Who will open the case, at which level, on which ground: the rule of the act and of the page before it.

    Who deposits by a link does not present: the secretary names who does, when the file is complete.
    """
    own = actor.organisation
    grants = [PlannedGrant(own, GrantLevel.STATUS, "a orienté le ménage")]
    if presents and own.kind in PRESENTING_KINDS:
        grants.append(PlannedGrant(own, GrantLevel.PRESENTING, "a ouvert le dossier"))
    if door == Door.RETENTION and landlord is not None:
        grants.append(PlannedGrant(landlord, GrantLevel.LANDLORD_OF_DWELLING, "bailleur du logement"))
    grants.append(PlannedGrant(instance.organiser, GrantLevel.ADMISSION, f"organise : {instance.label}"[:160]))
    return grants


def roles_reaching(
    organisation: Organisation, *, instance: Instance, territory: Territory | None
) -> QuerySet[Membership]:
    """The roles that the people of an organisation hold today and that reach an instance and a territory."""
    scope = _reaching(instance, instance.dispositif_id, territory)
    return Membership.objects.current().filter(scope, organisation=organisation, user__is_active=True)


def _reaching(instance: Instance | OuterRef, dispositif: UUID | OuterRef, territory: Territory | OuterRef | None) -> Q:
    return (
        (Q(instance=None) | Q(instance=instance))
        & (Q(dispositif=None) | Q(dispositif=dispositif))
        & (Q(territory=None) | Q(territory=territory))
    )


def with_keeper(instances: QuerySet[Instance]) -> QuerySet[Instance]:
    """Each with whether somebody keeps it today (`is_kept`): the rule of `secretaries_of`, for a list."""
    keeping = Membership.objects.current().filter(
        _reaching(OuterRef("pk"), OuterRef("dispositif"), OuterRef("territory")),
        organisation=OuterRef("organiser"),
        role=Role.INSTANCE_SECRETARY,
        user__is_active=True,
    )
    return instances.annotate(is_kept=Exists(keeping))


def secretaries_of(instance: Instance) -> QuerySet[User]:
    """The people who keep an instance today (secretary and stand-ins)."""
    roles = roles_reaching(instance.organiser, instance=instance, territory=instance.territory)
    keeping = roles.filter(role=Role.INSTANCE_SECRETARY)
    return User.objects.filter(pk__in=keeping.values("user")).order_by("last_name", "first_name", "id")
