"""What people of the landlord's files asked of their rights, at each step; files held, archived, erased."""

from datetime import timedelta

from households import services
from households.grants import GrantLevel
from households.models import ArchiveAccess, Case, ErasureCertificate, RightsRequest
from households.services import access_file
from partners.roles import Role
from tests import factories
from tests.cast import Cast, World
from veille.core import clock

DAY = timedelta(days=1)


def build(world: World, cast: Cast, ids: dict) -> dict:
    return _requests(world, cast) | _ends(world, cast) | _agreement(world, cast, ids)


def _file(world: World, number: str, **fields) -> Case:
    """A file that the landlord answers for."""
    case = factories.make_case(world, number=number, **fields)
    factories.grant(case, world.landlord, GrantLevel.PRESENTING)
    return case


def _requests(world: World, cast: Cast) -> dict:
    case = _file(world, "VS-2018-00901")
    asked = {step: _asked(case, world, cast) for step in ("received", "running", "gathered", "read", "released")}
    officer, reader = cast[Role.DPO], cast.referent
    for step, request in asked.items():
        if step != "received":
            services.start_request(request=request, proof="known", checked_on=clock.today(), by=officer)
            services.name_reader(request=request, reader=reader.user, by=officer)
    for step in ("gathered", "read", "released"):
        _gather(asked[step])
    for step in ("read", "released"):
        asked[step].items.update(reading="kept")
        access_file.finish_reading(request=asked[step], by=reader)
    access_file.release_file(request=asked["released"], by=officer)
    item = asked["gathered"].items.get(object_type="households.person")
    found = {f"request_{step}": request.pk for step, request in asked.items()}
    return {"asked": case.pk, **found, "item": item.pk} | _others(world, cast, case)


def _asked(case: Case, world: World, cast: Cast, kind: str = "access") -> RightsRequest:
    return services.record_request(
        case=case,
        person=case.household.people.order_by("pk").first(),
        kind=kind,
        received_on=clock.today(),
        by=cast.referent,
    )


def _gather(request: RightsRequest) -> None:
    """The least that a gathered file holds: who she is."""
    lines = access_file.access_file.lines_for(request, _reader(request))
    access_file._write_items(request, [line for line in lines if line.object_type == "households.person"])
    request.refresh_from_db()


def _reader(request: RightsRequest):
    return access_file.access_file.reader_of(request)


def _others(world: World, cast: Cast, case: Case) -> dict:
    """A rectification, a file of two adults that awaits two opinions, a limitation that stands."""
    officer = cast[Role.DPO]
    rectification = _asked(case, world, cast, "rectification")
    couple = _file(world, "VS-2018-00902")
    factories.PersonFactory(household=couple.household, role="spouse_partner")
    to_advise = _asked(couple, world, cast)
    frozen = _file(world, "VS-2018-00903")
    limited = _asked(frozen, world, cast, "restriction")
    for request in (rectification, to_advise, limited):
        services.start_request(request=request, proof="known", checked_on=clock.today(), by=officer)
        services.name_reader(request=request, reader=cast.referent.user, by=officer)
    services.answer_request(request=limited, outcome="answered", by=officer)
    return {
        "couple": couple.pk,
        "frozen": frozen.pk,
        "request_rectify": rectification.pk,
        "request_advise": to_advise.pk,
        "request_limited": limited.pk,
    }


def _ends(world: World, cast: Cast) -> dict:
    """A file past its term, one that is held, one in the archive, and what an erasure left."""
    old = {"opened_on": clock.today() - 1500 * DAY, "closed_on": clock.today() - 900 * DAY}
    officer = cast[Role.DPO]
    ended, held, archived = (_file(world, f"VS-2014-0091{number}", **old) for number in (1, 2, 3))
    hold = services.place_hold(case=held, reason="Recours", until=clock.today() + 90 * DAY, by=officer)
    services.archive_case(case=archived)
    ArchiveAccess.objects.create(
        case=archived,
        organisation=world.landlord,
        user=officer.user,
        reason="Recours",
        given_by=officer.user,
        ends_on=clock.today() + DAY,
    )
    certificate = ErasureCertificate.objects.create(
        organisation=world.landlord, cause="term", made_on=clock.today(), cases=1, rows={"households.person": 1}
    )
    return {
        "ended": ended.pk,
        "held": held.pk,
        "archived": archived.pk,
        "hold": hold.pk,
        "certificate": certificate.pk,
    }


def _agreement(world: World, cast: Cast, ids: dict) -> dict:
    """What the household of the main file agreed to: the shelter already reads its summary."""
    agreement = Case.objects.get(pk=ids["main"]).sharing_agreements.create(
        organisation=world.shelter, category="summary", noted_by=cast.worker.user
    )
    return {"agreement": agreement.pk}
