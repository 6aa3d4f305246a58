"""The columns of a table of visits, in the words that are exported and read back."""

from accompaniment.choices import InterventionKind, InterventionOutcome
from households.importing import Field, Kind

FIELDS = (
    Field("number", "Numéro de dossier", synonyms=("dossier", "n° dossier", "n° de dossier"), longest=20),
    Field(
        "reference",
        "Référence interne",
        synonyms=("référence", "réf", "identifiant", "n° interne", "code interne"),
        longest=40,
        help="Celle de votre organisme, notée sur le dossier : elle remplace le numéro.",
    ),
    Field("happened_on", "Date", Kind.DAY, synonyms=("date visite", "le", "jour", "date rdv"), is_required=True),
    Field(
        "kind",
        "Nature",
        Kind.CODE,
        synonyms=("type", "type de visite", "action", "intervention"),
        choices=lambda: InterventionKind.choices,
        is_required=True,
    ),
    Field(
        "outcome", "Issue", Kind.CODE, synonyms=("résultat", "présence"), choices=lambda: InterventionOutcome.choices
    ),
    Field("minutes", "Durée en minutes", Kind.NUMBER, synonyms=("durée", "minutes", "temps")),
    Field("people_met", "Personnes rencontrées", Kind.NUMBER, synonyms=("nombre de personnes", "nb personnes")),
    Field("was_announced", "Annoncée", Kind.YES_NO, synonyms=("prévenu", "ménage prévenu")),
    Field("unannounced_reason", "Pourquoi sans prévenir", synonyms=("motif sans annonce",), longest=200),
    Field("themes", "Thèmes", Kind.CODE, synonyms=("thème", "sujets"), reference_list="action_theme", is_many=True),
    Field("is_shared", "Date visible du bailleur", Kind.YES_NO, synonyms=("partagée", "visible du bailleur")),
    Field("author", "Auteur", synonyms=("par", "intervenant", "travailleur social", "référent"), longest=120),
)
LABELS = {field.name: field.label for field in FIELDS}
