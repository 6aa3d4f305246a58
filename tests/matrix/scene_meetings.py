"""Orientations at each of their steps, and a session in each of its states."""

from datetime import date, time

from django.utils import timezone

from cellule.models import AgendaItem, Assignment, Decision, Referral, Session
from households.grants import GrantLevel
from tests import factories
from tests.cast import Cast, World
from veille.core import clock


def build(world: World, cast: Cast) -> dict:
    sessions = _sessions(world)
    return (
        {f"session_{name}": session.pk for name, session in sessions.items()}
        | {"instance": world.instance.pk, "seat": cast.member.memberships[0].pk}
        | _waiting(world, cast)
        | _prepared(world, cast, sessions["planned"])
        | _frozen(world, cast, sessions["convened"])
        | _held(world, cast, sessions["open"])
        | _decided(world, cast, sessions["closed"])
    )


def _sessions(world: World) -> dict[str, Session]:
    """The world's session is convened; the others stand around it."""
    convened = world.session
    convened.state, convened.convened_at = "convened", timezone.now()
    convened.save()

    def held(day: date, state: str, **fields) -> Session:
        return Session.objects.create(
            instance=world.instance, held_on=day, starts_at=time(9, 30), state=state, **fields
        )

    return {
        "convened": convened,
        "planned": held(date(2019, 1, 17), "planned"),
        "open": held(date(2018, 12, 14), "open", convened_at=timezone.now()),
        "closed": held(date(2018, 11, 15), "closed", convened_at=timezone.now(), closed_at=timezone.now()),
    }


def _waiting(world: World, cast: Cast) -> dict:
    """Orientations that no session has taken yet."""
    ids = {}
    for state in ("submitted", "incomplete", "complete"):
        referral = factories.make_referred_case(world, cast, state=state)
        ids |= {f"referral_{state}": referral.pk, f"case_{state}": referral.case_id}
    referral = factories.make_referred_case(world, cast)
    referral.referrer_organisation = world.shelter
    referral.save()
    factories.grant(referral.case, world.shelter, GrantLevel.STATUS)
    return ids | {"referral_shelter": referral.pk, "case_shelter": referral.case_id}


def _listed(world: World, cast: Cast, session: Session, **fields) -> AgendaItem:
    referral = factories.make_referred_case(world, cast, state="scheduled")
    return factories.AgendaItemFactory(session=session, case=referral.case, referral=referral, **fields)


def _sheet(item: AgendaItem, **fields):
    return factories.PresentationSheetFactory(session=item.session, referral=item.referral, **fields)


def _prepared(world: World, cast: Cast, session: Session) -> dict:
    """A session to come: one item without a sheet, one whose sheet is being written, a subject."""
    bare = _listed(world, cast, session)
    item = _listed(world, cast, session)
    hidden = _listed(world, cast, session, state="hidden")
    sheet = _sheet(item)
    return {
        "referral_bare": bare.referral_id,
        "referral_scheduled": item.referral_id,
        "case_scheduled": item.case_id,
        "case_bare": bare.case_id,
        "item_planned": item.pk,
        "item_hidden": hidden.pk,
        "sheet_draft": sheet.pk,
    }


def _freeze(item: AgendaItem):
    sheet = _sheet(item, state="frozen", frozen_at=timezone.now())
    item.sheet = sheet
    item.save()
    return sheet


def _frozen(world: World, cast: Cast, session: Session) -> dict:
    item = _listed(world, cast, session)
    sheet = _freeze(item)
    return {"item_convened": item.pk, "sheet_frozen": sheet.pk, "case_frozen": item.case_id}


def _held(world: World, cast: Cast, session: Session) -> dict:
    item = _listed(world, cast, session)
    sheet = _freeze(item)
    session.current_item = item
    session.save()
    return {"item_open": item.pk, "sheet_open": sheet.pk, "case_open": item.case_id}


def _decided(world: World, cast: Cast, session: Session) -> dict:
    """A refusal told to its referrer, with a task for her organisation."""
    item = _listed(world, cast, session, state="decided")
    sheet = _freeze(item)
    Referral.objects.filter(pk=item.referral_id).update(state="refused", closed_on=session.held_on)
    decision = Decision.objects.create(
        case=item.case,
        agenda_item=item,
        referral=item.referral,
        body="instance",
        code="refuse",
        decided_on=session.held_on,
        shareable_reason_code="other",
        proposed_instead="Une rencontre avec le FSL.",
        reserved_reason="La cellule a des doutes.",
        recorded_by=cast.secretary.user,
    )
    task = Assignment.objects.create(
        case=item.case,
        decision=decision,
        organisation=world.landlord,
        label="Prendre rendez-vous",
        due_on=clock.today(),
    )
    return {
        "item_closed": item.pk,
        "sheet_closed": sheet.pk,
        "referral_refused": item.referral_id,
        "case_refused": item.case_id,
        "decision": decision.pk,
        "task": task.pk,
    }
