"""The shared grid stands beside an anonymous sheet: a few words typed in a diagnosis do not tell there who it is."""

import pytest
from django.urls import reverse

from accompaniment.models import DiagnosisCriterion
from tests.cellule.test_shared_grid import sheet  # noqa: F401  # the scene is the same

WITHDRAWN = "pourrait dire qui est la personne"


@pytest.fixture
def remarked(sheet):  # noqa: F811
    def remark(text: str):
        DiagnosisCriterion.objects.filter(case=sheet.case).update(remark=text)
        return sheet

    return remark


def page_of(client, shown) -> str:
    return client.get(reverse("cellule:sheet_detail", args=[shown.pk])).content.decode()


@pytest.mark.parametrize("said", ["name", "commune", "number", "telephone"])
def test_what_identifies_is_withdrawn_from_a_seat(world, cast, remarked, sign_in, said):
    shown = remarked("Numéro unique à jour.")
    words = {
        "name": shown.case.household.people.first().last_name,
        "commune": world.commune.name,
        "number": shown.case.number,
        "telephone": "06 39 98 12 34",
    }[said]
    remarked(f"Vu avec {words}, tout est à jour.")
    read = page_of(sign_in(cast.member), shown)
    assert words not in read and WITHDRAWN in read


def test_what_tells_of_nobody_stays(cast, remarked, sign_in):
    read = page_of(sign_in(cast.member), remarked("Numéro unique à jour."))
    assert "Numéro unique à jour." in read and WITHDRAWN not in read


def test_the_secretary_reads_what_she_reads_in_the_file(cast, remarked, sign_in):
    assert "06 39 98 12 34" in page_of(sign_in(cast.secretary), remarked("Au 06 39 98 12 34."))
