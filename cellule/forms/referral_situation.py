"""What happens: one main reason, up to three more difficulties, what was tried, urgency, expectation."""

from crispy_forms.layout import HTML, Div, Field
from django import forms

from cellule.choices import Urgency
from cellule.forms.referral_step import StepForm
from cellule.intake import NewFinding
from cellule.models import Referral
from households.forms.parts import SEVERITIES
from households.models import FindingSource
from veille.core.forms import codes_of
from veille.core.reference import choices

DIFFICULTIES = 3
# Codes that say nothing of a difficulty: no finding is written for them.
_UNSAID = ("unknown", "refused_to_answer")
# « Rien encore » says it better to who must answer.
_NOT_AN_ANSWER = ("unknown", "not_applicable")


def _text(label: str, name: str, rows: int, **kwargs) -> forms.CharField:
    """A text as long as the column that keeps it."""
    longest = Referral._meta.get_field(name).max_length
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea({"rows": rows}), **kwargs)


class SituationForm(StepForm):
    """Compulsory: the main reason, what happens, what was tried. A difficulty that is begun is said whole."""

    main_reason = forms.ChoiceField(
        label="Motif principal", error_messages={"required": "Choisissez le motif principal."}
    )
    situation = _text(
        "Ce qui se passe",
        "situation",
        5,
        help_text="Des faits, quelques phrases. N’écrivez ni nom ni diagnostic de santé.",
        error_messages={"required": "Dites en quelques phrases ce qui se passe."},
    )
    already_tried = forms.MultipleChoiceField(
        label="Qu’avez-vous déjà essayé ?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une réponse, même « Rien encore »."},
    )
    tried_text = _text("Précisions sur ce qui a été essayé", "tried_text", 3, required=False)
    urgency = forms.ChoiceField(
        label="Quand faut-il regarder cette situation ?",
        choices=Urgency.choices,
        initial=Urgency.NORMAL,
        required=False,
        widget=forms.RadioSelect,
    )
    expectation = _text("Ce que vous attendez de la cellule", "expectation", 3, required=False)

    spotted = forms.MultipleChoiceField(
        label="Avez-vous remarqué l’un de ces signes ? (facultatif)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        self._offer_signs()
        self.fields["main_reason"].choices = codes_of("main_reason", empty="—")
        self.fields["main_reason"].widget.attrs["data-search-list"] = ""
        self.fields["already_tried"].choices = [c for c in choices("already_tried") if c[0] not in _NOT_AN_ANSWER]
        self._add_severity("main", "Intensité du motif principal")
        for number in range(1, DIFFICULTIES + 1):
            codes = codes_of("difficulty", empty="—")
            field = forms.ChoiceField(label=f"Autre difficulté {number}", choices=codes, required=False)
            field.widget.attrs["data-search-list"] = ""
            self.fields[f"difficulty_{number}"] = field
            self._add_severity(str(number), "Intensité")

    def _offer_signs(self) -> None:
        """Those the dispositif looks for at this door; most dispositifs have none."""
        configuration = self.intake.configuration
        signs = configuration.signs(self.intake.door) if configuration else ()
        if not signs:
            del self.fields["spotted"]
            return
        self.fields["spotted"].choices = [(sign.code, sign.label) for sign in signs]

    def _add_severity(self, name: str, label: str) -> None:
        self.fields[f"severity_{name}"] = forms.TypedChoiceField(
            label=label, choices=SEVERITIES, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
        )
        self.fields[f"source_{name}"] = forms.ChoiceField(
            label="Comment le savez-vous ?", choices=[("", "—"), *FindingSource.choices], required=False
        )

    def layout(self) -> list:
        return [
            "main_reason",
            *self._scale("main"),
            *self._signs(),
            "situation",
            Field("already_tried", template="components/chips.html"),
            "tried_text",
            *self._others(),
            Field("urgency", template="components/radio_cards.html"),
            "expectation",
        ]

    def _signs(self) -> list:
        return [Field("spotted", template="components/chips.html")] if "spotted" in self.fields else []

    def _others(self) -> list:
        """Folded until one is used: three empty scales would hide the questions that matter."""
        used = self.is_bound and any(self.data.get(f"difficulty_{n}") for n in range(1, DIFFICULTIES + 1))
        opening = f'<details class="card card-quiet mb-3"{" open" if used else ""}><summary class="card-header">'
        rows = [Div(f"difficulty_{n}", *self._scale(str(n)), css_class="mb-3") for n in range(1, DIFFICULTIES + 1)]
        title = "Jusqu’à trois autres difficultés (facultatif)</summary><div class='card-body'>"
        return [HTML(opening + title), *rows, HTML("</div></details>")]

    @staticmethod
    def _scale(name: str) -> list:
        return [Field(f"severity_{name}", template="components/severity.html"), f"source_{name}"]

    def clean_urgency(self):
        return self.cleaned_data["urgency"] or Urgency.NORMAL

    def clean(self):
        self._check_whole("main", "main_reason")
        seen = [self.cleaned_data.get("main_reason")]
        for number in range(1, DIFFICULTIES + 1):
            self._check_whole(str(number), f"difficulty_{number}")
            code = self.cleaned_data.get(f"difficulty_{number}")
            if code and code in seen:
                self.add_error(f"difficulty_{number}", "Cette difficulté est déjà indiquée.")
            seen.append(code)
        self._check_tried()

    def _check_tried(self) -> None:
        if "other" in self.cleaned_data.get("already_tried", ()) and not self.cleaned_data.get("tried_text"):
            self.add_error("tried_text", "Dites ce qui a été essayé d’autre.")

    def _check_whole(self, name: str, difficulty: str) -> None:
        given = self.cleaned_data
        severity, source = given.get(f"severity_{name}"), given.get(f"source_{name}")
        begun = severity is not None or bool(source) or (name != "main" and bool(given.get(difficulty)))
        if not begun:
            return
        self.require(difficulty, "Choisissez la difficulté.")
        self.require(f"severity_{name}", "Indiquez l’intensité, de 0 à 4.")
        self.require(f"source_{name}", "Dites comment vous le savez.")

    def answers(self) -> dict:
        texts = ("main_reason", "situation", "tried_text", "urgency", "expectation")
        return {
            **{name: self.cleaned_data[name] for name in texts},
            "already_tried": tuple(self.cleaned_data["already_tried"]),
            "spotted": tuple(self.cleaned_data.get("spotted", ())),
            "findings": tuple(self._findings()),
        }

    def _findings(self) -> list[NewFinding]:
        rows = [("main", self.cleaned_data["main_reason"])]
        rows += [(str(n), self.cleaned_data[f"difficulty_{n}"]) for n in range(1, DIFFICULTIES + 1)]
        return [
            NewFinding(difficulty=code, severity=severity, source=self.cleaned_data[f"source_{name}"])
            for name, code in rows
            if code and code not in _UNSAID and (severity := self.cleaned_data[f"severity_{name}"]) is not None
        ]
