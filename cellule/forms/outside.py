"""What is decided without a session: consulting, answering, opening a file, noting it in session, entitling."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from cellule.choices import DecidingBody
from cellule.forms.decisions import DecisionForm
from cellule.models import AgendaItem, Consultation, ConsultedMember, OutsideDecision
from cellule.outside_choices import ConsultedOpinion
from partners.models import Membership
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm

_DAYS_TO_ANSWER = 3


def _longest(model: type, name: str) -> int:
    return model._meta.get_field(name).max_length


def _people(memberships: Iterable[Membership]) -> list[tuple[str, str]]:
    return [(str(row.pk), f"{row.user} – {row.organisation.short_name}") for row in memberships]


class ConsultForm(LaidOutForm):
    """Why it cannot wait, who is asked, before when."""

    reason = forms.CharField(
        label="Pourquoi cela ne peut pas attendre la séance ?",
        max_length=_longest(Consultation, "reason"),
        widget=forms.Textarea({"rows": 4}),
        help_text="Lu par les membres consultés : ni nom, ni numéro, ni commune.",
        error_messages={"required": "Dites pourquoi cela ne peut pas attendre."},
    )
    members = forms.MultipleChoiceField(
        label="Membres consultés",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un membre à consulter."},
    )
    answer_before = DayField(label="Répondre au plus tard le")

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._members = {str(row.pk): row for row in members}
        self.fields["members"].choices = _people(members)
        self.fields["answer_before"].initial = clock.today() + timedelta(days=_DAYS_TO_ANSWER)

    @property
    def asked(self) -> list[Membership]:
        return [self._members[key] for key in self.cleaned_data["members"]]


class AnswerForm(LaidOutForm):
    """An opinion in one word, and one line."""

    opinion = forms.ChoiceField(
        label="Mon avis",
        choices=ConsultedOpinion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un avis."},
    )
    line = forms.CharField(
        label="En une ligne",
        required=False,
        max_length=_longest(ConsultedMember, "line"),
        help_text="Lue par le secrétariat et par les personnes habilitées à décider.",
    )


class OpenForm(DecisionForm):
    """A file opened on another authority than a session: which one, its reference, why; then who accompanies."""

    body = forms.ChoiceField(label="Sur quelle autorité ?", error_messages={"required": "Dites sur quelle autorité."})
    reference = forms.CharField(
        label="Référence",
        required=False,
        max_length=_longest(OutsideDecision, "reference"),
        help_text="Numéro de la convention, du lot ou de l’orientation de l’État.",
    )
    reason = forms.CharField(
        label="Pourquoi sans séance ?",
        max_length=_longest(OutsideDecision, "reason"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi ce dossier s’ouvre sans séance."},
    )
    field_order = ("body", "reference", "reason")

    def __init__(self, *args: Any, bodies: Iterable[DecidingBody], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [(body.value, body.label) for body in bodies]

    def layout(self) -> list:
        return ["body", "reference", "reason", *super().layout()]

    @property
    def ground(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("body", "reference", "reason")}


class NotRatifiedForm(DecisionForm):
    """Why the session does not ratify, and what it decides instead."""

    outcome_reason = forms.CharField(
        label="Pourquoi la séance ne ratifie-t-elle pas cette décision ?",
        max_length=_longest(OutsideDecision, "outcome_reason"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Dites pourquoi la séance ne la ratifie pas."},
    )
    field_order = ("outcome_reason",)

    def layout(self) -> list:
        return ["outcome_reason", *super().layout()]


class EntitleForm(LaidOutForm):
    """Who may decide for the instance between two sessions."""

    person = forms.ChoiceField(
        label="Personne", error_messages={"required": "Choisissez une personne."}, help_text="Jamais vous-même."
    )

    def __init__(self, *args: Any, people: QuerySet[Membership], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people = {str(row.pk): row for row in people}
        self.fields["person"].choices = [("", "Choisir…"), *_people(people)]

    @property
    def membership(self) -> Membership:
        return self._people[self.cleaned_data["person"]]


def stand_in_item(case, referral) -> AgendaItem:
    """A place on no agenda, so that the form of decisions offers what goes with the situation."""
    return AgendaItem(case=case, referral=referral, kind="entry" if referral else "follow_up")
