"""The capacity board: each declares its own, the instance's people read all of it, nobody counts what is not hers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule.capacity import dwelling_lines, operator_lines, team_load
from cellule.models import AvailableDwelling, Decision, PlaceDeclaration
from cellule.services import capacity
from cellule.todo_capacity import capacity_items
from households.models import Exclusion
from partners.models import Site
from partners.roles import Role
from tests import factories
from tests.cellule.capacity import say_dwellings, say_places
from tests.partners.network import register
from veille.core import clock
from veille.core.versions import version_of

BOARD = reverse("cellule:capacity_board")
PLACES = reverse("cellule:places_declare")
NEW = reverse("cellule:dwelling_create")


def _day(days: int):
    return clock.today() + timedelta(days=days)


def _measure(world, cast, weight: str = "1", state: str = "active", **fields):
    case = factories.make_accompanied_case(world, cast, **fields)
    measure = factories.make_measure(case, world.association, state)
    measure.levels.update(weight=Decimal(weight))
    return measure


def _line(actor, world, operator):
    return next(line for line in operator_lines(actor, world.dispositif) if line.operator == operator)


def _dwelling(**fields) -> dict:
    return {
        "dwelling_type": "t3",
        "number": "2",
        "monthly_rent": "350",
        "is_accessible": "",
        "reservation": "none",
        "expires_on": str(_day(20)),
    } | fields


def test_an_operator_declares_and_the_secretary_and_members_read_it(world, cast, sign_in):
    typed = {"dispositif": str(world.dispositif.pk), "places": "3.5", "valid_until": str(_day(30)), "remark": "Retour"}
    assert sign_in(cast.manager).post(PLACES, typed).url == BOARD
    for actor in (cast.secretary, cast.member, cast.pilot):
        page = sign_in(actor).get(BOARD).content.decode()
        assert "<strong>3,5</strong>" in page
        assert "Retour" in page


def test_a_new_declaration_replaces_the_former_and_keeps_it(world, cast):
    say_places(world, cast.manager, "4")
    say_places(world, cast.manager, "1")
    assert _line(cast.secretary, world, world.association).places == Decimal(1)
    assert PlaceDeclaration.objects.count() == 2


def test_each_territory_has_its_own(world, cast):
    say_places(world, cast.manager, "4", territory=world.territory)
    say_places(world, cast.manager, "2", territory=world.other_territory)
    assert _line(cast.secretary, world, world.association).places == Decimal(6)


def test_what_expired_counts_for_nothing(world, cast):
    declared = say_places(world, cast.manager)
    PlaceDeclaration.objects.filter(pk=declared.pk).update(declared_on=_day(-40), valid_until=_day(-1))
    assert _line(cast.secretary, world, world.association).places is None


def test_the_load_of_a_team_weighs_what_runs_and_what_is_decided(world, cast):
    _measure(world, cast, "2")
    _measure(world, cast, "1", state="suspended")
    _measure(world, cast, "0.25", state="not_started")
    _measure(world, cast, "1", state="ended")
    register(cast.manager, user=cast.worker.user, first_name="", last_name="", maximum_weight=Decimal(10))
    load = team_load(cast.manager)
    (line,) = load.lines
    assert (line.weight, line.to_start, line.maximum, line.left) == (
        Decimal("2.25"),
        Decimal("0.25"),
        Decimal(10),
        Decimal("7.75"),
    )


def test_a_pooled_worker_counts_for_the_share_of_the_employer(world, cast):
    shares = {world.association: 60, world.landlord: 40}
    register(
        cast.manager, user=cast.worker.user, first_name="", last_name="", maximum_weight=Decimal(10), shares=shares
    )
    assert team_load(cast.manager).maximum == Decimal(6)


def test_a_declaration_keeps_the_load_of_its_day(world, cast):
    _measure(world, cast, "2")
    declared = say_places(world, cast.manager)
    _measure(world, cast, "2")
    assert (declared.weight_in_use, declared.maximum_weight) == (Decimal(2), None)


def test_a_restricted_file_that_does_not_name_her_is_not_in_her_count(world, cast):
    measure = _measure(world, cast, "2")
    factories.restrict(measure.case, cast.worker)
    assert team_load(cast.manager).weight == 0


def test_members_and_secretaries_read_what_was_declared_and_no_load_of_today(world, cast):
    _measure(world, cast, "2")
    say_places(world, cast.manager)
    for actor in (cast.secretary, cast.member):
        assert _line(actor, world, world.association).load is None
    assert _line(cast.pilot, world, world.association).load == Decimal(2)


def test_a_manager_reads_her_own_line_alone(world, cast, sign_in):
    say_places(world, cast.manager)
    other = cast.play(Role.ASSOCIATION_MANAGER, world.other_association, "Autre")
    assert [line.operator for line in operator_lines(cast.manager, world.dispositif)] == [world.association]
    assert [line.declared for line in operator_lines(other, world.dispositif)] == [[]]
    assert "Aurore" not in sign_in(cast.manager).get(BOARD).content.decode()


def test_an_operator_that_said_nothing_is_on_the_board(world, cast, sign_in):
    page = sign_in(cast.secretary).get(BOARD).content.decode()
    assert "Rien n’est déclaré" in page
    assert "Aurore" in page


def _admitted(world, cast, **fields) -> Decision:
    referral = factories.make_referred_case(world, cast)
    item = factories.AgendaItemFactory(session=world.session, case=referral.case, referral=referral)
    return Decision.objects.create(
        case=referral.case,
        agenda_item=item,
        referral=referral,
        body="instance",
        code="admit",
        decided_on=clock.today(),
        level=referral.case.configuration.levels[0].code,
        operator=world.association,
        contact_by=world.association,
        contact_before=_day(15),
        recorded_by=cast.secretary.user,
        **fields,
    )


def test_what_her_sessions_give_since_is_taken_off(world, cast):
    say_places(world, cast.manager, "4")
    decision = _admitted(world, cast)
    weight = decision.case.configuration.level(decision.level).weight
    line = _line(cast.secretary, world, world.association)
    assert (line.given, line.places) == (weight, Decimal(4) - weight)
    assert _line(cast.member, world, world.association).places == Decimal(4)
    Exclusion.objects.create(case=decision.case, user=cast.secretary.user, declared_on=clock.today())
    assert _line(cast.secretary, world, world.association).given == 0


def test_a_landlord_says_what_may_become_free(world, cast, sign_in):
    typed = _dwelling(territory=str(world.territory.pk), commune=world.commune.pk, conditions="Rez-de-chaussée")
    assert sign_in(cast[Role.LANDLORD_ALLOCATION]).post(NEW, typed).url == BOARD
    page = sign_in(cast.secretary).get(BOARD).content.decode()
    for words in ("Harnes", "T3", "Sous réserve", "Rez-de-chaussée", "350,00"):
        assert words in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"commune": ""}, "Dites le site ou la commune."),
        ({"number": "0"}, "supérieure ou égale à 1"),
        ({"expires_on": "2018-12-01"}, "Indiquez un jour à venir."),
        ({"expires_on": "2019-12-01"}, "six mois au plus"),
    ],
)
def test_what_is_missing_or_wrong_is_said(typed, said, world, cast, sign_in):
    right = _dwelling(territory=str(world.territory.pk), commune=world.commune.pk)
    answer = sign_in(cast[Role.LANDLORD_MANAGER]).post(NEW, right | typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_site_is_its_landlord_s(world, cast):
    site = Site.objects.create(
        dispositif=world.dispositif, landlord=world.other_landlord, territory=world.territory, dwellings=10
    )
    with pytest.raises(ValidationError, match="pas de votre organisme"):
        say_dwellings(world, cast[Role.LANDLORD_MANAGER], site=site)


def test_a_landlord_does_not_read_what_another_one_has(world, cast, sign_in):
    line = say_dwellings(world, cast[Role.LANDLORD_MANAGER])
    other = cast.play(Role.LANDLORD_MANAGER, world.other_landlord, "Autre")
    assert not dwelling_lines(other, world.dispositif).exists()
    assert sign_in(other).get(reverse("cellule:dwelling_edit", args=[line.pk])).status_code == 404


def test_it_holds_for_a_time_and_is_recalled(world, cast, sign_in):
    landlord = cast[Role.LANDLORD_MANAGER]
    line = say_dwellings(world, landlord)
    assert capacity_items(landlord) == []
    AvailableDwelling.objects.update(said_on=_day(-31), expires_on=_day(-1))
    assert not dwelling_lines(cast.secretary, world.dispositif).exists()
    assert dwelling_lines(landlord, world.dispositif).exists()
    assert [item.group for item in capacity_items(landlord)] == ["late"]
    assert sign_in(landlord).post(reverse("cellule:dwelling_confirm", args=[line.pk])).url == BOARD
    assert dwelling_lines(cast.secretary, world.dispositif).exists()
    assert capacity_items(landlord) == []


def test_places_that_expire_are_recalled_to_their_operator(world, cast):
    say_places(world, cast.manager)
    PlaceDeclaration.objects.update(declared_on=_day(-30), valid_until=clock.today())
    assert [item.action_label for item in capacity_items(cast.manager)] == ["Déclarer nos places"]
    assert capacity_items(cast.worker) == capacity_items(cast.secretary) == []


def test_what_is_taken_off_is_gone(world, cast, sign_in):
    line = say_dwellings(world, cast[Role.LANDLORD_MANAGER])
    client, url = sign_in(cast[Role.LANDLORD_MANAGER]), reverse("cellule:dwelling_withdraw", args=[line.pk])
    assert client.post(url).status_code == 302
    assert not dwelling_lines(cast[Role.LANDLORD_MANAGER], world.dispositif).exists()
    assert client.post(url).status_code == 404


def test_of_two_people_the_second_is_told(world, cast):
    landlord = cast[Role.LANDLORD_MANAGER]
    line = say_dwellings(world, landlord)
    line.refresh_from_db()
    version = version_of(line)
    fields = {"territory": world.territory, "commune": world.commune, "expires_on": _day(30)}
    capacity.correct_dwellings(dwelling=line, version=version, number=1, by=landlord, **fields)
    with pytest.raises(ValidationError, match="entre-temps"):
        capacity.correct_dwellings(dwelling=line, version=version, number=5, by=landlord, **fields)


def test_the_board_is_narrowed_by_territory_and_type(world, cast):
    say_dwellings(world, cast[Role.LANDLORD_MANAGER])
    for chosen, found in (({"type": "t3"}, 1), ({"type": "t2"}, 0), ({"territory": world.other_territory.pk}, 0)):
        assert dwelling_lines(cast.secretary, world.dispositif, **chosen).count() == found


@pytest.mark.parametrize("role", [Role.LANDLORD_REFERENT, Role.ASSOCIATION_WORKER, Role.STATE_SERVICE, Role.FUNDER])
def test_others_do_not_open_it(role, cast, sign_in):
    assert sign_in(cast[role]).get(BOARD).status_code == 403


def test_what_was_declared_two_years_ago_is_forgotten(world, cast):
    say_dwellings(world, cast[Role.LANDLORD_MANAGER])
    say_places(world, cast.manager)
    assert capacity.forget_old_declarations() == 0
    AvailableDwelling.objects.update(said_on="2016-01-01", expires_on="2016-02-01")
    PlaceDeclaration.objects.update(declared_on="2016-01-01", valid_until="2016-02-01")
    assert capacity.forget_old_declarations() == 2
