"""Planning a session, its agenda, who is there."""

from collections.abc import Iterable
from datetime import time
from uuid import UUID

from django import forms

from cellule.models import Session
from cellule.querysets import instances_kept_by
from partners.models import Instance, Organisation
from veille.core.actor import Actor
from veille.core.forms import ComingDayField, LaidOutForm, pair

_MOST_PEOPLE = 30


class SessionForm(LaidOutForm):
    """A date in the calendar of an instance she keeps."""

    instance = forms.ModelChoiceField(queryset=Instance.objects.none(), label="Instance", empty_label=None)
    held_on = ComingDayField(label="Date")
    starts_at = forms.TimeField(label="Heure", initial=time(9, 30), widget=forms.TimeInput({"type": "time"}))
    place = forms.CharField(label="Lieu", max_length=160, required=False)
    planned_minutes = forms.IntegerField(label="Durée prévue (minutes)", min_value=15, max_value=480, initial=120)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instance"].queryset = instances_kept_by(actor).filter(is_active=True).order_by("label", "id")

    def layout(self):
        return ["instance", pair("held_on", "starts_at", "planned_minutes"), "place"]


class AttendanceForm(forms.Form):
    """One checkbox and one number an organisation."""

    def __init__(self, *args, session: Session, organisations: Iterable[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = list(organisations)
        known = {row.organisation_id: row for row in session.attendances.order_by("pk")}
        for organisation in self.organisations:
            row = known.get(organisation.pk)
            self.fields[f"present-{organisation.pk}"] = forms.BooleanField(
                label=organisation.name,
                required=False,
                initial=bool(row and row.is_present),
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            )
            self.fields[f"people-{organisation.pk}"] = forms.IntegerField(
                label=f"Personnes présentes pour {organisation.name}",
                required=False,
                min_value=1,
                max_value=_MOST_PEOPLE,
                initial=row.people if row else 1,
                widget=forms.NumberInput({"class": "form-control"}),
            )

    @property
    def rows(self) -> list[tuple]:
        return [(self[f"present-{o.pk}"], self[f"people-{o.pk}"]) for o in self.organisations]

    @property
    def present(self) -> dict[UUID, int]:
        data = self.cleaned_data
        return {o.pk: data.get(f"people-{o.pk}") or 1 for o in self.organisations if data[f"present-{o.pk}"]}
