"""What nobody takes off by hand does not keep two files of one household apart for ever."""

import pytest

from accompaniment.models import (
    HandedFile,
    Handover,
    PlannedVisit,
    PreparationInvitation,
    PreparationSession,
)
from households.services import undo_merge
from tests.support import twins
from veille.core import clock


@pytest.fixture
def files(world, cast):
    return twins.make_kept(world, cast), twins.make_merged(world, cast)


def _handed(files, world, cast):
    user = cast.worker.user
    handover = Handover.objects.create(
        organisation=world.association, former=user, handed_by=user, handed_on=clock.today()
    )
    for case in files:
        HandedFile.objects.create(case=case, handover=handover, receiver=user, part="lead")
    return HandedFile


def _invited(files, world, cast):
    session = PreparationSession.objects.create(
        dispositif=world.dispositif, organisation=world.association, module="rights", title="Droits", place="Salle",
        animator=cast.worker.user, planned_on=clock.today(), minutes=60, is_collective=True, places=8,
    )  # fmt: skip
    for case in files:
        PreparationInvitation.objects.create(
            case=case, session=session, presence="absent", invited_by=cast.worker.user, noted_by=cast.worker.user
        )
    return PreparationInvitation


def _visited(files, world, cast):
    for case in files:
        PlannedVisit.objects.create(
            case=case, organisation=world.association, worker=cast.worker.user, due_on=clock.today(),
            anchored_on=clock.today(), reason="after_move",
        )  # fmt: skip
    return PlannedVisit


@pytest.mark.parametrize("scene", [_handed, _invited, _visited])
def test_said_on_both_files_it_is_said_once_and_comes_back(world, cast, files, scene):
    model = scene(files, world, cast)
    kept, merged = files
    before = set(model.objects.values_list("pk", "case"))
    merge = twins.merge(kept, merged, cast.worker)
    assert model.objects.get().case_id == kept.pk
    undo_merge(merge=merge, by=cast.worker)
    assert set(model.objects.values_list("pk", "case")) == before
