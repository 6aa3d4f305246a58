"""Days on which an instance does not meet: week-ends, public holidays of where it works, its own closings."""

from datetime import date
from functools import cached_property

from cellule.models import ClosingPeriod
from partners.models import Instance
from partners.places import departments_of
from veille.core.public_holidays import PublicHolidays


class DaysOff:
    """Read once for an instance, asked for each day: why nobody meets, or an empty text."""

    def __init__(self, instance: Instance):
        self.instance = instance

    def __call__(self, day: date) -> str:
        return self._closing(day) or self._holiday(day) or ("fin de semaine" if day.weekday() > 4 else "")

    def _closing(self, day: date) -> str:
        return next((row.label for row in self._closings if row.starts_on <= day <= row.ends_on), "")

    def _holiday(self, day: date) -> str:
        name = self._holidays(day)
        return f"{name} (jour férié)" if name else ""

    @cached_property
    def _closings(self) -> list[ClosingPeriod]:
        return list(ClosingPeriod.objects.filter(instance=self.instance).order_by("starts_on", "id"))

    @cached_property
    def _holidays(self) -> PublicHolidays:
        """Those of the whole country, then those of the departments where it works."""
        return PublicHolidays(departments_of(self.instance.dispositif_id, self.instance.territory_id))
