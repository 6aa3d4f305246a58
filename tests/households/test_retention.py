"""What the nightly work archives and erases, what stops it, and who still opens an archive."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from households import retention, retention_job, services
from households.grants import GrantLevel
from households.models import (
    AccessItem,
    Case,
    CohortMember,
    ErasureCertificate,
    Finding,
    Person,
    ProcessingPurpose,
    RightsRequest,
)
from households.rights_choices import Purpose
from households.services.retention import FixedClock
from households.services.rights import purge_expired
from partners.roles import Right, Role, Section
from tests import factories
from veille.core import runs
from veille.core.models import AuditEvent, Run

TODAY = date(2018, 12, 14)


@pytest.fixture
def real_day(monkeypatch):
    """The day of the tests, taken for the real one."""
    monkeypatch.setattr(retention_job, "refuse_fixed_clock", lambda: None)


def a_file(world, cast, last_contact_on, **fields):
    case = factories.make_case(
        world,
        opened_on=fields.pop("opened_on", date(2015, 3, 2)),
        admitted_on=fields.pop("admitted_on", date(2015, 4, 2)),
        closed_on=fields.pop("closed_on", date(2015, 12, 1)),
        last_contact_on=last_contact_on,
        **fields,
    )
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.put_in_team(case, cast.worker)
    return case


def night(parameters=None) -> dict:
    run = Run.objects.create(
        task=retention_job.TASK,
        label="…",
        parameters=parameters or {"day": str(TODAY)},
        requested_by="00000000-0000-0000-0000-000000000000",
        organisation="00000000-0000-0000-0000-000000000000",
    )
    return retention_job.apply(runs.claim(run.pk))


def state(case) -> tuple[bool, bool]:
    case.refresh_from_db()
    return case.archived_on is not None, case.anonymised_on is not None


@pytest.mark.parametrize(
    ("last_contact_on", "expected"),
    [
        (date(2016, 12, 15), (False, False)),
        (date(2016, 12, 14), (True, False)),
        (date(2015, 12, 15), (True, False)),
        (date(2015, 12, 14), (True, True)),
    ],
)
def test_a_night_does_what_is_due_and_nothing_sooner(world, cast, real_day, last_contact_on, expected):
    case = a_file(world, cast, last_contact_on)
    night()
    assert state(case) == expected


def test_a_household_never_admitted_is_forgotten_a_year_after_the_answer(world, cast, real_day):
    near = a_file(world, cast, None, admitted_on=None, opened_on=date(2017, 10, 1), closed_on=date(2017, 12, 15))
    gone = a_file(world, cast, None, admitted_on=None, opened_on=date(2017, 10, 1), closed_on=date(2017, 12, 14))
    night()
    assert (state(near), state(gone)) == ((False, False), (True, True))


def test_a_hold_keeps_the_file_until_its_day(world, cast, real_day):
    case = a_file(world, cast, date(2015, 1, 5))
    officer = cast.play(Role.DPO, world.association)
    hold = services.place_hold(case=case, reason="Recours en cours", until=TODAY + timedelta(days=90), by=officer)
    night()
    assert state(case) == (False, False)
    hold.starts_on = TODAY - timedelta(days=5)
    hold.save()
    services.lift_hold(hold=hold, by=officer)
    night({"day": "again"})
    assert state(case) == (True, True)


def test_a_limited_file_is_not_erased(world, cast, real_day):
    case = a_file(world, cast, date(2015, 1, 5), frozen_on=date(2018, 1, 1))
    night()
    assert state(case) == (False, False)


def test_a_reopened_file_begins_again(world, cast, real_day):
    case = a_file(world, cast, date(2015, 12, 1), closed_on=None)
    case.spells.update(ends_on=date(2015, 12, 1))
    case.spells.create(starts_on=date(2018, 1, 10))
    night()
    assert state(case) == (False, False)


def test_a_fixed_day_stops_the_work_and_says_why(world, cast):
    a_file(world, cast, date(2015, 1, 5))
    with pytest.raises(FixedClock, match="VEILLE_TODAY"):
        night()
    with pytest.raises(FixedClock):
        retention_job.ask_for_tonight()
    assert not ErasureCertificate.objects.exists()


def test_the_preview_is_right_under_a_fixed_day(world, cast):
    due = a_file(world, cast, date(2016, 12, 1))
    a_file(world, cast, date(2018, 12, 1))
    found = retention.to_do(retention_job.files_of(world.association.pk))
    assert [(one.case, one.step) for one in found] == [(due, "archive")]
    assert retention.to_do(retention_job.files_of(world.landlord.pk)) == []


def test_the_clock_may_ring_twice(world, cast, real_day):
    assert retention_job.ask_for_tonight() is not None
    assert retention_job.ask_for_tonight() is None


def test_a_second_night_finds_nothing(world, cast, real_day):
    a_file(world, cast, date(2015, 1, 5))
    assert night()["erased"] == 1
    assert night({"day": "again"}) == {"archived": 0, "erased": 0, "certificates": []}


def test_a_night_leaves_one_certificate_an_organisation(world, cast, real_day):
    a_file(world, cast, date(2015, 1, 5))
    a_file(world, cast, date(2015, 1, 5))
    other = factories.make_case(world, opened_on=date(2014, 11, 1), closed_on=date(2015, 2, 1))
    factories.grant(other, world.landlord, GrantLevel.PRESENTING)
    result = night()
    made = {c.organisation: c.cases for c in ErasureCertificate.objects.all().order_by("pk")}
    assert made == {world.association: 2, world.landlord: 1}
    assert len(result["certificates"]) == 2


class TestAnArchive:
    """Out of lists, searches and pages; in the numbers; opened to one person for some days."""

    @pytest.fixture
    def archived(self, world, cast, real_day):
        case = a_file(world, cast, date(2016, 12, 1))
        services.archive_case(case=case)
        return case

    def test_it_is_not_seen_any_more(self, archived, cast):
        for actor in (cast.worker, cast.manager):
            assert not Case.objects.visible_to(actor).filter(pk=archived.pk).exists()
            assert not Person.objects.visible_to(actor).filter(household=archived.household_id).exists()
            assert not Finding.objects.visible_to(actor).exists()

    def test_it_still_counts(self, archived, cast):
        for actor in (cast.pilot, cast.manager):
            assert Case.objects.countable_by(actor).filter(pk=archived.pk).exists()

    def test_one_person_opens_it_for_some_days(self, archived, world, cast):
        officer = cast.play(Role.DPO, world.association)
        services.open_archive(
            case=archived, user=cast.manager.user, reason="Recours", until=TODAY + timedelta(days=5), by=officer
        )
        assert Case.objects.visible_to(cast.manager).filter(pk=archived.pk).exists()
        assert not Case.objects.visible_to(cast.worker).filter(pk=archived.pk).exists()

    def test_the_opening_ends_by_itself(self, archived, world, cast, settings):
        officer = cast.play(Role.DPO, world.association)
        until = TODAY + timedelta(days=5)
        services.open_archive(case=archived, user=cast.manager.user, reason="Recours", until=until, by=officer)
        settings.VEILLE_TODAY = until + timedelta(days=1)
        assert not Case.objects.visible_to(cast.manager).filter(pk=archived.pk).exists()

    @pytest.mark.parametrize("days", [-1, 31])
    def test_for_thirty_days_at_most(self, archived, world, cast, days):
        officer = cast.play(Role.DPO, world.association)
        with pytest.raises(ValidationError):
            services.open_archive(
                case=archived, user=cast.manager.user, reason="…", until=TODAY + timedelta(days=days), by=officer
            )

    def test_an_erased_file_is_opened_to_nobody(self, archived, world, cast):
        officer = cast.play(Role.DPO, world.association)
        until = TODAY + timedelta(days=5)
        services.open_archive(case=archived, user=cast.manager.user, reason="Recours", until=until, by=officer)
        services.erase_case(case=archived)
        archived.archive_accesses.create(
            organisation=world.association,
            user=cast.manager.user,
            reason="…",
            starts_on=TODAY,
            ends_on=until,
            given_by=officer.user,
        )
        assert not Case.objects.visible_to(cast.manager).filter(pk=archived.pk).exists()


def test_a_contact_takes_the_file_out_of_the_archive(world, cast, real_day):
    case = a_file(world, cast, date(2016, 12, 1))
    services.archive_case(case=case)
    services.note_contact(case=case, on=TODAY - timedelta(days=30))
    assert state(case) == (True, False)
    services.note_contact(case=case, on=TODAY)
    assert state(case) == (False, False)


def test_who_comes_back_is_no_longer_in_the_archive(world, cast, real_day):
    case = a_file(world, cast, date(2016, 12, 1))
    case.spells.update(ends_on=date(2016, 12, 1))
    services.archive_case(case=case)
    services.reopen_case(case=case, by=cast.manager, reason="Retour")
    night()
    assert state(case) == (False, False)


def test_requests_and_their_readings_go_at_their_term(world, cast, real_day, settings):
    case = a_file(world, cast, date(2018, 12, 1))
    person, officer = case.household.people.get(), cast.play(Role.DPO, world.association)
    request = services.record_request(case=case, person=person, kind="complaint", received_on=TODAY, by=cast.worker)
    services.start_request(request=request, proof="known", checked_on=TODAY, by=officer)
    services.answer_request(request=request, outcome="answered", by=officer)
    request.items.create(case=case, object_type="households.person", object_id=person.pk, position=0, digest="0" * 64)
    settings.VEILLE_TODAY = TODAY + timedelta(days=31)
    purge_expired(TODAY + timedelta(days=31))
    assert (RightsRequest.objects.count(), AccessItem.objects.count()) == (1, 0)
    purge_expired(date(2023, 12, 15))
    assert not RightsRequest.objects.exists()


def test_a_limited_file_is_read_and_no_longer_written(world, cast):
    case = a_file(world, cast, date(2018, 12, 1), closed_on=None, frozen_on=TODAY)
    assert Case.objects.visible_to(cast.worker, Section.CONTACT, Right.READ).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(cast.worker, Section.CONTACT, Right.WRITE).filter(pk=case.pk).exists()


class TestTheCohort:
    """Coarse values under a drawn key, and only when the register says on which basis."""

    def erase(self, world, cast, **fields):
        case = a_file(world, cast, date(2015, 6, 1), main_reason="rent_arrears", **fields)
        services.erase_case(case=case)
        return case

    def register(self, world, cast):
        ProcessingPurpose.objects.create(
            organisation=world.association,
            purpose=Purpose.EVALUATION,
            basis="public_interest",
            recorded_on=TODAY,
            recorded_by=cast.manager.user,
        )

    def test_without_a_basis_nothing_is_remembered(self, world, cast):
        self.erase(world, cast)
        assert not CohortMember.objects.exists()

    def test_with_a_basis_coarse_values_stay(self, world, cast):
        self.register(world, cast)
        case = self.erase(world, cast)
        row = CohortMember.objects.get()
        assert (row.door, row.opened_year, row.difficulties) == (case.door, 2015, ["rent_arrears"])
        assert row.pk not in {case.pk, case.household_id}

    def test_a_restricted_household_leaves_no_row(self, world, cast):
        self.register(world, cast)
        self.erase(world, cast, is_restricted=True)
        assert not CohortMember.objects.exists()

    def test_what_asks_for_care_is_left_out(self, world, cast):
        self.register(world, cast)
        case = a_file(world, cast, date(2015, 6, 1), main_reason="violence_victim")
        services.erase_case(case=case)
        assert CohortMember.objects.get().difficulties == []

    def test_no_column_leads_back_to_the_file(self):
        keys = [f.related_model._meta.label for f in CohortMember._meta.concrete_fields if f.is_relation]
        assert keys == ["partners.Dispositif"]


def test_the_journal_says_what_a_night_did(world, cast, real_day):
    archived, erased = a_file(world, cast, date(2016, 12, 1)), a_file(world, cast, date(2015, 1, 5))
    night()
    told = AuditEvent.objects.filter(name__in=["case.archived", "case.erased"]).values_list("name", "case", "user")
    assert set(told) == {("case.archived", archived.pk, None), ("case.erased", erased.pk, None)}
