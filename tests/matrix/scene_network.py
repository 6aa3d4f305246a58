"""The register, the directory and the conventions of the dispositif."""

from partners.models import Organisation, Partnership
from tests.cast import Cast, World
from tests.partners.network import convention_of, paper_of, register
from veille.core import clock


def build(world: World, cast: Cast) -> dict:
    """A line the association keeps and shares with the landlord; a relay; conventions that the association signs."""
    worker = register(cast.manager, shares={world.association: 60, world.landlord: 40})
    relay = Partnership.objects.create(
        dispositif=world.dispositif, organisation=_relay(), part="relay", starts_on=clock.today()
    )
    signed = convention_of(world.dispositif, world.organiser, world.association, world.state, world.funder)
    prepared = convention_of(world.dispositif, world.organiser, world.association, signed=False)
    purchase = prepared.purchases.create(provider=world.association, quantity=20, unit="measure")
    shared = prepared.shared_information.create(section="housing", purpose="Préparer le bail", basis="contract")
    return {
        "registered_worker": worker.pk,
        "relay": relay.pk,
        "partner": world.association.pk,
        "convention_signed": signed.pk,
        "paper": paper_of(signed, cast.pilot).pk,
        "convention_prepared": prepared.pk,
        "signatory": prepared.signatories.get(organisation=world.association).pk,
        "purchase": purchase.pk,
        "shared": shared.pk,
    }


def _relay() -> Organisation:
    return Organisation.objects.create(name="CCAS de Harnes", kind="local_authority")
