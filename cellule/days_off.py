"""Days on which an instance does not meet: week-ends, public holidays of where it works, its own closings."""

from datetime import date
from functools import cached_property

from holidays import country_holidays

from cellule.models import ClosingPeriod
from partners.models import Commune, Instance

# Departments with public holidays of their own, as the library calls them.
_ZONES = {"57": "57", "67": "6AE", "68": "6AE", **{code: code for code in ("971", "972", "973", "974", "976")}}


class DaysOff:
    """Read once for an instance, asked for each day: why nobody meets, or an empty text."""

    def __init__(self, instance: Instance):
        self.instance = instance

    def __call__(self, day: date) -> str:
        return self._closing(day) or self._holiday(day) or ("fin de semaine" if day.weekday() > 4 else "")

    def _closing(self, day: date) -> str:
        return next((row.label for row in self._closings if row.starts_on <= day <= row.ends_on), "")

    def _holiday(self, day: date) -> str:
        name = next((calendar.get(day) for calendar in self._calendars if day in calendar), "")
        return f"{name} (jour férié)" if name else ""

    @cached_property
    def _closings(self) -> list[ClosingPeriod]:
        return list(ClosingPeriod.objects.filter(instance=self.instance).order_by("starts_on", "id"))

    @cached_property
    def _calendars(self) -> list:
        """The holidays of the whole country, then those of the departments where it works."""
        zones = sorted({_ZONES[code] for code in self._departments if code in _ZONES})
        return [country_holidays("FR", subdiv=zone, language="fr") for zone in (None, *zones)]

    @property
    def _departments(self) -> set[str]:
        if self.instance.territory_id:
            communes = Commune.objects.filter(territories=self.instance.territory_id)
        else:
            communes = Commune.objects.filter(territories__dispositif=self.instance.dispositif_id)
        return set(communes.order_by("department_code").values_list("department_code", flat=True))
