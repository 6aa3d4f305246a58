"""Prepared queries: the words are kept, never the rows; they know of who asks what they are kept under."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models.functions import TruncMonth
from django.test.utils import CaptureQueriesContext

from households.models import Case
from partners.actors import outline
from partners.models import Commune, DispositifVersion, DutyShift, Organisation
from partners.roles import Role
from tests import factories
from veille.core.prepared import Among, Blank, BlankText, TiedToAMoment, Unreadable, columns_of, made_of, prepared

BUILT = []


@prepared
def communes_named(department: str):
    BUILT.append(department)
    return (
        Commune.objects.filter(code__startswith=department, name=BlankText("name")).order_by("code").values_list("code")
    )


@prepared
def seen_by(actor):
    return Case.objects.visible_to(actor).order_by("number").values_list("number")


def numbers(actor) -> list[str]:
    rows = seen_by(outline(actor)).rows(user=actor.user_id, organisation=actor.organisation_id)
    return [number for (number,) in rows]


def test_a_query_is_built_once_and_read_each_time(world):
    BUILT.clear()
    assert communes_named("62").rows(name="Harnes") == [("62413",)]
    with CaptureQueriesContext(connection) as captured:
        assert communes_named("62").rows(name="Nulle-Part") == []
    assert len(captured) == 1
    assert BUILT == ["62"]


def test_a_value_is_never_read_as_words(world):
    assert communes_named("62").rows(name="x' OR '1'='1") == []


def test_the_day_is_part_of_what_it_is_kept_under(world, settings):
    BUILT.clear()
    communes_named("33").rows(name="Harnes")
    settings.VEILLE_TODAY = settings.VEILLE_TODAY.replace(year=2019)
    communes_named("33").rows(name="Harnes")
    assert BUILT == ["33", "33"]


def test_keys_fill_one_blank(world):
    first, second = factories.make_case(world), factories.make_case(world)

    @prepared
    def of_keys():
        return Case.objects.filter(Among("id", "keys")).order_by("number").values_list("pk")

    assert of_keys().rows(keys=[first.pk]) == [(first.pk,)]
    assert set(of_keys().rows(keys=[first.pk, second.pk])) == {(first.pk,), (second.pk,)}
    assert of_keys().rows(keys=[]) == []


def test_a_missing_value_is_refused(world):
    with pytest.raises(KeyError):
        communes_named("62").rows()


def test_what_can_find_nothing_asks_nothing(db):
    @prepared
    def nothing():
        return Commune.objects.none().values_list("code")

    with CaptureQueriesContext(connection) as captured:
        assert nothing().rows() == []
    assert len(captured) == 0


def test_who_holds_no_role_sees_nothing(world, cast):
    factories.make_accompanied_case(world, cast)
    assert numbers(cast.worker)
    assert numbers(replace(cast.worker, memberships=())) == []


def test_a_column_that_is_translated_is_refused(db):
    @prepared
    def months():
        return Case.objects.annotate(month=TruncMonth("opened_on")).values_list("pk", "month")

    @prepared
    def configurations():
        return DispositifVersion.objects.values_list("pk", "data")

    with pytest.raises(Unreadable):
        configurations()
    with pytest.raises(Unreadable):
        months()


def test_the_time_of_day_is_never_kept(db):
    @prepared
    def shifts():
        return DutyShift.objects.current().values_list("pk")

    with pytest.raises(TiedToAMoment):
        shifts()


def test_an_object_is_made_of_its_columns_and_fetches_what_was_left_out(world, django_assert_num_queries):
    @prepared
    def organisations():
        return Organisation.objects.filter(pk=Blank("key")).values_list(*columns_of(Organisation))

    Organisation.objects.filter(pk=world.landlord.pk).update(competences=["housing"])
    (row,) = organisations().rows(key=world.landlord.pk)
    made = made_of(Organisation, row)
    with django_assert_num_queries(0):
        assert (made, made.name, made.has_open_team) == (world.landlord, world.landlord.name, False)
    with django_assert_num_queries(1):
        assert made.competences == ["housing"]


@pytest.mark.parametrize("role", Role.values)
def test_two_people_share_the_words_and_not_the_files(role, world, cast):
    case = factories.make_accompanied_case(world, cast)
    for actor in (cast[role], cast.partner(role), cast.busy_elsewhere(role), cast.former(role, case)):
        expected = Case.objects.visible_to(actor).order_by("number").values_list("number", flat=True)
        assert numbers(actor) == list(expected)


def test_a_rule_that_wants_more_of_who_asks_fails(world, cast):
    shape = outline(cast.worker)
    for more in (lambda: shape.user.email, lambda: shape.organisation.kind, lambda: shape.memberships[0].pk):
        with pytest.raises(AttributeError):
            more()


def test_what_changes_the_rules_changes_the_outline(cast):
    worker = cast.worker
    assert outline(worker) == outline(cast.other_worker)
    assert hash(outline(worker)) == hash(outline(cast.other_worker))
    assert outline(worker) != outline(cast.referent)
    assert isinstance(outline(worker).user_id, Blank)
