"""Where the household lived and lives, and its sliding leases, as the page shows them."""

from dataclasses import dataclass

from django.db.models import Prefetch

from households import housing_permissions
from households.choices import LeaseResult
from households.housing_due import is_temporary
from households.models import HousingPeriod, LeaseReview, SlidingLease, StayTerm
from households.pages import CasePage
from partners.roles import Section
from veille.core import clock

_SLIDING = "sliding_lease"


@dataclass(frozen=True)
class ShownLease:
    """A convention, its reviews, whether the prefect waits."""

    lease: SlidingLease
    reviews: list[LeaseReview]

    @property
    def is_pending(self) -> bool:
        return self.lease.result == LeaseResult.PENDING

    @property
    def is_late(self) -> bool:
        return self.is_pending and self.lease.prefect_told_on is None and self.lease.prefect_due_on < clock.today()

    @property
    def tone(self) -> str:
        return {LeaseResult.PENDING: "progress", LeaseResult.SLID: "success"}.get(self.lease.result, "neutral")


class HousingPanel:
    """Situations and leases that the reader may see."""

    def __init__(self, page: CasePage):
        self.page = page
        self.knows_file = housing_permissions.knows_file(page.rights)

    def periods(self) -> list[HousingPeriod]:
        rows = HousingPeriod.objects.visible_to(self.page.actor).filter(case=self.page.case)
        related = rows.select_related("commune", "dwelling__landlord", "dwelling__commune", "place_held")
        terms = Prefetch("terms", StayTerm.objects.visible_to(self.page.actor).order_by("rank"), to_attr="told_terms")
        return list(related.prefetch_related("corrections__author", terms).order_by("-starts_on", "pk"))

    def stay_to_term(self, periods: list[HousingPeriod]) -> HousingPeriod | None:
        """The temporary stay that runs, for who notes its term or renews it."""
        if not self.page.writes(Section.HOUSING):
            return None
        rules = self.page.case.configuration.stay
        return next((period for period in periods if is_temporary(period, rules)), None)

    def leases(self) -> list[ShownLease]:
        rows = SlidingLease.objects.visible_to(self.page.actor).filter(case=self.page.case)
        leases = rows.select_related("association").prefetch_related("reviews").order_by("-signed_on", "pk")
        return [ShownLease(lease, list(lease.reviews.all())) for lease in leases]

    def to_convention(self, periods: list[HousingPeriod], leases: list[ShownLease]) -> HousingPeriod | None:
        """The present sliding lease whose convention nobody has noted yet."""
        if not self.page.writes(Section.HOUSING) or any(shown.is_pending for shown in leases):
            return None
        return next((period for period in periods if period.is_current and period.modality == _SLIDING), None)
