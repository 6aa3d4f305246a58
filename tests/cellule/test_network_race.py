"""Two people at the same moment, on two connections: one word stands, one post stays whole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from cellule.models import PlaceDeclaration
from partners import services
from partners.models import Convention, RegisteredWorker, WorkerEmployment
from partners.roles import Role
from tests.cast import Cast
from tests.cellule.capacity import say_places
from tests.partners.network import DAY, convention_of, register


def together(*acts) -> list:
    """Run the acts at the same moment, each on its own connection; a refusal is an outcome."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            ready.wait(timeout=10)
            return act()
        except (ValidationError, IntegrityError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_declarations_at_once_leave_one_standing(committed_world):
    cast = Cast(committed_world)
    other = cast.play(Role.ASSOCIATION_MANAGER, committed_world.association, "Autre")
    together(*(lambda by=by: say_places(committed_world, by, "2") for by in (cast.manager, other)))
    assert PlaceDeclaration.objects.count() == 2
    assert PlaceDeclaration.objects.standing().count() == 1


def test_two_corrections_at_once_keep_the_first(committed_world):
    world, cast = committed_world, Cast(committed_world)
    worker = register(cast.manager)
    version = services.worker_version(worker)

    def correct(percent: int):
        shares = {world.association: percent}
        line = {"function": "case_worker", "profile": "other"}
        return lambda: services.correct_worker(
            worker=worker, version=version, shares=shares, territories=[], by=cast.manager, **line
        )

    outcomes = together(correct(80), correct(70))
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 1
    assert RegisteredWorker.objects.get().profile == "other"


def test_two_employers_added_at_once_never_pass_a_whole_post(committed_world):
    """Round the service, straight into the table: the database is the judge."""
    world, cast = committed_world, Cast(committed_world)
    worker = register(cast.manager, shares={world.association: 40})

    def employ(organisation):
        return lambda: WorkerEmployment.objects.create(worker=worker, organisation=organisation, percent=60)

    outcomes = together(employ(world.landlord), employ(world.other_landlord))
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1
    assert sum(share.percent for share in worker.employments.order_by("pk")) == 100


def test_two_sequels_at_once_are_one(committed_world):
    world, cast = committed_world, Cast(committed_world)
    signed = convention_of(world.dispositif, world.organiser, world.association)

    def follow():
        return services.follow_convention(convention=signed, title="Suite", starts_on=DAY, by=cast.pilot)

    outcomes = together(follow, follow)
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 1
    assert Convention.objects.filter(follows=signed).count() == 1
