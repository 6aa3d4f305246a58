"""The checker of the sheet, attacked: what points to the household is found however it is written, the rest passes."""

from datetime import date, time

import pytest

from cellule.models import Session
from cellule.sheet_checker import identifying_parts
from households.models import ContactDetail, Dwelling, HousingPeriod, Person
from tests import factories
from tests.cellule import scenes

PLANTED = [
    # names: case, accents, hyphens, pieces, misspelt
    "Éléonore ne répond plus",
    "eleonore ne répond plus",
    "ÉLÉONORE ne répond plus",
    "la mère, Elénore, travaille",
    "Eléonroe travaille",
    "Éleonor travaille",
    "la famille Vasseur-Lebrun",
    "la famille vasseur lebrun",
    "la famille Lebrun",
    "les Vasseurs",
    "M. Vaseur est venu",
    "le fils, Jean-Baptiste, est scolarisé",
    "le fils, Jean Baptiste, est scolarisé",
    "le fils, Baptiste, est scolarisé",
    "dite Nono",
    # initials
    "E. V. ne répond plus",
    "E.V. ne répond plus",
    "EV ne répond plus",
    "V.E. ne répond plus",
    "Mme V. ne répond plus",
    "Mme V ne répond plus",
    "Madame Durand est la voisine",
    # telephones
    "au 06 39 98 12 35",
    "au 06.39.98.12.35",
    "au 06-39-98-12-35",
    "au 0639981235",
    "au 06/39/98/12/35",
    "au +33 6 39 98 12 35",
    "au +33(0)6 39 98 12 35",
    "au 0033 6 39 98 12 35",
    "au 06 3998 1235",
    # addresses and places
    "habite 12 rue des Lilas",
    "habite 12 bis, av. Jean Jaurès",
    "habite 3 bd Voltaire",
    "habite rue des Lilas",
    "dans l’allée des Tilleuls",
    "appartement 34, troisième étage",
    "62440 Harnes",
    "à HARNES depuis dix ans",
    "résidence des Coquelicots",
    "aux coquelicots depuis dix ans",
    "logement L-0457 du bailleur",
    # dates of birth
    "née le 3 mai 1979",
    "le 03/05/1979",
    "le 3/5/1979",
    "le 03.05.79",
    "le 1979-05-03",
    "le 3 mai 1979",
    "en mai 1979",
    "née en 1979",
    "DDN : 03/05/1979",
    # numbers and mails
    "dossier {number}",
    "dossier {digits}",
    "NIR 2 79 05 62 440 123 45",
    "NIR 2790562440123",
    "eleonore.v@exemple.invalid",
    "eleonore.v arobase exemple point invalid",
    "allocataire 1234567",
    "FR76 3000 4000 0312 3456 7890 143",
]

INNOCENT = [
    "La dette de loyer dépasse 3 400 euros depuis 2018.",
    "Une visite à domicile par semaine a été proposée.",
    "Elle travaille à temps partiel depuis mars 2018.",
    "Le plan d’apurement prévoit 24 mensualités de 50 €.",
    "Une place en crèche est demandée pour le plus jeune.",
    "La mise en place de l’aide au logement est en cours.",
    "Le RSA est versé ; la CAF a été saisie.",
    "Un jugement a été rendu en octobre 2018.",
    "Monsieur est sans emploi, madame suit une formation.",
    "Le ménage compte deux adultes et trois enfants.",
    "Le loyer résiduel est de 412,50 euros par mois.",
    "Un rendez-vous est prévu le 12 janvier 2019.",
    "Elle est en chemin vers l’autonomie.",
    "La route vers un bail direct est encore longue.",
    "Le FSL a accordé 1 200 € en 2017.",
    "Que proposez-vous : un accompagnement global ou un bail glissant ?",
    "Quatre absences sur dix visites, deux appels sans réponse.",
    "Une demande de logement de type T3 est enregistrée.",
]


@pytest.fixture
def sheet(world, cast):
    """A household with an accent, a hyphen, a nickname, a known telephone and a residence."""
    sheet = scenes.drafted(world, cast)
    case = sheet.case
    Person.objects.filter(household=case.household).update(
        first_name="Éléonore", last_name="Vasseur-Lebrun", alias="Nono", birth_date=date(1979, 5, 3)
    )
    factories.PersonFactory(household=case.household, first_name="Jean-Baptiste", last_name="", role="child")
    ContactDetail.objects.create(case=case, kind="phone", value="06 39 98 12 35")
    commune = case.territory.communes.order_by("pk").first()
    dwelling = Dwelling.objects.create(
        landlord=world.landlord, commune=commune, residence="Les Coquelicots", reference="L-0457"
    )
    HousingPeriod.objects.filter(case=case).delete()
    HousingPeriod.objects.create(
        case=case, dwelling=dwelling, commune=commune, situation="social_tenant", starts_on=date(2015, 1, 1)
    )
    return sheet


@pytest.mark.parametrize("text", PLANTED)
def test_it_is_found_however_it_is_written(sheet, text):
    number = sheet.case.number
    sheet.facts = text.format(number=number, digits=number[-5:])
    assert identifying_parts(sheet, sheet.case), text


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_sentence_passes(sheet, text):
    sheet.facts = text
    sheet.question, sheet.composition, sheet.age_bands, sheet.tried = "Que faire ?", "", "", ""
    assert [part.excerpt for part in identifying_parts(sheet, sheet.case)] == []


@pytest.mark.parametrize("field", ["composition", "age_bands", "profile", "facts", "tried", "question", "proposal"])
def test_every_field_that_is_typed_is_looked_at(sheet, field):
    setattr(sheet, field, "Éléonore")
    assert field in {part.field for part in identifying_parts(sheet, sheet.case)}


def test_the_name_of_another_household_is_not_taught(sheet, world):
    """The warning quotes the sheet: a name misspelt is shown as it was typed, never as the file writes it."""
    sheet.facts = "Elénore est venue."
    assert {part.excerpt for part in identifying_parts(sheet, sheet.case)} == {"Elénore"}
    assert Session.objects.filter(starts_at=time(0)).count() == 0
