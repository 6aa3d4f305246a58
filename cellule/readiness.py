"""Whether a situation can be examined: its sheet, the diagnosis its dispositif wants, whether the household knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from cellule.choices import ReferralState, SheetState
from cellule.models import AgendaItem, PresentationSheet, Referral, Session
from households.models import Information, InformationState
from partners.configuration import DiagnosisWhen
from partners.models import DispositifVersion
from veille.core.actor import Actor


@dataclass(frozen=True)
class Sign:
    """A word and its tone, as `{% state %}` shows them."""

    label: str
    tone: str


@dataclass(frozen=True)
class Ready:
    """An orientation that waits for a session, with what is known of its preparation."""

    referral: Referral
    signs: tuple[Sign, ...]


FROZEN, DRAFTED, MISSING = (
    Sign("Fiche figée", "success"),
    Sign("Fiche à relire", "warning"),
    Sign("Sans fiche", "warning"),
)
_FORMER = Sign("Fiche d’une séance précédente", "info")
_DIAGNOSIS = {
    ReferralState.DIAGNOSED: Sign("Diagnostic rendu", "success"),
    ReferralState.NOT_DIAGNOSED: Sign("Diagnostic non réalisé", "warning"),
}
_NO_DIAGNOSIS = Sign("Sans diagnostic", "warning")
_TOLD, _UNTOLD = Sign("Ménage informé", "success"), Sign("Ménage pas encore informé", "warning")
_NOT_TOLD = (None, InformationState.NOT_YET)


def ready(referrals: Iterable[Referral], session: Session, actor: Actor) -> list[Ready]:
    """Each with its signs, in as many queries for fifty as for one."""
    referrals = list(referrals)
    cases = [referral.case_id for referral in referrals]
    told, presented = _informed(cases, actor), _presented(cases, session, actor)
    wants = _wanting_diagnosis(referrals)
    lines = []
    for referral in referrals:
        signs = [_FORMER] if referral.case_id in presented else []
        if referral.case.rules_id in wants:
            signs.append(_DIAGNOSIS.get(ReferralState(referral.state), _NO_DIAGNOSIS))
        signs.append(_UNTOLD if told.get(referral.case_id) in _NOT_TOLD else _TOLD)
        lines.append(Ready(referral, tuple(signs)))
    return lines


def _informed(cases: list[UUID], actor: Actor) -> dict[UUID, str]:
    """Case → the latest word on its information."""
    rows = Information.objects.visible_to(actor).filter(case__in=cases)
    return dict(rows.order_by("case", "-noted_on", "-created_at").distinct("case").values_list("case", "state"))


def _presented(cases: list[UUID], session: Session, actor: Actor) -> set[UUID]:
    """Those that a former session of the instance read: their sheet begins from that one."""
    sheets = PresentationSheet.objects.visible_to(actor).filter(case__in=cases, session__instance=session.instance_id)
    return set(sheets.filter(frozen_at__isnull=False).order_by("case").values_list("case", flat=True))


def _wanting_diagnosis(referrals: Iterable[Referral]) -> set[UUID]:
    versions = DispositifVersion.objects.in_bulk({referral.case.rules_id for referral in referrals})
    before = DiagnosisWhen.BEFORE_DECISION
    return {pk for pk, version in versions.items() if version.configuration.diagnosis.when == before}


def sheet_signs(items: Iterable[AgendaItem], sheets: Mapping[UUID, PresentationSheet]) -> dict[UUID, Sign]:
    """Item → where its sheet stands; `sheets` gives the last version of each case."""
    return {item.pk: _sheet_sign(item, sheets.get(item.case_id)) for item in items if item.case_id}


def _sheet_sign(item: AgendaItem, last: PresentationSheet | None) -> Sign:
    if last and last.state == SheetState.DRAFT:
        return Sign("Nouvelle version à relire", "warning") if item.sheet_id else DRAFTED
    return FROZEN if item.sheet_id else MISSING


def last_sheets(session: Session, actor: Actor) -> dict[UUID, PresentationSheet]:
    """Case → the last version of its sheet for this session."""
    sheets: QuerySet = PresentationSheet.objects.visible_to(actor).filter(session=session)
    return {sheet.case_id: sheet for sheet in sheets.order_by("version", "pk")}
