"""Two files into one: who is who, and which answer is kept where they differ."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from households import merge_preview
from households.merge_preview import Difference
from households.models import Case, Person
from households.services.merging import PAIRED_TWICE, MergeChoices
from veille.core.actor import Actor
from veille.core.forms import LaidOutForm

_KEPT, _MERGED = "kept", "merged"
COMPARE = "compare"


class MergeForm(LaidOutForm):
    """Fields are made from the two files: a pairing for each person, a choice for each answer that differs."""

    def __init__(self, data=None, *, actor: Actor, kept: Case, merged: Case, **kwargs):
        super().__init__(data, **kwargs)
        self.kept, self.merged = kept, merged
        self.staying = merge_preview.people_of(actor, kept)
        self.arriving = merge_preview.people_of(actor, merged)
        self._add_pairs()
        self.case_fields = [self._add_choice("case", each) for each in merge_preview.differences(kept, merged)]
        self.people = [self._person(person, twin) for person, twin in self._effective_pairs()]

    def _add_pairs(self) -> None:
        proposed = merge_preview.proposed_pairs(self.staying, self.arriving)
        offered = [(str(twin.pk), merge_preview.described(twin)) for twin in self.staying]
        for person in self.arriving:
            self.fields[f"pair-{person.pk}"] = forms.ChoiceField(
                label=merge_preview.described(person),
                choices=[("", "Une autre personne : elle rejoint le ménage"), *offered],
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
                initial=str(proposed.get(person.pk, "")),
            )

    def _effective_pairs(self):
        """As typed, or as proposed while nothing is."""
        pairs = {person.pk: self._answer(f"pair-{person.pk}") for person in self.arriving}
        return merge_preview.pairs_of(self.arriving, pairs, self.staying)

    def _answer(self, name: str) -> str:
        return self.data.get(name, "") if self.is_bound else self.fields[name].initial

    def _person(self, person: Person, twin: Person | None) -> dict[str, Any]:
        prefix = f"person-{person.pk}"
        names = [self._add_choice(prefix, each) for each in merge_preview.differences(twin, person)] if twin else []
        return {"person": person, "twin": twin, "pair": f"pair-{person.pk}", "choices": names}

    def _add_choice(self, prefix: str, difference: Difference) -> str:
        name = f"{prefix}-{difference.name}"
        self.fields[name] = forms.ChoiceField(
            label=difference.label.capitalize(),
            choices=[(_KEPT, difference.kept), (_MERGED, difference.merged)],
            widget=forms.RadioSelect,
            initial=_MERGED if difference.is_kept_empty else _KEPT,
        )
        return name

    def compare_again(self) -> None:
        """She changed who is who: the page shows the new differences and says nothing of answers not asked before."""
        self.full_clean()
        self._errors = ErrorDict()

    def clean(self):
        twins = [twin for person in self.arriving if (twin := self.cleaned_data.get(f"pair-{person.pk}"))]
        if len(twins) != len(set(twins)):
            raise ValidationError(PAIRED_TWICE)

    def pair_rows(self) -> list[dict[str, Any]]:
        """For the page: each person with her pairing and the answers to choose."""
        return [
            row | {"pair": self[row["pair"]], "choices": [self[name] for name in row["choices"]]} for row in self.people
        ]

    def case_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.case_fields]

    def pairs(self) -> dict[UUID, UUID]:
        """Person of the merged file → who she is in the kept one, as far as it is said."""
        return {row["person"].pk: row["twin"].pk for row in self.people if row["twin"]}

    def choices(self) -> MergeChoices:
        paired = [row for row in self.people if row["twin"]]
        return MergeChoices(
            case=self._chosen(self.case_fields, self.merged),
            pairs=self.pairs(),
            people={row["twin"].pk: self._chosen(row["choices"], row["person"]) for row in paired},
        )

    def _chosen(self, names: list[str], source: Any) -> dict[str, Any]:
        """The columns taken from the row that goes."""
        taken = [name.rpartition("-")[2] for name in names if self.cleaned_data.get(name) == _MERGED]
        return {name: getattr(source, name) for name in taken}


class OtherFileForm(LaidOutForm):
    """The number of another of her files."""

    number = forms.CharField(
        label="Numéro de l’autre dossier",
        max_length=20,
        help_text="Il doit faire partie de vos dossiers, dans le même dispositif.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
