"""A file, then where its columns go."""

from crispy_forms.layout import HTML, Div
from django import forms

from households.importing import Importer
from households.importing.mapping import Columns, guessed, remembered
from veille.core.actor import Actor
from veille.core.forms import LaidOutForm, pair
from veille.core.spreadsheets import bounds

_PREFIX = "column_"
_LEFT_OUT = "— ne pas reprendre —"


class FileForm(LaidOutForm):
    """What it is, its bytes say; the list of kinds only helps the browser's window."""

    file = forms.FileField(
        label="Votre tableau",
        help_text="Un fichier XLSX, ODS ou CSV de 15 Mo au plus. La ligne des titres de colonnes est en haut.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt,.tsv"}),
        error_messages={"required": "Choisissez le fichier.", "empty": "Ce fichier est vide : choisissez-en un autre."},
    )

    def clean_file(self) -> bytes:
        """Never more than the bound and one byte: the reader says the rest."""
        return self.cleaned_data["file"].read(bounds.FILE_BYTES + 1)


class ColumnsForm(LaidOutForm):
    """One question a field: which of the file's columns fills it."""

    def __init__(self, *args, importer: Importer, actor: Actor, head: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.importer = importer
        kept = remembered(importer, actor, head["fingerprint"])
        proposed = kept.columns if kept else guessed(importer.fields, head["headers"])
        self.is_remembered = kept is not None
        self.kept_options = kept.options if kept else {}
        choices = [("", _LEFT_OUT), *((title, _with_sample(title, head)) for title in head["headers"])]
        for field in importer.fields:
            self.fields[_PREFIX + field.name] = forms.ChoiceField(
                label=field.label,
                choices=choices,
                required=field.is_required,
                initial=proposed.get(field.name, ""),
                help_text=field.help,
                error_messages={"required": "Choisissez la colonne qui contient cette donnée : elle est nécessaire."},
            )

    def layout(self):
        """The necessary ones first and apart."""
        needed = [_PREFIX + field.name for field in self.importer.fields if field.is_required]
        others = [_PREFIX + field.name for field in self.importer.fields if not field.is_required]
        by_two = [pair(*others[rank : rank + 2]) for rank in range(0, len(others), 2)]
        return [Div(*needed, css_class="stack"), HTML("<h3>Les autres colonnes</h3>"), *by_two] if needed else by_two

    def clean(self):
        cleaned, taken = super().clean(), {}
        for name, title in list(cleaned.items()):
            if title and taken.setdefault(title, name) != name:
                self.add_error(
                    name, f"La colonne « {title} » est déjà prise par « {self.fields[taken[title]].label} »."
                )
        return cleaned

    def columns(self) -> Columns:
        """Field → title, of those that were related."""
        return {name.removeprefix(_PREFIX): title for name, title in self.cleaned_data.items() if title}


def _with_sample(title: str, head: dict) -> str:
    """« Solde (1 240,50 ; 0 ; 87) »: the title and what stands under it."""
    index = head["headers"].index(title)
    shown = [row[index] for row in head["samples"] if row[index]]
    return f"{title} ({' ; '.join(shown)})" if shown else title


class SheetForm(forms.Form):
    """Another sheet of the same workbook."""

    sheet = forms.ChoiceField(label="Feuille")

    def __init__(self, *args, sheets: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]


class ConfirmForm(forms.Form):
    """Nothing to answer: it carries the refusal, when there is one."""
