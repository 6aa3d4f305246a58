"""The rules of an instance, as the version in force says."""

from functools import lru_cache
from uuid import UUID

from partners.configuration import InstanceRules
from partners.models import DispositifVersion, Instance


def rules_of(instance: Instance) -> InstanceRules:
    versions = DispositifVersion.objects.filter(dispositif=instance.dispositif_id).order_by("-number")
    return _rules(versions.values_list("pk", flat=True)[:1].get(), instance.code)


@lru_cache(maxsize=256)
def _rules(version: UUID, code: str) -> InstanceRules:
    """A version never changes: it is read once in each process."""
    return DispositifVersion.objects.get(pk=version).configuration.instance(code)
