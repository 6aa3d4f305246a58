"""Deposit a document, replace it, withdraw it, change who reads it."""

from crispy_forms.layout import Field
from django import forms
from django.db.models import QuerySet

from households.forms.levels import ReadersForm, level_field, people_field
from households.models import ProcedureStep
from veille.core import clock, reference
from veille.core.formats import far_date
from veille.core.forms import DayField, FilterForm, LaidOut, LaidOutForm, codes_of, pair
from veille.core.uploads.fields import FilesField

_LIMITS = "PDF, photos (JPEG, PNG), textes et classeurs Word, Excel ou LibreOffice, TXT ou CSV ; 15 Mo chacun."


class _StepChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{reference.label('procedure_step', obj.step)}, {far_date(obj.starts_on)}"


class DocumentForm(ReadersForm):
    """Several files at once make as many documents, of one nature and under one level."""

    files = FilesField(label="Fichiers", help_text=f"{_LIMITS} La position et l’appareil sont effacés des photos.")
    title = forms.CharField(
        label="Intitulé",
        required=False,
        max_length=100,
        help_text="Sans intitulé, la nature du document en tient lieu.",
    )
    kind = forms.ChoiceField(label="Nature", error_messages={"required": "Indiquez la nature du document."})
    dated_on = DayField(
        label="Daté du", initial=clock.today, error_messages={"required": "Indiquez la date du document."}
    )
    step = _StepChoice(
        label="Étape de la procédure", queryset=ProcedureStep.objects.none(), required=False, empty_label="Aucune"
    )
    level = level_field()
    people = people_field()

    def __init__(self, *args, steps: QuerySet[ProcedureStep], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = codes_of("document_kind", empty="Choisir…")
        self.fields["step"].queryset = steps
        if not steps:
            del self.fields["step"]

    def layout(self):
        optional = [name for name in ("step", "people") if name in self.fields]
        files = Field("files", template="households/_files_field.html")
        level = Field("level", template="components/radio_cards.html")
        return [files, pair("kind", "dated_on"), "title", *optional[:-1], level, *optional[-1:]]

    def clean_dated_on(self):
        day = self.cleaned_data["dated_on"]
        if day > clock.today():
            raise forms.ValidationError("Indiquez une date passée ou d’aujourd’hui.")
        return day

    def values(self) -> dict:
        """What the service takes, but for who acts and where."""
        cleaned = self.cleaned_data
        title = cleaned["title"] or dict(self.fields["kind"].choices)[cleaned["kind"]]
        kept = {name: cleaned[name] for name in ("files", "kind", "dated_on", "level")}
        return {**kept, "title": title, "step": cleaned.get("step"), "readers": self.people()}


class VersionForm(LaidOutForm):
    files = FilesField(label="Fichier", most=1, help_text=_LIMITS)

    def layout(self):
        return [Field("files", template="households/_files_field.html")]


class WithdrawForm(LaidOutForm):
    reason = forms.CharField(
        label="Pourquoi",
        max_length=200,
        help_text="Par exemple : déposé dans le mauvais dossier, remplacé, plus nécessaire.",
        error_messages={"required": "Dites pourquoi ce document est retiré."},
    )


class DocumentFilterForm(LaidOut, FilterForm):
    """What the list is narrowed to."""

    kind = forms.ChoiceField(label="Nature", required=False)
    withdrawn = forms.BooleanField(label="Montrer aussi les documents retirés", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = codes_of("document_kind", empty="Toutes")
