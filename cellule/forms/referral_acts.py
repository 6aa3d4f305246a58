"""Short forms on an orientation that was sent."""

from django import forms

from cellule.choices import REFERRAL_ENDS, ReferralState
from cellule.models import Referral
from partners.configuration import Door
from partners.models import Organisation, PartnershipPart
from partners.partnerships import partners_of
from veille.core.forms import FilterForm, LaidOutForm

_ONGOING = [state for state in ReferralState if state not in REFERRAL_ENDS]


def _longest(name: str) -> int:
    return Referral._meta.get_field(name).max_length


class ComplementForm(LaidOutForm):
    text = forms.CharField(
        label="Ce qui manque",
        max_length=_longest("complement_asked"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites ce qui manque."},
    )


class AnswerForm(LaidOutForm):
    text = forms.CharField(
        label="Votre réponse",
        max_length=_longest("complement_answer"),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Écrivez votre réponse."},
    )


class WithdrawForm(LaidOutForm):
    reason = forms.CharField(
        label="Pourquoi retirez-vous cette orientation ?",
        max_length=_longest("withdrawal_reason"),
        error_messages={"required": "Dites pourquoi : la cellule ne l’examinera plus."},
    )


class CompleteForm(LaidOutForm):
    """Empty: the referrer presents, when it can."""

    presenter = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), required=False, label="Qui prépare et présente la situation ?"
    )

    def __init__(self, *args, referral: Referral, can_present: bool, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["presenter"]
        able = partners_of(referral.case.rules.dispositif_id, PartnershipPart.LANDLORD, PartnershipPart.OPERATOR)
        field.queryset = able.exclude(pk=referral.presenter_id) if can_present else able
        field.required = not can_present
        field.empty_label = referral.presenter.name if can_present else "—"
        field.error_messages["required"] = "Nommez l’organisme qui présentera : l’orienteur ne peut pas le faire."


class DiagnosisForm(LaidOutForm):
    operator = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Qui fait le diagnostic ?",
        error_messages={"required": "Choisissez l’opérateur du diagnostic."},
    )

    def __init__(self, *args, referral: Referral, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["operator"].queryset = partners_of(
            referral.case.rules.dispositif_id, PartnershipPart.DIAGNOSIS_OPERATOR
        )


class SentFilter(FilterForm):
    """Filters of « Mes orientations »; kept in the address, without any name."""

    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *ReferralState.choices])
    door = forms.ChoiceField(label="Porte", required=False, choices=[("", "Toutes"), *Door.choices])


class ReceivedFilter(FilterForm):
    """Filters of « Orientations reçues »."""

    state = forms.ChoiceField(
        label="État", required=False, choices=[("", "Toutes"), *((s.value, s.label) for s in _ONGOING)]
    )
    door = forms.ChoiceField(label="Porte", required=False, choices=[("", "Toutes"), *Door.choices])
    claimed = forms.ChoiceField(
        label="Suivi",
        required=False,
        choices=[("", "Toutes"), ("no", "Personne ne s’en occupe"), ("mine", "Les miennes")],
    )
