"""Another instance of the world's dispositif, with a rule of its own, kept by the same secretary's organisation."""

from partners.models import DispositifVersion, Instance, Membership
from veille.core import clock


def body(world, *, code: str = "other_body", kept: bool = True, **fields) -> Instance:
    """Its rules go into a new version of the configuration; its secretary is the one of the first instance."""
    last = world.dispositif.rules
    rules = {**last.data["instances"][0], "code": code, "label": "Autre réunion", "decides_doors": [], **fields}
    data = {**last.data, "instances": [*last.data["instances"], rules]}
    DispositifVersion.objects.create(
        dispositif=world.dispositif, number=last.number + 1, data=data, published_on=clock.today()
    )
    instance = Instance.objects.create(
        dispositif=world.dispositif, code=code, label=rules["label"], organiser=world.organiser
    )
    if kept:
        _keep_too(world, instance)
    return instance


def _keep_too(world, instance: Instance) -> None:
    for held in Membership.objects.filter(instance=world.instance, role="instance_secretary").order_by("pk"):
        Membership.objects.create(
            user=held.user,
            organisation=held.organisation,
            role=held.role,
            instance=instance,
            starts_on=held.starts_on,
        )
