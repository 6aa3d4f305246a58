"""A temporary stay: its term, its renewals against what the dispositif provides for, its reminders."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from households import services, todo_housing
from households.models import Dwelling, StayTerm
from partners.configuration import parse
from partners.roles import Role
from tests import factories
from tests.templates import template
from veille.core import clock
from veille.core.models import AuditEvent

pytestmark = pytest.mark.usefixtures("journal")

ENTERED, TERM = date(2018, 7, 1), date(2019, 1, 1)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast, door="access")


@pytest.fixture
def period(case, world):
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune)
    return factories.HousingPeriodFactory(case=case, modality="sublease", dwelling=dwelling, starts_on=ENTERED)


def set_term(period, cast, term_on=TERM, **fields):
    rank = StayTerm.objects.filter(period=period).count()
    given = {"version": str(rank), "decided_on": clock.today(), "decided_by": "Comité de juin"} | fields
    return services.set_stay_term(period=period, term_on=term_on, by=cast.worker, **given)


def address(period) -> str:
    return reverse("households:stay_term", args=[period.case_id, period.pk])


def lines(actor) -> list:
    return [(item.title, item.due) for item in todo_housing.work_items(actor)]


def test_without_a_term_the_stay_says_so_with_its_act(period, cast, sign_in):
    (item,) = todo_housing.work_items(cast.worker)
    assert (item.title, item.due) == ("Séjour temporaire : son terme n’est pas noté", TERM)
    data = {"term_on": TERM, "decided_on": "2018-07-01", "decided_by": "Comité de juin", "version": "0"}
    assert item.url == address(period)
    assert sign_in(cast.worker).post(item.url, data).status_code == 302
    assert StayTerm.objects.get().rank == 0


def test_the_term_is_told_two_months_before_and_goes_with_the_renewal(period, cast, settings):
    set_term(period, cast)
    settings.VEILLE_TODAY = TERM - timedelta(days=61)
    set_before = lines(cast.worker)
    settings.VEILLE_TODAY = clock.today() + timedelta(days=50)
    assert lines(cast.worker) == [("Le séjour temporaire prend fin : décider de la suite", TERM)]
    set_term(period, cast, date(2019, 7, 1))
    assert lines(cast.worker) == []
    assert set_before == []
    assert [term.rank for term in StayTerm.objects.order_by("rank")] == [0, 1]
    assert AuditEvent.objects.filter(name="stay_term.renewed").exists()


def test_past_its_term_it_is_late(period, cast, settings):
    set_term(period, cast)
    settings.VEILLE_TODAY = TERM + timedelta(days=1)
    assert [item.group for item in todo_housing.work_items(cast.worker)] == ["late"]


def test_beyond_what_the_dispositif_provides_for_somebody_says_why(period, cast, sign_in):
    for months in (1, 2, 3):
        set_term(period, cast, date(2019, months, 1))
    page = sign_in(cast.worker).get(address(period)).content.decode()
    assert "renouvelé 2 fois (prévu : 2\xa0renouvellements)" in page
    with pytest.raises(ValidationError, match="dites pourquoi"):
        set_term(period, cast, date(2019, 4, 1))
    term = set_term(period, cast, date(2019, 4, 1), reason="Aucun logement livré avant l’été.")
    assert (term.rank, term.reason) == (3, "Aucun logement livré avant l’été.")


def test_a_renewal_goes_further_and_no_further_than_the_dwelling(period, cast):
    set_term(period, cast)
    with pytest.raises(ValidationError, match="postérieur au 1er"):
        set_term(period, cast, TERM)
    Dwelling.objects.update(available_until=date(2019, 3, 31))
    period.refresh_from_db()
    with pytest.raises(ValidationError, match="disponible que jusqu’au 31"):
        set_term(period, cast, date(2019, 6, 1))


def test_two_people_do_not_renew_the_same_stay_twice(period, cast, sign_in):
    set_term(period, cast)
    data = {"term_on": "2019-07-01", "decided_on": "2018-12-14", "decided_by": "Comité", "version": "1"}
    assert sign_in(cast.worker).post(address(period), data).status_code == 302
    late = sign_in(cast.worker).post(address(period), data | {"term_on": "2019-08-01"})
    assert late.status_code == 422
    assert "entre-temps" in late.content.decode()
    assert StayTerm.objects.count() == 2


def test_a_stay_that_is_over_or_lasting_has_no_term(period, cast, sign_in):
    type(period).objects.filter(pk=period.pk).update(modality="direct_lease")
    assert sign_in(cast.worker).get(address(period)).status_code == 403
    assert lines(cast.worker) == []


def test_it_is_read_with_its_situation_and_not_by_litigation(period, world, cast, sign_in):
    set_term(period, cast, onward="Demande déposée à Lens.")
    factories.grant(period.case, world.other_association, "summary")
    page = sign_in(cast.worker).get(reverse("households:case_housing", args=[period.case_id])).content.decode()
    assert "Demande déposée à Lens." in page
    assert not StayTerm.objects.visible_to(cast[Role.LANDLORD_LITIGATION]).exists()
    assert StayTerm.objects.visible_to(cast.referent).exists()


def test_the_landlord_that_does_not_lead_is_not_told(period, cast):
    assert lines(cast.referent) == []


def test_an_older_configuration_keeps_the_defaults_and_a_wrong_one_is_refused():
    data = template("veille_sociale")
    data.pop("stay", None)
    assert (parse(data).stay.months, parse(data).stay.renewals) == (6, 2)
    with pytest.raises(ValidationError, match="séjour temporaire"):
        parse(data | {"stay": {"months": 0}})
