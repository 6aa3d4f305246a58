"""A meeting called about one situation: which, when, with whom."""

from collections.abc import Iterable
from datetime import time

from django import forms
from django.db.models import QuerySet

from accompaniment.models import Measure
from cellule.called_meetings import Situation
from cellule.models import Session
from partners.models import Instance, Organisation
from veille.core.forms import ComingDayField, LaidOutForm, pair


class CallForm(LaidOutForm):
    """Among the situations she follows, with the partners of the dispositif."""

    instance = forms.ModelChoiceField(Instance.objects.none(), label="Instance", empty_label=None)
    measure = forms.ChoiceField(label="Situation", error_messages={"required": "Choisissez la situation."})
    held_on = ComingDayField(label="Date")
    starts_at = forms.TimeField(label="Heure", initial=time(14, 0), widget=forms.TimeInput({"type": "time"}))
    planned_minutes = forms.IntegerField(label="Durée prévue (minutes)", min_value=15, max_value=480, initial=60)
    place = forms.CharField(
        label="Lieu",
        max_length=Session._meta.get_field("place").max_length,
        required=False,
        help_text="Jamais le domicile du ménage : le lieu se lit par toutes les personnes invitées.",
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label="Organismes invités", widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args,
        instances: QuerySet[Instance],
        situations: Iterable[Situation],
        organisations: QuerySet[Organisation],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["instance"].queryset = instances
        self.situations = {str(one.measure.pk): one for one in situations}
        named = [(key, one.label) for key, one in self.situations.items()]
        self.fields["measure"].choices = [("", "Choisir…"), *named]
        self.fields["organisations"].queryset = organisations

    def layout(self):
        return [
            pair("instance", "measure"),
            pair("held_on", "starts_at", "planned_minutes"),
            "place",
            "organisations",
        ]

    def clean_measure(self) -> Measure:
        return self.situations[self.cleaned_data["measure"]].measure
