"""Who signs, and how: on the screen, on paper, by word of mouth; or does not wish to, without having to say why."""

from collections.abc import Mapping

from crispy_forms.layout import HTML, Div, Field
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accompaniment.drawn import read_strokes
from accompaniment.forms.fields import Day
from accompaniment.plan_choices import SignatureWay, SignerPart
from households.models import Document
from veille.core.forms import LaidOutForm

ME, OTHER = "me", "other"
_CANVAS = '{% include "accompaniment/_signature_frame.html" with field=form.drawing only %}'


class SignatureForm(LaidOutForm):
    """`names`: key → name, of those of the household whom the actor knows, each signing for herself."""

    who = forms.ChoiceField(label="Qui signe ?", widget=forms.RadioSelect)
    other_name = forms.CharField(
        label="Nom et fonction", max_length=120, required=False, help_text="Un partenaire, une personne de confiance…"
    )
    way = forms.ChoiceField(
        label="Comment ?", choices=SignatureWay.choices, initial=SignatureWay.SCREEN, widget=forms.RadioSelect
    )
    drawing = forms.CharField(required=False, widget=forms.HiddenInput)
    document = forms.ModelChoiceField(
        label="Exemplaire signé",
        queryset=Document.objects.none(),
        required=False,
        help_text="Déposé d’abord parmi les documents du dossier.",
    )
    signed_on = Day(label="Le")
    remark = forms.CharField(
        label="Remarque",
        max_length=200,
        required=False,
        help_text="Une réserve, un souhait. Ne pas signer n’appelle aucune justification.",
    )

    def __init__(self, *args, names: Mapping[str, str], me: str, documents: QuerySet[Document], **kwargs):
        super().__init__(*args, **kwargs)
        self.names, self.me = names, me
        people = list(names.items())
        self.fields["who"].choices = [*people, (ME, f"{me} (vous)"), (OTHER, "Une autre personne")]
        self.fields["who"].initial = people[0][0] if people else ME
        self.fields["document"].queryset = documents
        self.fields["document"].label_from_instance = lambda document: document.title
        self.fields["document"].empty_label = "Aucun"

    def layout(self):
        return [
            Field("who", template="components/chips.html"),
            Div("other_name", data_when_field="who", data_when=OTHER),
            Field("way", template="components/chips.html"),
            Div(HTML(_CANVAS), "drawing", data_when_field="way", data_when=SignatureWay.SCREEN),
            Div("document", data_when_field="way", data_when=SignatureWay.PAPER),
            "signed_on",
            "remark",
        ]

    def clean(self):
        told = super().clean()
        if told.get("who") == OTHER and not told.get("other_name"):
            self.add_error("other_name", "Écrivez le nom de la personne qui signe.")
        told["strokes"] = self._strokes(told)
        if told.get("way") != SignatureWay.PAPER:
            told["document"] = None
        return told

    def _strokes(self, told: dict) -> list[list[int]]:
        if told.get("way") != SignatureWay.SCREEN:
            return []
        try:
            return read_strokes(told.get("drawing", ""))
        except ValidationError as error:
            self.add_error("way", error)
            return []

    def answer(self) -> dict:
        """What the service takes: who signs is a member of the household, the worker, or somebody else."""
        told = self.cleaned_data
        kept = {name: told[name] for name in ("way", "strokes", "document", "signed_on", "remark")}
        return {**kept, **self._signer(told["who"], told["other_name"])}

    def _signer(self, who: str, other_name: str) -> dict:
        if who == ME:
            return {"part": SignerPart.WORKER, "name": self.me}
        if who == OTHER:
            return {"part": SignerPart.PARTNER, "name": other_name}
        return {"part": SignerPart.HOUSEHOLD, "name": self.names[who]}
