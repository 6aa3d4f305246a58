"""A second dispositif in which the association takes part, so that the question « vers lequel ? » is asked."""

from datetime import date

from partners.models import Dispositif, DispositifVersion, Partnership
from tests.factories import DispositifFactory
from tests.templates import template


def second_dispositif(world) -> Dispositif:
    dispositif = DispositifFactory(carrier=world.organiser)
    DispositifVersion.objects.create(
        dispositif=dispositif, number=1, data=template("asae"), published_on=date(2016, 1, 1)
    )
    Partnership.objects.create(
        dispositif=dispositif, organisation=world.association, part="operator", starts_on=date(2016, 1, 1)
    )
    return dispositif
