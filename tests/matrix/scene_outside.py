"""Between two sessions and after them: a consultation, a decision to note, a compte rendu given out and one begun."""

from datetime import timedelta

from cellule.models import (
    AgendaItem,
    Consultation,
    ConsultedMember,
    Decision,
    Entitlement,
    Minutes,
    MinutesEntry,
    MinutesExtract,
    OutsideDecision,
    Session,
)
from partners.roles import Role
from tests import factories
from tests.cast import Cast, World
from veille.core import clock, links


def build(world: World, cast: Cast, ids: dict) -> dict:
    return (
        {"seat_organisation": world.other_association.pk}
        | _consulted(world, cast, ids)
        | _to_note(world, cast, ids)
        | _given(world, cast, ids)
    )


def _listed(world: World, cast: Cast, session: Session, **fields) -> AgendaItem:
    referral = factories.make_referred_case(world, cast, state="scheduled")
    sheet = factories.PresentationSheetFactory(
        session=session, referral=referral, state="frozen", frozen_at=clock.now()
    )
    return factories.AgendaItemFactory(session=session, case=referral.case, referral=referral, sheet=sheet, **fields)


def _consulted(world: World, cast: Cast, ids: dict) -> dict:
    """The member is asked and has answered; a manager of the association is entitled."""
    manager = cast[Role.ASSOCIATION_MANAGER]
    entitlement = Entitlement.objects.create(
        instance=world.instance, user=manager.user, organisation=manager.organisation
    )
    item = _listed(world, cast, Session.objects.get(pk=ids["session_convened"]))
    consultation = Consultation.objects.create(
        case=item.case,
        instance=world.instance,
        referral=item.referral,
        sheet=item.sheet,
        reason="Une expulsion est proche.",
        answer_before=clock.today() + timedelta(days=2),
        opened_at=clock.now(),
        opened_by=cast.secretary.user,
    )
    ConsultedMember.objects.create(
        consultation=consultation,
        case=item.case,
        user=cast.member.user,
        organisation=cast.member.organisation,
        opinion="favourable",
        line="Sans hésiter.",
        answered_at=clock.now(),
    )
    return {
        "entitlement": entitlement.pk,
        "consultation": consultation.pk,
        "case_consulted": item.case_id,
    }


def _to_note(world: World, cast: Cast, ids: dict) -> dict:
    """A refusal told between two sessions; the one under way has to note it."""
    item = _listed(world, cast, Session.objects.get(pk=ids["session_open"]), kind="ratify")
    decision = Decision.objects.create(
        case=item.case,
        referral=item.referral,
        body="entitled",
        code="refuse",
        decided_on=clock.today(),
        shareable_reason_code="other",
        proposed_instead="Une rencontre avec le FSL.",
        reserved_reason="Des doutes.",
        recorded_by=cast.secretary.user,
    )
    OutsideDecision.objects.create(
        case=item.case, decision=decision, instance=world.instance, agenda_item=item, reason="Une audience demain."
    )
    return {"item_to_note": item.pk, "case_to_note": item.case_id}


def _given(world: World, cast: Cast, ids: dict) -> dict:
    """The closed session: a version given out, a new one begun, an extract handed over."""
    session = Session.objects.get(pk=ids["session_closed"])
    practice = factories.AgendaItemFactory(session=session, kind="practice", subject="Parler de la dette")
    item = AgendaItem.objects.get(pk=ids["item_closed"])
    given = Minutes.objects.create(session=session, state="frozen", general="Les délais.", frozen_at=clock.now())
    begun = Minutes.objects.create(session=session, version=2, general="Les délais, suite.")
    entries = {}
    for minutes in (begun, given):
        for position, one in enumerate((item, practice), start=1):
            entries[one.pk] = MinutesEntry.objects.create(
                minutes=minutes,
                session=session,
                case=one.case,
                agenda_item=one,
                kind=one.kind,
                position=position,
                title=one.name,
                text="On a parlé du calendrier.",
            )
        entries[item.pk].readers.set([world.landlord])
    extract = MinutesExtract.objects.create(
        case=item.case,
        entry=entries[item.pk],
        recipient="SIAO",
        given_at=clock.now(),
        given_by=cast.secretary.user,
    )
    link, _ = links.give(purpose="minutes_extract", object_id=extract.pk, days=5, by=cast.secretary)
    return {
        "entry": entries[item.pk].pk,
        "entry_practice": entries[practice.pk].pk,
        "extract": extract.pk,
        "extract_link": link.pk,
    }
