"""What is asked before a letter is written."""

from collections.abc import Iterable

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError

from households.composition import age_on
from households.forms.safety import ReleaseFields
from households.letters.kinds import NOTICES, TO_INSTITUTIONS, LetterSpec
from households.letters.texts import VERSIONS
from households.letters.writing import SUGGESTED
from households.models import LetterKind, Person
from households.pages import CasePage
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm, pair

_ADULT = 18


class _LetterForm(LaidOutForm, ReleaseFields):
    """The paragraph that its author writes or corrects; the question of care comes last."""

    paragraph = forms.CharField(
        label="Votre paragraphe",
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez au moins une phrase."},
        help_text="Ce qui est strictement utile à qui lira : rien qui vous ait été confié.",
    )

    def __init__(self, *args, page: CasePage, spec: LetterSpec, **kwargs):
        super().__init__(*args, **kwargs)
        if "paragraph" in self.fields:
            self.fields["paragraph"].initial = SUGGESTED[spec.kind]
        if "recipient" in self.fields:
            self.fields["recipient"].queryset = people = adults(page)
            self.fields["recipient"].initial = people[0] if len(people) == 1 else None

    def clean_paragraph(self) -> str:
        """A suggestion that ends with a colon is a beginning: printed alone, it would say nothing."""
        text = self.cleaned_data["paragraph"]
        if text.rstrip().endswith(":"):
            raise ValidationError("Terminez la phrase commencée.")
        return text

    def layout(self) -> Iterable:
        names = [name for name in self.fields if name != "release_reason"]
        care = ["release_reason"] if "release_reason" in self.fields else []
        return [*self.arranged(names), *care]

    def arranged(self, names: list[str]) -> Iterable:
        return names


def adults(page: CasePage):
    """A letter is for one person: two adults of a household may not know the same things."""
    today = clock.today()
    people = page.people.present_on(today)
    children = [person.pk for person in people if (age_on(person, today) or _ADULT) < _ADULT]
    return people.exclude(pk__in=children).exclude(role="unborn_child").order_by("search_name", "pk")


def _recipient() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label="Pour", queryset=Person.objects.none(), required=False, empty_label="Madame, Monsieur"
    )


class MeetingForm(_LetterForm):
    recipient = _recipient()
    day = DayField(label="Jour", error_messages={"required": "Indiquez le jour."})
    hour = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Indiquez l’heure.", "invalid": "Indiquez une heure, par exemple 14:30."},
    )
    place = forms.CharField(
        label="Lieu",
        max_length=120,
        initial="dans nos locaux",
        help_text="Par exemple : dans nos locaux, chez vous, à la mairie.",
        error_messages={"required": "Indiquez le lieu."},
    )
    field_order = ["recipient", "day", "hour", "place", "paragraph"]

    def __init__(self, *args, spec: LetterSpec, **kwargs):
        super().__init__(*args, spec=spec, **kwargs)
        if spec.kind == LetterKind.VISIT_NOTICE:
            del self.fields["place"]
            self.fields["day"].initial = clock.today()

    def arranged(self, names: list[str]) -> Iterable:
        return ["recipient", pair("day", "hour"), *(name for name in names if name in {"place", "paragraph"})]


class AnswerForm(_LetterForm):
    """To who referred: the number and the state are there already."""


class NoteForm(_LetterForm):
    facts = forms.MultipleChoiceField(
        label="Ce que la note dira",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Décochez tout ce qui n’est pas nécessaire à la décision.",
    )
    field_order = ["facts", "paragraph"]

    def __init__(self, *args, known: dict[str, tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["facts"].choices = [(code, f"{word} : {value}") for code, (word, value) in known.items()]
        self.fields["facts"].initial = list(known)


class NoticeForm(_LetterForm):
    paragraph = None
    recipient = _recipient()
    version = forms.ChoiceField(
        label="Version",
        choices=[(code, one[0]) for code, one in VERSIONS.items()],
        widget=forms.RadioSelect,
        initial="fr",
    )
    witness = forms.CharField(label="Témoin (pour la version orale)", max_length=120, required=False)
    spoken = forms.CharField(label="Langue parlée, si ce n’est pas le français", max_length=40, required=False)
    is_given = forms.BooleanField(required=False)

    def __init__(self, *args, spec: LetterSpec, **kwargs):
        super().__init__(*args, spec=spec, **kwargs)
        agreement = spec.kind == LetterKind.AGREEMENT
        self.fields["is_given"].label = (
            "La personne a donné son accord aujourd’hui : le noter dans le dossier"
            if agreement
            else "Remise et expliquée aujourd’hui : le noter dans le dossier"
        )

    def arranged(self, names: list[str]) -> Iterable:
        version = Field("version", template="components/radio_cards.html")
        return ["recipient", version, pair("witness", "spoken"), "is_given"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("version") == "fr_oral" and not cleaned.get("witness"):
            self.add_error("witness", "Indiquez qui était là : la version orale a un témoin.")
        return cleaned


def form_for(spec: LetterSpec, data, *, page: CasePage, known: dict[str, tuple[str, str]], must_confirm: bool):
    """The form of a letter."""
    options = {"page": page, "spec": spec, "must_confirm": must_confirm}
    if spec.kind in NOTICES:
        return NoticeForm(data, **options)
    if spec.kind in TO_INSTITUTIONS:
        return NoteForm(data, known=known, **options)
    return (AnswerForm if spec.kind == LetterKind.REFERRER_ANSWER else MeetingForm)(data, **options)
