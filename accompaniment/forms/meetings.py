"""A meeting: when, where, about what in neutral words, with whom; then what took place."""

from collections.abc import Iterable

from crispy_forms.layout import HTML, Div, Field
from django import forms
from django.db.models import QuerySet

from accompaniment.coordination.choices import Audience, HouseholdPart, MeetingKind, MeetingWay
from accompaniment.coordination.rules import LONGEST_DAYS
from accompaniment.forms.fields import Day, Words
from accompaniment.models import CaseMeeting, MeetingDecision, MeetingGuest, Objective
from households.forms.safety import ReleaseFields
from households.note_levels import NoteLevel
from partners.models import Organisation, User
from veille.core.forms import ComingDayField, LaidOut, LaidOutForm, pair

_CHIPS = "components/chips.html"
_DAY = 24 * 60


def _length(model, name: str) -> int:
    return model._meta.get_field(name).max_length


class HouseholdFields(forms.Form):
    """Present, represented, or absent and told of it."""

    household_part = forms.ChoiceField(
        label="Le ménage",
        choices=HouseholdPart.choices,
        initial=HouseholdPart.PRESENT,
        widget=forms.RadioSelect,
    )
    represented_by = forms.CharField(
        label="Par qui, s’il est représenté", required=False, max_length=_length(CaseMeeting, "represented_by")
    )

    def household(self) -> dict:
        """A name is kept only of somebody who represents it."""
        part = self.cleaned_data["household_part"]
        named = self.cleaned_data["represented_by"] if part == HouseholdPart.REPRESENTED else ""
        return {"household_part": part, "represented_by": named}


class MeetingForm(LaidOut, HouseholdFields):
    """The day, the place, the people who open the file; persons without an account come after."""

    kind = forms.ChoiceField(label="Quelle réunion ?", choices=MeetingKind.choices, widget=forms.RadioSelect)
    held_on = ComingDayField(label="Jour")
    starts_at = forms.TimeField(label="Heure", widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label="Durée prévue en minutes", min_value=1, max_value=_DAY, initial=60)
    way = forms.ChoiceField(
        label="Comment", choices=MeetingWay.choices, initial=MeetingWay.IN_PERSON, widget=forms.RadioSelect
    )
    place = forms.CharField(
        label="Lieu, ou lien de la visio",
        max_length=_length(CaseMeeting, "place"),
        help_text="« À domicile » suffit : jamais l’adresse du ménage.",
    )
    agenda = forms.CharField(
        label="Ordre du jour",
        max_length=_length(CaseMeeting, "agenda"),
        help_text="En mots neutres : les personnes invitées le lisent. Ni nom, ni santé, ni motif.",
    )
    worker = forms.ModelChoiceField(User.objects.none(), label="Qui l’anime", empty_label=None)
    team = forms.ModelMultipleChoiceField(
        User.objects.none(), label="Dans l’équipe", required=False, widget=forms.CheckboxSelectMultiple
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="Organismes qui ont accès au dossier",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ils lisent la date, qui est invité et les conclusions partagées ; rien de ce qui s’y est dit.",
    )

    def __init__(
        self, *args, people: QuerySet[User], organisations: QuerySet[Organisation], version: str = "", **kwargs
    ):
        self.version = version
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = self.fields["team"].queryset = people
        self.fields["organisations"].queryset = organisations
        if not organisations:
            del self.fields["organisations"]

    def layout(self):
        invited = ["organisations"] if "organisations" in self.fields else []
        return [
            Field("kind", template=_CHIPS),
            pair("held_on", "starts_at", "minutes"),
            Field("way", template=_CHIPS),
            "place",
            "agenda",
            Field("household_part", template=_CHIPS),
            "represented_by",
            "worker",
            Div(HTML("<h2>Qui est invité</h2>"), "team", *invited, css_class="stack"),
        ]

    def answer(self) -> dict:
        """What the service takes."""
        told = dict(self.cleaned_data)
        told.setdefault("organisations", Organisation.objects.none())
        return told | self.household()


class GuestForm(LaidOutForm):
    """Somebody without an account: her name, what she does, where; and whether the household agrees."""

    name = forms.CharField(label="Nom", max_length=_length(MeetingGuest, "name"))
    function = forms.CharField(label="Fonction", max_length=_length(MeetingGuest, "function"))
    body = forms.CharField(label="Organisme", max_length=_length(MeetingGuest, "body"))
    email = forms.EmailField(
        label="Courriel professionnel",
        required=False,
        help_text="Sans courriel, l’adresse de l’invitation vous est montrée une fois, à remettre.",
    )
    agreed_on = Day(
        label="Le ménage est d’accord pour sa présence : recueilli le",
        required=False,
        help_text="Sans cet accord, aucune invitation ne part. Il se note aussi plus tard.",
    )

    def layout(self):
        return [pair("name", "function"), pair("body", "email"), "agreed_on"]


class AgreementForm(LaidOutForm):
    agreed_on = Day(label="Recueilli le")


class InviteForm(LaidOut, ReleaseFields):
    """A button is enough, but about a household in danger."""


class HandForm(LaidOut, ReleaseFields):
    """To whom the conclusions are handed, and for how long."""

    guest = forms.ModelChoiceField(MeetingGuest.objects.none(), label="À qui", empty_label=None)
    days = forms.IntegerField(label="Pendant combien de jours", min_value=1, max_value=LONGEST_DAYS, initial=30)

    def __init__(self, *args, guests: QuerySet[MeetingGuest], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guest"].queryset = guests
        self.fields["guest"].label_from_instance = lambda guest: f"{guest.name}, {guest.function} ({guest.body})"


class HoldForm(LaidOut, HouseholdFields):
    """Who was there, what the household says of it, what was said."""

    held_on = Day(label="Tenue le")
    minutes = forms.IntegerField(label="Durée en minutes", min_value=1, max_value=_DAY)
    people_met = forms.IntegerField(label="Personnes du ménage présentes", min_value=0, max_value=20, initial=1)
    attended = forms.ModelMultipleChoiceField(
        MeetingGuest.objects.none(), label="Qui était là", required=False, widget=forms.CheckboxSelectMultiple
    )
    household_word = Words(
        label="La parole du ménage",
        required=False,
        max_length=4000,
        help_text="Avec ses mots à lui, même en désaccord. Elle reste dans l’équipe d’accompagnement.",
    )
    text = Words(label="Ce qui s’est dit", required=False, rows=6, max_length=8000)
    level = forms.ChoiceField(label="Qui peut lire ce qui s’est dit", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, guests: QuerySet[MeetingGuest], levels: Iterable[str], default_level: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attended"].queryset = guests
        self.fields["attended"].label_from_instance = str
        self.fields["level"].choices = [(level, NoteLevel(level).label) for level in levels]
        self.fields["level"].initial = default_level
        if not guests:
            del self.fields["attended"]

    def layout(self):
        attended = ["attended"] if "attended" in self.fields else []
        return [
            pair("held_on", "minutes"),
            Field("household_part", template=_CHIPS),
            pair("represented_by", "people_met"),
            *attended,
            "household_word",
            "text",
            Field("level", template=_CHIPS),
            HTML('{% include "components/_readers.html" with readers=readers name="level" only %}'),
        ]

    def answer(self) -> dict:
        """What the service takes."""
        told = dict(self.cleaned_data)
        told["attended"] = [guest.pk for guest in told.pop("attended", ())]
        return told | self.household()


class ConclusionsForm(LaidOutForm):
    """What leaves the team, and who reads it: said before it is kept."""

    text = Words(
        label="Conclusions partageables",
        rows=8,
        max_length=3000,
        help_text="Ce que chacun retient, en mots que le ménage peut lire : rien de ce qui est confié.",
        error_messages={"required": "Écrivez ce qui peut être lu de cette réunion."},
    )
    audience = forms.ChoiceField(
        label="Qui les lit, hors de l’équipe", choices=Audience.choices, initial=Audience.FOLLOWED,
        widget=forms.RadioSelect,
    )  # fmt: skip
    is_agreed = forms.BooleanField(
        label="Relues avec le ménage, qui est d’accord pour qu’elles soient lues",
        required=False,
        help_text="Sans son accord, elles restent dans l’équipe d’accompagnement.",
    )
    former = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def layout(self):
        return [
            "text",
            Field("audience", template="components/radio_cards.html"),
            HTML('{% include "components/_readers.html" with readers=readers name="audience" only %}'),
            "is_agreed",
            "former",
        ]


class DecisionForm(LaidOutForm):
    """Who does what, by when."""

    label = forms.CharField(label="Ce qui est décidé", max_length=_length(MeetingDecision, "label"))
    who = forms.CharField(label="Qui s’en charge", max_length=_length(MeetingDecision, "who"))
    due_on = ComingDayField(label="Pour le")
    is_shared = forms.BooleanField(label="Se lit avec les conclusions partagées", required=False, initial=True)

    def layout(self):
        return ["label", pair("who", "due_on"), "is_shared"]


class IntoPlanForm(LaidOutForm):
    """Which objective of the plan being written it belongs to."""

    objective = forms.ModelChoiceField(Objective.objects.none(), label="Objectif", empty_label=None)

    def __init__(self, *args, objectives: QuerySet[Objective], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objective"].queryset = objectives
        self.fields["objective"].label_from_instance = lambda objective: objective.label
