"""A small dispositif with known numbers: what every test of the results counts."""

from dataclasses import dataclass
from datetime import date, time

import pytest

from accompaniment.models import Diagnosis, Measure, MeasureLevel
from cellule.models import AgendaItem, Decision, Session
from households.models import HousingPeriod
from tests import factories


@dataclass
class Story:
    """Writes cases as a session would have left them."""

    world: object
    cast: object
    sessions: int = 0

    def session(self, held_on: date, state: str = "closed") -> Session:
        return Session.objects.create(instance=self.world.instance, held_on=held_on, starts_at=time(9, 30), state=state)

    def presented(self, session: Session, *, door: str = "retention", opened_on: date | None = None, **fields):
        case = factories.make_case(
            self.world, door=door, opened_on=opened_on or session.held_on.replace(day=1), **fields
        )
        AgendaItem.objects.create(session=session, case=case, kind="entry", state="decided", position=1)
        return case

    def decided(self, case, session: Session, code: str, **fields) -> Decision:
        admitting = code in {"admit", "admit_conditional"}
        if admitting:
            case.admitted_on = session.held_on
            case.save()
            who = self.world.association
            fields |= {"operator": who, "contact_by": who, "contact_before": session.held_on, "level": "custom"}
        if code in {"refuse", "redirect"}:
            fields = {"shareable_reason_code": "no_need", "proposed_instead": "Le droit commun"} | fields
        return Decision.objects.create(
            case=case,
            agenda_item=case.agenda_items.get(session=session),
            body="instance",
            code=code,
            decided_on=session.held_on,
            recorded_by=self.cast.secretary.user,
            **fields,
        )

    def admitted(self, session: Session, *, door: str = "retention", **fields):
        case = self.presented(session, door=door, **fields)
        self.decided(case, session, "admit")
        return case

    def measure(self, case, started_on: date, *, reason: str = "", outcome: str = "", ended_on: date | None = None):
        measure = Measure.objects.create(
            case=case,
            operator=self.world.association,
            state="ended" if ended_on else "active",
            decided_on=started_on,
            started_on=started_on,
            activated_on=started_on,
            ended_on=ended_on,
            exit_reason=reason,
            exit_outcome=outcome,
        )
        MeasureLevel.objects.create(
            measure=measure, level="custom", rhythm="weekly", weight=1, decided_by="Cellule", starts_on=started_on
        )
        return measure

    def diagnosis(self, case, ordered_on: date, *, done_on: date | None = None, result: str = "") -> Diagnosis:
        state = "done" if done_on else ("not_done" if result else "ordered")
        return Diagnosis.objects.create(
            case=case,
            operator=self.world.association,
            ordered_on=ordered_on,
            ordered_by="Comité",
            state=state,
            done_on=done_on,
            result="support_recommended" if done_on else result,
        )

    def lease(self, case, signed_on: date, ended_on: date | None = None) -> HousingPeriod:
        return HousingPeriod.objects.create(
            case=case,
            situation="social_tenant",
            modality="direct_lease",
            starts_on=signed_on,
            ends_on=ended_on,
            lease_signed_on=signed_on,
        )


@pytest.fixture
def story(world, cast) -> Story:
    return Story(world, cast)


@pytest.fixture
def scope(world, cast):
    from reports.indicators import whole_scope

    return whole_scope(cast.pilot, world.dispositif)
