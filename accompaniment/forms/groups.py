"""A collective session or a visit to a site, noted once for those who were there."""

from crispy_forms.layout import Field
from django import forms
from django.db.models import QuerySet

from accompaniment.choices import GroupKind
from accompaniment.forms.fields import Day
from partners.models import Dispositif, Site
from veille.core.forms import LaidOutForm, codes_of, pair

_DAY = 24 * 60
_UNSAID_THEMES = {"unknown", "other"}


class SiteChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Site) -> str:
        communes = ", ".join(commune.name for commune in obj.communes.all())
        return f"{communes} – {obj.landlord.short_name}"


class GroupEntryForm(LaidOutForm):
    """What was done, where, who was there; the words about a household go into its own file."""

    kind = forms.ChoiceField(label="Qu’avez-vous fait ?", choices=GroupKind.choices, widget=forms.RadioSelect)
    dispositif = forms.ModelChoiceField(
        Dispositif.objects.none(), label="Pour quel dispositif, si c’est une séance", required=False
    )
    site = SiteChoice(Site.objects.none(), label="Sur quel site, si c’est un passage", required=False)
    households = forms.MultipleChoiceField(
        label="Ménages présents", required=False, widget=forms.CheckboxSelectMultiple
    )
    themes = forms.MultipleChoiceField(label="Thèmes", required=False, widget=forms.CheckboxSelectMultiple)
    happened_on = Day(label="Date")
    started_at = forms.TimeField(
        label="Heure", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label="Durée en minutes", min_value=1, max_value=_DAY, initial=120)
    others_met = forms.IntegerField(
        label="Autres personnes rencontrées",
        required=False,
        min_value=0,
        max_value=200,
        help_text="Hors de ces ménages, sans leur nom.",
    )

    def __init__(
        self,
        *args,
        dispositifs: QuerySet[Dispositif],
        sites: QuerySet[Site],
        households: list[tuple[str, str]],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["dispositif"].queryset = dispositifs
        self.fields["dispositif"].initial = dispositifs.first()
        self.fields["dispositif"].empty_label = None
        self.fields["site"].queryset = sites
        self.fields["households"].choices = households
        self.fields["themes"].choices = [row for row in codes_of("action_theme") if row[0] not in _UNSAID_THEMES]
        if not sites.exists():
            self.fields["kind"].choices = [(GroupKind.COLLECTIVE.value, GroupKind.COLLECTIVE.label)]
            self.fields["kind"].initial = GroupKind.COLLECTIVE
            del self.fields["site"]

    def layout(self):
        return [
            Field("kind", template="components/radio_cards.html"),
            Field("households", template="components/chips.html"),
            pair(*[name for name in ("site", "dispositif") if name in self.fields]),
            Field("themes", template="components/chips.html"),
            pair("happened_on", "started_at", "minutes"),
            "others_met",
        ]

    def clean(self):
        cleaned = super().clean()
        on_site = cleaned.get("kind") == GroupKind.SITE
        if on_site and not cleaned.get("site"):
            self.add_error("site", "Dites sur quel site vous êtes passée.")
        if cleaned.get("kind") == GroupKind.COLLECTIVE:
            cleaned["site"] = None
            if not cleaned.get("households"):
                self.add_error("households", "Cochez les ménages présents.")
            if not cleaned.get("dispositif"):
                self.add_error("dispositif", "Dites pour quel dispositif.")
        elif cleaned.get("site"):
            cleaned["dispositif"] = cleaned["site"].dispositif
        return cleaned

    def answer(self) -> dict:
        """What the service takes, the households apart."""
        cleaned = dict(self.cleaned_data)
        cleaned.pop("households")
        cleaned.setdefault("site", None)
        return cleaned | {"others_met": cleaned["others_met"] or 0}
