"""The rules of the accompaniment: the agreement, the bilans, the visits, the actions, the preparation."""

import re
from typing import Any

from crispy_forms.layout import HTML, Div, Field
from django import forms
from django.utils.text import slugify

from accompaniment.forms.fields import Words
from accompaniment.forms.plans import action_kinds
from partners.configuration import Configuration
from partners.support_rules import ModuleUnit
from veille.core.forms import LaidOutForm, pair
from veille.core.versions import digest

_MOST_LINES, _LONGEST_LINE = 12, 240
_MOST_MONTHS, _LAST_MONTH = 8, 60
# Empty rows under the modules that stand.
_MORE = 3
_MOST_MODULES = 40


class Lines(Words):
    """A text of which each line is a rule."""

    def clean(self, value: Any) -> str:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in lines):
            raise forms.ValidationError(f"{_MOST_LINES} lignes au plus, de {_LONGEST_LINE} caractères au plus.")
        return "\n".join(lines)


class Months(forms.CharField):
    """« 3, 6 »: after how many months."""

    def clean(self, value: Any) -> list[int]:
        said = [part for part in re.split(r"[\s,;]+", super().clean(value)) if part and part != "et"]
        numbers = {int(part) for part in said if re.fullmatch(r"[0-9]{1,2}", part)}
        if len(numbers) < len(set(said)) or len(numbers) > _MOST_MONTHS:
            raise forms.ValidationError("Écrivez des nombres de mois, par exemple : 3, 6, 12.")
        if not all(1 <= number <= _LAST_MONTH for number in numbers):
            raise forms.ValidationError(f"De 1 à {_LAST_MONTH} mois.")
        return sorted(numbers)


class SupportRulesForm(LaidOutForm):
    """A module without a title is taken out."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Nom du contrat avec le ménage", max_length=80)
    ours = Lines(label="Ce à quoi l’équipe s’engage", help_text="Une ligne par engagement.", rows=5)
    theirs = Lines(label="Ce à quoi le ménage s’engage", help_text="Une ligne par engagement.", rows=5)
    review_months = Months(
        label="Bilans avec le ménage, après combien de mois", required=False, help_text="Par exemple : 3, 6."
    )
    visits_after_move_months = Months(
        label="Visites après le relogement, au bout de combien de mois",
        required=False,
        help_text="Elles se prévoient d’elles-mêmes. Laissez vide s’il n’y en a pas.",
    )
    action_kinds = forms.MultipleChoiceField(
        label="Natures d’action que propose le plan",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans rien cocher : toutes.",
    )
    preparation_months = forms.IntegerField(
        label="Durée de la préparation, en mois", min_value=0, max_value=24, help_text="0 : sans préparation."
    )

    def __init__(self, *args: Any, configuration: Configuration, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["action_kinds"].choices = action_kinds()
        self.modules = configuration.preparation_modules
        # Rows typed before somebody else published fewer modules are kept.
        typed = sum(name.startswith("title-") for name in self.data)
        self.ranks = range(min(max(len(self.modules) + _MORE, typed), _MOST_MODULES))
        for rank in self.ranks:
            self._add_module(rank)

    def _add_module(self, rank: int) -> None:
        module = self.modules[rank] if rank < len(self.modules) else None
        told = {name: getattr(module, name, "") for name in ("code", "title", "purpose", "expected", "unit")}
        self.fields |= {
            f"code-{rank}": forms.SlugField(required=False, widget=forms.HiddenInput, initial=told["code"]),
            f"title-{rank}": forms.CharField(
                label=f"Module {rank + 1}", required=False, max_length=120, initial=told["title"]
            ),
            f"purpose-{rank}": forms.CharField(
                label="À quoi il sert", required=False, max_length=240, initial=told["purpose"]
            ),
            f"expected-{rank}": forms.IntegerField(
                label="Combien", required=False, min_value=1, max_value=99, initial=told["expected"] or 1
            ),
            f"unit-{rank}": forms.ChoiceField(
                label="En",
                required=False,
                choices=ModuleUnit.choices,
                initial=told["unit"] or ModuleUnit.SESSIONS,
            ),
        }

    def layout(self):
        return [
            "number",
            "title",
            pair("ours", "theirs"),
            pair("review_months", "visits_after_move_months"),
            Field("action_kinds", template="components/chips.html"),
            HTML("<h2>Préparation au logement</h2>"),
            "preparation_months",
            HTML("<p class='quiet'>Effacez l’intitulé d’un module pour le retirer.</p>"),
            *(
                Div(
                    f"code-{rank}",
                    Div(
                        *(f"{name}-{rank}" for name in ("title", "purpose", "expected", "unit")),
                        css_class="form-row form-row-module",
                    ),
                )
                for rank in self.ranks
            ),
        ]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and cleaned["preparation_months"] == 0 and self._said_modules():
            self.add_error("preparation_months", "Des modules demandent une préparation d’un mois au moins.")
        return cleaned

    def rules(self) -> dict[str, Any]:
        """As a configuration keeps them."""
        cleaned = self.cleaned_data
        names = ("review_months", "visits_after_move_months", "action_kinds", "preparation_months")
        agreement = {name: cleaned[name].splitlines() for name in ("ours", "theirs")} | {"title": cleaned["title"]}
        return {"agreement": agreement, "preparation_modules": self._said_modules()} | {
            name: cleaned[name] for name in names
        }

    def seen(self) -> str:
        """A print of what was previewed: nothing else is published."""
        return digest(self.rules())

    def _said_modules(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for rank in self.ranks:
            title = self.cleaned_data[f"title-{rank}"]
            if title:
                taken = {module["code"] for module in found}
                code = self.cleaned_data[f"code-{rank}"] or _free_code(title, taken | self._known())
                found.append({"code": code, "title": title, **self._counted(rank)})
        return found

    def _counted(self, rank: int) -> dict[str, Any]:
        """Once, in sessions, unless she says otherwise."""
        said = {name: self.cleaned_data[f"{name}-{rank}"] for name in ("purpose", "expected", "unit")}
        return said | {"expected": said["expected"] or 1, "unit": said["unit"] or ModuleUnit.SESSIONS}

    def _known(self) -> set[str]:
        """A code is never given to another module: what was followed under it stays what it was."""
        return {module.code for module in self.modules}


def _free_code(title: str, taken: set[str]) -> str:
    stem = slugify(title)[:40] or "module"
    numbered = (f"{stem}-{rank}" if rank > 1 else stem for rank in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)


def as_typed(rules: Configuration, number: int) -> dict[str, Any]:
    """What the form shows of the rules in force, its modules aside."""
    return {
        "number": number,
        "title": rules.agreement.title,
        "ours": "\n".join(rules.agreement.ours),
        "theirs": "\n".join(rules.agreement.theirs),
        "review_months": ", ".join(map(str, rules.review_months)),
        "visits_after_move_months": ", ".join(map(str, rules.visits_after_move_months)),
        "action_kinds": list(rules.action_kinds),
        "preparation_months": rules.preparation_months,
    }
