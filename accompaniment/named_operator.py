"""A text agreed before its household asked for care may name who accompanies it: it is kept as signed, this says so."""

from accompaniment.models import SupportAgreement
from households import safety
from veille.core.actor import Actor


def names_operator(agreement: SupportAgreement, actor: Actor) -> bool:
    """Whether the agreement names its operator though the file now asks for the neutral name of the service."""
    if not safety.must_confirm(agreement.case, actor):
        return False
    name = agreement.measure.operator.name
    lines = [line for part in agreement.content["sections"] for line in part["lines"]]
    return name != agreement.case.dispositif.public_name and any(name in line for line in lines)
