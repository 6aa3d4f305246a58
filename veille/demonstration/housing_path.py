"""The ways to a dwelling, told whole: landlords that said no, commissions, temporary stays renewed."""

from datetime import date, timedelta

from cellule.candidature_choices import CalResult, CandidatureState, PassageState
from cellule.models import Candidature, CommissionPassage, HousingOffer
from households.models import HousingPeriod, StayTerm
from partners.models import Partnership, PartnershipPart
from veille.core.formats import plus_months
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File
from veille.demonstration.frames import World

_COMMITTEE = "Comité de suivi"
_ONWARD = "Demande de logement social déposée, commission au printemps"
_BEYOND = "Aucun logement de cette taille livré dans le secteur"


def make(world: World) -> None:
    files = {file.case.pk: file for file in world.files}
    housed = [row for row in world.rows.of(Candidature) if row.state == CandidatureState.HOUSED]
    for index, row in enumerate(housed):
        tell = (_refused_elsewhere, _awarded, _awarded_again)[index % 3]
        tell(files[row.case.pk], row)
    for period in list(world.rows.of(HousingPeriod)):
        file = files.get(period.case.pk)
        if file and file.lead and period.modality in file.case.rules.configuration.stay.modalities:
            _stay(file, period)


def _refused_elsewhere(file: File, row: Candidature) -> None:
    """Another landlord of the dispositif, where there is one, was asked the same day, and said no."""
    asked = [row.organisation for row in file.world.rows.of(Partnership) if _may_be_asked(file, row)]
    if not asked:
        _awarded(file, row)
        return
    said = {"refusal_reason": "no_suitable_dwelling", "answer_text": "Aucun départ annoncé dans ce secteur."}
    found = file.add(
        Candidature,
        decision=row.decision,
        landlord=min(asked, key=lambda one: one.name),
        dwelling_types=row.dwelling_types,
        planned_on=row.planned_on,
        planned_by=row.planned_by,
        asked_on=row.asked_on,
        answer_expected_on=row.answer_expected_on,
        state=CandidatureState.REFUSED,
        answered_on=row.asked_on + timedelta(days=12),
        **said,
    )
    file.world.links.append(Candidature.communes.through(candidature=found, commune=file.commune))


def _may_be_asked(file: File, partnership: Partnership) -> bool:
    same = partnership.dispositif_id == file.frame.dispositif.pk and partnership.part == PartnershipPart.LANDLORD
    return same and partnership.organisation is not file.landlord


def _passage(file: File, row: Candidature, on: date, result: str, **said) -> None:
    """Passed on ten days before its commission, told the day after."""
    file.add(
        CommissionPassage,
        landlord=row.landlord,
        candidature=row,
        held_on=on,
        state=PassageState.DECIDED,
        prepared_on=on - timedelta(days=12),
        prepared_by=file.lead,
        passed_on=on - timedelta(days=10),
        note=[["Dossier", file.case.number]],
        result=result,
        decided_on=on,
        recorded_by=file.lead,
        told_on=min(on + timedelta(days=1), STORY_DAY),
        **said,
    )


def _taken(file: File, row: Candidature) -> HousingOffer:
    offers = [offer for offer in file.world.rows.of(HousingOffer) if offer.candidature is row]
    return max(offers, key=lambda offer: offer.offered_on)


def _awarded(file: File, row: Candidature) -> None:
    """Second in rank; the household before it gave the dwelling up."""
    _passage(file, row, _taken(file, row).offered_on - timedelta(days=3), CalResult.AWARDED_RANK, rank=2)


def _awarded_again(file: File, row: Candidature) -> None:
    """A first time, not; then yes."""
    last = _taken(file, row).offered_on
    why = "Un autre ménage est prioritaire pour ce logement."
    _passage(file, row, last - timedelta(days=24), CalResult.NOT_AWARDED, reason=why)
    _passage(file, row, last - timedelta(days=2), CalResult.AWARDED)


def _stay(file: File, period: HousingPeriod) -> None:
    """Its contract, then a renewal at each term, until it ended or the last one before the story."""
    rules, last_day = file.case.rules.configuration.stay, period.ends_on or STORY_DAY
    term_on, decided_on, rank = plus_months(period.starts_on, rules.months), period.starts_on, 0
    while True:
        file.add(
            StayTerm,
            period=period,
            rank=rank,
            term_on=term_on,
            decided_on=decided_on,
            decided_by=_COMMITTEE,
            onward=_ONWARD if term_on > last_day else "",
            reason=_BEYOND if rank > rules.renewals else "",
            author=file.lead,
        )
        if term_on > last_day:
            return
        decided_on, term_on, rank = term_on - timedelta(days=10), plus_months(term_on, rules.months), rank + 1
