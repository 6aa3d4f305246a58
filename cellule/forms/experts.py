"""A question to the experts, their answer, the time they give."""

from typing import Any

from django import forms

from cellule.expertise import competence_choices, competences_answered
from cellule.expertise_choices import ON_A_REQUEST, ExpertActivity, ExpertState
from cellule.models import ExpertMessage, ExpertRequest
from partners.models import Dispositif
from veille.core import reference
from veille.core.forms import ComingDayField, DayField, FilterForm, LaidOutForm, codes_of, pair

_WITHOUT_NAME = "Ni nom, ni initiales, ni adresse, ni commune, ni date de naissance, ni diagnostic médical."
_MOST_HALF_DAYS = 10


def _longest(name: str, model: type = ExpertRequest) -> int:
    return model._meta.get_field(name).max_length


def half_days_field(**more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label="Temps passé (demi-journées)",
        max_value=_MOST_HALF_DAYS,
        error_messages={"max_value": "Notez dix demi-journées au plus à la fois."},
        **more,
    )


class AskForm(LaidOutForm):
    """What one needs to know, said without anybody being recognised."""

    dispositif = forms.ModelChoiceField(queryset=Dispositif.objects.none(), label="Dispositif", empty_label=None)
    competence = forms.ChoiceField(
        label="À quelle compétence ?", error_messages={"required": "Choisissez la compétence que vous sollicitez."}
    )
    subject = forms.CharField(
        label="En une phrase",
        max_length=_longest("subject"),
        error_messages={"required": "Dites en une phrase de quoi il s’agit."},
    )
    question = forms.CharField(
        label="La situation et votre question",
        max_length=_longest("question"),
        widget=forms.Textarea({"rows": 9}),
        help_text=_WITHOUT_NAME,
        error_messages={"required": "Décrivez la situation et ce que vous vous demandez."},
    )
    expected = forms.CharField(
        label="Ce que vous attendez",
        max_length=_longest("expected"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Un avis, un contact, une démarche à faire, un appui sur place…",
    )
    due_on = ComingDayField(
        label="Réponse souhaitée avant le",
        required=False,
        help_text="Sans date, le délai du dispositif s’applique.",
    )

    def __init__(self, *args, dispositifs, **kwargs):
        super().__init__(*args, **kwargs)
        answered = {dispositif.pk: competences_answered(dispositif) for dispositif in dispositifs}
        open_to_her = [key for key, codes in answered.items() if codes]
        field = self.fields["dispositif"]
        field.queryset = dispositifs.filter(pk__in=open_to_her).order_by("name")
        if len(open_to_her) == 1:
            field.widget, field.initial = forms.HiddenInput(), open_to_her[0]
        self.fields["competence"].choices = competence_choices(set().union(*answered.values()), "Choisir…")
        self.is_answered = bool(open_to_her)

    def layout(self) -> list:
        return ["dispositif", pair("competence", "due_on"), "subject", "question", "expected"]


class MessageForm(LaidOutForm):
    text = forms.CharField(
        label="Votre message",
        max_length=_longest("text", ExpertMessage),
        widget=forms.Textarea({"rows": 4}),
        help_text=_WITHOUT_NAME,
        error_messages={"required": "Écrivez votre message."},
    )


class AdviceForm(LaidOutForm):
    """The answer, what is recommended, the time it took."""

    answer = forms.CharField(
        label="Votre réponse",
        max_length=_longest("answer"),
        widget=forms.Textarea({"rows": 9}),
        error_messages={"required": "Écrivez votre réponse."},
    )
    recommendation = forms.CharField(
        label="Ce que vous préconisez",
        max_length=_longest("recommendation"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Qui peut faire quoi, dans quel ordre, avec quel partenaire.",
    )
    half_days = half_days_field(
        min_value=0, initial=1, help_text="Analyse et rédaction ; 0 pour moins d’une demi-journée."
    )


class SupportForm(LaidOutForm):
    """What was done beside the team."""

    said_on = DayField(label="Date de l’appui")
    text = forms.CharField(
        label="Ce qui a été fait",
        max_length=_longest("text", ExpertMessage),
        widget=forms.Textarea({"rows": 4}),
        help_text=f"Avec quelles équipes, sur quoi. {_WITHOUT_NAME}",
        error_messages={"required": "Dites ce qui a été fait."},
    )
    half_days = half_days_field(min_value=0, initial=1)

    def layout(self) -> list:
        return [pair("said_on", "half_days"), "text"]


class TimeForm(LaidOutForm):
    """Time given to the cellule outside any request."""

    dispositif = forms.ModelChoiceField(queryset=Dispositif.objects.none(), label="Dispositif", empty_label=None)
    competence = forms.ChoiceField(label="Compétence")
    activity = forms.ChoiceField(
        label="À quoi ?", choices=[(one.value, one.label) for one in ExpertActivity if one not in ON_A_REQUEST]
    )
    spent_on = DayField(label="Date")
    half_days = half_days_field(min_value=1, initial=1)

    def __init__(self, *args, dispositifs, competences, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs
        held = [row for row in reference.choices("competence") if row[0] in competences]
        self.fields["competence"].choices = held

    def layout(self) -> list:
        return ["dispositif", pair("competence", "activity"), pair("spent_on", "half_days")]


class RequestFilter(FilterForm):
    """Filters of a list of requests, kept in the address."""

    state = forms.ChoiceField(
        label="Étape",
        required=False,
        choices=[("", "En cours"), ("all", "Toutes"), *((s.value, s.label) for s in ExpertState)],
    )
    competence = forms.ChoiceField(label="Compétence", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competence"].choices = codes_of("competence", empty="Toutes")
