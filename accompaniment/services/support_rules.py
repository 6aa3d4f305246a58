"""The rules of the accompaniment in a dispositif, said again by a version of its configuration."""

from typing import Any

from django.db import transaction

from partners.configuration import parse
from partners.models import Dispositif
from partners.services.dispositifs import publish_version, rules_known
from veille.core.actor import Actor


@transaction.atomic
def write_support_rules(*, dispositif: Dispositif, number: int, rules: dict[str, Any], by: Actor) -> None:
    """Publish a version with these rules; the same ones publish nothing. Files under way keep theirs.

    `number` is the version the form was made from: an older one than the stored overwrites nothing.
    """
    last = rules_known(dispositif, number)
    data = {**last.data, **rules}
    if parse(data) != last.configuration:
        publish_version(dispositif=dispositif, data=data, by=by)
