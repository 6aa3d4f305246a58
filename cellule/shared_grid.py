"""The shared criteria beside a sheet: landlord and association agreed on them for this body to decide with.

What stands here is what was answered when the sheet was frozen, whatever was corrected in the diagnosis since.
A sheet names nobody: the few words beside an answer, typed for the file, stay there when they could tell a seat who
it is.
"""

from datetime import date

from accompaniment.choices import DiagnosisState
from accompaniment.diagnosis_panel import Answered, former_criteria, labelled
from accompaniment.models import Diagnosis, DiagnosisCriterion, FormerDiagnosis
from cellule.models import PresentationSheet
from cellule.naming import names_told
from cellule.permissions import holds_seat, keeps_session
from cellule.sheet_checker import identifying_texts
from partners.object_rights import roles_with
from veille.core import clock
from veille.core.actor import Actor

_OBJECT = "prediagnosis_grid"
_WITHDRAWN = "Remarque retirée : elle pourrait dire qui est la personne."


def criteria_beside(actor: Actor, sheet: PresentationSheet) -> list[Answered]:
    """Those of a frozen sheet that she reads by her seat; of the diagnosis nothing else."""
    if sheet.frozen_at is None or not _reads(actor, sheet):
        return []
    diagnosis = _diagnosis_of(sheet)
    if diagnosis is None:
        return []
    former = _former(diagnosis, sheet)
    rows = former_criteria(former) if former else list(diagnosis.criteria.order_by("position", "pk"))
    if not _knows_who(actor, sheet):
        _withdraw_identifying(rows, sheet)
    return labelled(rows, sheet.case.configuration)


def corrected_since(sheet: PresentationSheet) -> date | None:
    """The day of the last correction, when the answers beside the sheet are not those that stand any more."""
    diagnosis = _diagnosis_of(sheet)
    return diagnosis.corrected_on if diagnosis and _former(diagnosis, sheet) else None


def _diagnosis_of(sheet: PresentationSheet) -> Diagnosis | None:
    """The last one with answers that was rendered when the sheet was frozen."""
    frozen_on = sheet.frozen_at.astimezone(clock.PARIS).date()
    made = Diagnosis.objects.filter(case=sheet.case_id, state=DiagnosisState.DONE, done_on__lte=frozen_on)
    return made.filter(criteria__isnull=False).order_by("-done_on", "pk").first()


def _former(diagnosis: Diagnosis, sheet: PresentationSheet) -> FormerDiagnosis | None:
    """What it said at the freezing, when it was corrected since."""
    kept = FormerDiagnosis.objects.filter(diagnosis=diagnosis, replaced_at__gt=sheet.frozen_at)
    return kept.order_by("version").first()


def _knows_who(actor: Actor, sheet: PresentationSheet) -> bool:
    """Who keeps the session reads the préconisation in the file; a nominative instance names by agreement."""
    return keeps_session(actor, sheet.session) or bool(names_told(sheet.session, [sheet.case_id], actor))


def _withdraw_identifying(rows: list[DiagnosisCriterion], sheet: PresentationSheet) -> None:
    """On the page alone: the diagnosis keeps its words."""
    texts = [(row.criterion, "", row.remark) for row in rows if row.remark]
    found = identifying_texts(texts, dispositif=sheet.case.rules.dispositif_id, case=sheet.case) if texts else ()
    identifying = {part.field for part in found}
    for row in rows:
        if row.criterion in identifying:
            row.remark = _WITHDRAWN


def _reads(actor: Actor, sheet: PresentationSheet) -> bool:
    seats = roles_with(_OBJECT, "R", scope="seat")
    return keeps_session(actor, sheet.session) or holds_seat(actor, sheet.session, seats)
