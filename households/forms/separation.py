"""A couple separates: who leaves, what goes with them, who opens their file. Shown whole before it is done."""

import hashlib
import json
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError

from households.composition import is_grown
from households.forms.parts import CodeField
from households.merge_preview import described
from households.models import Case, ContactDetail, Person, ProtectedDetail
from households.services.separating import Carried, Fate, NewFile, Separation, check_sides
from partners.configuration import Door
from partners.models import Organisation, Territory, User
from veille.core import clock
from veille.core.forms import LaidOutForm, pair

_STAYS, _LEAVES, _BOTH = Fate.STAY, Fate.MOVE, Fate.COPY
_ADULT = [(_STAYS, "Reste dans ce dossier"), (_LEAVES, "Part")]
_CHILD = [*_ADULT, (_BOTH, "Vit des deux côtés")]


def _fate(label: str, choices: list, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=initial, widget=forms.RadioSelect)


class SeparationForm(LaidOutForm):
    """`seen` is a print of the answers shown in the preview: other answers are previewed again before the act."""

    door = forms.ChoiceField(label="Porte d’entrée", choices=Door.choices, initial=Door.ACCESS)
    territory = forms.ModelChoiceField(label="Territoire", queryset=Territory.objects.none())
    main_reason = CodeField("difficulty", label="Motif principal", initial="separation_family_break")
    organisation = forms.ModelChoiceField(
        label="Quel organisme ouvre le nouveau dossier ?",
        queryset=Organisation.objects.none(),
        help_text="Lui seul l’ouvrira. Les accès de ce dossier-ci ne suivent pas.",
    )
    people = forms.ModelMultipleChoiceField(
        label="Qui le suivra, dans votre organisme ?",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_restricted = forms.BooleanField(
        label="Accès restreint au nouveau dossier : les personnes cochées, et elles seules", required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data=None,
        *,
        case: Case,
        members: list[Person],
        contacts: list[ContactDetail],
        protected: list[ProtectedDetail],
        organisations,
        colleagues,
        own: Organisation,
        **kwargs,
    ):
        super().__init__(data, **kwargs)
        self.members, self.contacts, self.protected, self.own = members, contacts, protected, own
        self.others: list[Carried] = []
        self._add_rows()
        self.fields["territory"].queryset = case.rules.dispositif.territories.order_by("name", "pk")
        self.fields["territory"].initial = case.territory_id
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].initial = own.pk
        self.fields["people"].queryset = colleagues
        self.fields["is_restricted"].initial = case.is_restricted

    def _add_rows(self) -> None:
        for person in self.members:
            is_child = not is_grown(person, clock.today())
            self.fields[f"who-{person.pk}"] = _fate(described(person), _CHILD if is_child else _ADULT, _STAYS)
        for row in self.contacts:
            label = f"{row.get_kind_display()} : {row.value}"
            self.fields[f"contact-{row.pk}"] = _fate(label, Fate.choices, _STAYS)
        for row in self.protected:
            label = f"{row.get_kind_display()} protégée"
            self.fields[f"protected-{row.pk}"] = _fate(label, Fate.choices, _STAYS)

    def offer(self, items: list[Carried]) -> None:
        """What the packages let her carry, known once she has said who leaves; it stays until she says otherwise."""
        self.others = items
        if self.is_bound:
            self.data = self.data.copy()
        for item in items:
            name = f"other-{item.key}"
            self.fields[name] = _fate(item.label, Fate.choices, _STAYS)
            self.fields[name].help_text = item.detail
            if self.is_bound:
                self.data.setdefault(name, _STAYS)

    def said_to_leave(self) -> list[Person]:
        """Before anything is checked: who is ticked as leaving."""
        return [p for p in self.members if self.is_bound and self.data.get(f"who-{p.pk}") == _LEAVES]

    def rows(self, prefix: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{prefix}-")]

    def who_rows(self) -> list[forms.BoundField]:
        return self.rows("who")

    def thing_rows(self) -> list[forms.BoundField]:
        return [*self.rows("contact"), *self.rows("protected"), *self.rows("other")]

    def layout(self) -> list[Any]:
        """The new file; the rows are laid out by the page."""
        return [
            pair("door", "territory"),
            "main_reason",
            "organisation",
            Field("people", template="components/chips.html"),
            "is_restricted",
        ]

    def _who(self, fate: str) -> tuple[Person, ...]:
        return tuple(p for p in self.members if self.cleaned_data.get(f"who-{p.pk}") == fate)

    def clean(self):
        data = self.cleaned_data
        try:
            check_sides([*self._who(_STAYS), *self._who(_BOTH)], list(self._who(_LEAVES)))
        except ValidationError as error:
            self.add_error(None, error)
        elsewhere = data.get("organisation") and data["organisation"] != self.own
        if elsewhere and data.get("is_restricted"):
            self.add_error(
                "is_restricted",
                "Ouvrez d’abord le dossier dans votre organisme : les personnes nommées y seront choisies.",
            )
        if elsewhere:
            data["people"] = ()
        elif "people" in data and not data["people"]:
            self.add_error("people", "Choisissez qui suivra le nouveau dossier, vous ou une collègue.")

    def print_of_answers(self) -> str:
        """The same answers give the same print."""
        given = {name: self.data.getlist(name) for name in sorted(self.fields) if name != "seen"}
        return hashlib.sha256(json.dumps(given).encode()).hexdigest()[:24]

    @property
    def is_seen(self) -> bool:
        return self.cleaned_data["seen"] == self.print_of_answers()

    def plan(self) -> Separation:
        data = self.cleaned_data
        return Separation(
            leaving=self._who(_LEAVES),
            shared=self._who(_BOTH),
            contacts={row.pk: data[f"contact-{row.pk}"] for row in self.contacts},
            protected={row.pk: data[f"protected-{row.pk}"] for row in self.protected},
            others={item.key: data[f"other-{item.key}"] for item in self.others},
            new_file=NewFile(
                door=data["door"],
                territory=data["territory"],
                main_reason=data["main_reason"],
                organisation=data["organisation"],
                people=tuple(data["people"]),
                is_restricted=data["is_restricted"],
            ),
        )

    def sides(self) -> dict[str, list[str]]:
        """The preview: what is found on each side, in words."""
        new = self.plan().new_file
        names = {fate: [p.full_name for p in self._who(fate)] for fate in Fate.values}
        told = {
            fate: [str(f.label) for f in self.thing_rows() if self.cleaned_data[f.name] == fate] for fate in Fate.values
        }
        opened = [new.organisation.name, *(user.get_full_name() for user in new.people)]
        return {
            "staying": names[_STAYS] + names[_BOTH],
            "leaving": names[_LEAVES] + names[_BOTH],
            "staying_things": told[_STAYS] + told[_BOTH],
            "leaving_things": told[_LEAVES] + told[_BOTH],
            "opened_by": opened,
        }
