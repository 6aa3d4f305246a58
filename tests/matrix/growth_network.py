"""Longer registers, directories and lists of conventions."""

from partners import services
from partners.models import Organisation, Partnership
from tests import factories
from tests.matrix.scene import Scene
from tests.partners.network import convention_of, register


def workers(scene: Scene, count: int) -> None:
    """Posts shared with a partner, on two territories."""
    world = scene.world
    for number in range(count):
        register(
            scene.cast.manager,
            last_name=f"Renfort{number}",
            shares={world.association: 50, world.landlord: 50},
            territories=[world.territory, world.other_territory],
        )


def directory(scene: Scene, count: int) -> None:
    """Partners with their line written."""
    world = scene.world
    known = Organisation.objects.count()
    for number in range(known, known + count):
        partner = factories.OrganisationFactory(name=f"Relais {number}")
        Partnership.objects.create(
            dispositif=world.dispositif, organisation=partner, part="relay", starts_on="2015-01-01"
        )
        services.write_entry(
            organisation=partner,
            competences=["legal"],
            territories=[world.territory],
            communes=[world.commune],
            version="",
            mission="Accueille.",
            by=scene.cast.pilot,
        )


def conventions(scene: Scene, count: int) -> None:
    """Conventions of three signatories, with a line of each part, that come to their end."""
    world = scene.world
    for _ in range(count):
        convention = convention_of(world.dispositif, world.organiser, world.association, world.landlord)
        convention.purchases.create(provider=world.association, quantity=2, unit="place")


def parts(scene: Scene, count: int) -> None:
    """What hangs on the convention being prepared."""
    convention = scene.world.dispositif.conventions.get(pk=scene.ids["convention_prepared"])
    known = convention.signatories.count()
    bases = ("contract", "siao", "social_action", "public_interest", "person_agrees")
    for number in range(known, known + count):
        partner = factories.OrganisationFactory()
        convention.signatories.create(organisation=partner, part="partner")
        convention.purchases.create(provider=partner, quantity=1, unit="day")
        section = ("identity", "money", "arrears", "procedure")[number // len(bases)]
        basis = bases[number % len(bases)]
        line = convention.shared_information.create(section=section, purpose="Suivre", basis=basis)
        line.recipients.add(partner)
