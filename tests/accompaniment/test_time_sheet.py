"""Half-days: read in what was noted, proposed, declared by who worked them."""

from datetime import date, time
from html import unescape

import pytest
from django.urls import reverse

from accompaniment import services
from accompaniment.half_days import proposed
from funding.models import TimeEntry
from funding.services import declare_month, month_version
from partners.models import Partnership
from tests import factories
from veille.core.formats import of_name
from veille.core.models import AuditEvent

FRIDAY = date(2018, 12, 14)
THURSDAY = date(2018, 12, 13)


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    factories.make_measure(case, world.association)
    return case


def noted(case, cast, on=THURSDAY, **fields):
    return factories.InterventionFactory(
        case=case, organisation=cast.worker.organisation, author=cast.worker.user, happened_on=on, **fields
    )


def read(cast, world):
    found = proposed(cast.worker.user, world.association, date(2018, 12, 1), date(2018, 12, 31))
    return {(day, half): (one.total, one.entries) for (day, half), one in found.items()}


def test_what_was_noted_tells_the_half_days(world, cast, case):
    noted(case, cast, started_at=time(9), minutes=60)
    noted(case, cast, started_at=time(11, 30), minutes=30)
    noted(case, cast, started_at=time(14), minutes=45)
    assert read(cast, world) == {(THURSDAY, "morning"): (90, 2), (THURSDAY, "afternoon"): (45, 1)}


def test_an_entry_without_an_hour_goes_to_the_half_day_that_holds_less(world, cast, case):
    noted(case, cast, started_at=time(9), minutes=60)
    noted(case, cast, minutes=20)
    noted(case, cast, on=FRIDAY, minutes=20)
    assert read(cast, world) == {
        (THURSDAY, "morning"): (60, 1),
        (THURSDAY, "afternoon"): (20, 1),
        (FRIDAY, "morning"): (20, 1),
    }


def test_a_session_for_several_households_is_counted_once(world, cast, case):
    other = factories.make_accompanied_case(world, cast)
    services.record_group(
        kind="collective",
        dispositif=world.dispositif,
        cases=[case, other],
        happened_on=THURSDAY,
        started_at=time(14),
        minutes=120,
        by=cast.worker,
    )
    assert read(cast, world) == {(THURSDAY, "afternoon"): (120, 1)}


def test_the_time_of_a_colleague_or_of_another_employer_is_not_hers(world, cast, case):
    fields = {"case": case, "happened_on": THURSDAY}
    factories.InterventionFactory(**fields, organisation=world.association, author=cast.manager.user)
    factories.InterventionFactory(**fields, organisation=world.other_association, author=cast.worker.user)
    assert read(cast, world) == {}


def test_she_declares_what_is_proposed_and_corrects_it(world, cast, case, sign_in):
    noted(case, cast, started_at=time(9))
    client, address = sign_in(cast.worker), reverse("accompaniment:time_sheet")
    page = client.get(address, {"mois": "2018-12"})
    assert "Proposé d’après 1\xa0entrée" in page.content.decode()
    assert case.number not in page.content.decode()
    chosen = str(world.dispositif.pk)
    assert page.context["form"].fields["2018-12-13-morning"].initial == chosen
    client.post(f"{address}?mois=2018-12", {"2018-12-13-morning": chosen, "2018-12-12-afternoon": chosen})
    client.post(f"{address}?mois=2018-12", {"2018-12-13-morning": chosen})
    assert [(row.worked_on, row.half) for row in TimeEntry.objects.all()] == [(THURSDAY, "morning")]
    assert AuditEvent.objects.filter(name="time.declared").count() == 2


def test_a_half_day_is_declared_for_one_employer(world, cast, sign_in):
    TimeEntry.objects.create(
        user=cast.worker.user,
        organisation=world.other_association,
        dispositif=world.dispositif,
        worked_on=THURSDAY,
        half="morning",
    )
    answer = sign_in(cast.worker).post(
        f"{reverse('accompaniment:time_sheet')}?mois=2018-12", {"2018-12-13-morning": str(world.dispositif.pk)}
    )
    assert answer.status_code == 422
    assert "déjà déclarée" in answer.content.decode()


@pytest.mark.parametrize("day", [date(2018, 12, 17), date(2018, 11, 30)])
def test_no_day_to_come_nor_of_another_month(world, cast, day):
    with pytest.raises(Exception, match="jours passés"):
        declare_month(
            user=cast.worker.user,
            month=FRIDAY,
            halves={(day, "morning"): str(world.dispositif.pk)},
            version=month_version([]),
            by=cast.worker,
        )


def test_a_manager_keeps_the_sheets_of_her_people_and_a_worker_hers(world, cast, case, sign_in):
    noted(case, cast, started_at=time(9))
    query = {"mois": "2018-12", "personne": str(cast.worker.user_id)}
    assert sign_in(cast.manager).get(reverse("accompaniment:time_sheet"), query).context["user"] == cast.worker.user
    for actor in (cast.other_worker, cast.referent):
        assert sign_in(actor).get(reverse("accompaniment:time_sheet"), query).context["user"] == actor.user
    assert sign_in(cast.pilot).get(reverse("accompaniment:time_sheet")).status_code == 403


SHEET, MONTH = reverse("accompaniment:time_sheet"), "?mois=2018-12"


def declared():
    return [(row.worked_on.day, row.half) for row in TimeEntry.objects.all()]


def test_two_windows_on_one_month_lose_nothing(world, cast, sign_in):
    client, chosen = sign_in(cast.worker), str(world.dispositif.pk)
    read = client.get(SHEET + MONTH).context["version"]
    client.post(SHEET + MONTH, {"version": read, "2018-12-12-morning": chosen})
    late = client.post(SHEET + MONTH, {"version": read, "2018-12-13-morning": chosen})
    page = late.content.decode()
    assert late.status_code == 422
    assert "a modifié cette feuille de temps entre-temps" in page
    assert page.count("Déclaré entre-temps") == 2  # hers on the 12th; nothing on the 13th
    assert late.context["form"]["2018-12-13-morning"].value() == chosen
    assert declared() == [(12, "morning")]
    both = {"version": late.context["version"], "2018-12-12-morning": chosen, "2018-12-13-morning": chosen}
    assert client.post(SHEET + MONTH, both).status_code == 302
    assert declared() == [(12, "morning"), (13, "morning")]


def test_the_same_month_declared_twice_is_no_change_of_another(world, cast, sign_in):
    client, chosen = sign_in(cast.worker), str(world.dispositif.pk)
    client.post(SHEET + MONTH, {"2018-12-12-morning": chosen})
    read = client.get(SHEET + MONTH).context["version"]
    client.post(SHEET + MONTH, {"2018-12-12-morning": chosen})
    assert client.post(SHEET + MONTH, {"version": read, "2018-12-13-morning": chosen}).status_code == 302


def test_what_was_worked_for_a_dispositif_left_since_stays_declared(world, cast, sign_in):
    client, chosen = sign_in(cast.worker), str(world.dispositif.pk)
    client.post(SHEET + MONTH, {"2018-12-12-morning": chosen})
    Partnership.objects.filter(organisation=world.association).update(ends_on=THURSDAY)
    fields = client.get(SHEET + MONTH).context["form"].fields
    assert [value for value, _ in fields["2018-12-12-morning"].choices] == ["", chosen]
    assert [value for value, _ in fields["2018-12-13-morning"].choices] == [""]
    assert client.post(SHEET + MONTH, {"2018-12-12-morning": chosen}).status_code == 302
    assert declared() == [(12, "morning")]
    assert client.post(SHEET + MONTH, {"2018-12-13-morning": chosen}).status_code == 422


def test_the_answer_says_whose_half_days_were_declared(world, cast, sign_in):
    chosen = {"2018-12-12-morning": str(world.dispositif.pk)}
    hers = sign_in(cast.worker).post(SHEET + MONTH, chosen, follow=True).content.decode()
    assert "Vos demi-journées de décembre 2018 sont déclarées." in hers.replace("\xa0", " ")
    for_her = f"{SHEET}{MONTH}&personne={cast.worker.user_id}"
    page = sign_in(cast.manager).post(for_her, chosen, follow=True).content.decode()
    assert "Vos demi-journées" not in page
    told = f"Les demi-journées {of_name(cast.worker.user)} en décembre 2018 sont déclarées."
    assert told in unescape(page).replace("\xa0", " ")
