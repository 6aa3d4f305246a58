"""The household: one person of reference, the others, or a household of her earlier files."""

from datetime import date
from uuid import UUID

from crispy_forms.layout import Field
from django import forms
from django.forms import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict

from cellule.forms.referral_step import StepForm
from cellule.forms.referral_tenant import FIELD, tenant_field, tenants_offered
from cellule.intake import NewPerson
from households.forms.parts import OLDEST, check_birth_year
from households.models import Case, Household, TenancyRole
from households.picking import PickedHousehold, pick_households, possible_duplicates
from partners.configuration import Door
from partners.roles import Right, Section
from veille.core import clock
from veille.core.forms import DayField, LaidOutForm, codes_of, pair
from veille.core.pages import whole_number

REFERENCE_PERSON = "reference_person"
TOLD = "told"  # the households of a close name that the page showed her
_MEMBERS = 20


def _year_typed(data) -> int | None:
    """The year of birth as far as it is typed: only what narrows the search, checked elsewhere."""
    typed = data.get("birth_date", "")[:4] or data.get("birth_year", "").strip()
    return whole_number(typed) or None


class MemberForm(LaidOutForm):
    """Another member; a line left empty is no member."""

    role = forms.ChoiceField(label="Place dans le ménage", required=False)
    first_name = forms.CharField(label="Prénom (facultatif)", required=False, max_length=80)
    birth_year = forms.IntegerField(label="Année de naissance", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = codes_of("person_role", empty="—")
        self.fields["role"].choices = [choice for choice in roles if choice[0] != REFERENCE_PERSON]

    def layout(self) -> list:
        return [pair("role", "first_name", "birth_year"), "DELETE"]

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        check_birth_year(year, latest=clock.today().year + 1)
        return year

    def clean(self):
        told = self.cleaned_data.get("first_name") or self.cleaned_data.get("birth_year")
        if told and not self.cleaned_data.get("role"):
            self.add_error("role", "Dites la place de cette personne dans le ménage.")

    def person(self) -> NewPerson | None:
        if self.cleaned_data.get("DELETE") or not self.cleaned_data.get("role"):
            return None
        return NewPerson(**{name: self.cleaned_data[name] for name in ("role", "first_name", "birth_year")})


MemberFormSet = formset_factory(
    MemberForm,
    formset=BaseFormSet,
    extra=1,
    can_delete=True,
    max_num=_MEMBERS,
    absolute_max=_MEMBERS,
    validate_max=True,
)


class HouseholdForm(StepForm):
    """Compulsory: a name (or an alias) and a birth date, a year, or « inconnue »."""

    search = forms.CharField(
        label="Chercher dans vos dossiers",
        required=False,
        max_length=80,
        help_text="Un nom suffit. Seuls vos dossiers et ceux de votre organisme sont cherchés.",
    )
    picked = forms.CharField(label="Ménages trouvés", required=False, widget=forms.RadioSelect)
    first_name = forms.CharField(label="Prénom", required=False, max_length=80)
    last_name = forms.CharField(label="Nom", required=False, max_length=80)
    alias = forms.CharField(
        label="Nom d’usage ou alias", required=False, max_length=80, help_text="Suffit si le nom n’est pas connu."
    )
    gender = forms.ChoiceField(
        label="Genre (facultatif)", required=False, choices=[("", "—"), ("woman", "Femme"), ("man", "Homme")]
    )
    birth_date = DayField(label="Date de naissance", required=False)
    birth_year = forms.IntegerField(label="ou seulement l’année", required=False)
    birth_unknown = forms.BooleanField(label="Date et année inconnues", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = MemberFormSet(self.data if self._has_members() else None, prefix="members")
        self.offers_tenants = tenants_offered(self.intake)
        if self.offers_tenants:
            self.fields["search"].label = "Chercher dans vos dossiers et parmi vos locataires"
            self.fields["search"].help_text = "Un nom, ou un numéro de bail : seul ce que votre organisme connaît."

    def _has_members(self) -> bool:
        return self.is_bound and "members-TOTAL_FORMS" in self.data

    def look_around(self) -> None:
        """What her search gives, and her households of a close name: both are journalled as searches."""
        self.found: list[PickedHousehold] = []
        self.resembling: list[PickedHousehold] = []
        if self.is_bound:
            actor, data = self.intake.actor, self.data
            self.found = self._offered(pick_households(actor, data.get("search", "")))
            names = {name: data.get(name, "") for name in ("first_name", "last_name", "alias")}
            close = possible_duplicates(actor, birth_year=_year_typed(data), **names)
            known = {item.household_id for item in self.found}
            self.resembling = [item for item in self._offered(close) if item.household_id not in known]
        self._offer_tenants()
        rows = [(str(item.household_id), item.label) for item in (*self.found, *self.resembling)]
        former = self.intake.former
        if former and not any(key == str(former.case.household_id) for key, _ in rows):
            rows.insert(0, (str(former.case.household_id), f"Dossier {former.case.number}, déjà orienté"))
        self.fields["picked"].widget.choices = [("", "Aucun de ceux-là : un autre ménage"), *rows]

    def has_to_ask(self) -> bool:
        """A household of hers bears a close name, and the page she sends had not told her."""
        if self.cleaned_data["picked"] is not None:
            return False
        self.look_around()
        told = self.data.getlist(TOLD)
        return any(str(item.household_id) not in told for item in self.resembling)

    def _offer_tenants(self) -> None:
        """Those of her own landlord: choosing one fills what the file already says, and is no answer by itself."""
        field = tenant_field(self.intake.actor, self.data.get("search", "")) if self.offers_tenants else None
        if field is not None:
            self.fields[FIELD] = field

    @property
    def tenants(self):
        """The choice among her tenants, when the search gives some."""
        return self[FIELD] if FIELD in self.fields else None

    def _offered(self, found: list[PickedHousehold]) -> list[PickedHousehold]:
        """Another dispositif makes rows of its own: its households are not offered."""
        dispositif = self.intake.dispositif
        return [item for item in found if dispositif is not None and item.case.rules.dispositif_id == dispositif.pk]

    def silence(self) -> None:
        super().silence()
        for row in self.members:
            if row.is_bound:
                row.full_clean()
                row._errors = ErrorDict()

    def layout(self) -> list:
        return [
            pair("first_name", "last_name"),
            pair("alias", "gender"),
            pair("birth_date", "birth_year"),
            Field("birth_unknown"),
        ]

    def clean_picked(self) -> Household | None:
        """A household of a case whose identity she reads, in this dispositif: any other does not exist."""
        try:
            picked = UUID(self.cleaned_data["picked"])
        except ValueError:
            return None
        if self.intake.former and self.intake.former.case.household_id == picked:
            return self.intake.former.case.household
        cases = Case.objects.visible_to(self.intake.actor, Section.IDENTITY, Right.READ)
        known = cases.filter(household=picked, rules__dispositif=self.intake.dispositif)
        case = known.select_related("household").order_by("pk").first()
        if case is None:
            raise forms.ValidationError("Ce ménage ne fait pas partie de vos dossiers.")
        return case.household

    def clean_birth_date(self):
        day = self.cleaned_data["birth_date"]
        if day and day > clock.today():
            raise forms.ValidationError("La date de naissance est dans le futur.")
        if day and day < date(clock.today().year - OLDEST, 1, 1):
            raise forms.ValidationError("Vérifiez l’année de naissance.")
        return day

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        check_birth_year(year)
        return year

    def clean(self):
        if self.cleaned_data.get("picked") is None and "picked" not in self.errors:
            self._check_person()
        if not self.members.is_valid() and self._has_members():
            self.add_error(None, "Vérifiez les autres membres du ménage.")

    def _check_person(self) -> None:
        given = self.cleaned_data
        if not given.get("last_name") and not given.get("alias"):
            self.add_error("last_name", "Indiquez un nom, ou un alias s’il n’est pas connu.")
        if {"birth_date", "birth_year"}.isdisjoint(self.errors) and not (
            given.get("birth_date") or given.get("birth_year") or given.get("birth_unknown")
        ):
            self.add_error("birth_date", "Indiquez une date, une année, ou cochez « inconnues ».")

    def answers(self) -> dict:
        if self.cleaned_data["picked"] is not None:
            return {"household": self.cleaned_data["picked"], "people": ()}
        return {"household": None, "people": (self._reference(), *self._others())}

    def _reference(self) -> NewPerson:
        names = ("first_name", "last_name", "alias", "gender", "birth_date", "birth_year")
        holds = TenancyRole.HOLDER if self.intake.door == Door.RETENTION else TenancyRole.APPLICANT
        given = {name: self.cleaned_data[name] for name in names}
        return NewPerson(role=REFERENCE_PERSON, tenancy_role=holds, **given)

    def _others(self) -> list[NewPerson]:
        if not self._has_members():
            return []
        return [person for form in self.members if (person := form.person())]
