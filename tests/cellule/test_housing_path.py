"""The way to a dwelling in one view: steps, refusals and why, how long, whose turn; for each reader, hers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accompaniment.choices import InterventionKind
from accompaniment.models import Intervention
from cellule.housing_path import path_of
from cellule.housing_path.delays import Delay
from cellule.models import Candidature, CommissionPassage, Decision, HousingOffer, HousingWish
from cellule.services.commissions import pass_on, prepare_passage, record_result
from cellule.services.housing_offers import accept_offer, end_offer, propose_dwelling, sign_lease
from cellule.synthesis import parts
from households.grants import GrantLevel
from households.models import Case, Dwelling, HousingPeriod
from households.services import close_case, reopen_case
from partners.roles import Role
from tests import factories
from tests.cellule import searching
from veille.core import clock
from veille.core.models import AccessEvent

TODAY = date(2018, 12, 14)


def url(case) -> str:
    return reverse("cellule:housing_path", args=[case.pk])


def labels(path) -> dict[str, str]:
    return {stage.title: stage.label for stage in path.stages}


def turns(path) -> list[str]:
    return [f"{turn.who} : {turn.what}" for turn in path.turns]


def texts(path) -> str:
    return "\n".join(f"{a.landlord} {fact.text}" for a in path.attempts for fact in a.facts)


def moved(model, days: int, *columns: str) -> None:
    """The same rows, so many days before."""
    for row in model.objects.order_by("pk"):
        model.objects.filter(pk=row.pk).update(**{c: getattr(row, c) - timedelta(days=days) for c in columns})


@pytest.fixture
def searching_case(world, cast) -> Case:
    return searching.accompanied(world, cast)


def test_nobody_is_asked_yet_and_who_accompanies_is_told_to(searching_case, cast, sign_in):
    path = path_of(cast.worker, searching_case)
    assert labels(path)["Demande aux bailleurs"] == "À venir"
    (turn,) = path.turns
    assert (turn.who, turn.what) == ("Qui accompagne", "solliciter un bailleur")
    assert turn.url == reverse("cellule:candidature_ask", args=[searching_case.pk])
    assert sign_in(cast.worker).get(turn.url).status_code == 200


def test_each_refusal_says_by_whom_and_why(world, cast):
    offer = searching.offered(world, cast)
    moved(HousingOffer, 9, "offered_on")
    offer.refresh_from_db()
    end_offer(offer=offer, ended_by="household", reason="place", text="Trop loin de l’école.", by=cast.worker)
    path = path_of(cast.worker, offer.case)
    assert "du fait de : le ménage" in texts(path)
    assert "Trop loin de l’école." in texts(path)
    assert labels(path)["Proposition"] == "Sans suite"
    stage = next(stage for stage in path.stages if stage.title == "Proposition")
    assert stage.detail == "1\xa0proposition, dont 1 sans suite (le ménage)"
    assert turns(path) == ["Logis Transports : proposer un autre logement"]
    assert [fact.days for fact in path.attempts[0].facts if fact.label == "Sans suite"] == [9]


def test_a_redo_after_a_refusal_goes_on_to_the_lease(world, cast):
    offer = searching.offered(world, cast)
    end_offer(offer=offer, ended_by="landlord", reason="not_available", by=cast.worker)
    again = propose_dwelling(
        candidature=offer.candidature, by=searching.allocation(world, cast), commune=world.commune, dwelling_type="t4"
    )
    path = path_of(cast.worker, offer.case)
    assert turns(path) == ["Le ménage, avec qui l’accompagne : dire si le logement convient"]
    accept_offer(offer=again, by=cast.worker)
    assert turns(path_of(cast.worker, offer.case)) == ["Logis Transports et le ménage : signer le bail"]
    sign_lease(offer=again, signed_on=TODAY, starts_on=TODAY, modality="direct_lease", by=cast.worker)
    path = path_of(cast.worker, offer.case)
    assert labels(path) | {"Proposition": "Fait", "Bail": "Fait"} == labels(path)
    assert path.turns == []
    assert {delay.title: delay.n for delay in path.delays}["Réponse à une proposition"] == 2


def test_the_commission_says_its_rank_then_the_household_is_told(world, cast):
    found = searching.accepted(world, cast)
    dwelling = {"commune": world.commune, "dwelling_type": "t3"}
    accept_offer(offer=propose_dwelling(candidature=found, by=cast.worker, **dwelling), by=cast.worker)
    passage = prepare_passage(case=found.case, landlord=found.landlord, by=cast.worker, held_on=TODAY)
    assert turns(path_of(cast.worker, found.case)) == [
        "Qui accompagne : relire et transmettre la note à Logis Transports"
    ]
    pass_on(passage=passage, by=cast.worker)
    assert turns(path_of(cast.worker, found.case)) == ["La commission de Logis Transports : donner sa réponse"]
    moved(CommissionPassage, 12, "passed_on")
    passage.refresh_from_db()
    record_result(passage=passage, result="cal_awarded_rank", rank=2, decided_on=TODAY, by=cast.worker)
    path = path_of(cast.worker, found.case)
    stage = next(stage for stage in path.stages if stage.title == "Commission (CAL)")
    assert (stage.label, stage.detail) == ("Fait", "Attribution par rang, rang 2")
    assert turns(path) == [
        "Logis Transports et le ménage : signer le bail",
        "Qui accompagne : dire au ménage la réponse de la commission",
    ]
    (delay,) = [delay for delay in path.delays if delay.title == "Réponse d’une commission"]
    assert (delay.words, delay.n) == ("12\xa0jours", 1)


def test_the_days_of_several_landlords_are_told_with_their_number(world, cast):
    first = searching.accepted(world, cast)
    (second,) = searching.ask_landlords(
        case=first.case, asking=searching.asking(world, world.organiser), by=cast.worker
    )
    Candidature.objects.filter(pk=first.pk).update(state="refused", refusal_reason="out_of_area")
    for row, days in ((first, 20), (second, 6)):
        on = {"asked_on": TODAY - timedelta(days=days), "answered_on": TODAY, "planned_on": TODAY - timedelta(days=20)}
        Candidature.objects.filter(pk=row.pk).update(**on)
    Case.objects.update(opened_on=TODAY - timedelta(days=60))
    path = path_of(cast.worker, first.case)
    (delay,) = [delay for delay in path.delays if delay.title == "Réponse d’un bailleur"]
    assert (delay.n, delay.words) == (2, "6 et 20\xa0jours")


def test_a_landlord_reads_its_own_request_and_nothing_of_the_others(world, cast, sign_in):
    mine = searching.asked(world, cast)
    other = searching.asking(world, world.organiser)
    searching.ask_landlords(case=mine.case, asking=other, by=cast.worker)
    manager = searching.allocation(world, cast)
    path = path_of(manager, mine.case)
    assert [attempt.landlord for attempt in path.attempts] == ["Logis Transports"]
    assert turns(path) == ["Logis Transports : répondre à la demande"]
    page = sign_in(manager).get(url(mine.case)).content.decode()
    assert "Pierres et Lumières" not in page
    assert "rien de ce qui l’a été à d’autres bailleurs" in page


def test_the_landlord_of_the_dwelling_is_not_told_that_others_are_asked(world, cast):
    found = searching.asked(world, cast)
    factories.grant(found.case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    path = path_of(cast.referent, found.case)
    assert path.attempts == []
    assert turns(path) == []
    assert path.is_partial


def test_a_reserved_reason_is_told_to_nobody_here(world, cast, sign_in):
    item = searching.admitted_in_session(world, cast)
    Decision.objects.update(reserved_reason="Motif que seule l’instance lit")
    for reader in (cast.secretary, cast.worker):
        page = sign_in(reader).get(url(item.case)).content.decode()
        assert "Motif que seule l’instance lit" not in page


def test_who_refers_and_follows_the_state_has_no_path(world, cast, sign_in):
    case = factories.make_case(world, door="access")
    factories.grant(case, world.shelter, GrantLevel.STATUS)
    referrer = cast[Role.REFERRER]
    status = sign_in(referrer).get(url(case)).status_code
    assert status in (403, 404)
    assert path_of(referrer, case) is None


def test_litigation_staff_read_no_path(searching_case, world, cast):
    factories.grant(searching_case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    assert path_of(cast[Role.LANDLORD_LITIGATION], searching_case) is None


def test_a_restricted_file_is_there_for_who_is_named_alone(world, cast, sign_in):
    found = searching.asked(world, cast)
    factories.restrict(found.case)
    assert sign_in(cast.worker).get(url(found.case)).status_code == 404
    factories.restrict(found.case, cast.worker)
    assert sign_in(cast.worker).get(url(found.case)).status_code == 200


def test_a_secret_dwelling_is_told_by_no_step(world, cast, sign_in):
    offer = searching.offered(world, cast)
    accept_offer(offer=offer, by=cast.worker)
    sign_lease(offer=offer, signed_on=TODAY, starts_on=TODAY, modality="direct_lease", by=cast.worker)
    Dwelling.objects.update(is_secret=True)
    path = path_of(cast.worker, offer.case)
    assert (path.attempts, labels(path)["Bail"]) == ([], "Fait")
    for reader in (cast.worker, searching.allocation(world, cast), cast.secretary):
        assert not Candidature.objects.visible_to(reader).exists()
        detail = reverse("cellule:candidature_detail", args=[offer.candidature_id])
        assert sign_in(reader).get(detail).status_code == 404
    page = sign_in(cast.worker).get(url(offer.case)).content.decode()
    assert "Harnes" not in page.partition('id="housing-path"')[2]
    assert "Logis Transports" not in page.partition('id="housing-path"')[2]
    printed = str([part.lines for part in parts(cast.worker, offer.case)])
    assert "Harnes" not in printed
    assert "Logis Transports" not in printed


def test_the_session_that_asked_the_landlord_does_not_tell_it_either(world, cast, sign_in):
    item = searching.admitted_in_session(world, cast)
    bench = reverse("cellule:session_at", args=[item.session_id, item.pk])
    link = reverse("cellule:candidature_detail", args=[Candidature.objects.get().pk])
    assert link in sign_in(cast.secretary).get(bench).content.decode()
    dwelling = Dwelling.objects.create(landlord=world.other_landlord, commune=world.commune, is_secret=True)
    period = factories.HousingPeriodFactory(case=item.case, dwelling=dwelling, lease_signed_on=TODAY)
    HousingOffer.objects.create(
        case=item.case,
        candidature=Candidature.objects.get(),
        commune=world.commune,
        dwelling_type="t3",
        state="leased",
        offered_on=TODAY,
        offered_by=cast.worker.user,
        lease_signed_on=TODAY,
        period=period,
    )
    assert link not in sign_in(cast.secretary).get(bench).content.decode()


def test_who_comes_back_begins_the_path_again_and_keeps_the_former_one(world, cast, settings):
    found = searching.accepted(world, cast)
    Candidature.objects.update(state="refused", refusal_reason="out_of_area")
    close_case(case=found.case, by=cast.worker)
    settings.VEILLE_TODAY = TODAY + timedelta(days=40)
    case = reopen_case(case=Case.objects.get(pk=found.case_id), by=cast.worker, reason="retour")
    path = path_of(cast.worker, case)
    assert labels(path)["Demande aux bailleurs"] == "À venir"
    assert [attempt.is_former for attempt in path.attempts] == [True]
    assert turns(path) == ["Qui accompagne : solliciter un bailleur"]


def test_a_closed_file_waits_for_nobody(searching_case, cast):
    close_case(case=searching_case, by=cast.worker)
    assert path_of(cast.worker, Case.objects.get(pk=searching_case.pk)).turns == []


def test_in_maintien_nothing_is_drawn_until_somebody_looks_for_a_dwelling(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast)
    path = path_of(cast.worker, case)
    assert not path.is_moving
    assert "aucun relogement n’est engagé" in sign_in(cast.worker).get(url(case)).content.decode()
    wish = {"dwelling_types": ["t2"], "noted_on": TODAY, "noted_by": cast.worker.user}
    HousingWish.objects.create(case=case, **wish)
    path = path_of(cast.worker, case)
    assert (path.is_moving, labels(path)["Logement recherché"]) == (True, "Fait")


def test_in_maintien_a_move_is_followed_to_the_new_dwelling(world, cast):
    case = factories.make_accompanied_case(world, cast)
    Intervention.objects.create(
        case=case,
        organisation=world.landlord,
        author=cast.referent.user,
        kind=InterventionKind.LANDLORD_TRANSFER,
        happened_on=TODAY,
        minutes=30,
        is_shared=True,
        is_landlord_part=True,
    )
    path = path_of(cast.worker, case)
    assert labels(path)["Démarche de mutation"] == "En cours"
    first, second = (Dwelling.objects.create(landlord=world.landlord, commune=world.commune) for _ in range(2))
    before = case.opened_on - timedelta(days=300)
    factories.HousingPeriodFactory(case=case, dwelling=first, starts_on=before, ends_on=TODAY - timedelta(days=1))
    factories.HousingPeriodFactory(case=case, dwelling=second, starts_on=TODAY)
    path = path_of(cast.worker, case)
    assert (labels(path)["Démarche de mutation"], labels(path)["Nouveau logement"]) == ("Fait", "Fait")


def test_a_sliding_lease_goes_on_with_its_term_and_its_reviews(world, cast):
    case = factories.make_accompanied_case(world, cast, door="access")
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune)
    period = factories.HousingPeriodFactory(
        case=case, dwelling=dwelling, modality="sliding_lease", starts_on=TODAY, lease_signed_on=TODAY
    )
    case.sliding_leases.create(period=period, association=world.association, signed_on=TODAY, term_on=date(2020, 6, 14))
    path = path_of(cast.worker, case)
    assert labels(path)["Bail glissant"] == "En cours"
    assert turns(path) == ["La Vie active : prévoir un bilan", "La Vie active : informer le préfet"]
    assert all(turn.url for turn in path.turns)


def test_it_stands_on_the_page_of_the_housing_and_in_the_synthesis(world, cast, sign_in):
    offer = searching.offered(world, cast)
    page = sign_in(cast.worker).get(reverse("households:case_housing", args=[offer.case_id])).content.decode()
    assert url(offer.case) in page
    titles = [part.title for part in parts(cast.worker, offer.case)]
    assert "Le parcours logement" in titles
    assert HousingPeriod.objects.filter(case=offer.case).count() == 0


def test_what_it_shows_is_in_the_journal(world, cast, sign_in):
    offer = searching.offered(world, cast)
    sign_in(cast.worker).get(url(offer.case))
    read = set(AccessEvent.objects.filter(url_name="cellule:housing_path").values_list("section", flat=True))
    assert {"housing", "candidature"} <= read
    assert clock.today() == TODAY


def test_of_three_passages_the_median_and_both_ends():
    assert Delay("Réponse d’un bailleur", (21, 3, 12)).words == "médiane 12\xa0jours, de 3 à 21"
