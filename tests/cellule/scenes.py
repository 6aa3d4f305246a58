"""Scenes of the second half: an orientation on the agenda, its sheet frozen, the session under way."""

import re

from cellule.choices import ReferralState, SessionState
from cellule.models import AgendaItem, PresentationSheet, Session
from cellule.services.sheets import draft_sheet, freeze_sheet, write_sheet
from partners.roles import Role
from tests import factories
from veille.core import clock


def scheduled(world, cast, **fields) -> AgendaItem:
    """An orientation of the landlord on the agenda of the next session."""
    referral = factories.make_referred_case(world, cast, state=ReferralState.SCHEDULED, **fields)
    position = AgendaItem.objects.filter(session=world.session).count() + 1
    return AgendaItem.objects.create(
        session=world.session, case=referral.case, referral=referral, kind="entry", position=position
    )


def drafted(world, cast, **fields) -> PresentationSheet:
    item = scheduled(world, cast, **fields)
    sheet = draft_sheet(referral=item.referral, session=item.session, by=cast.referent)
    question = "Quel accompagnement proposer ?"
    return write_sheet(sheet=sheet, by=cast.referent, edition=sheet.edition, question=question)


def frozen(world, cast, **fields) -> PresentationSheet:
    return freeze_sheet(sheet=drafted(world, cast, **fields), by=cast.referent, confirmed=True)


def in_session(world, cast, **fields) -> AgendaItem:
    """A frozen sheet in a session that has begun."""
    sheet = frozen(world, cast, **fields)
    item = AgendaItem.objects.get(sheet=sheet)
    begin(world.session, item)
    return AgendaItem.objects.select_related("session__instance", "case", "referral").get(pk=item.pk)


def begin(session: Session, item: AgendaItem | None = None) -> None:
    Session.objects.filter(pk=session.pk).update(state=SessionState.OPEN, current_item=item)
    session.refresh_from_db()


def admission(world, cast) -> dict:
    """The fields of an admission to the association, its worker in the lead."""
    return {
        "code": "admit",
        "level": "custom",
        "operator": world.association,
        "lead_person": cast[Role.ASSOCIATION_WORKER].user,
        "contact_by": world.association,
        "contact_before": clock.today().replace(day=28),
    }


def refusal() -> dict:
    return {
        "code": "refuse",
        "shareable_reason_code": "common_law_sufficient",
        "proposed_instead": "Service social de secteur",
        "reserved_reason": "Tension entre deux partenaires.",
    }


def post_of(fields: dict) -> dict:
    """The same decision as a browser sends it."""
    return {
        name: getattr(value, "pk", value) if not hasattr(value, "isoformat") else value.isoformat()
        for name, value in fields.items()
    }


def edition_in(answer) -> int:
    """The edition that the form of a sheet carries."""
    return int(re.search(r'name="edition" value="(\d+)"', answer.content.decode()).group(1))
