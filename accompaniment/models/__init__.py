from accompaniment.models.diagnoses import Diagnosis
from accompaniment.models.interventions import Intervention
from accompaniment.models.measures import Measure, MeasureLevel, Suspension
from accompaniment.models.notes import Note, NoteReader
from accompaniment.models.plans import Action, Objective, Plan

__all__ = [
    "Action",
    "Diagnosis",
    "Intervention",
    "Measure",
    "MeasureLevel",
    "Note",
    "NoteReader",
    "Objective",
    "Plan",
    "Suspension",
]
