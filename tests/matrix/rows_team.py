"""The team: caseloads against their maximum, absences, hand-overs of a whole caseload."""

from tests.matrix.rows import act, form, reading
from tests.matrix.rules import cell, only

_OWN = ("own", "own case workers")
_READS = cell("caseload", "R", "hers", *_OWN)
_HERS = only("association_worker", "association_manager")
_WHY = "others.csv, caseload : la personne elle-même, et la responsable de son organisme"
_PERSON = {"at": {"pk": "worker_user"}, "gate": _READS, "seen": _HERS, "why": _WHY}

ROWS = [
    *reading("accompaniment:caseload_list", gate=_READS),
    *reading("accompaniment:caseload_detail", **_PERSON),
    *form("accompaniment:absence_create", may=cell("absence", "W", "hers", *_OWN), **_PERSON),
    *reading("accompaniment:absence_list", gate=cell("absence", "W", "hers", *_OWN)),
    *act(
        "accompaniment:absence_end",
        at={"pk": "absence"},
        seen=_HERS,
        may=cell("absence", "W", "hers", *_OWN),
        why="others.csv, absence : la personne elle-même, et la responsable de son organisme",
    ),
    *form("accompaniment:handover_create", may=cell("caseload_handover", "W", *_OWN), **_PERSON),
    *reading("accompaniment:handover_list", gate=_READS),
    *reading(
        "accompaniment:handover_detail",
        at={"pk": "handover"},
        gate=_READS,
        seen=_HERS,
        why="others.csv, caseload_handover : qui répartit, et qui a repris un de ces dossiers",
    ),
]
