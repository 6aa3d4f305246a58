"""The columns of a follow-up table, under the names that teams give them."""

from households.importing.fields import Field, Kind
from partners.configuration import Door

_AMOUNT_HELP = "En euros ; une dette est un nombre positif."

FIELDS = (
    Field("number", "Numéro de dossier", synonyms=("dossier", "n° dossier", "n° de dossier"), longest=20),
    Field(
        "contract",
        "Numéro de contrat",
        synonyms=("contrat", "n° contrat", "n° de contrat", "n° bail", "n° de bail", "code locataire", "n° locataire"),
        longest=40,
        help="Il permet de retrouver le ménage au prochain import.",
    ),
    Field(
        "reference",
        "Référence interne",
        synonyms=("référence", "réf", "réf interne", "identifiant", "n° interne", "code interne"),
        longest=40,
    ),
    Field(
        "name",
        "Locataire",
        synonyms=("nom", "nom prénom", "nom et prénom", "ménage", "titulaire", "titulaire du bail", "famille", "noms"),
        longest=160,
    ),
    Field("first_name", "Prénom", synonyms=("prénoms",), longest=80),
    Field("birth_date", "Date de naissance", Kind.DAY, synonyms=("né le", "née le", "naissance", "ddn")),
    Field("phone", "Téléphone", synonyms=("tél", "tel", "portable", "mobile", "n° de téléphone"), longest=40),
    Field("door", "Porte", Kind.CODE, synonyms=("accès ou maintien", "volet"), choices=lambda: Door.choices),
    Field("residence", "Résidence", synonyms=("groupe", "immeuble", "programme", "ensemble", "quartier"), longest=120),
    Field(
        "dwelling_reference",
        "Référence du logement",
        synonyms=("n° logement", "logement", "code logement", "lot", "ug", "module"),
        longest=40,
    ),
    Field(
        "dwelling_type",
        "Type de logement",
        Kind.CODE,
        synonyms=("type", "typologie"),
        reference_list="dwelling_type",
    ),
    Field("commune", "Commune", synonyms=("ville", "localité"), longest=80, help="Son nom ou son code INSEE."),
    Field(
        "entered_on",
        "Entrée dans le logement",
        Kind.DAY,
        synonyms=("date d’entrée", "entrée", "bail du", "date du bail", "entrée dans les lieux"),
    ),
    Field(
        "balance",
        "Solde",
        Kind.AMOUNT,
        synonyms=("dette", "impayé", "impayés", "montant dette", "solde locatif", "solde dû", "montant de la dette"),
        help=_AMOUNT_HELP,
    ),
    Field(
        "step",
        "Étape",
        Kind.CODE,
        synonyms=("étape de la procédure", "procédure", "stade", "stade procédure"),
        reference_list="procedure_step",
    ),
    Field("step_since", "Étape depuis le", Kind.DAY, synonyms=("date étape", "date de l’étape", "procédure depuis")),
    Field(
        "lead",
        "Référent·e",
        synonyms=("référent", "référente", "suivi par", "travailleur social", "conseillère", "cesf", "référent social"),
        longest=120,
        help="Son nom, tel qu’il est dans votre organisme.",
    ),
    Field(
        "last_contact",
        "Dernier contact",
        Kind.DAY,
        synonyms=("date dernier contact", "dernière visite", "dernier rdv", "dernier rendez vous"),
    ),
    Field(
        "next_step",
        "Prochaine échéance",
        synonyms=("à faire", "prochaine action", "prochaine étape", "action à venir", "suite à donner"),
        longest=160,
    ),
    Field("next_due", "Pour le", Kind.DAY, synonyms=("échéance", "date échéance", "date de l’échéance", "avant le")),
    Field(
        "difficulties",
        "Difficultés",
        Kind.CODE,
        synonyms=("problématiques", "problématique", "difficulté", "motif", "motifs"),
        reference_list="difficulty",
        is_many=True,
        help="Une ou plusieurs, séparées par des points-virgules.",
    ),
)
