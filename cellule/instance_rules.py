"""The rules of an instance, as the version in force says."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from households.models import Case
from partners.configuration import InstanceRules
from partners.models import DispositifVersion, Instance


def rules_of(instance: Instance) -> InstanceRules:
    return rules_of_each([instance])[instance.pk]


def rules_of_each(instances: Iterable[Instance]) -> dict[UUID, InstanceRules]:
    """Instance → its rules: one small query however many instances, and one a version not read yet."""
    instances = list(instances)
    versions = DispositifVersion.objects.filter(dispositif__in={instance.dispositif_id for instance in instances})
    latest = dict(versions.order_by("dispositif", "-number").distinct("dispositif").values_list("dispositif", "pk"))
    return {instance.pk: _rules(latest[instance.dispositif_id], instance.code) for instance in instances}


def rules_for(case: Case, instance: Instance) -> InstanceRules:
    """As the version of the file says them; as today's does, for a kind of meeting described since."""
    own = next((rules for rules in case.configuration.instances if rules.code == instance.code), None)
    return own or rules_of(instance)


@lru_cache(maxsize=256)
def _rules(version: UUID, code: str) -> InstanceRules:
    """A version never changes: it is read once in each process."""
    return DispositifVersion.objects.get(pk=version).configuration.instance(code)
