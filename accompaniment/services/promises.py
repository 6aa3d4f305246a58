"""What a dispositif promises to who asks, said again by a version of its configuration."""

from typing import Any

from django.db import transaction

from partners.configuration import parse
from partners.models import Dispositif
from partners.services.dispositifs import publish_version, rules_known
from veille.core.actor import Actor


@transaction.atomic
def write_promise(*, dispositif: Dispositif, number: int, promise: dict[str, Any], by: Actor) -> None:
    """Publish a version with this promise; the same words publish nothing.

    `number` is the version the form was made from: an older one than the stored overwrites nothing.
    """
    last = rules_known(dispositif, number)
    data = {**last.data, "promise": promise}
    if parse(data).promise.as_data() != last.configuration.promise.as_data():
        publish_version(dispositif=dispositif, data=data, by=by)
