"""What the instance decided, from the dispositif's own list."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import HTML, Div, Field
from django import forms

from cellule.choices import ADMITTING, ASKING, DecisionCode
from cellule.forms.decision_parts import (
    AskingFields,
    asking_in,
    asking_layout,
    check_conditions,
    condition_fields,
    condition_layout,
    conditions_in,
    parts_of,
    prepare_asking,
)
from cellule.models import AgendaItem, Decision
from cellule.services.decisions import offered_codes
from partners.models import Membership, Organisation, PartnershipPart, User
from partners.partnerships import partners_of
from partners.roles import TEAM_ROLES, Role
from veille.core import clock, reference
from veille.core.formats import far_date
from veille.core.forms import DayField, LaidOutForm, codes_of

FORM = "decision"  # the name of its drafts
_THEN = " : "  # between the alternative chosen and what is added to it

_ASK_WHY = (DecisionCode.REFUSE, DecisionCode.REDIRECT, DecisionCode.WITHDRAW, DecisionCode.WAITLIST)
_GIVE = (*ADMITTING, DecisionCode.ORDER_DIAGNOSIS)


class DecisionForm(LaidOutForm, AskingFields):
    """Groups of fields carry the decisions they serve (`data-when`); without script all of them show."""

    code = forms.ChoiceField(
        label="Ce qui est décidé", widget=forms.RadioSelect, error_messages={"required": "Choisissez une décision."}
    )
    shareable_reason_code = forms.ChoiceField(label="Motif communicable", required=False)
    shareable_reason = forms.CharField(
        label="Précision communicable",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text="L’orienteur la lira.",
    )
    alternative = forms.ChoiceField(label="Ce qui est proposé à la place", required=False)
    proposed_instead = forms.CharField(
        label="Précision sur ce qui est proposé", required=False, max_length=800, widget=forms.Textarea({"rows": 2})
    )
    reserved_reason = forms.CharField(
        label="Motif réservé à l’instance",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Ni l’orienteur ni le bailleur du logement ne le lisent.",
    )
    operator = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="Opérateur", required=False, empty_label="—"
    )
    level = forms.ChoiceField(label="Niveau d’accompagnement", required=False)
    lead_person = forms.ModelChoiceField(queryset=User.objects.none(), label="Référent·e de parcours", required=False)
    contact_by = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="Qui contacte le ménage", required=False, empty_label="—"
    )
    contact_before = DayField(label="Avant le", required=False)
    next_review_on = DayField(label="Prochain examen", required=False)

    def __init__(self, *args, item: AgendaItem, codes: list[str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= condition_fields()
        self.rules = item.case.configuration
        prepare_asking(self, item.case)
        self._offer_codes(codes or offered_codes(item))
        self._offer_people(item.case.rules.dispositif_id)
        first_contact = clock.today() + timedelta(days=self.rules.first_contact_days)
        self.fields["contact_before"].initial = first_contact

    def layout(self) -> list:
        return [
            Field("code", template="components/radio_cards.html"),
            _when((*ADMITTING, DecisionCode.CHANGE_LEVEL), "level"),
            _when(_GIVE, "operator", "lead_person"),
            _when(_ASK_WHY, "shareable_reason_code", "alternative", "proposed_instead"),
            _when((DecisionCode.ADMIT_CONDITIONAL,), *condition_layout()),
            *([_when(ASKING, *asking)] if (asking := asking_layout(self)) else []),
            _when((*_GIVE, *_ASK_WHY), HTML("<p class='quiet'>Premier contact</p>"), "contact_by", "contact_before"),
            "next_review_on",
            "shareable_reason",
            "reserved_reason",
        ]

    def _offer_codes(self, codes: list[str]) -> None:
        hidden = reference.sensitive_codes("refusal_reason")
        reasons = [code for code in self.rules.refusal_reasons if code not in hidden]
        self.fields["code"].choices = [(r.code, r.label) for r in self.rules.decisions if r.code in codes]
        self.fields["shareable_reason_code"].choices = [
            ("", "—"), *((code, reference.label("refusal_reason", code)) for code in reasons)
        ]  # fmt: skip
        self.fields["alternative"].choices = codes_of("proposed_alternative", empty="—")
        self.fields["level"].choices = [("", "—"), *((level.code, level.label) for level in self.rules.levels)]

    def _offer_people(self, dispositif) -> None:
        operators = operators_of(dispositif)
        contacts = partners_of(dispositif, PartnershipPart.OPERATOR, PartnershipPart.LANDLORD, PartnershipPart.REFERRER)
        self.fields["operator"].queryset = operators
        for name in (name for name in self.fields if name.endswith("_by")):
            self.fields[name].queryset = contacts
        workers = Membership.objects.current().filter(organisation__in=operators, role__in=TEAM_ROLES)
        workers = workers.select_related("user", "organisation").order_by("organisation__sort_name", "user__last_name")
        field = self.fields["lead_person"]
        field.queryset = User.objects.filter(pk__in=workers.values("user"), is_active=True)
        field.choices = [("", "—"), *_by_organisation(workers)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        code = data.get("alternative")
        if code:
            words = reference.label("proposed_alternative", code)
            data["proposed_instead"] = _THEN.join(filter(None, [words, data.get("proposed_instead")]))
        if data.get("code") in _GIVE:
            data["contact_by"] = data.get("contact_by") or data.get("operator")
            data["contact_before"] = data.get("contact_before") or self.fields["contact_before"].initial
        if data.get("code") == DecisionCode.ADMIT_CONDITIONAL:
            check_conditions(self, data)
        return data

    @property
    def written(self) -> list[tuple[str, str]]:
        """What was typed and chosen, in words: shown again to who was not the first."""
        shown = {*self.decided, *self.changed_data} - {"alternative"}  # said again in `proposed_instead`
        lines = [(field.label, self._in_words(name)) for name, field in self.fields.items() if name in shown]
        return [(label, words) for label, words in lines if words]

    def _in_words(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data.get(name)
        if not value:
            return ""
        if isinstance(field, DayField):
            return far_date(value)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(str(one) for one in value)
        if isinstance(field, forms.MultipleChoiceField):
            return ", ".join(dict(field.choices)[one] for one in value)
        return dict(field.choices)[value] if type(field) is forms.ChoiceField else str(value)

    @property
    def decided(self) -> dict[str, Any]:
        """The fields of the service; what does not go with the decision is left out."""
        code = self.cleaned_data["code"]
        kept = {"code", "shareable_reason", "reserved_reason", "next_review_on"}
        if code in _ASK_WHY:
            kept |= {"shareable_reason_code", "proposed_instead", "contact_by", "contact_before"}
        if code in _GIVE:
            kept |= {"operator", "lead_person", "contact_by", "contact_before"}
        if code in (*ADMITTING, DecisionCode.CHANGE_LEVEL):
            kept.add("level")
        fields = {name: self.cleaned_data[name] for name in kept}
        if code == DecisionCode.ADMIT_CONDITIONAL:
            fields["conditions"] = conditions_in(self.cleaned_data)
        if code in ASKING:
            fields["asking"] = asking_in(self.cleaned_data)
        return fields


def initial_of(decision: Decision) -> dict[str, Any]:
    """A decision to be corrected, as the form shows it."""
    names = [name for name in DecisionForm.base_fields if name not in {"alternative", *AskingFields.base_fields}]
    alternative, added = _alternative_in(decision.proposed_instead)
    said = {"alternative": alternative, "proposed_instead": added}
    return {name: getattr(decision, name) for name in names} | said | parts_of(decision)


def _alternative_in(proposed: str) -> tuple[str, str]:
    """The alternative chosen and what was added to it, from the one text that `clean` made of both."""
    for code, words in codes_of("proposed_alternative"):
        if proposed == words or proposed.startswith(f"{words}{_THEN}"):
            return code, proposed.removeprefix(words).removeprefix(_THEN)
    return "", proposed


def operators_of(dispositif):
    """Who may carry an accompaniment or a diagnosis; a landlord does when it has case workers of its own."""
    carriers = partners_of(dispositif, PartnershipPart.OPERATOR, PartnershipPart.DIAGNOSIS_OPERATOR)
    case_workers = Membership.objects.current().filter(role=Role.LANDLORD_CASE_WORKER)
    landlords = partners_of(dispositif, PartnershipPart.LANDLORD).filter(pk__in=case_workers.values("organisation"))
    return carriers | landlords


def _by_organisation(workers) -> list[tuple[str, list[tuple]]]:
    groups: dict[str, dict] = {}
    for membership in workers:
        groups.setdefault(membership.organisation.name, {})[membership.user_id] = str(membership.user)
    return [(name, list(people.items())) for name, people in groups.items()]


def _when(codes: tuple[str, ...], *fields: Any) -> Div:
    return Div(*fields, data_when=" ".join(codes))
