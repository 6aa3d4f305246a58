"""What should not be in a free text is said; the words of the field pass."""

import pytest
from django.urls import reverse

from tests import factories
from tests.cellule.test_referral_wizard import fill, start, with_answers
from veille.core.free_text import LONGEST, warnings
from veille.core.models import AccessEvent, AuditEvent

ALARMS = {
    "nir": [
        "Son numéro est 2 79 05 62 413 118 66.",
        "NIR 279056241311866",
        "n° de sécu : 1.85.12.75.116.003 en attente",
        "279 05 62 413 118, sa sécurité sociale",
        "née en Corse : 1 84 07 2A 004 113 50",
    ],
    "bank": [
        "IBAN FR76 3000 6000 0112 3456 7890 189",
        "fr7630006000011234567890189",
        "Elle donne sa carte 4970 1012 3456 7893",
        "RIB : 30004 00828 00010176814",
        "le code secret de sa carte est 4521",
    ],
    "contact": [
        "Joindre son frère au 06 12 34 56 78.",
        "sa voisine : 0320001122",
        "son patron, +33 6 12 34 56 78",
        "Écrire à marie.durand@exemple.invalid",
        "Son ex habite 12 rue des Lilas.",
        "il vit 4 bis, avenue de la République",
        "hébergée chez sa sœur, 3 place Jean Jaurès",
        "chez sa mère à 59000 Lille",
        "8 cours de l’Yser",
    ],
    "health": [
        "Monsieur est schizophrène.",
        "Elle dit être bipolaire depuis 2012.",
        "en dépression depuis la séparation",
        "le fils aîné est autiste",
        "suivi pour un cancer du sein",
        "diabétique, il ne sort plus",
        "traitement par méthadone",
        "une tentative de suicide en mars",
        "Son alcoolisme inquiète les voisins.",
        "séropositif",
        "syndrome de Diogène",
    ],
    "offence": [
        "Il a été condamné pour vol.",
        "sorti de prison pour trafic de stupéfiants",
        "son casier judiciaire est chargé",
        "mis en examen en 2016",
        "placé en garde à vue hier",
        "auteur de violences sur sa compagne",
        "porte un bracelet électronique",
        "un délinquant connu",
        "c’est un dealer",
        "deux condamnations",
    ],
    "origin": [
        "Famille musulmane pratiquante.",
        "ils sont d’origine marocaine",
        "il serait homosexuel",
        "des Gitans sédentarisés",
        "témoin de Jéhovah",
    ],
}

SILENCE = [
    "",
    "Dette de loyer de 1 240 € qui grandit depuis six mois.",
    "Victime de violences conjugales, accompagnée par l’association.",
    "Difficulté : violences intrafamiliales, intensité 3.",
    "Addictions et conduites à risque : à évaluer avec le CSAPA.",
    "Souffrance psychique, ne sort plus de chez elle.",
    "Sortant d’établissement pénitentiaire, sans solution de logement.",
    "Il a été condamné à payer 1 200 € au bailleur.",
    "condamnée solidairement au paiement des loyers, et aux dépens",
    "Le juge l’a condamné à quitter les lieux.",
    "Jugement d’expulsion, délais de paiement accordés.",
    "Sursis à l’expulsion jusqu’au 31 mars, trêve hivernale.",
    "Commandement de quitter les lieux reçu le 12 mars 2016.",
    "Elle a déposé plainte après le vol de son portefeuille.",
    "Traitement de la dette : plan d’apurement sur 24 mois.",
    "Traitement de sa demande FSL en cours, dossier 2016-004512.",
    "Surendettement : recevable, moratoire de 24 mois.",
    "Elle perçoit l’AAH, dossier MDPH renouvelé.",
    "Troubles de voisinage signalés : bruit la nuit, le 3 et le 9 mai.",
    "Logement très encombré, accès au compteur impossible.",
    "Elle parle arabe et un peu français : prévoir un interprète.",
    "Aidée par le Secours catholique pour l’électricité.",
    "Orientée vers l’équipe mobile psychiatrie précarité.",
    "3 places en crèche demandées, 2 cours de français par semaine.",
    "12 euros de l’heure, 35 heures.",
    "Reste à vivre de 8 € par jour et par personne.",
    "Loyer 412,30 € charges comprises, APL 203,00 €.",
    "Rappeler entre 14 h et 17 h, ne pas laisser de message.",
    "Contrat n° 0012345678 chez le bailleur.",
    "Relogement T3 souhaité, rez-de-chaussée ou ascenseur.",
    "Elle dort à la rue depuis trois jours.",
    "Enceinte de sept mois, cherche un T2.",
    "Hospitalisé deux semaines, le chien est chez une voisine.",
    "La facture d’origine est perdue ; le locataire d’origine est parti.",
    "Mesure éducative pour le cadet, rencontre avec l’école.",
    "Perte d’emploi le 02 04 2016, inscription faite.",
    "Bilan dans 6 mois, le 12/06/2017.",
    "Dossier VS-2015-48213, étape : assignation.",
    "30000 Euros de dette fiscale ancienne.",
    "1 85 12 75 116 003 99",
    "La ligue contre le cancer du quartier tient une permanence.",
    "Elle refuse la mesure pour l’instant, à revoir au printemps.",
    "Il a été jugé prioritaire par la commission DALO.",
    "Elle vit avec ses trois enfants ; garde alternée.",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ALARMS.items() for text in texts])
def test_what_should_not_be_there_is_said(kind, text):
    assert kind in {warning.kind for warning in warnings(text)}


@pytest.mark.parametrize("text", SILENCE)
def test_the_words_of_the_field_pass(text):
    assert warnings(text) == []


def test_there_are_enough_sentences():
    assert len(SILENCE) + sum(map(len, ALARMS.values())) >= 60


def test_each_kind_is_said_once_and_says_what_to_do():
    found = warnings("06 12 34 56 78 puis 06 12 34 56 79, bipolaire, schizophrène")
    assert [warning.kind for warning in found] == ["health", "contact"]
    assert all("?" in warning.sentence for warning in found)


@pytest.mark.parametrize("text", ["a" * 200_000, "1 " * 50_000, "0612" * 20_000, "rue " * 40_000, "é’" * 50_000])
def test_no_text_takes_long(text):
    assert isinstance(warnings(text), list)
    assert LONGEST < 50_000


def test_the_page_asks_while_she_types_and_nothing_is_kept(cast, sign_in):
    answer = sign_in(cast.worker).post(reverse("core:text_check"), {"text": "Il est bipolaire."})
    assert answer.status_code == 200
    (said,) = answer.json()["warnings"]
    assert "maladie" in said
    assert not AccessEvent.objects.exists() and not AuditEvent.objects.exists()
    assert sign_in(cast.worker).get(reverse("core:text_check")).status_code == 405
    assert sign_in(None).post(reverse("core:text_check"), {"text": "x"}).status_code == 302


@pytest.fixture
def note(world, cast):
    case = factories.make_accompanied_case(world, cast)
    address = reverse("accompaniment:note_create", args=[case.pk])
    return address, {"text": "Il est bipolaire.", "level": "association_only", "written_on": "2018-12-14"}


def test_without_a_script_it_is_said_once_saved_and_never_refused(note, cast, sign_in):
    address, data = note
    worker = sign_in(cast.worker)
    answer = worker.post(address, data)
    assert answer.status_code == 302
    page = worker.get(answer.url).content.decode()
    assert "Une maladie ou un traitement" in page


def test_who_read_it_beside_the_text_is_not_told_again(note, cast, sign_in):
    address, data = note
    worker = sign_in(cast.worker)
    page = worker.get(worker.post(address, {**data, "text_checked": "yes"}).url).content.decode()
    assert "Une maladie ou un traitement" not in page


def test_a_step_of_an_orientation_says_it_too(cast, sign_in):
    referent = sign_in(cast.referent)
    address = start(referent)
    answers = with_answers(situation={"situation": "Il est bipolaire."})
    fill(referent, address, {name: answers[name] for name in answers if name != "situation"})
    sent = {**answers["situation"], "action": "next"}
    page = referent.post(f"{address}situation/", sent, follow=True).content.decode()
    assert "Une maladie ou un traitement" in page
