"""Whole for who counted, for a landlord only at the end and never small, in lists, exports and totals alike."""

from datetime import date

import pytest
from django.urls import reverse

from accompaniment.collective.exports import CollectiveList
from accompaniment.collective.numbers import Cell, Figures, figures_of, in_band, total_of
from accompaniment.collective.totals import Asked, tables
from accompaniment.models import CollectiveAction
from partners.roles import Role
from tests.accompaniment.collective import scenes

pytestmark = pytest.mark.django_db
NAMES = ("attendances", "adults", "children", "not_accompanied", "people", "regulars")


def told(actor, action):
    figures = figures_of(actor, CollectiveAction.objects.with_list_data().get(pk=action.pk))
    return {name: getattr(figures, name).value for name in NAMES}


@pytest.fixture
def ended(world, cast):
    """An action of the association with the landlord, ended; sessions are added as (adults, children, apart)."""

    def make(*sessions, by=cast.worker, beside=None, state="held", **fields):
        beside = (world.landlord,) if beside is None else beside
        dated = {"ended_on": date(2018, 12, 10)} if state != "planned" else {}
        action = scenes.action_of(world, by, beside=beside, state=state, **dated, **fields)
        for number, (adults, children, apart) in enumerate(sessions):
            day = date(2018, 11, 1 + number)
            scenes.session_of(action, on=day, adults=adults, children=children, not_accompanied=apart)
        return action

    return make


class TestWhoCounted:
    def test_reads_whatever_is_small(self, cast, ended):
        action = ended((2, 1, 3), (4, 0, 0), people=4, regulars=1)
        assert told(cast.worker, action) == dict(zip(NAMES, (7, 6, 1, 3, 4, 1), strict=True))

    def test_a_landlord_reads_its_own_headcounts(self, world, cast, ended):
        action = ended((2, 0, None), by=cast.referent, beside=(world.association,))
        assert told(cast.referent, action)["attendances"] == told(cast.worker, action)["attendances"] == 2

    def test_what_nobody_counted_is_said_so(self, cast, ended):
        assert told(cast.worker, ended((8, 0, None)))["not_accompanied"] is None


class TestALandlordBesideAnAssociation:
    def test_reads_nothing_while_sessions_may_still_be_added(self, cast, ended):
        action = ended((12, 0, None), (14, 0, None), state="planned")
        assert set(told(cast.referent, action).values()) == {None}

    def test_reads_the_whole_once_it_has_ended(self, cast, ended):
        action = ended((12, 6, 8), (10, 5, 7), people=15, regulars=5)
        assert told(cast.referent, action) == dict(zip(NAMES, (33, 22, 11, 15, 15, 5), strict=True))

    def test_one_small_session_hides_the_series(self, cast, ended):
        """A hundred less ninety-eight would tell it."""
        assert set(told(cast.referent, ended((50, 0, None), (48, 0, None), (2, 0, None))).values()) == {None}

    def test_a_session_without_anybody_is_no_secret(self, cast, ended):
        assert told(cast.referent, ended((9, 0, None), (0, 0, None)))["attendances"] == 9

    def test_few_people_coming_often_hide_their_attendances(self, cast, ended):
        """Three people at three sessions of six, counted with their children, would be found by dividing."""
        assert told(cast.referent, ended((6, 0, None), (6, 0, None), people=4))["attendances"] is None

    def test_few_children_hide_the_adults_beside_them(self, cast, ended):
        found = told(cast.referent, ended((9, 2, None)))
        assert (found["attendances"], found["adults"], found["children"]) == (11, None, None)

    def test_few_accompanied_people_are_not_found_by_difference(self, cast, ended):
        found = told(cast.referent, ended((12, 0, 9)))
        assert (found["attendances"], found["not_accompanied"]) == (12, None)

    def test_few_who_came_back_are_hidden(self, cast, ended):
        found = told(cast.referent, ended((12, 0, None), people=12, regulars=2))
        assert (found["people"], found["regulars"]) == (12, None)

    def test_a_rate_over_some_sessions_is_not_told(self, cast, ended):
        action = ended((12, 0, None), (6, 0, None))
        action.sessions.filter(adults=12).update(expected=15)
        assert figures_of(cast.referent, action).rate is None
        assert figures_of(cast.worker, action).rate == (12, 15)

    def test_a_total_is_hidden_with_one_of_its_parts(self):
        parts = [Cell(12), Cell(None, "masqué")]
        whole = total_of([_figures(cell) for cell in parts])
        assert whole.attendances.value is None and whole.attendances.words == "masqué"

    def test_what_nobody_counted_hides_no_total(self):
        assert total_of([_figures(Cell(12)), _figures(Cell(None))]).attendances.value == 12


def _figures(cell):
    return Figures(1, *[cell] * 6)


class TestPages:
    def test_the_list_and_the_session_tell_a_landlord_no_number_of_the_association(self, cast, ended, sign_in):
        action = ended((3, 0, None))
        client = sign_in(cast.referent)
        listed = client.get(reverse("accompaniment:collective_list")).content.decode()
        assert "masqué" in listed
        session = client.get(reverse("accompaniment:collective_session", args=[action.sessions.get().pk]))
        assert "Adultes" not in session.content.decode()

    def test_the_export_says_what_the_page_says(self, cast, ended):
        ended((3, 0, None), title="Petite")
        ended((9, 0, None), title="Grande")
        rows = {row["Intitulé"]: row["Présences"] for row in exported(cast.referent)}
        assert rows == {"Petite": "masqué (moins de 5 personnes)", "Grande": "9"}
        assert {row["Présences"] for row in exported(cast.worker)} == {"3", "9"}

    def test_the_pilot_reads_numbers_and_opens_no_row(self, cast, ended, sign_in):
        action = ended((3, 0, None), title="Atelier nommé ainsi")
        told = sign_in(cast.pilot).get(reverse("accompaniment:collective_numbers")).content.decode()
        assert "Tout le dispositif" in told and "Atelier nommé ainsi" not in told
        assert sign_in(cast.pilot).get(reverse("accompaniment:collective_detail", args=[action.pk])).status_code == 404

    def test_the_pilot_of_another_dispositif_counts_nothing_here(self, cast, ended, other_dispositif):
        ended((9, 0, None))
        table = tables(cast.pilot, Asked(2018, other_dispositif))[0]
        assert table.total.figures.sessions == 0

    def test_totals_are_those_of_the_year(self, cast, ended):
        ended((9, 0, None))
        assert tables(cast.worker, Asked(2018))[0].total.figures.attendances.value == 9
        assert tables(cast.worker, Asked(2017))[0].rows == ()

    def test_a_total_of_a_landlord_hides_with_a_small_action(self, cast, ended):
        ended((9, 0, None))
        ended((2, 0, None), theme="garden")
        own = tables(cast[Role.LANDLORD_CASE_WORKER], Asked(2018))[0]
        assert own.total.figures.attendances.value is None


def exported(actor):
    listing = CollectiveList()
    columns = listing.columns(actor, {})
    rows = [line for batch in listing.batches(actor, {}) for line in batch]
    return [{column.label: column.value(line) for column in columns} for line in rows]


@pytest.mark.parametrize(
    ("n", "words"), [(0, "aucun"), (1, "moins de 5"), (4, "moins de 5"), (5, "de 5 à 9"), (23, "de 20 à 24")]
)
def test_a_landlord_knows_about_how_many_members(n, words):
    assert in_band(n) == words
