"""Who makes up a household, said without naming anybody."""

from dataclasses import dataclass
from datetime import date

import pytest

from households.composition import age_bands, age_on, composition_sentence, household_type

DAY = date(2018, 12, 14)


@dataclass
class Someone:
    role: str = "reference_person"
    gender: str = ""
    birth_date: date | None = None
    birth_year: int | None = None


def plain(text: str) -> str:
    """Without the no-break spaces."""
    return text.replace("\u00a0", " ")


def woman(**fields):
    return Someone(gender="woman", birth_year=1980, **fields)


def man(**fields):
    return Someone(gender="man", birth_year=1980, **fields)


def child(year=2010, role="child"):
    return Someone(role=role, birth_year=year)


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([], "unknown"),
        ([woman()], "single_woman"),
        ([man()], "single_man"),
        ([Someone(birth_year=1980)], "single_unspecified"),
        ([Someone()], "single_unspecified"),
        ([woman(), man(role="spouse_partner")], "couple_no_child"),
        ([woman(), woman(role="spouse_partner"), child()], "couple_children"),
        ([woman(), child()], "single_mother"),
        ([man(), child(role="child_alternate")], "single_father"),
        ([Someone(), child()], "lone_parent_unspecified"),
        ([woman(), child(role="unborn_child", year=None)], "single_mother"),
        ([woman(), child(year=None)], "single_mother"),
        ([woman(), child(year=1990)], "extended_family"),
        ([woman(), Someone(role="ascendant", birth_year=1940)], "extended_family"),
        ([woman(), child(), Someone(role="other_relative")], "extended_family"),
        ([woman(), man(role="other_cohabitant")], "adults_group"),
        ([woman(), man(role="spouse_partner"), man(role="other_cohabitant")], "adults_group"),
        ([woman(), man(role="other_cohabitant"), child()], "other"),
        ([woman(), Someone(role="caregiver_resident")], "single_woman"),
        ([woman(), Someone(role="unknown")], "unknown"),
        ([child()], "other"),
    ],
)
def test_the_type_follows_from_roles_genders_and_ages(people, expected):
    assert household_type(people, DAY) == expected


def test_every_type_given_is_in_the_reference_list(db):
    from veille.core import reference

    known = dict(reference.choices("household_type"))
    given = {"single_unspecified", "couple_children", "lone_parent_unspecified", "adults_group", "extended_family"}
    assert given | {"other", "unknown", "single_father", "single_mother"} <= known.keys()


def test_an_age_counts_birthdays_and_a_year_alone_counts_years():
    assert age_on(Someone(birth_date=date(2000, 12, 14)), DAY) == 18
    assert age_on(Someone(birth_date=date(2000, 12, 15)), DAY) == 17
    assert age_on(Someone(birth_year=2000), DAY) == 18
    assert age_on(Someone(), DAY) is None


def test_the_sentence_counts_adults_children_and_those_to_be_born():
    people = [woman(), child(), child(year=2000), child(role="unborn_child", year=None)]
    assert plain(composition_sentence(people, DAY)) == "2 adultes, 1 enfant, 1 enfant à naître"
    assert composition_sentence([], DAY) == "Composition non renseignée"


def test_ages_are_told_by_bands_from_the_oldest_to_the_youngest():
    people = [child(2010), woman(), child(2011), child(2017), Someone(role="spouse_partner")]
    assert [plain(band) for band in age_bands(people, DAY)] == [
        "1 adulte de 35 à 44 ans",
        "2 enfants de 6 à 10 ans",
        "1 enfant de moins de 3 ans",
        "1 adulte d’âge non renseigné",
    ]


def test_an_unborn_child_has_no_age_band():
    assert age_bands([child(role="unborn_child", year=None)], DAY) == []
