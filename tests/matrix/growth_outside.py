"""More consultations answered, more situations to consult on, more sessions without a compte rendu."""

from datetime import time, timedelta

from django.utils import timezone

from cellule.models import AgendaItem, Consultation, ConsultedMember, Entitlement, Session
from partners.models import Instance, Membership, Territory, User
from tests import factories
from tests.matrix.scene import Scene
from veille.core import clock


def consultations(scene: Scene, count: int) -> None:
    """Each on a file of its own, its only member has answered: the secretary has to decide."""
    for _ in range(count):
        item = _listed(scene)
        consultation = Consultation.objects.create(
            case=item.case,
            instance=scene.world.instance,
            referral=item.referral,
            sheet=item.sheet,
            reason="Une expulsion est proche.",
            answer_before=clock.today() + timedelta(days=2),
            opened_at=clock.now(),
            opened_by=scene.cast.secretary.user,
        )
        ConsultedMember.objects.create(
            consultation=consultation,
            case=item.case,
            user=scene.cast.member.user,
            organisation=scene.cast.member.organisation,
            opinion="favourable",
            answered_at=clock.now(),
        )
        _listed(scene)


def _listed(scene: Scene) -> AgendaItem:
    session = Session.objects.get(pk=scene.ids["session_convened"])
    referral = factories.make_referred_case(scene.world, scene.cast, state="scheduled")
    sheet = factories.PresentationSheetFactory(
        session=session, referral=referral, state="frozen", frozen_at=timezone.now()
    )
    return factories.AgendaItemFactory(session=session, case=referral.case, referral=referral, sheet=sheet)


def unwritten(scene: Scene, count: int) -> None:
    """Closed for longer than their instance allows, each in an instance of its own."""
    keeper = scene.cast.secretary.memberships[0]
    for _ in range(count):
        code = f"t-{Territory.objects.count()}"
        instance = Instance.objects.create(
            dispositif=scene.world.dispositif,
            territory=Territory.objects.create(dispositif=scene.world.dispositif, code=code, name=code),
            code="cell",
            label=f"Cellule {code}",
            organiser=scene.world.organiser,
        )
        Membership.objects.create(
            user=keeper.user,
            organisation=keeper.organisation,
            role=keeper.role,
            instance=instance,
            starts_on=keeper.starts_on,
        )
        Session.objects.create(
            instance=instance,
            held_on=clock.today() - timedelta(days=60),
            starts_at=time(9, 30),
            state="closed",
            convened_at=timezone.now(),
            closed_at=timezone.now(),
        )


def entitlements(scene: Scene, count: int) -> None:
    """More people named to decide between two sessions, each of an organisation of her own."""
    known = User.objects.count()
    for number in range(known, known + count):
        user = User.objects.create_user(
            f"habilite.{number}@exemple.invalid", first_name="Lou", last_name=f"Dit{number}"
        )
        Entitlement.objects.create(
            instance=scene.world.instance,
            user=user,
            organisation=factories.OrganisationFactory(),
            starts_on=clock.today(),
        )
