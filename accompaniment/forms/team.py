"""An absence with who stands in on each file; a hand-over with who takes each, and the words that go with it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from accompaniment.services import Passing
from accompaniment.team.passing import Row, digest
from households.models import Case
from partners.models import User
from veille.core.forms import DayField

_AS_SAID, _NOBODY = "", "-"
_NOTE_LENGTH = 2000
_FOR_A_FILE = [(_AS_SAID, "Comme plus haut"), (_NOBODY, "Personne")]


class PeopleForm(forms.Form):
    """Somebody for all the files, and another for each where it differs."""

    everybody: dict[str, User]

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.everybody = {str(person.pk): person for person in people}

    def _choice(self, label: str, first: Iterable[tuple[str, str]]) -> forms.ChoiceField:
        names = [(key, str(person)) for key, person in self.everybody.items()]
        widget = forms.Select(attrs={"class": "form-select"})
        return forms.ChoiceField(label=label, choices=[*first, *names], required=False, widget=widget)


class AbsenceForm(PeopleForm):
    """From a day to a day. On a restricted file, nobody stands in unless she is chosen for it."""

    starts_on = DayField(label="Premier jour")
    ends_on = DayField(label="Dernier jour")

    def __init__(self, *args: Any, cases: Sequence[tuple[Case, str, bool]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["stand_in"] = self._choice("Qui la remplace", [(_NOBODY, "Personne pour l’instant")])
        self.rows = []
        for case, name, may_name in cases:
            first = [(_AS_SAID, "Personne")] if case.is_restricted else _FOR_A_FILE
            key = f"to_{case.pk}"
            if may_name or not case.is_restricted:
                self.fields[key] = self._choice(f"Qui remplace, dossier {case.number}", first)
            self.rows.append((case, name, self[key] if key in self.fields else None))

    def answer(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        chosen: dict[UUID, User | None] = {}
        for case, _, field in self.rows:
            if field is not None and data[field.name] != _AS_SAID:
                chosen[case.pk] = self.everybody.get(data[field.name])
        return {
            "starts_on": data["starts_on"],
            "ends_on": data["ends_on"],
            "stand_in": self.everybody.get(data["stand_in"]),
            "chosen": chosen,
        }


class HandoverForm(PeopleForm):
    """Who takes each file. What was previewed comes back with it: anything else is read again first."""

    kept_until = DayField(
        label="Qui passe ses dossiers les ouvre encore jusqu’au",
        required=False,
        help_text="Laissez vide : ses dossiers se ferment à elle dès la passation.",
    )
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: Sequence[Row], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["receiver"] = self._choice("Qui reprend ses dossiers", [(_NOBODY, "Choisir…")])
        self.lines = [self._line(row) for row in rows]

    def _line(self, row: Row) -> tuple[Row, dict[str, forms.BoundField]]:
        if not row.may_pass:
            return row, {}
        number = row.case.number
        first = [(_NOBODY, "Ne pas passer")]
        if not row.case.is_restricted:
            first.insert(0, (_AS_SAID, "Comme plus haut"))
        self.fields[f"to_{row.key}"] = self._choice(f"Qui reprend, dossier {number}", first)
        self.fields[f"note_{row.key}"] = forms.CharField(
            label=f"Note de passation, dossier {number}",
            max_length=_NOTE_LENGTH,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        )
        if row.case.is_restricted:
            label = f"Nommer cette personne sur le dossier {number}"
            self.fields[f"name_{row.key}"] = forms.BooleanField(
                label=label, required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
            )
        names = [name for name in (f"to_{row.key}", f"note_{row.key}", f"name_{row.key}") if name in self.fields]
        return row, {name.split("_")[0]: self[name] for name in names}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        for row, fields in self.lines:
            if fields and self._is_left(row) and data.get(f"note_{row.key}"):
                self.add_error(f"note_{row.key}", "Dites qui reprend ce dossier : la note part avec lui.")
        if not self.errors and not self.passings():
            self.add_error("receiver", "Choisissez qui reprend au moins un dossier.")
        return data

    def _taker(self, row: Row) -> User | None:
        said = self.cleaned_data.get(f"to_{row.key}", _NOBODY)
        if said == _AS_SAID and not row.case.is_restricted:
            said = self.cleaned_data["receiver"]
        return self.everybody.get(said)

    def _is_left(self, row: Row) -> bool:
        return self._taker(row) is None

    def passings(self) -> list[Passing]:
        """The files that somebody takes, in the order of the screen."""
        found = []
        for row, fields in self.lines:
            taker = self._taker(row) if fields else None
            if taker is not None:
                note = self.cleaned_data[f"note_{row.key}"]
                names = bool(self.cleaned_data.get(f"name_{row.key}"))
                found.append(Passing(row.file.member.pk, row.case.pk, taker, note, names))
        return found

    def was_previewed(self) -> bool:
        return self.cleaned_data["previewed"] == digest(self.passings())

    def typed(self) -> list[tuple[str, str]]:
        """What was answered, to travel from the preview to the act."""
        names = [name for name in self.fields if name != "previewed"]
        return [(name, self.data[name]) for name in names if self.data.get(name)]
