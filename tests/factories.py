"""Rows for tests, with the least that makes them valid. Scenes (`make_…`) build what usually goes together."""

from datetime import date, timedelta

import factory

from accompaniment.models import Diagnosis, Intervention, Measure, MeasureLevel, Note, Plan
from cellule.models import AgendaItem, PresentationSheet, Referral
from households.grants import GrantLevel
from households.models import (
    Case,
    CaseAccess,
    CaseSpell,
    CaseTeamMember,
    Finding,
    Household,
    HousingPeriod,
    NamedPerson,
    Person,
    TeamPart,
)
from partners.models import Dispositif, Organisation
from veille.core import clock


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisme {n}")
    kind = "association"


class DispositifFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Dispositif

    name = factory.Sequence(lambda n: f"Dispositif {n}")
    public_name = "Accompagnement logement"
    number_prefix = factory.Sequence(lambda n: f"D{n}")
    carrier = factory.SubFactory(OrganisationFactory)


class HouseholdFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Household


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    first_name = "Mireille"
    last_name = factory.Sequence(lambda n: f"Vandecasteele{n}")
    birth_date = date(1979, 5, 3)
    gender = "woman"
    role = "reference_person"


class CaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Case

    number = factory.Sequence(lambda n: f"VS-2018-{10000 + n}")
    door = "retention"
    main_reason = "rent_arrears"
    opened_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=60))


class FindingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Finding

    difficulty = "rent_arrears"
    severity = 3
    source = "observed"
    found_on = factory.LazyFunction(clock.today)


class HousingPeriodFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HousingPeriod

    situation = "social_tenant"
    modality = "direct_lease"
    starts_on = date(2012, 3, 1)


class ReferralFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Referral

    source = "landlord_social_worker"
    situation = "Dette de loyer qui grandit depuis six mois, plus de réponse aux courriers."
    submitted_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=10))
    submitted_at = factory.LazyFunction(lambda: clock.at(clock.today() - timedelta(days=10)))


class MeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measure

    decided_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=30))


class NoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Note

    level = "association_only"
    text = "Elle a parlé de sa fatigue."
    written_on = factory.LazyFunction(clock.today)


class InterventionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Intervention

    kind = "home_visit"
    happened_on = factory.LazyFunction(clock.today)
    minutes = 45


class DiagnosisFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Diagnosis

    ordered_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=20))
    ordered_by = "Cellule"


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    priorities = "Garder mon logement."
    review_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=90))


class PresentationSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PresentationSheet

    case = factory.LazyAttribute(lambda sheet: sheet.referral.case)
    pseudonym = factory.Sequence(lambda n: f"Situation {n}")
    door = "retention"
    territory = "Hauts-de-France"
    composition = "Femme seule avec enfants"
    age_bands = "35–49 ans ; 6–11 ans"
    facts = "Dette de loyer de plus de six mois."
    question = "Quel accompagnement proposer ?"


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    kind = "entry"
    position = factory.Sequence(lambda n: n)


def grant(case: Case, organisation: Organisation, level: str) -> CaseAccess:
    """Open a case to an organisation since the case was opened."""
    return CaseAccess.objects.create(
        case=case, organisation=organisation, level=level, ground="pour le test", starts_on=case.opened_on
    )


def put_in_team(case: Case, actor, part: str = TeamPart.MEMBER) -> CaseTeamMember:
    """Name a worker on a case."""
    return CaseTeamMember.objects.create(
        case=case, user=actor.user, organisation=actor.organisation, part=part, starts_on=case.opened_on
    )


def restrict(case: Case, *actors) -> Case:
    """Make a case restricted to these people."""
    case.is_restricted = True
    case.save()
    for actor in actors:
        NamedPerson.objects.create(case=case, user=actor.user, starts_on=case.opened_on)
    return case


def make_case(world, **fields) -> Case:
    """A bare case of one woman in Harnes: no grant, nobody sees it."""
    household = HouseholdFactory(dispositif=world.dispositif)
    PersonFactory(household=household)
    case = CaseFactory(household=household, rules=world.version, territory=world.territory, **fields)
    CaseSpell.objects.create(case=case, starts_on=case.opened_on)
    return case


def make_referred_case(world, cast, state: str = "submitted", **fields) -> Referral:
    """A maintien case referred by the landlord's referent, as the orientation form leaves it."""
    case = make_case(world, **fields)
    grant(case, world.landlord, GrantLevel.STATUS)
    grant(case, world.landlord, GrantLevel.PRESENTING)
    grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    grant(case, world.organiser, GrantLevel.ADMISSION)
    return ReferralFactory(
        case=case,
        instance=world.instance,
        referrer_organisation=world.landlord,
        presenter=world.landlord,
        submitted_by=cast.referent.user,
        state=state,
        complement_asked="Le montant de la dette." if state == "incomplete" else "",
    )


def make_accompanied_case(world, cast, **fields) -> Case:
    """An admitted maintien case: the landlord knows it, the association leads it, the worker is its lead person."""
    case = make_case(world, admitted_on=clock.today() - timedelta(days=30), **fields)
    grant(case, world.landlord, GrantLevel.STATUS)
    grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    grant(case, world.association, GrantLevel.LEAD)
    put_in_team(case, cast.worker, TeamPart.LEAD)
    return case


def make_measure(case: Case, operator: Organisation, state: str = "active", **fields) -> Measure:
    """A measure at its first level, started with its decision unless it waits."""
    started = None if state == "not_started" else clock.today() - timedelta(days=30)
    closed = {"ended_on": clock.today(), "exit_reason": "objectives_met", "exit_outcome": "retained_same"}
    prepared = {} if state in {"not_started", "preparation"} else {"activated_on": started}
    fields = {**(closed if state in {"ended", "watch"} else {}), **prepared, **fields}
    measure = MeasureFactory(case=case, operator=operator, state=state, started_on=started, **fields)
    MeasureLevel.objects.create(
        measure=measure, level="custom", rhythm="weekly", weight=1, decided_by="Cellule", starts_on=measure.decided_on
    )
    return measure
