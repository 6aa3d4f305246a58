"""The cohort: read by its evaluator and its pilot, small groups hidden, nothing that leads to a file."""

import pytest
from django.urls import reverse

from households.models import CohortMember
from partners.roles import Role
from reports import cohort


def members(world, count, **fields):
    told = {"door": "access", "territory": "Nord", "opened_year": 2014, "was_admitted": True, "outcome": "unknown"}
    for _ in range(count):
        CohortMember.objects.create(dispositif=world.dispositif, **{**told, **fields})


def parts(world, title):
    return next(column for column in cohort.columns(world.dispositif) if column.title == title).parts


def test_less_than_five_households_tell_nothing(world):
    members(world, 4)
    assert cohort.columns(world.dispositif) == []
    assert cohort.size(world.dispositif) is None


def test_a_small_group_is_hidden_and_another_with_it(world):
    members(world, 9)
    members(world, 3, opened_year=2013)
    members(world, 6, opened_year=2012)
    assert [part.n for part in parts(world, "Année d’ouverture")] == [None, None, 9]


def test_one_household_has_several_difficulties(world):
    members(world, 8, difficulties=["rent_arrears", "isolation"])
    assert {part.n for part in parts(world, "Difficultés")} == {8}


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.PROJECT_MANAGER])
def test_who_evaluates_and_who_pilots_open_it(world, cast, sign_in, role):
    members(world, 8)
    page = sign_in(cast[role]).get(reverse("reports:cohort_detail", args=[world.dispositif.pk]))
    assert "Cohorte d’évaluation" in page.content.decode()


@pytest.mark.parametrize("role", [Role.FUNDER, Role.GROUP_COORDINATOR])
def test_who_reads_other_numbers_does_not(world, cast, sign_in, role):
    page = sign_in(cast[role]).get(reverse("reports:cohort_detail", args=[world.dispositif.pk]))
    assert page.status_code == 403
