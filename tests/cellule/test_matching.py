"""What a household looks for beside what is there: criteria one by one, never a score; each reads what is hers."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule import matching
from cellule.matching import criteria
from cellule.models import HousingWish
from cellule.services import capacity
from households.models import Exclusion
from households.services.restrictions import restrict_case
from partners.models import Site
from partners.roles import Role
from tests import factories
from tests.cellule.capacity import note_wish, say_dwellings, say_places
from veille.core import clock
from veille.core.models import AccessEvent


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def landlord(cast):
    return cast[Role.LANDLORD_MANAGER]


def _answers(wish, dwelling, territory) -> dict[str, str]:
    return {one.label: one.answer.name for one in criteria(wish, dwelling, territory)}


def test_what_was_asked_is_met_or_not_or_unknown(world, cast, case, landlord):
    wish = note_wish(case, cast.worker, communes=[world.commune], needs_accessible=True)
    dwelling = say_dwellings(world, landlord, monthly_rent=Decimal(450))
    assert _answers(wish, dwelling, world.territory) == {
        "Type": "MET",
        "Commune": "MET",
        "Loyer": "NOT_MET",
        "Accessibilité": "UNKNOWN",
        "Réservation": "MET",
    }


def test_what_is_not_asked_is_no_criterion(world, cast, case, landlord):
    wish = note_wish(case, cast.worker, dwelling_types=[], maximum_rent=None)
    answers = _answers(wish, say_dwellings(world, landlord), world.territory)
    assert answers == {"Territoire": "MET", "Réservation": "MET"}


def test_another_territory_is_not_hers(world, cast, case, landlord):
    wish = note_wish(case, cast.worker)
    assert _answers(wish, say_dwellings(world, landlord), world.other_territory)["Territoire"] == "NOT_MET"


@pytest.mark.parametrize(
    ("communes", "answer"),
    [(["62413"], "MET"), (["62413", "59540"], "UNKNOWN"), (["59540"], "NOT_MET")],
)
def test_a_site_of_several_communes_is_sure_only_when_all_of_them_suit(communes, answer, world, cast, case, landlord):
    site = Site.objects.create(
        dispositif=world.dispositif, landlord=world.landlord, territory=world.territory, dwellings=10
    )
    site.communes.set(communes)
    wish = note_wish(case, cast.worker, communes=[world.commune])
    dwelling = say_dwellings(world, landlord, site=site, commune=None)
    assert _answers(wish, dwelling, world.territory)["Commune"] == answer


@pytest.mark.parametrize(
    ("reservation", "held", "answer"),
    [
        ("none", [], "MET"),
        ("prefecture", ["prefecture"], "MET"),
        ("prefecture", ["town"], "NOT_MET"),
        ("unknown", ["prefecture"], "UNKNOWN"),
    ],
)
def test_a_reserved_dwelling_goes_to_those_its_reserver_proposes(
    reservation, held, answer, world, cast, case, landlord
):
    wish = note_wish(case, cast.worker, reservations=held)
    dwelling = say_dwellings(world, landlord, reservation=reservation)
    assert _answers(wish, dwelling, world.territory)["Réservation"] == answer


def test_nothing_adds_criteria_up():
    """No score and no rank: the module gives answers, and lines keep the order of the board."""
    words = {name.lower() for name in vars(matching)}
    assert not any(forbidden in word for word in words for forbidden in ("score", "rank", "sort", "sum"))


def test_a_wish_is_noted_and_the_former_one_stays(world, cast, sign_in, case):
    client, url = sign_in(cast.worker), reverse("cellule:wish_note", args=[case.pk])
    typed = {"dwelling_types": ["t2", "t3"], "communes": [world.commune.pk], "maximum_rent": "420", "version": ""}
    assert client.post(url, typed).status_code == 302
    first = HousingWish.objects.get()
    page = client.get(reverse("cellule:wish_fragment", args=[case.pk])).content.decode()
    assert "T2, T3" in page
    assert "Harnes" in page
    again = client.post(url, typed | {"version": capacity.wish_version(first), "maximum_rent": "380"})
    assert again.status_code == 302
    assert HousingWish.objects.count() == 2
    assert HousingWish.objects.last_of(case).maximum_rent == Decimal(380)


def test_of_two_people_the_second_is_told(world, cast, sign_in, case):
    note_wish(case, cast.worker)
    late = sign_in(cast.worker).post(reverse("cellule:wish_note", args=[case.pk]), {"version": ""})
    assert late.status_code == 422
    assert "entre-temps" in late.content.decode()


def test_a_restricted_file_names_no_commune_and_forgets_those_it_named(world, cast, sign_in, case):
    note_wish(case, cast.worker, communes=[world.commune])
    restrict_case(case=case, reason="violence", people=(), kept=(), hides_place=False, by=cast.worker)
    last = HousingWish.objects.last_of(case)
    assert not last.communes.exists()
    assert last.dwelling_types == ["t3"]
    with pytest.raises(ValidationError, match="territoire suffit"):
        note_wish(case, cast.worker, communes=[world.commune], version=capacity.wish_version(last))
    case.refresh_from_db()
    assert "Harnes" not in sign_in(cast.worker).get(reverse("cellule:wish_note", args=[case.pk])).content.decode()


def test_a_lease_and_its_procedure_do_not_open_a_wish(world, cast, case):
    note_wish(case, cast.worker)
    litigation = cast[Role.LANDLORD_LITIGATION]
    case.procedure_steps.create(landlord=world.landlord, step="summons", starts_on=clock.today())
    assert type(case).objects.visible_to(litigation).filter(pk=case.pk).exists()
    assert not HousingWish.objects.visible_to(litigation).exists()
    assert not HousingWish.objects.visible_to(cast.member).exists()


@pytest.fixture
def item(world, cast):
    referral = factories.make_referred_case(world, cast, state="scheduled", door="access")
    return factories.AgendaItemFactory(session=world.session, case=referral.case, referral=referral)


def _panel(sign_in, actor, item):
    return sign_in(actor).get(reverse("cellule:capacity_fragment", args=[item.pk]))


def test_the_panel_of_a_decision_says_places_dwellings_and_criteria(world, cast, sign_in, item, landlord):
    say_places(world, cast.manager, "3")
    say_dwellings(world, landlord)
    note_wish(item.case, cast.referent)
    page = _panel(sign_in, cast.secretary, item).content.decode()
    for words in ("La Vie active</strong>", "3 places", "Aurore", "Harnes", "Convient", "ils ne classent personne"):
        assert words in page
    assert AccessEvent.objects.filter(section="housing", cases=[item.case_id]).exists()


def test_a_member_reads_what_is_available_and_nothing_of_the_household(world, cast, sign_in, item, landlord):
    type(world.session).objects.update(state="convened")
    say_dwellings(world, landlord)
    note_wish(item.case, cast.referent, communes=[world.commune])
    page = _panel(sign_in, cast.member, item).content.decode()
    assert "Harnes" in page
    assert "Convient" not in page
    assert "à vérifier" not in page.lower()


def test_who_is_excluded_from_the_case_does_not_find_its_panel(world, cast, sign_in, item):
    Exclusion.objects.create(case=item.case, user=cast.secretary.user, declared_on=clock.today())
    assert _panel(sign_in, cast.secretary, item).status_code == 404


def test_dwellings_keep_one_order_whatever_they_meet(world, cast, sign_in, item, landlord):
    say_dwellings(world, landlord, dwelling_type="t2")
    say_dwellings(world, landlord, dwelling_type="t3")
    note_wish(item.case, cast.referent)
    lines = _panel(sign_in, cast.secretary, item).context["dwellings"]
    assert [one.dwelling_type for one, _ in lines] == ["t2", "t3"]
    assert [answers[0].answer.name for _, answers in lines] == ["NOT_MET", "MET"]


def test_a_household_that_stays_where_it_lives_is_offered_no_dwelling(world, cast, sign_in, landlord):
    referral = factories.make_referred_case(world, cast, state="scheduled")
    kept = factories.AgendaItemFactory(session=world.session, case=referral.case, referral=referral)
    say_places(world, cast.manager, "3")
    say_dwellings(world, landlord)
    page = _panel(sign_in, cast.secretary, kept).content.decode()
    assert "3 places" in page
    assert "Logements –" not in page
