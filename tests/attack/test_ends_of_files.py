"""What forbids to erase wins whoever asks and whenever it comes; what was taken back gives nothing back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from households import retention_job, services
from households.grants import GrantLevel
from households.models import Case, CaseAccess, CaseMerge, LegalHold, Person
from households.rights_choices import RightsKind, RightsState, SharingCategory, SharingState
from households.services.retention import erase_person, note_contact
from partners.roles import Role
from tests import factories
from tests.households.test_retention import a_file, night
from tests.support import twins
from tests.support.twins import merge
from veille.core import clock, runs

TODAY = date(2018, 12, 14)


@pytest.fixture
def officer(world, cast):
    return cast.play(Role.DPO, world.association)


@pytest.fixture
def case(world, cast):
    case = factories.make_case(world)
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.put_in_team(case, cast.worker)
    return case


def running(case, person, kind, by, officer):
    request = services.record_request(case=case, person=person, kind=kind, received_on=TODAY, by=by)
    services.start_request(request=request, proof="known", checked_on=TODAY, by=officer)
    return request


def hold(case, officer):
    until = TODAY + timedelta(days=90)
    return services.place_hold(case=case, reason="Recours devant le tribunal", until=until, by=officer)


@pytest.mark.parametrize("with_another", [False, True])
def test_a_hold_wins_over_the_wish_of_the_person(case, cast, officer, with_another):
    her = case.household.people.get()
    if with_another:
        factories.PersonFactory(household=case.household, first_name="Karim", role="spouse_partner")
    hold(case, officer)
    request = running(case, her, RightsKind.ERASURE, cast.worker, officer)
    granted = {"outcome": RightsState.ANSWERED, "erasure_ground": "no_longer_needed"}
    with pytest.raises(ValidationError, match="conservation"):
        services.answer_request(request=request, by=officer, **granted)
    assert Person.objects.filter(pk=her.pk).exists()
    assert Case.objects.get(pk=case.pk).anonymised_on is None


@pytest.mark.parametrize("act", ["hold", "contact", "limitation"])
def test_what_comes_while_the_night_works_is_heard(world, cast, officer, monkeypatch, act):
    monkeypatch.setattr(retention_job, "refuse_fixed_clock", lambda: None)
    case = a_file(world, cast, date(2014, 12, 1))
    acts = {
        "hold": lambda: hold(case, officer),
        "contact": lambda: note_contact(case=case, on=TODAY),
        "limitation": lambda: Case.objects.filter(pk=case.pk).update(frozen_on=TODAY),
    }
    monkeypatch.setattr(runs, "progress", lambda *args: acts[act]())
    assert night()["erased"] == 0
    assert Case.objects.get(pk=case.pk).anonymised_on is None


def test_an_objection_refused_does_not_silence_that_of_the_other(case, world, cast, officer):
    karim = factories.PersonFactory(household=case.household, first_name="Karim", role="spouse_partner")
    services.record_sharing(
        case=case, organisation=world.other_association, category=SharingCategory.FILE, state=SharingState.AGREED,
        on=TODAY, by=cast.worker,
    )  # fmt: skip
    her = case.household.people.exclude(pk=karim.pk).get()
    hers, his = (running(case, one, RightsKind.OBJECTION, cast.worker, officer) for one in (her, karim))
    refusal = {"outcome": RightsState.REFUSED, "refusal_ground": "public_interest", "by": officer}
    services.answer_request(request=his, **refusal)
    assert CaseAccess.objects.filter(case=case, is_paused=True).exists()
    services.answer_request(request=hers, **refusal)
    assert not CaseAccess.objects.filter(case=case, is_paused=True).exists()


def test_who_was_erased_does_not_come_back_with_a_merger_taken_back(world, cast, officer):
    kept, merged = twins.make_kept(world, cast), twins.make_merged(world, cast)
    made = merge(kept, merged, cast.worker)
    person = Person.objects.filter(household=kept.household_id).order_by("pk").first()
    erase_person(person=person, case=kept, by=officer)
    made = CaseMerge.objects.get(pk=made.pk)
    assert made.sealed is None
    with pytest.raises(ValidationError):
        services.undo_merge(merge=made, by=cast.worker)


def test_who_withdrew_from_the_whole_keeps_away_from_both(world, cast):
    kept, merged = twins.make_kept(world, cast), twins.make_merged(world, cast)
    made = merge(kept, merged, cast.worker)
    services.exclude_person(case=kept, user=cast.manager.user, by=cast.manager)
    former = services.undo_merge(merge=made, by=cast.worker)
    assert not Case.objects.visible_to(cast.manager).filter(pk__in=[kept.pk, former]).exists()


def test_a_hold_that_ended_keeps_nothing(case, cast, officer):
    held = hold(case, officer)
    LegalHold.objects.filter(pk=held.pk).update(starts_on=TODAY - timedelta(9), ends_on=clock.today() - timedelta(1))
    request = running(case, case.household.people.get(), RightsKind.ERASURE, cast.worker, officer)
    granted = {"outcome": RightsState.ANSWERED, "erasure_ground": "no_longer_needed"}
    services.answer_request(request=request, by=officer, **granted)
    assert Case.objects.get(pk=case.pk).anonymised_on == TODAY
