"""What was asked, what answered it, why nobody waits any more."""

from datetime import datetime

from crispy_forms.layout import Field
from django import forms

from accompaniment.choices import InterventionOutcome
from accompaniment.forms.fields import Day
from accompaniment.models import Intervention, Solicitation
from accompaniment.solicitation_choices import DropReason, SolicitationColour, SolicitationOrigin, SolicitationState
from partners.configuration import SatisfiedBy
from partners.models import Organisation, OrganisationKind
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import clock_time, far_date
from veille.core.forms import FilterForm, LaidOutForm, pair

_CHIPS = "components/chips.html"


def _this_minute() -> str:
    return clock.now().strftime("%H:%M")


class Hour(forms.TimeField):
    """The browser's own chooser of hours; now unless said otherwise."""

    def __init__(self, *, label: str):
        super().__init__(
            label=label,
            initial=_this_minute,
            widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
            error_messages={"required": "Indiquez une heure.", "invalid": "Indiquez une heure, par exemple 10:05."},
        )


def _moment(cleaned: dict, day: str, hour: str) -> datetime | None:
    """The instant of a day and an hour; this very minute is now, so that it is never to come."""
    if not cleaned.get(day) or cleaned.get(hour) is None:
        return None
    moment = datetime.combine(cleaned[day], cleaned[hour], tzinfo=clock.PARIS)
    now = clock.now()
    return now if moment <= now < moment.replace(second=59, microsecond=999_999) else moment


class SolicitationForm(LaidOutForm):
    """Who asks, of whom, when; what is asked, in a few words."""

    origin = forms.ChoiceField(
        label="Qui demande ?",
        choices=SolicitationOrigin.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites qui demande."},
    )
    asker = forms.CharField(
        label="La personne ou le service",
        required=False,
        max_length=120,
        help_text="Si ce n’est pas le ménage lui-même.",
    )
    organisation = forms.ModelChoiceField(
        label="Qui doit répondre ?",
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="Adressée à un autre organisme, la demande est lue par lui.",
    )
    about = forms.CharField(
        label="Ce qui est demandé", required=False, max_length=250, help_text="Une phrase, sans détail de santé."
    )
    received_on = Day(label="Reçue le")
    received_time = Hour(label="Heure")
    is_urgent = forms.BooleanField(label="C’est urgent", required=False)

    def __init__(self, *args, actor: Actor, organisations: list[Organisation], leads: bool, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.fields["organisation"]
        asked.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations]).order_by("sort_name")
        asked.label_from_instance = lambda one: _named(one, actor)
        first = organisations[0] if leads else organisations[min(1, len(organisations) - 1)]
        asked.initial = first.pk
        self.fields["origin"].initial = _usual_origin(actor, first)
        self.is_alone = len(organisations) == 1
        if self.is_alone:
            asked.widget = forms.HiddenInput()

    def layout(self):
        asked = "organisation" if self.is_alone else Field("organisation", template=_CHIPS)
        return [
            Field("origin", template=_CHIPS),
            "asker",
            asked,
            "about",
            pair("received_on", "received_time"),
            "is_urgent",
        ]

    def answer(self) -> dict:
        """What the service takes."""
        names = ("origin", "asker", "organisation", "about", "is_urgent")
        moment = _moment(self.cleaned_data, "received_on", "received_time")
        return {name: self.cleaned_data[name] for name in names} | {"received_at": moment}


def _named(organisation: Organisation, actor: Actor) -> str:
    own = organisation.pk == actor.organisation_id
    return f"Mon organisme ({organisation.short_name})" if own else str(organisation)


def _usual_origin(actor: Actor, asked: Organisation) -> str:
    """Of another organisation, it is hers that asks; of hers, the household mostly."""
    if asked.pk == actor.organisation_id:
        return SolicitationOrigin.HOUSEHOLD
    is_landlord = actor.organisation.kind == OrganisationKind.LANDLORD
    return SolicitationOrigin.LANDLORD if is_landlord else SolicitationOrigin.PARTNER


class AnswerForm(LaidOutForm):
    """What answered, and when: a noted contact tells its own hour."""

    intervention = forms.ChoiceField(label="Qu’est-ce qui a répondu ?", required=False, widget=forms.RadioSelect)
    answered_on = Day(label="Répondue le")
    answered_time = Hour(label="Heure")

    def __init__(self, *args, solicitation: Solicitation, interventions: list[Intervention], **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(row.pk): row for row in interventions}
        simple = (
            []
            if solicitation.satisfied_by == SatisfiedBy.INTERVENTION
            else [("", "Une réponse de vive voix ou écrite")]
        )
        self.fields["intervention"].choices = [*simple, *((key, _told(row)) for key, row in self.known.items())]
        if simple:
            self.fields["intervention"].initial = ""

    def layout(self):
        asked = Field("intervention", template="components/radio_cards.html")
        return [asked, pair("answered_on", "answered_time")]

    def answer(self) -> dict:
        """A contact noted with its hour tells when; otherwise what she typed."""
        chosen = self.known.get(self.cleaned_data["intervention"])
        typed = _moment(self.cleaned_data, "answered_on", "answered_time")
        at = None if chosen is not None and chosen.started_at else typed
        return {"intervention": chosen, "at": at}


def _told(row: Intervention) -> str:
    hour = f" à {clock_time(datetime.combine(row.happened_on, row.started_at))}" if row.started_at else ""
    return f"{row.get_kind_display()} du {far_date(row.happened_on)}{hour}"


def effective(rows):
    """The contacts that may have answered: an absence answers nothing."""
    return rows.filter(outcome=InterventionOutcome.EFFECTIVE)


class DropForm(LaidOutForm):
    reason = forms.ChoiceField(
        label="Pourquoi plus personne n’attend",
        choices=DropReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites pourquoi plus personne n’attend de réponse."},
    )


class SolicitationFilterForm(FilterForm):
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "En attente"), *SolicitationState.choices[1:], ("all", "Toutes")],
    )
    colour = forms.ChoiceField(label="Délai", required=False, choices=[("", "Tous"), *SolicitationColour.choices])
    whose = forms.ChoiceField(
        label="Qui doit répondre", required=False, choices=[("", "Tous"), ("own", "Mon organisme")]
    )
