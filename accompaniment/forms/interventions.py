"""The quick entry: a visit noted on a phone in thirty seconds."""

from datetime import datetime

from crispy_forms.layout import HTML, Div, Field
from django import forms

from accompaniment.choices import QUICK_KINDS, InterventionKind, InterventionOutcome
from accompaniment.forms.fields import Day, Words
from accompaniment.landlord_part import LANDLORD_ALONE, LANDLORD_KINDS, LandlordPart
from accompaniment.services.interventions import usual_minutes
from funding.models import BudgetLine
from households.note_levels import NoteLevel
from veille.core import clock
from veille.core.forms import LaidOutForm, codes_of, pair

_DETAILS = {
    InterventionKind.HOME_VISIT: "house-door",
    InterventionKind.PHONE_CALL: "telephone",
    InterventionKind.NO_SHOW: "door-closed",
    InterventionKind.ACCOMPANIED_STEP: "signpost-split",
    InterventionKind.PARTNER_CONTACT: "people",
    InterventionKind.LANDLORD_TRANSFER: "signpost-split",
    InterventionKind.LANDLORD_WORKS: "tools",
    InterventionKind.LANDLORD_REPAYMENT: "cash-coin",
    InterventionKind.MEDIATION: "people",
}
# Works or a transfer are done whether or not somebody was met.
_OUTCOMES_OF_LANDLORD = [
    (InterventionOutcome.EFFECTIVE, "Fait"),
    (InterventionOutcome.NO_SHOW, "Ménage absent"),
    (InterventionOutcome.REFUSED, "N’a pas souhaité"),
]
_UNSAID_THEMES = {"unknown", "other"}


class QuickEntryForm(LaidOutForm):
    """Kind, met or not, themes, a sentence; date and duration are prefilled and corrected below."""

    kind = forms.ChoiceField(label="Qu’avez-vous fait ?", required=False, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label="Le ménage",
        choices=[
            (InterventionOutcome.EFFECTIVE, "Rencontré"),
            (InterventionOutcome.NO_SHOW, "Absent"),
            (InterventionOutcome.REFUSED, "N’a pas souhaité"),
        ],
        initial=InterventionOutcome.EFFECTIVE,
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(label="Thèmes", required=False, widget=forms.CheckboxSelectMultiple)
    text = Words(label="En une phrase", rows=3, required=False, max_length=8000)
    level = forms.ChoiceField(label="Qui peut lire cette phrase", required=False, widget=forms.RadioSelect)
    was_solicited = forms.BooleanField(label="On m’a sollicitée", required=False)
    solicited_time = forms.TimeField(
        label="Reçue à",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="Le jour de l’entrée ; sans heure, maintenant.",
    )
    happened_on = Day(label="Date")
    started_at = forms.TimeField(
        label="Heure", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label="Durée en minutes", required=False, min_value=1, max_value=1440, help_text="Sinon, la durée habituelle."
    )
    other_kind = forms.ChoiceField(label="Autre nature", required=False)
    people_met = forms.IntegerField(label="Personnes du ménage rencontrées", required=False, min_value=0, max_value=20)
    was_announced = forms.BooleanField(label="Le ménage était prévenu", required=False, initial=True)
    unannounced_reason = forms.CharField(
        label="Si non, pourquoi sans prévenir", required=False, max_length=200, help_text="Nécessaire pour une visite."
    )
    is_shared = forms.BooleanField(
        label="Montrer la date au bailleur", required=False, help_text="La date et la nature, jamais la phrase."
    )

    budget_line = forms.ModelChoiceField(
        label="Ligne de budget", required=False, queryset=BudgetLine.objects.none(), empty_label="Aucune ligne"
    )

    def __init__(
        self,
        *args,
        levels: list[str],
        default_level: str,
        may_hide: bool,
        may_solicit: bool,
        part: LandlordPart | None,
        **kwargs,
    ):
        self.may_hide, self.part = may_hide and part is None, part
        self.may_solicit = may_solicit
        super().__init__(*args, **kwargs)
        quick = LANDLORD_KINDS if part else QUICK_KINDS
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in quick]
        self.fields["kind"].details = {kind: {"icon": _DETAILS[kind]} for kind in quick}
        left_out = quick if part else (*quick, *LANDLORD_ALONE)
        rest = [(kind.value, kind.label) for kind in InterventionKind if kind not in left_out]
        self.fields["other_kind"].choices = [("", "—"), *rest]
        self.fields["themes"].choices = [row for row in codes_of("action_theme") if row[0] not in _UNSAID_THEMES]
        self.fields["level"].choices = [(level, NoteLevel(level).label) for level in levels]
        self.fields["level"].initial = default_level
        self.fields["minutes"].widget.attrs["placeholder"] = "45 pour une visite, 10 pour un appel"
        if not self.may_hide:
            del self.fields["is_shared"]
        if not may_solicit:
            del self.fields["was_solicited"], self.fields["solicited_time"]
        self._set_line()
        if part:
            self.fields["outcome"].label = "Est-ce fait ?"
            self.fields["outcome"].choices = _OUTCOMES_OF_LANDLORD

    def _set_line(self) -> None:
        """On which line of the plan the act goes: the only one there is, unless there are several to choose from."""
        lines = self.part.lines if self.part else BudgetLine.objects.none()
        self.fields["budget_line"].queryset = lines
        self.fields["budget_line"].label_from_instance = lambda line: f"{line.code} · {line.label}"
        if not lines:
            del self.fields["budget_line"]
        elif len(lines) == 1:
            self.fields["budget_line"].initial = lines[0].pk

    def layout(self):
        shared = [name for name in ("budget_line", "is_shared") if name in self.fields]
        return [
            Field("kind", template="components/big_buttons.html"),
            Field("outcome", template="components/chips.html"),
            Field("themes", template="components/chips.html"),
            "text",
            *([Div("was_solicited", "solicited_time", css_class="solicited")] if self.may_solicit else []),
            Field("level", template="components/chips.html"),
            Div(
                HTML('{% include "components/_readers.html" with readers=readers name="level" only %}'),
                HTML('<details class="fold" {% if form.errors or draft %}open{% endif %}>'),
                HTML("<summary>Aujourd’hui, durée habituelle, visite annoncée&nbsp;: corriger</summary>"),
                pair("happened_on", "started_at", "minutes"),
                "other_kind",
                "people_met",
                "was_announced",
                "unannounced_reason",
                *shared,
                HTML("</details>"),
                css_class="stack",
            ),
        ]

    def clean(self):
        cleaned = super().clean()
        cleaned["kind"] = cleaned.get("other_kind") or cleaned.get("kind")
        if not cleaned["kind"]:
            self.add_error("kind", "Choisissez ce que vous avez fait.")
        if not cleaned.get("was_announced") and not cleaned.get("unannounced_reason"):
            self.add_error("unannounced_reason", "Dites pourquoi le ménage n’était pas prévenu.")
        is_past = cleaned.get("happened_on") and cleaned["happened_on"] < clock.today()
        if cleaned.get("was_solicited") and is_past and not cleaned.get("solicited_time"):
            self.add_error("solicited_time", "Indiquez l’heure de la demande.")
        if cleaned.get("text") and not cleaned.get("level"):
            self.add_error("level", "Choisissez qui peut lire cette phrase.")
        return cleaned

    def solicited_at(self) -> datetime | None:
        """When somebody asked for it, on the day of the entry."""
        hour = self.cleaned_data.get("solicited_time")
        if not self.cleaned_data.get("was_solicited"):
            return None
        return clock.at(self.cleaned_data["happened_on"], hour.hour, hour.minute) if hour else clock.now()

    def answer(self) -> dict:
        """What the service takes."""
        cleaned = dict(self.cleaned_data)
        for name in ("other_kind", "was_solicited", "solicited_time"):
            cleaned.pop(name, None)
        cleaned["minutes"] = cleaned["minutes"] or usual_minutes(cleaned["kind"])
        met = cleaned["outcome"] == InterventionOutcome.EFFECTIVE and cleaned["kind"] != InterventionKind.NO_SHOW
        cleaned["people_met"] = (cleaned["people_met"] or 0) if met else 0
        if cleaned["was_announced"]:
            cleaned["unannounced_reason"] = ""
        return cleaned | {"is_landlord_part": self.part is not None}
