"""What the path is drawn from: the rows of one file that the reader may know, each under its own right."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch

from accompaniment.choices import InterventionKind
from accompaniment.models import Intervention, Measure
from cellule.choices import REFERRAL_AFTER
from cellule.models import Candidature, CommissionPassage, Decision, HousingOffer, HousingWish, Referral
from households.models import Case, HousingPeriod, SlidingLease, StayTerm
from households.permissions import Rights
from partners.configuration import Door
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor


@dataclass(frozen=True)
class Facts:
    """Rows are asked once each, whatever the number of steps drawn from them."""

    actor: Actor
    case: Case
    rights: Rights

    def reads(self, section: str) -> bool:
        return self.rights[section] >= Right.READ

    @property
    def is_access(self) -> bool:
        return self.case.door == Door.ACCESS

    @cached_property
    def since(self) -> date:
        """The first day of the present stay: who comes back begins the path again."""
        starts = [spell.starts_on for spell in self.case.spells.all() if spell.starts_on <= clock.today()]
        return max([self.case.opened_on, *starts])

    @cached_property
    def referral(self) -> Referral | None:
        rows = Referral.objects.visible_to(self.actor).filter(case=self.case).select_related("referrer_organisation")
        return rows.order_by("-submitted_at", "pk").first()

    @cached_property
    def decision(self) -> Decision | None:
        """The last word on the entry that was told to her, in this stay."""
        told = Decision.objects.visible_to(self.actor).told_to(self.actor).filter(case=self.case, corrected_by=None)
        entries = told.filter(code__in=REFERRAL_AFTER, decided_on__gte=self.since)
        related = entries.select_related("case__rules", "agenda_item__session__instance")
        return related.order_by("-decided_on", "-recorded_at").first()

    @cached_property
    def reads_decision(self) -> bool:
        """Whether its shareable reason is hers to read, besides what was decided."""
        return self.reads(Section.DECISION)

    @cached_property
    def measure(self) -> Measure | None:
        rows = Measure.objects.visible_to(self.actor, Right.READ).filter(case=self.case)
        related = rows.select_related("case__rules", "operator").prefetch_related("suspensions", "former_exits")
        return related.order_by("-decided_on", "pk").first()

    @cached_property
    def searches(self) -> list[Candidature]:
        """Landlords asked, in the order they were: her own alone, for a landlord that does not lead the file."""
        if not self.reads(Section.CANDIDATURE):
            return []
        rows = Candidature.objects.visible_to(self.actor).filter(case=self.case)
        offers = HousingOffer.objects.visible_to(self.actor).select_related("commune")
        passages = CommissionPassage.objects.visible_to(self.actor).order_by("prepared_on", "pk")
        told = rows.select_related("landlord", "case", "decision").prefetch_related(
            Prefetch("offers", offers.order_by("offered_on", "pk"), to_attr="told_offers"),
            Prefetch("passages", passages, to_attr="told_passages"),
        )
        return list(told.order_by("planned_on", "landlord__sort_name", "pk"))

    @cached_property
    def led(self) -> set[UUID]:
        """Searches that who accompanies leads (`candidature_permissions.leads_search`), asked once for all."""
        return set(Candidature.objects.led_by(self.actor).filter(case=self.case).values_list("pk", flat=True))

    @cached_property
    def answered(self) -> set[UUID]:
        """Searches for which she speaks in the name of the landlord asked (`is_asked`)."""
        return set(Candidature.objects.answered_by(self.actor).filter(case=self.case).values_list("pk", flat=True))

    @property
    def present_searches(self) -> list[Candidature]:
        return [row for row in self.searches if row.planned_on >= self.since]

    @property
    def offers(self) -> list[HousingOffer]:
        return [offer for row in self.present_searches for offer in row.told_offers]

    @property
    def passages(self) -> list[CommissionPassage]:
        return [passage for row in self.present_searches for passage in row.told_passages]

    @cached_property
    def periods(self) -> list[HousingPeriod]:
        """Situations, from the first to the last, with the terms of their stays."""
        terms = Prefetch("terms", StayTerm.objects.visible_to(self.actor).order_by("rank"), to_attr="told_terms")
        rows = HousingPeriod.objects.visible_to(self.actor).filter(case=self.case)
        related = rows.select_related("commune", "dwelling__commune", "dwelling__landlord").prefetch_related(terms)
        return list(related.order_by("starts_on", "pk"))

    @property
    def present(self) -> HousingPeriod | None:
        return next((period for period in reversed(self.periods) if period.is_current), None)

    @cached_property
    def leases(self) -> list[SlidingLease]:
        rows = SlidingLease.objects.visible_to(self.actor).filter(case=self.case).select_related("association")
        return list(rows.prefetch_related("reviews").order_by("signed_on", "pk"))

    @cached_property
    def wish(self) -> HousingWish | None:
        return HousingWish.objects.visible_to(self.actor).last_of(self.case)

    @cached_property
    def transfers(self) -> list[Intervention]:
        """What the landlord did towards another of its dwellings (a mutation), of this stay."""
        rows = Intervention.objects.visible_to(self.actor).filter(
            case=self.case, kind=InterventionKind.LANDLORD_TRANSFER, happened_on__gte=self.since
        )
        return list(rows.select_related("organisation").order_by("happened_on", "pk"))

    @cached_property
    def moved_in(self) -> HousingPeriod | None:
        """The dwelling this stay led to: a lease signed since, else, in maintien, another dwelling than the first."""
        signed = [period for period in self.periods if period.lease_signed_on and period.lease_signed_on >= self.since]
        if self.is_access or signed:
            return signed[0] if signed else None
        housed = [period for period in self.periods if period.dwelling_id]
        later = [p for p in housed if p.starts_on > self.since and p.dwelling_id != housed[0].dwelling_id]
        return later[0] if later else None
