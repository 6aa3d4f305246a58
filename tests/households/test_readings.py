"""Who looked: the lead person of a file, and the data protection officer without any file."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from households import services
from partners.roles import Role
from tests import factories
from veille.core import formats
from veille.core.models import AccessEvent


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def address(name, *args):
    return reverse(f"households:{name}", args=args)


@pytest.fixture
def looked(case, cast, sign_in):
    """Her manager and the landlord's referent have opened the file."""
    for actor in (cast.manager, cast.referent):
        sign_in(actor).get(address("case_household", case.pk))
    return case


def test_the_lead_person_reads_who_looked_colleagues_by_name_the_others_as_their_organisation(
    looked, cast, world, sign_in
):
    page = sign_in(cast.worker).get(address("reading_list", looked.pk)).content.decode()
    assert str(cast.manager.user) in page
    assert "Habitat du Nord" in page and str(cast.referent.user) not in page
    assert "Coordonnées" in page and formats.far_date(date(2018, 12, 14)) in page


def test_nobody_else_reads_it(looked, cast, sign_in):
    for actor in (cast.manager, cast.referent, cast[Role.LANDLORD_MANAGER]):
        assert sign_in(actor).get(address("reading_list", looked.pk)).status_code == 403
    for actor in (cast[Role.DPO], cast.other_worker, cast.partner(Role.ASSOCIATION_WORKER)):
        assert sign_in(actor).get(address("reading_list", looked.pk)).status_code == 404
    assert "Qui a regardé" not in sign_in(cast.manager).get(address("case_access", looked.pk)).content.decode()


def test_only_the_readings_of_that_file_are_told(looked, cast, world, sign_in):
    other = factories.make_accompanied_case(world, cast)
    sign_in(cast.manager).get(address("case_housing", other.pk))
    page = sign_in(cast.worker).get(address("reading_list", looked.pk)).content.decode()
    assert "Logement" not in page.partition("<main")[2].partition("Heure")[2]


def test_reading_it_leaves_a_line_too(looked, cast, sign_in):
    sign_in(cast.worker).get(address("reading_list", looked.pk))
    assert AccessEvent.objects.filter(section="readings", cases=[looked.pk]).exists()


def test_the_officer_reads_the_journal_of_her_organisation_and_no_file(looked, cast, world, sign_in):
    officer = cast.play(Role.DPO, world.association)
    page = sign_in(officer).get(address("journal_list")).content.decode()
    assert str(cast.manager.user) in page and str(cast.referent.user) not in page
    assert looked.number not in page and "Vandecasteele" not in page
    assert looked.pk.hex[:8] in page and str(looked.pk) not in page
    assert sign_in(officer).get(address("case_detail", looked.pk)).status_code == 404


def test_she_narrows_it_to_a_person_and_to_days(looked, cast, world, sign_in):
    officer = sign_in(cast.play(Role.DPO, world.association))
    page = officer.get(address("journal_list"), {"user": cast.worker.user_id}).content.decode()
    assert "Aucune lecture à ces dates" in page
    page = officer.get(address("journal_list"), {"since": "2018-12-01", "until": "2018-12-10"}).content.decode()
    assert "Aucune lecture à ces dates" in page
    page = officer.get(address("journal_list"), {"kind": "page", "until": "2018-12-14"}).content.decode()
    assert str(cast.manager.user) in page.partition("<tbody")[2]


def test_acts_are_told_in_words_never_in_texts(looked, cast, world, sign_in):
    services.name_person(case=looked, user=cast.manager.user, by=cast.worker)
    page = sign_in(cast.play(Role.DPO, world.association)).get(address("journal_acts")).content.decode()
    assert "Désignation" in page and "personne nommée" in page
    assert "person.named" not in page and looked.number not in page


def test_the_platform_sees_how_many_and_nothing_else(looked, cast, sign_in):
    page = sign_in(cast[Role.PLATFORM_ADMIN]).get(address("journal_numbers")).content.decode()
    assert formats.month(timezone.localdate()) in page and str(cast.manager.user) not in page
    for name in ("journal_list", "journal_acts"):
        assert sign_in(cast[Role.PLATFORM_ADMIN]).get(address(name)).status_code == 403
    for role in (Role.DPO, Role.ASSOCIATION_MANAGER, Role.PROJECT_MANAGER):
        assert sign_in(cast[role]).get(address("journal_numbers")).status_code == 403
