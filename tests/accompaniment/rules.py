"""Other rules for a case of the world."""

from households.models import Case
from veille.core import clock


def configured(case: Case, **changes) -> Case:
    """The same case under the rules of a new version of its dispositif."""
    version = case.rules
    case.rules = type(version).objects.create(
        dispositif=version.dispositif,
        number=version.number + 1,
        data={**version.data, **changes},
        published_on=clock.today(),
    )
    case.save()
    return case
