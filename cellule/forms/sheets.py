"""The sheet as it is corrected: every word typed here is read by the members."""

from typing import Any

from crispy_forms.layout import HTML, Field
from django import forms

from cellule.models import PresentationSheet
from cellule.services.sheets import finding_entry, offered_findings, weight_in_words
from veille.core.actor import Actor
from veille.core.forms import LaidOutModelForm, pair

FORM = "sheet"  # the name of its drafts


class SheetForm(LaidOutModelForm):
    """Blanks are allowed until the sheet is frozen."""

    findings = forms.MultipleChoiceField(
        label="Difficultés montrées",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Seules celles que vous cochez figurent sur la fiche ; les codes réservés n’y sont jamais proposés.",
    )

    class Meta:
        model = PresentationSheet
        fields = ("composition", "age_bands", "profile", "findings", "facts", "tried", "question", "proposal")
        widgets = {
            "facts": forms.Textarea({"rows": 9}),
            "tried": forms.Textarea({"rows": 4}),
            "question": forms.Textarea({"rows": 3}),
            "proposal": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "composition": "Combien d’adultes et d’enfants, sans prénom.",
            "age_bands": "Des tranches d’âge, jamais une date de naissance.",
            "facts": "Ce qui se passe, daté si c’est utile, sans nom, sans adresse, sans diagnostic médical.",
            "question": "Ce que vous demandez à la cellule, en une ou deux phrases.",
        }

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.entries = _entries(self.instance, actor)
        field = self.fields["findings"]
        field.choices = [(code, _words(entry)) for code, entry in self.entries.items()]
        self.initial["findings"] = self.initial_codes()
        for name in ("composition", "age_bands", "facts", "question"):
            self.fields[name].required = False
        if self.instance.is_follow_up:
            self._offer_changes()

    def _offer_changes(self) -> None:
        """What the records say changed; a line she unticks leaves the sheet."""
        lines = self.instance.changes
        self.fields["changes"] = forms.MultipleChoiceField(
            label="Ce qui a changé",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(line["code"], line["words"]) for line in lines],
            help_text="Relevé dans le dossier, sans texte ni nom. Décochez ce qui ne doit pas être lu en séance.",
        )
        draft = self.initial.get("changes")
        kept = draft if draft and isinstance(draft[0], str) else [line["code"] for line in lines]
        self.initial["changes"] = kept

    def layout(self) -> list:
        findings = (
            Field("findings", template="components/chips.html")
            if self.entries
            else HTML("<p class='quiet'>Aucune difficulté à montrer n’a été notée dans le dossier.</p>")
        )
        before, after = pair("composition", "age_bands"), ("facts", "tried", "question", "proposal")
        changes = ["changes"] if "changes" in self.fields else []
        return [before, "profile", findings, *changes, *after]

    def initial_codes(self) -> list[str]:
        draft = self.initial.get("findings")
        if draft and isinstance(draft[0], str):
            return draft
        return [entry["code"] for entry in self.instance.findings]

    def clean_findings(self) -> list[dict[str, Any]]:
        return [self.entries[code] for code in self.cleaned_data["findings"]]

    def clean_changes(self) -> list[dict[str, str]]:
        return [line for line in self.instance.changes if line["code"] in self.cleaned_data["changes"]]

    def _post_clean(self) -> None:
        """The service writes the row: a refused form must leave the sheet as it was."""

    @property
    def typed(self) -> dict[str, Any]:
        names = [*self._meta.fields, *(["changes"] if "changes" in self.fields else [])]
        return {name: self.cleaned_data[name] for name in names}


def _entries(sheet: PresentationSheet, actor: Actor) -> dict[str, dict[str, Any]]:
    """What may be ticked: what is on the sheet already, and the findings she reads."""
    entries = {entry["code"]: {**entry, "is_confided": False} for entry in sheet.findings}
    for finding in offered_findings(sheet.case, actor):
        entries[finding.difficulty] = {**finding_entry(finding), "is_confided": finding.is_confided}
    return {code: _Entry(entry) for code, entry in entries.items()}


class _Entry(dict):
    """An entry as the sheet keeps it; whether it was confided only serves the form."""

    def __init__(self, entry: dict[str, Any]):
        self.is_confided = entry["is_confided"]
        super().__init__({key: value for key, value in entry.items() if key != "is_confided"})


def _words(entry: "_Entry") -> str:
    confided = " (confié à l’accompagnement : à ne montrer qu’avec son accord)" if entry.is_confided else ""
    return f"{entry['label']} – intensité {weight_in_words(entry)}{confided}"


def words_of(sheet: PresentationSheet, name: str) -> str:
    """A field of the sheet as it is read."""
    if name == "changes":
        return ", ".join(line["words"] for line in sheet.changes)
    if name == "findings":
        return ", ".join(f"{entry['label']} ({weight_in_words(entry)})" for entry in sheet.findings)
    return getattr(sheet, name)
