"""Requests that multiply, files near their term, certificates."""

from datetime import timedelta

from households import services
from households.grants import GrantLevel
from households.models import ErasureCertificate, RightsRequest
from households.services import access_file
from partners.roles import Role
from tests import factories
from tests.matrix.scene import Scene
from veille.core import clock


def asked(scene: Scene, count: int) -> None:
    """Requests of people of the landlord's files, open and answered, of which some files are near their archive."""
    for number in range(count):
        case = _file(scene, last_contact_on=clock.today() - timedelta(days=700))
        request = services.record_request(
            case=case,
            person=case.household.people.get(),
            kind="complaint",
            received_on=clock.today(),
            by=scene.cast.referent,
        )
        if number % 2:
            services.start_request(request=request, proof="known", checked_on=clock.today(), by=scene.cast[Role.DPO])
            services.answer_request(request=request, outcome="answered", by=scene.cast[Role.DPO])


def _file(scene: Scene, **fields):
    opened_on = clock.today() - timedelta(days=1500)
    case = factories.make_case(scene.world, opened_on=opened_on, admitted_on=opened_on, **fields)
    factories.grant(case, scene.world.landlord, GrantLevel.PRESENTING)
    return case


def ending(scene: Scene, count: int) -> None:
    """Files past their term, held, archived; and what was erased before."""
    officer = scene.cast[Role.DPO]
    for number in range(count):
        case = _file(scene, last_contact_on=clock.today() - timedelta(days=900))
        if number % 3 == 1:
            services.place_hold(case=case, reason="Recours", until=clock.today() + timedelta(days=9), by=officer)
        if number % 3 == 2:
            services.archive_case(case=case)
        ErasureCertificate.objects.create(organisation=scene.world.landlord, cause="term", made_on=clock.today())


def lines(scene: Scene, count: int) -> None:
    """Lines of a gathered file, of the same kinds."""
    request = RightsRequest.objects.get(pk=scene.ids["request_gathered"])
    for _ in range(count):
        request.case.contact_details.create(kind="phone", value="03 20 11 22 33")
    access_file.write_items(request)
