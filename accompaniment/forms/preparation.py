"""Sessions of the preparation: planned, filled, and who came; the attestation."""

from collections.abc import Iterable
from uuid import UUID

from crispy_forms.layout import Div, Field
from django import forms
from django.db.models import QuerySet

from accompaniment.choices import CertificateReader, PreparationState, Presence
from accompaniment.forms.fields import Day
from accompaniment.forms.groups import SiteChoice
from accompaniment.models import PreparationInvitation, PreparationSession
from accompaniment.preparation.sessions import modules_of
from accompaniment.services.preparation import Mark
from partners.models import Dispositif, Site, User
from veille.core.formats import of_name
from veille.core.forms import DayField, FilterForm, LaidOutForm, codes_of, pair

_CARDS, _CHIPS = "components/radio_cards.html", "components/chips.html"
_DAY = 24 * 60
_KINDS = [("collective", "Collective, pour plusieurs ménages"), ("individual", "Individuelle, pour un ménage")]
_SAID = [choice for choice in Presence.choices if choice[0] != Presence.EXPECTED]


class PreparationForm(LaidOutForm):
    """A session: what, when, where, with whom."""

    module = forms.ChoiceField(label="Module")
    kind = forms.ChoiceField(label="Séance", choices=_KINDS, initial="collective", widget=forms.RadioSelect)
    planned_on = DayField(label="Jour", error_messages={"required": "Indiquez un jour."})
    starts_at = forms.TimeField(label="Heure", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label="Durée en minutes", min_value=1, max_value=_DAY, initial=120)
    site = SiteChoice(Site.objects.none(), label="Site", required=False)
    place = forms.CharField(
        label="Ou autre lieu",
        required=False,
        max_length=PreparationSession._meta.get_field("place").max_length,
        help_text="Par exemple : l’agence, la maison de quartier. Jamais le logement d’un ménage.",
    )
    animator = forms.ModelChoiceField(User.objects.none(), label="Qui anime", empty_label=None)
    places = forms.IntegerField(label="Places, pour une séance collective", min_value=2, max_value=200, initial=8)

    def __init__(
        self, *args, programmes: Iterable[Dispositif], sites: QuerySet[Site], animators: QuerySet[User], **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.dispositifs = {str(one.pk): one for one in programmes}
        self.fields["module"].choices = _modules(self.dispositifs.values())
        self.fields["animator"].queryset = animators
        self.fields["site"].queryset = sites
        if not sites.exists():
            del self.fields["site"]
            self.fields["place"].label = "Lieu"

    def layout(self):
        where = [name for name in ("site", "place") if name in self.fields]
        return [
            "module",
            Field("kind", template=_CHIPS),
            pair("planned_on", "starts_at", "minutes"),
            pair(*where),
            pair("animator", "places"),
        ]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("site") and not cleaned.get("place"):
            self.add_error("place", "Dites où se tient la séance.")
        return cleaned

    def answer(self) -> dict:
        """What the service takes, the dispositif of the module with it."""
        cleaned = dict(self.cleaned_data)
        key, _, code = cleaned.pop("module").partition(":")
        is_collective = cleaned.pop("kind") == "collective"
        cleaned.setdefault("site", None)
        cleaned["places"] = cleaned["places"] if is_collective else 1
        return cleaned | {"dispositif": self.dispositifs[key], "module": code, "is_collective": is_collective}


class PreparationChangeForm(PreparationForm):
    """One that is planned: its dispositif stays, and whether it is for one household or several."""

    def __init__(self, *args, session: PreparationSession, **kwargs):
        super().__init__(*args, programmes=[session.dispositif], **kwargs)
        del self.fields["kind"]
        if not session.is_collective:
            del self.fields["places"]

    def layout(self):
        where = [name for name in ("site", "place") if name in self.fields]
        who = [name for name in ("animator", "places") if name in self.fields]
        return ["module", pair("planned_on", "starts_at", "minutes"), pair(*where), pair(*who)]

    def answer(self) -> dict:
        cleaned = dict(self.cleaned_data)
        cleaned["module"] = cleaned["module"].partition(":")[2]
        return cleaned


def _modules(dispositifs: Iterable[Dispositif]) -> list:
    """By dispositif when there are several."""
    groups = [
        (one.name, [(f"{one.pk}:{module.code}", module.title) for module in modules_of(one)]) for one in dispositifs
    ]
    return groups if len(groups) > 1 else [choice for _, choices in groups for choice in choices]


def as_planned(session: PreparationSession) -> dict:
    """What the form shows of a session."""
    names = ("planned_on", "starts_at", "minutes", "site", "place", "animator", "places")
    told = {name: getattr(session, f"{name}_id" if name in ("site", "animator") else name) for name in names}
    return {**told, "module": f"{session.dispositif_id}:{session.module}"}


class InviteForm(LaidOutForm):
    households = forms.MultipleChoiceField(
        label="Ménages en préparation",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un ménage."},
    )

    def __init__(self, *args, households: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["households"].choices = households

    def layout(self):
        return [Field("households", template=_CHIPS)]


class AttendanceForm(LaidOutForm):
    """One tap a household; whoever is not tapped stays expected."""

    def __init__(self, *args, rows: Iterable[PreparationInvitation], names: dict[UUID, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self._add(row, names.get(row.case_id, row.case.number))

    def _add(self, row: PreparationInvitation, name: str) -> None:
        presence = forms.ChoiceField(
            label=name, choices=_SAID, required=False, widget=forms.RadioSelect, initial=row.presence
        )
        reasons = codes_of("excuse_reason", empty="Choisir…")
        reason = forms.ChoiceField(label=f"Excuse {of_name(name)}", choices=reasons, required=False, initial=row.reason)
        seen = forms.CharField(widget=forms.HiddenInput, initial=f"{row.presence}:{row.reason}", max_length=80)
        self.fields |= {f"presence-{row.pk}": presence, f"reason-{row.pk}": reason, f"seen-{row.pk}": seen}

    def layout(self):
        return [
            Div(
                Field(f"presence-{row.pk}", template=_CHIPS),
                Div(f"reason-{row.pk}", data_when_field=f"presence-{row.pk}", data_when=Presence.EXCUSED),
                f"seen-{row.pk}",
                css_class="attendance-row",
            )
            for row in self.rows
        ]

    def clean(self):
        cleaned = super().clean()
        for row in self.rows:
            excused = cleaned.get(f"presence-{row.pk}") == Presence.EXCUSED
            if excused and not cleaned.get(f"reason-{row.pk}"):
                self.add_error(f"reason-{row.pk}", "Choisissez l’excuse donnée.")
        return cleaned

    def marks(self) -> list[Mark]:
        """Of those she tapped: what the page showed, what she says."""
        return [mark for row in self.rows if (mark := self._mark(row)).presence]

    def _mark(self, row: PreparationInvitation) -> Mark:
        presence = self.cleaned_data[f"presence-{row.pk}"]
        reason = self.cleaned_data[f"reason-{row.pk}"] if presence == Presence.EXCUSED else ""
        seen, _, excuse = self.cleaned_data[f"seen-{row.pk}"].partition(":")
        return Mark(row.pk, (seen, excuse), presence, reason)


class ProgrammeFilter(FilterForm):
    etat = forms.ChoiceField(
        label="Séances",
        required=False,
        choices=[("", "À venir et à noter"), *PreparationState.choices[1:], ("all", "Toutes")],
    )


class CertificateForm(LaidOutForm):
    """To whom, and the agreement without which nothing is handed over."""

    reader = forms.ChoiceField(
        label="L’attestation est remise à", choices=CertificateReader.choices, widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(
        label="Le ménage a relu ce qu’elle dit, et il est d’accord pour qu’elle soit remise",
        error_messages={"required": "Sans l’accord du ménage, rien n’est remis."},
    )
    agreed_on = Day(label="Accord donné le")

    def layout(self):
        return [Field("reader", template=_CARDS), "agreed", "agreed_on"]

    def answer(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("reader", "agreed_on")}
