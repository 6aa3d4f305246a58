"""What a dispositif says to those who refer: one page, one A4, public only by a reasoned act."""

from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from cellule.announced import announced
from cellule.delays import Delay, kept_by, masked, measured, published
from cellule.models import PrescriberPage, PrescriberPublication, Referral
from cellule.services.prescribers import TEXTS, publish_page, texts_of, unpublish_page, write_page
from tests.factories import make_referred_case
from veille.core.formats import counted
from veille.core.models import AuditEvent

pytestmark = pytest.mark.django_db

LONG = {name: "Une phrase de longueur ordinaire, qui dit ce que fait le dispositif. " * 10 for name in TEXTS}


def page_of(dispositif) -> str:
    return f"/dispositifs/{dispositif.pk}/orienter/"


def test_nobody_reads_it_before_it_is_published_nor_after(client, cast, world):
    address = page_of(world.dispositif)
    assert client.get(address)["Location"].startswith("/compte/connexion/")
    publish_page(dispositif=world.dispositif, reason="Réunion du réseau", by=cast.pilot)
    assert world.dispositif.public_name in client.get(address).content.decode()
    assert client.get(f"{address}affiche.pdf").status_code == 200
    unpublish_page(dispositif=world.dispositif, by=cast.pilot)
    assert client.get(address).status_code == 302
    assert client.get(f"/dispositifs/{uuid4()}/orienter/").status_code == 302


def test_published_it_says_its_public_name_and_no_other(client, cast, world):
    world.dispositif.name, world.dispositif.public_name = "Femmes victimes de violences", "Accompagnement logement"
    world.dispositif.save()
    publish_page(dispositif=world.dispositif, reason="Réseau", by=cast.pilot)
    shown = client.get(page_of(world.dispositif)).content.decode()
    assert "Accompagnement logement" in shown and "violences" not in shown.split("<main")[1].split("instances")[0][:200]
    assert "Modifier les textes" not in shown and "Publier" not in shown


def test_publishing_asks_a_reason_and_is_journalled(cast, sign_in, world):
    client, address = sign_in(cast.pilot), page_of(world.dispositif)
    assert client.post(f"{address}publier/", {"reason": ""}).status_code == 422
    client.post(f"{address}publier/", {"reason": "Réunion du réseau", "submission_key": uuid4()})
    assert PrescriberPublication.objects.get().published_by == cast.pilot.user
    assert AuditEvent.objects.filter(name="prescriber_page.published").count() == 1
    client.post(f"{address}depublier/", {"submission_key": uuid4()})
    assert PrescriberPublication.objects.get().ended_by == cast.pilot.user


def test_only_the_pilot_writes_it(cast, sign_in, world):
    for who in (cast.referent, cast.secretary, cast.manager):
        assert sign_in(who).get(f"{page_of(world.dispositif)}modifier/").status_code in {403, 404}


def test_each_writing_is_a_version(cast, sign_in, world):
    first = texts_of(world.dispositif)
    address = f"{page_of(world.dispositif)}modifier/"
    sent = {**dict.fromkeys(TEXTS, "Un mot."), "brings": "Une oreille.", "submission_key": uuid4()}
    sign_in(cast.pilot).post(address, sent)
    write_page(dispositif=world.dispositif, by=cast.pilot, **{**dict.fromkeys(TEXTS, "x"), "brings": "Deux."})
    assert [page.number for page in PrescriberPage.objects.order_by("number")] == [1, 2]
    assert PrescriberPage.objects.get(number=1).brings == "Une oreille."
    assert texts_of(world.dispositif)["brings"] == "Deux." and first["brings"] != "Deux."


@pytest.mark.parametrize("texts", [None, LONG], ids=["configured", "long"])
def test_the_poster_holds_on_one_page(texts, cast, sign_in, world):
    if texts:
        write_page(dispositif=world.dispositif, by=cast.pilot, **{name: text[:700] for name, text in texts.items()})
    answer = sign_in(cast.referent).get(f"{page_of(world.dispositif)}affiche.pdf")
    reader = PdfReader(BytesIO(answer.content))
    assert len(reader.pages) == 1
    assert world.dispositif.public_name in reader.pages[0].extract_text()
    assert not (reader.metadata.author or "")


def test_it_says_how_often_one_decides_and_how_soon_somebody_calls(client, cast, world):
    publish_page(dispositif=world.dispositif, reason="Réseau", by=cast.pilot)
    page = client.get(page_of(world.dispositif)).content.decode()
    rules = world.dispositif.rules.configuration
    deciding = next(one for one in rules.instances if one.decides_doors)
    assert (deciding.label, "chaque mois, sur chaque territoire") in announced(rules)
    assert ("Premier contact", f"dans les {counted(rules.first_contact_days, 'jour')} de l’admission") in announced(
        rules
    )
    assert all(when in page for _, when in announced(rules))


def test_delays_come_from_the_rows(cast, world):
    referral = make_referred_case(world, cast, state="complete")
    Referral.objects.filter(pk=referral.pk).update(
        submitted_on="2018-09-01", seen_on="2018-09-03", completed_on="2018-09-11"
    )
    other = make_referred_case(world, cast)
    Referral.objects.filter(pk=other.pk).update(submitted_on="2018-09-01", seen_on=None)
    found = {delay.code: delay for delay in measured(kept_by(cast.secretary))}
    assert (found["seen"].n, found["seen"].total, found["seen"].median) == (1, 2, 2)
    assert found["complete"].median == 10
    assert (found["decision"].n, found["decision"].median) == (0, None)


def test_what_is_published_stands_still_for_a_quarter(cast, world, monkeypatch):
    """On 14 December 2018, the figures are those of the end of September, whatever happened since."""
    monkeypatch.setattr("cellule.delays.masked", list)
    for _ in range(2):
        referral = make_referred_case(world, cast)
        Referral.objects.filter(pk=referral.pk).update(submitted_on="2018-09-10", seen_on="2018-09-12")
    before = published(world.dispositif)
    assert [(delay.n, delay.total) for delay in before][:2] == [(2, 2), (0, 2)]
    Referral.objects.filter(pk=referral.pk).update(completed_on="2018-11-02", state="withdrawn", closed_on="2018-12-01")
    make_referred_case(world, cast)
    assert published(world.dispositif) == before


def test_small_numbers_are_on_no_public_page(client, cast, world):
    referral = make_referred_case(world, cast)
    Referral.objects.filter(pk=referral.pk).update(submitted_on="2018-09-01", seen_on="2018-09-08")
    publish_page(dispositif=world.dispositif, reason="Réseau", by=cast.pilot)
    shown = client.get(page_of(world.dispositif)).content.decode()
    assert "non montré" in shown and "7\u00a0jours" not in shown and "1 / 1" not in shown


@pytest.mark.parametrize(
    ("n", "total", "hidden"), [(3, 40, True), (38, 40, True), (20, 40, False), (0, 3, True), (40, 40, False)]
)
def test_a_delay_of_a_few_households_is_hidden(n, total, hidden):
    shown = masked([Delay("seen", "Vue", n, total, 4, 90)])[0]
    assert shown.is_masked is hidden and shown.longest is None


def test_the_difference_of_two_figures_is_hidden_too():
    first, second = masked([Delay("seen", "Vue", 30, 60, 4, 9), Delay("complete", "Complète", 28, 60, 9, 12)])
    assert not first.is_masked and second.is_masked


def test_the_page_of_delays_counts_for_the_pilot_and_opens_rows_to_the_secretary(cast, sign_in, world):
    referral = make_referred_case(world, cast)
    number = referral.case.number
    assert number in sign_in(cast.secretary).get("/orientations/delais/").content.decode()
    assert number not in sign_in(cast.pilot).get("/orientations/delais/").content.decode()
    assert sign_in(cast.referent).get("/orientations/delais/").status_code == 403


@pytest.mark.parametrize(
    ("median", "words"),
    [(None, ""), (0, "0 jour"), (1, "1 jour"), (1.5, "1,5 jour"), (2, "2 jours"), (12.5, "12,5 jours")],
)
def test_a_median_is_told_in_french(median, words):
    assert Delay("seen", "Vue", 1, 1, median, None).in_words == words.replace(" ", "\u00a0")
