"""The questions of an orientation, shorter, for who brings one by a link: nothing is looked up in any file."""

from crispy_forms.layout import Field

from cellule.forms.referral_household import HouseholdForm
from cellule.forms.referral_housing import HousingForm
from cellule.forms.referral_information import InformationForm
from cellule.forms.referral_situation import DIFFICULTIES, SituationForm
from households.models import InformationState
from partners.models import Territory
from veille.core.forms import pair


class LinkHouseholdForm(HouseholdForm):
    """The person of reference alone; no search, no comparison with anybody."""

    def prepare(self) -> None:
        for name in ("search", "picked"):
            del self.fields[name]

    def _has_members(self) -> bool:
        return False

    def look_around(self) -> None:
        """Nothing is looked for: the answer could tell that somebody is known."""

    def has_to_ask(self) -> bool:
        return False

    def clean(self):
        self._check_person()

    def answers(self) -> dict:
        return {"household": None, "people": (self._reference(),)}


class LinkHousingForm(HousingForm):
    """Where the household lives or wishes to live, and how to reach it."""

    _LEFT_OUT = ("modality", "dwelling_type", "residence", "monthly_rent", "tenancy")

    def prepare(self) -> None:
        super().prepare()
        for name in self._LEFT_OUT:
            self.fields.pop(name, None)

    def _offer_communes(self, more: list) -> None:
        super()._offer_communes(more)
        self.fields["commune"].widget.attrs.pop("data-source")  # it is for people who sign in

    def layout(self) -> list:
        money = [name for name in ("landlord", "arrears") if name in self.fields]
        asked = ["territory"] if self.asks_territory else []
        rows = ["situation", pair("commune", "commune_text"), *asked, *([pair(*money)] if money else [])]
        return [*rows, "address", pair("phone", "preference")]

    def _take(self, territory: Territory) -> None:
        self.cleaned_data["territory"] = territory


class LinkSituationForm(SituationForm):
    """The main reason, the facts, what was tried."""

    def prepare(self) -> None:
        super().prepare()
        numbers = [str(number) for number in range(1, DIFFICULTIES + 1)]
        for number in numbers:
            del self.fields[f"difficulty_{number}"]
        for name in ["main", *numbers]:
            del self.fields[f"severity_{name}"], self.fields[f"source_{name}"]

    def layout(self) -> list:
        tried = Field("already_tried", template="components/chips.html")
        urgency = Field("urgency", template="components/radio_cards.html")
        return ["main_reason", *self._signs(), "situation", tried, "tried_text", urgency, "expectation"]

    def clean(self):
        """No difficulty but the main reason is asked here."""
        self._check_tried()

    def _findings(self) -> list:
        return []


class LinkInformationForm(InformationForm):
    """Nobody is « vous-même » here: the service that orients informs, when nobody else is said."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["information_by"].help_text = "Vide : votre service."

    def answers(self) -> dict:
        if self.cleaned_data["information"] == InformationState.NOT_YET and not self.cleaned_data["information_by"]:
            self.cleaned_data["information_by"] = self.intake.sender_words
        return super().answers()
