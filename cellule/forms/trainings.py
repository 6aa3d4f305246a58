"""A training: in the calendar, held with who came, and what people thought of it."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django import forms

from cellule.expertise_choices import TrainingKind, TrainingState
from cellule.models import Training, TrainingFeedback
from cellule.models.training import BEST
from partners.models import Dispositif, Organisation, Territory, User
from veille.core import clock
from veille.core.forms import DayField, FilterForm, LaidOutForm, codes_of, pair

_MOST_PEOPLE = 99
_WORDS = ("pas du tout", "peu", "moyennement", "beaucoup", "tout à fait")


class TrainingForm(LaidOutForm):
    """Who trains whom on what, when and where."""

    dispositif = forms.ModelChoiceField(queryset=Dispositif.objects.none(), label="Dispositif", empty_label=None)
    territory = forms.ModelChoiceField(
        queryset=Territory.objects.none(), label="Territoire", required=False, empty_label="Tous les territoires"
    )
    kind = forms.ChoiceField(label="Nature", choices=TrainingKind.choices)
    topic = forms.ChoiceField(label="Thème", error_messages={"required": "Choisissez un thème."})
    title = forms.CharField(
        label="Intitulé",
        max_length=Training._meta.get_field("title").max_length,
        error_messages={"required": "Donnez un intitulé à cette formation."},
    )
    trainer_organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="Organisme qui forme", empty_label="Choisir…"
    )
    trainer = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Formateur ou formatrice",
        required=False,
        empty_label="Sans compte ici",
        help_text="La personne pourra noter les présences.",
    )
    held_on = DayField(label="Date")
    starts_at = forms.TimeField(label="Heure", required=False, widget=forms.TimeInput({"type": "time"}))
    hours = forms.DecimalField(
        label="Durée (heures)", min_value=Decimal("0.5"), max_value=40, max_digits=4, decimal_places=1, initial=3
    )
    place = forms.CharField(label="Lieu", max_length=160, required=False)

    def __init__(self, *args, dispositifs, trainers, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs
        self.fields["territory"].queryset = Territory.objects.filter(dispositif__in=dispositifs).order_by("name", "id")
        self.fields["topic"].choices = codes_of("training_topic", empty="Choisir…")
        self.fields["trainer_organisation"].queryset = organisations
        self.fields["trainer"].queryset = trainers

    def layout(self) -> list:
        return [
            pair("dispositif", "territory"),
            pair("kind", "topic"),
            "title",
            pair("trainer_organisation", "trainer"),
            pair("held_on", "starts_at", "hours"),
            "place",
        ]


class HeldForm(LaidOutForm):
    """One number an organisation, and what is remembered."""

    learned = forms.CharField(
        label="Ce que l’on en retient",
        max_length=Training._meta.get_field("learned").max_length,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args, training: Training, organisations: Iterable[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = list(organisations)
        self.fields["learned"].initial = training.learned
        known = dict(training.attendances.order_by("pk").values_list("organisation_id", "people"))
        for organisation in self.organisations:
            self.fields[f"people-{organisation.pk}"] = forms.IntegerField(
                label=organisation.name,
                required=False,
                min_value=0,
                max_value=_MOST_PEOPLE,
                initial=known.get(organisation.pk),
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )

    def layout(self) -> list:
        return [*(f"people-{one.pk}" for one in self.organisations), "learned"]

    @property
    def present(self) -> dict[UUID, int]:
        people = ((one.pk, self.cleaned_data.get(f"people-{one.pk}")) for one in self.organisations)
        return {organisation: number for organisation, number in people if number}


class FeedbackForm(LaidOutForm):
    """A scale and a sentence."""

    score = forms.TypedChoiceField(
        label="Cette formation est utile à mon travail",
        coerce=int,
        choices=[(number, f"{number} – {_WORDS[number - 1]}") for number in range(BEST, 0, -1)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse sur l’échelle."},
    )
    sentence = forms.CharField(
        label="Une phrase, si vous voulez",
        max_length=TrainingFeedback._meta.get_field("sentence").max_length,
        required=False,
        help_text="Ne vous nommez pas, ne nommez personne : le retour est lu sans son auteur.",
    )


class TrainingFilter(FilterForm):
    """Filters of the calendar of trainings, kept in the address."""

    topic = forms.ChoiceField(label="Thème", required=False)
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *TrainingKind.choices])
    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *TrainingState.choices])
    year = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = codes_of("training_topic", empty="Tous")
        years = range(clock.today().year + 1, clock.today().year - 6, -1)
        self.fields["year"].choices = [("", "Toutes"), *((year, str(year)) for year in years)]
