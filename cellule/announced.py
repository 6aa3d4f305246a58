"""What a dispositif says in advance to those who refer: how often it decides, how soon somebody calls.

Rules, not measures: they stand where few households have passed through.
"""

from collections.abc import Iterator

from partners.configuration import Configuration, InstanceRules
from veille.core import reference
from veille.core.formats import counted

_WITHOUT_RHYTHM = "ad_hoc"


def announced(configuration: Configuration) -> list[tuple[str, str]]:
    """Lines « what : when », in the order in which a household meets them."""
    return list(_lines(configuration))


def _lines(configuration: Configuration) -> Iterator[tuple[str, str]]:
    for rules in configuration.instances:
        if rules.decides_doors and rules.frequency != _WITHOUT_RHYTHM:
            yield rules.label, _rhythm(rules)
    yield "Premier contact", f"dans les {counted(configuration.first_contact_days, 'jour')} de l’admission"
    if configuration.preparation_months:
        yield "Préparation", counted(configuration.preparation_months, "mois", "mois")


def _rhythm(rules: InstanceRules) -> str:
    often = reference.label("instance_frequency", rules.frequency).lower()
    return f"{often}, sur chaque territoire" if rules.per_territory else often
