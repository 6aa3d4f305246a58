"""Rows that multiply: what each list and each page with repeated rows is made to show more of."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accompaniment.models import Action, Objective, Plan
from cellule.models import AgendaItem, Assignment, Decision, Referral, Session
from funding.models import BudgetLine, FundingPlan, LineFunding, Volet
from households.grants import GrantLevel
from households.models import Case, ContactDetail, ExternalReference, Information, ProcedureStep
from partners.models import Instance, Membership, Partnership, Territory, User
from partners.roles import Role
from tests import factories
from tests.matrix.scene import Scene
from veille.core import clock


def accompanied(scene: Scene, count: int) -> None:
    """Files of the worker and of the referent, each with a measure behind its rhythm."""
    for _ in range(count):
        case = factories.make_accompanied_case(scene.world, scene.cast)
        measure = factories.make_measure(case, scene.world.association, next_review_on=clock.today())
        factories.HousingPeriodFactory(case=case, commune=scene.world.commune)
        factories.PersonFactory(household=case.household, role="child")
        author = {"case": case, "author": scene.cast.worker.user, "organisation": scene.world.association}
        factories.InterventionFactory(**author, measure=measure)
        factories.DiagnosisFactory(case=case, operator=scene.world.association)
        factories.FindingFactory(**author)


def waiting(scene: Scene, count: int) -> None:
    """Files admitted whose measure has not started, and measures whose end is near."""
    for _ in range(count):
        case = factories.make_accompanied_case(scene.world, scene.cast)
        factories.make_measure(case, scene.world.association, state="not_started")


def referred(scene: Scene, count: int) -> None:
    """Orientations received, some incomplete, some refused and not read yet."""
    for number in range(count):
        state = ("submitted", "incomplete", "complete")[number % 3]
        factories.make_referred_case(scene.world, scene.cast, state=state)


def sessions(scene: Scene, count: int) -> None:
    held = Session.objects.count()
    for number in range(count):
        day = clock.today() + timedelta(days=100 + held + number)
        Session.objects.create(instance=scene.world.instance, held_on=day, starts_at="09:30", state="planned")


def past_sessions(scene: Scene, count: int) -> None:
    held = Session.objects.count()
    for number in range(count):
        day = clock.today() - timedelta(days=100 + held + number)
        Session.objects.create(
            instance=scene.world.instance,
            held_on=day,
            starts_at="09:30",
            state="closed",
            convened_at=timezone.now(),
            closed_at=timezone.now(),
        )


def agenda(state: str, *, frozen: bool = True, decided: bool = False):
    """Situations on the agenda of the session in this state."""

    def grow(scene: Scene, count: int) -> None:
        session = Session.objects.get(pk=scene.ids[f"session_{state}"])
        for _ in range(count):
            item = _item(scene, session, frozen)
            if decided:
                _decide(scene, item)

    return grow


def _item(scene: Scene, session: Session, frozen: bool) -> AgendaItem:
    referral = factories.make_referred_case(scene.world, scene.cast, state="scheduled")
    item = factories.AgendaItemFactory(session=session, case=referral.case, referral=referral)
    fields = {"state": "frozen", "frozen_at": timezone.now()} if frozen else {}
    sheet = factories.PresentationSheetFactory(session=session, referral=referral, **fields)
    if frozen:
        item.sheet = sheet
        item.save()
    return item


def _decide(scene: Scene, item: AgendaItem) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(state="decided")
    Referral.objects.filter(pk=item.referral_id).update(state="refused")
    decision = _decision(scene, item)
    Assignment.objects.create(
        case=item.case, decision=decision, organisation=scene.world.landlord, label="Appeler", due_on=clock.today()
    )


def _decision(scene: Scene, item: AgendaItem) -> Decision:
    return Decision.objects.create(
        case=item.case,
        agenda_item=item,
        referral=item.referral,
        body="instance",
        code="refuse",
        decided_on=clock.today(),
        shareable_reason_code="other",
        proposed_instead="Une rencontre avec le FSL.",
        recorded_by=scene.cast.secretary.user,
    )


def in_the_file(scene: Scene, count: int) -> None:
    """Everything that repeats in one file."""
    case = Case.objects.get(pk=scene.ids["main"])
    author = {"case": case, "author": scene.cast.worker.user, "organisation": scene.world.association}
    day = clock.today()
    for number in range(count):
        intervention = factories.InterventionFactory(**author, measure=case.measures.first(), is_shared=True)
        factories.NoteFactory(**author, intervention=intervention)
        factories.NoteFactory(**author, level="factual_shared")
        factories.FindingFactory(**author, found_on=day - timedelta(days=number))
        person = factories.PersonFactory(household=case.household, role="child")
        factories.PersonFactory(household=case.household, role="other_relative", left_on=day)
        value = str(ExternalReference.objects.count())
        ExternalReference.objects.create(
            case=case, organisation=scene.world.association, kind="own", value=value, noted_on=day
        )
        ContactDetail.objects.create(case=case, kind="phone", value=f"03 20 00 {number:04}", person=person)
        Information.objects.create(case=case, state="given_oral", noted_on=day, noted_by=scene.cast.worker.user)
        ProcedureStep.objects.create(
            case=case, landlord=scene.world.landlord, step="summons", starts_on=day, ends_on=day
        )
        _closed_row(scene, case, number)


def _closed_row(scene: Scene, case: Case, number: int) -> None:
    """A period, an access and a decision, dated so that they stand beside the others."""
    day = clock.today() - timedelta(days=1000)
    factories.HousingPeriodFactory(case=case, commune=scene.world.commune, starts_on=day, ends_on=day)
    organisation = factories.OrganisationFactory()
    factories.grant(case, organisation, GrantLevel.SUMMARY)
    Decision.objects.create(
        case=case,
        body="convention",
        code="note_only",
        decided_on=day,
        operator=scene.world.association,
        recorded_by=scene.cast.secretary.user,
    )


def team(scene: Scene, count: int) -> None:
    """Workers of the association named on the main file, and roles of its list."""
    case = Case.objects.get(pk=scene.ids["main"])
    for _ in range(count):
        user = _colleague(scene)
        case.team.create(user=user, organisation=scene.world.association, starts_on=case.opened_on)


def _colleague(scene: Scene) -> User:
    number = User.objects.count()
    user = User.objects.create_user(f"renfort.{number}@exemple.invalid", first_name="Lou", last_name=f"Renfort{number}")
    Membership.objects.create(
        user=user, organisation=scene.world.association, role=Role.ASSOCIATION_WORKER, starts_on=clock.today()
    )
    return user


def seats(scene: Scene, count: int) -> None:
    """Members of the instance, each of her own organisation."""
    known = User.objects.count()
    for number in range(known, known + count):
        user = User.objects.create_user(f"siege.{number}@exemple.invalid", first_name="Lou", last_name=f"Siège{number}")
        Membership.objects.create(
            user=user,
            organisation=factories.OrganisationFactory(),
            role=Role.INSTANCE_MEMBER,
            instance=scene.world.instance,
            starts_on=clock.today(),
        )


def objectives(scene: Scene, count: int) -> None:
    """Objectives with two actions each, in the agreed plan."""
    plan = Plan.objects.get(pk=scene.ids["plan_agreed"])
    for number in range(count):
        objective = Objective.objects.create(
            case=plan.case, plan=plan, label="Ouvrir le courrier", theme="budget", is_shared=True, position=number
        )
        for _ in range(2):
            Action.objects.create(case=plan.case, objective=objective, label="Appeler", who="Elle")


def budget_lines(scene: Scene, count: int) -> None:
    plan = FundingPlan.objects.get(pk=scene.ids["plan"])
    known = BudgetLine.objects.filter(volet__plan=plan).count()
    for number in range(known, known + count):
        volet = Volet.objects.create(plan=plan, code=f"V{number}", label="Volet")
        line = BudgetLine.objects.create(
            volet=volet, code=f"L{number}", label="Poste", kind="other", calculation="lump_sum", lump_sum=Decimal(100)
        )
        for column in ("Fonds propres", "Aide demandée"):
            LineFunding.objects.create(line=line, funder_type="landlord_own", column=column, amount=Decimal(50))


def plans(scene: Scene, count: int) -> None:
    known = FundingPlan.objects.count()
    for version in range(known + 10, known + 10 + count):
        FundingPlan.objects.create(
            dispositif=scene.world.dispositif,
            label="Plan",
            version=version,
            state="superseded",
            starts_on="2015-01-01",
            years=2,
            costed_households=100,
            basis_note="Convention",
        )


def partners(scene: Scene, count: int) -> None:
    """Organisations of the dispositif, its territories and instances."""
    known = Territory.objects.count()
    for number in range(known, known + count):
        organisation = factories.OrganisationFactory()
        Partnership.objects.create(dispositif=scene.world.dispositif, organisation=organisation, part="operator")
        territory = Territory.objects.create(dispositif=scene.world.dispositif, code=f"t{number}", name=f"T{number}")
        Instance.objects.create(
            dispositif=scene.world.dispositif,
            territory=territory,
            code="cellule",
            label="Cellule",
            organiser=organisation,
        )


def dispositifs(scene: Scene, count: int) -> None:
    for _ in range(count):
        factories.DispositifFactory()
