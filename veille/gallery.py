"""The gallery of components, for who writes a page: every fragment in every state, with invented data.

Mounted at /composants/ in the demonstration and in tests only.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from crispy_forms.layout import Field
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from veille.core.forms import DayField, LaidOutForm, pair

SEVERITIES = [(0, "sans difficulté"), (1, "vigilance"), (2, "modérée"), (3, "forte"), (4, "bloquante")]
FIGURES = [
    {
        "label": "Ménages admis",
        "value": "120",
        "n": 120,
        "total": 150,
        "unit": "ménages présentés",
        "target": 100,
        "target_label": "ménages",
        "scale": 150,
        "period": "2015 à 2018",
        "basis": "date de décision",
        "url": "#figures",
    },
    {
        "label": "Accès",
        "value": "67",
        "n": 67,
        "total": 120,
        "target": 50,
        "target_label": "ménages",
        "scale": 80,
        "url": "#figures",
    },
    {
        "label": "Mesures démarrées dans les 15 jours",
        "value": "38",
        "n": 38,
        "total": 53,
        "target": 45,
        "target_label": "mesures",
        "scale": 53,
        "basis": "entre décision et premier contact",
    },
    {
        "label": "Baux toujours en cours",
        "value": "18",
        "n": 18,
        "total": 21,
        "declared": "86 %, sans base imprimée",
        "period": "au 14 décembre 2018",
    },
    {
        "label": "Coût par ménage",
        "value": "1\u202f704,70\u00a0€",
        "unit": "par an",
        "basis": "195\u202f380 € pour 114,6 ménages",
    },
]
STEPS = [
    {"label": "Reçue", "state": "done", "date": date(2018, 12, 3)},
    {"label": "Complète", "state": "done", "date": date(2018, 12, 12), "detail": "Vue par la secrétaire de la cellule"},
    {"label": "Séance", "state": "current", "date": date(2018, 12, 20), "detail": "Cellule de Lille"},
    {"label": "Réponse", "state": "todo"},
    {"label": "Premier contact", "state": "todo"},
]
READERS = [
    {
        "value": "association_only",
        "label": "Équipe",
        "text": "l’équipe de l’association (4 personnes)",
        "hidden_from": "Non visible par le bailleur.",
    },
    {"value": "shared", "label": "Partagée", "text": "l’équipe de l’association et la référente sociale du bailleur"},
]
ROWS = [
    {
        "number": "VS-2018-48213",
        "door": "retention",
        "state": "Accompagnement actif",
        "tone": "success",
        "debt": "1240.00",
    },
    {"number": "VS-2018-30177", "door": "access", "state": "En attente de séance", "tone": "progress", "debt": "0"},
    {"number": "VS-2017-90532", "door": "retention", "state": "Suspendu", "tone": "warning", "debt": "5310.45"},
    {
        "number": "VS-2016-11846",
        "door": "access",
        "state": "Arrêt décidé par le dispositif",
        "tone": "danger",
        "debt": "86",
    },
]
GRID = [
    {"label": "Pilotage et coordination", "is_group": True, "cost": 96_000, "parts": [48_000, 28_000, 20_000]},
    {"label": "Poste de coordination", "cost": 84_000, "parts": [42_000, 24_000, 18_000]},
    {"label": "Évaluation", "cost": 12_000, "parts": [6_000, 4_000, 2_000]},
    {"label": "Accompagnement", "is_group": True, "cost": 240_000, "parts": [120_000, 60_000, 5_530]},
]
TONES = [
    {"label": "Actif", "tone": "success"},
    {"label": "À échéance", "tone": "warning"},
    {"label": "En retard", "tone": "danger"},
    {"label": "Convoquée", "tone": "info"},
    {"label": "En cours", "tone": "progress"},
    {"label": "Sans suite", "tone": "neutral"},
]
# What a form may say of each choice: `option_detail` reads it from the field.
DOOR_DETAILS = {
    "access": {"icon": "door-open", "help": "Entrer dans un logement social"},
    "retention": {"icon": "house-door", "help": "Rester dans son logement"},
}
KIND_DETAILS = {
    "visit": {"icon": "house-door"},
    "call": {"icon": "telephone"},
    "office": {"icon": "building"},
    "together": {"icon": "signpost-split"},
    "message": {"icon": "envelope"},
}
ICON_NAMES = ["people", "send", "calendar3", "wallet2", "bar-chart-line", "lock", "projector", "telephone"]


@dataclass(frozen=True)
class SampleRun:
    """What the progress fragment reads of a run; said to be finished so that the gallery polls nothing."""

    pk: UUID
    state: str
    progress: int = 0
    step: str = ""
    label: str = "Rapport d’évaluation"
    is_finished: bool = True

    def get_state_display(self) -> str:
        return {"queued": "En attente", "running": "En cours", "done": "Terminé", "failed": "Échoué"}[self.state]


RUNS = [
    SampleRun(UUID(int=1), "queued"),
    SampleRun(UUID(int=2), "running", 62, "Calcul des indicateurs"),
    SampleRun(UUID(int=3), "done", 100),
    SampleRun(UUID(int=4), "failed", 40),
]


class SampleForm(LaidOutForm):
    """One field of each kind that forms of the application use."""

    door = forms.ChoiceField(
        label="Accès ou maintien ?",
        choices=[("access", "Accès"), ("retention", "Maintien")],
        widget=forms.RadioSelect,
        help_text="Une seule réponse ; elle peut être changée jusqu’à l’envoi.",
    )
    kind = forms.ChoiceField(
        label="Type de contact",
        choices=[
            ("visit", "Visite"),
            ("call", "Appel"),
            ("office", "Bureau"),
            ("together", "Démarche"),
            ("message", "Message"),
        ],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes abordés",
        required=False,
        choices=[("budget", "Budget"), ("rights", "Droits"), ("housing", "Logement"), ("neighbours", "Voisinage")],
        widget=forms.CheckboxSelectMultiple,
    )
    budget = forms.TypedChoiceField(label="Budget", choices=SEVERITIES, coerce=int, widget=forms.RadioSelect)
    upkeep = forms.TypedChoiceField(
        label="Entretien du logement", choices=SEVERITIES, coerce=int, widget=forms.RadioSelect, required=False
    )
    occurred_on = DayField(label="Date")
    commune = forms.ChoiceField(
        label="Commune",
        choices=[("", "—"), ("62413", "Harnes"), ("59009", "Villeneuve-d’Ascq"), ("62427", "Hénin-Beaumont")],
        widget=forms.Select(attrs={"data-search-list": ""}),
    )
    text = forms.CharField(
        label="Ce qui a été dit", widget=forms.Textarea(attrs={"rows": 4}), help_text="Une phrase suffit."
    )
    visibility = forms.ChoiceField(
        label="Visibilité",
        choices=[(level["value"], level["label"]) for level in READERS],
        widget=forms.RadioSelect,
        initial="association_only",
    )
    informed = forms.BooleanField(label="La personne a été informée de l’orientation")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["door"].details = DOOR_DETAILS
        self.fields["kind"].details = KIND_DETAILS

    def layout(self):
        return [
            Field("door", template="components/radio_cards.html"),
            Field("kind", template="components/big_buttons.html"),
            Field("themes", template="components/chips.html"),
            Field("budget", template="components/severity.html"),
            Field("upkeep", template="components/severity.html"),
            pair("occurred_on", "commune"),
            "text",
            Field("visibility", template="components/radio_cards.html"),
            "informed",
        ]


class SampleRowForm(forms.Form):
    """A row of a formset."""

    first_name = forms.CharField(label="Prénom", required=False)
    born_in = forms.IntegerField(label="Année de naissance", required=False)


SampleRows = forms.formset_factory(SampleRowForm, extra=1, can_delete=True)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """All components; `?vue=projecteur` shows the projector page."""
    if request.GET.get("vue") == "projecteur":
        return render(request, "gallery/projector.html")
    wrong = SampleForm({"occurred_on": "demain", "text": ""}, prefix="wrong")
    page = Paginator(range(1, 601), 50).get_page(request.GET.get("page", 5))
    context = {
        "figures": FIGURES,
        "steps": STEPS,
        "readers": READERS,
        "rows": [row | {"debt": Decimal(row["debt"])} for row in ROWS],
        "grid": GRID,
        "tones": TONES,
        "icon_names": ICON_NAMES,
        "runs": RUNS,
        "form": SampleForm(),
        "wrong": wrong,
        "formset": SampleRows(prefix="persons"),
        "page": page,
        "sort": request.GET.get("sort", "number"),
    }
    return render(request, "components_gallery.html", context)
