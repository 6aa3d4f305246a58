"""The navigation: few lines at once for each role, and every page of hers still in it."""

import re

import pytest
from django.urls import reverse

from partners.roles import Role
from veille.navigation import ENTRIES, GROUPS, UNFOLDED, folded, lines_of

_MOST = 10


def flat(navigation: list[dict]) -> list[dict]:
    return [line for item in navigation for line in (item["lines"] or [item])]


def test_a_subject_holds_lines_that_exist_each_in_one_subject():
    held = [name for _, _, names in GROUPS for name in names]
    assert len(held) == len(set(held))
    assert set(held) <= {entry.url_name for entry in ENTRIES}


@pytest.mark.parametrize("role", Role.values)
def test_each_role_finds_all_its_pages_under_few_lines(cast, role):
    lines = lines_of(cast[role], "home")
    shown = folded(lines)
    assert sorted(line["url"] for line in flat(shown)) == sorted(line["url"] for line in lines)
    assert len(shown) <= _MOST
    assert shown[0]["label"] == "À faire"
    if len(lines) <= UNFOLDED:
        assert shown == lines, "peu de lignes ne se replient pas"


def test_the_subject_of_the_page_is_open_and_no_other(cast):
    shown = folded(lines_of(cast.secretary, "cellule:session_calendar"))
    assert [item["label"] for item in shown if item.get("is_open")] == ["Séances"]
    assert not any(item.get("is_open") for item in folded(lines_of(cast.secretary, "home")))


def test_the_way_to_a_dwelling_lies_inside_the_households(cast):
    lines = lines_of(cast[Role.ASSOCIATION_WORKER], "cellule:housing_path")
    assert [line["label"] for line in lines if line["current"]] == ["Ménages"]


def test_a_subject_with_one_line_is_that_line(cast):
    lines = lines_of(cast.secretary, "home")
    held = {name for label, _, names in GROUPS for name in names if label == "Séances"}
    alone = [line for line in lines if line["name"] in held][:1]
    others = [line for line in lines if line["name"] not in held]
    assert alone[0] in folded([*others, *alone])


def test_the_page_draws_subjects_that_open_without_a_script(cast, sign_in):
    page = sign_in(cast.secretary).get(reverse("cellule:referral_list")).content.decode()
    menu = page[page.index('id="navigation"') : page.index("</nav>")]
    assert menu.count("<details") >= 3
    assert len(re.findall(r"<details[^>]* open>", menu)) == 1
    for name in ("cellule:session_list", "cellule:capacity_board", "partners:directory_list"):
        assert reverse(name) in menu
