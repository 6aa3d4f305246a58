"""Diagnoses asked of her organisation."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from accompaniment.choices import DiagnosisState
from accompaniment.models import Diagnosis
from accompaniment.todo.lines import Line, line
from households.models import Case
from partners.roles import MANAGER_ROLES, Right, Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.todo import FOLLOW, LATE, Kind, Topic

_ORDERED = Kind("diagnosis_ordered", "Diagnostic demandé", Topic.ACCOMPANIMENT)


def diagnoses(actor: Actor) -> Iterator[Line]:
    """Diagnoses asked of her organisation in the files she opens; a manager sees them all."""
    writes = Case.objects.visible_to(actor, Section.DIAGNOSIS, Right.WRITE)
    reads_all = Case.objects.visible_to(actor, Section.DIAGNOSIS) if actor.has_role(*MANAGER_ROLES) else writes
    ordered = Diagnosis.objects.visible_to(actor).filter(
        state=DiagnosisState.ORDERED, operator=actor.organisation_id, case__in=reads_all.values("pk")
    )
    for diagnosis in ordered.select_related("case").order_by("ordered_on", "pk"):
        yield line(
            diagnosis.case,
            kind=_ORDERED,
            about=diagnosis.pk,
            group=_diagnosis_group(diagnosis),
            title="Diagnostic demandé",
            since=diagnosis.ordered_on,
            url=reverse("accompaniment:diagnosis_detail", args=[diagnosis.pk]),
            act="Ouvrir",
        )


def _diagnosis_group(diagnosis: Diagnosis) -> str:
    """A diagnosis has no promised day; after a month it is late all the same."""
    return LATE if diagnosis.ordered_on < clock.today() - timedelta(days=30) else FOLLOW
