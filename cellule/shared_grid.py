"""The shared criteria beside a sheet: landlord and association agreed on them for this body to decide with.

A diagnosis does not change once it is rendered: what stands here is what was answered when the sheet was frozen.
"""

from accompaniment.choices import DiagnosisState
from accompaniment.diagnosis_panel import Answered, labelled
from accompaniment.models import Diagnosis, DiagnosisCriterion
from cellule.models import PresentationSheet
from cellule.permissions import holds_seat, keeps_session
from partners.object_rights import roles_with
from veille.core import clock
from veille.core.actor import Actor

_OBJECT = "prediagnosis_grid"


def criteria_beside(actor: Actor, sheet: PresentationSheet) -> list[Answered]:
    """Those of a frozen sheet that she reads by her seat; of the diagnosis nothing else."""
    if sheet.frozen_at is None or not _reads(actor, sheet):
        return []
    frozen_on = sheet.frozen_at.astimezone(clock.PARIS).date()
    made = Diagnosis.objects.filter(case=sheet.case_id, state=DiagnosisState.DONE, done_on__lte=frozen_on)
    diagnosis = made.filter(criteria__isnull=False).order_by("-done_on", "pk").first()
    if diagnosis is None:
        return []
    rows = DiagnosisCriterion.objects.filter(diagnosis=diagnosis).order_by("position", "pk")
    return labelled(rows, sheet.case.configuration)


def _reads(actor: Actor, sheet: PresentationSheet) -> bool:
    seats = roles_with(_OBJECT, "R", scope="seat")
    return keeps_session(actor, sheet.session) or holds_seat(actor, sheet.session, seats)
