"""What a person refused or limited holds whatever becomes of her file: merged, taken apart, parted."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from households import services
from households.models import Case, CaseAccess
from households.rights_choices import RightsKind, SharingCategory, SharingState
from households.services.separating import NewFile, Separation
from tests import factories
from tests.support import twins

TODAY = date(2018, 12, 14)


@pytest.fixture
def kept(world, cast):
    return twins.make_kept(world, cast)


@pytest.fixture
def merged(world, cast):
    return twins.make_merged(world, cast)


def share(case, world, by):
    services.record_sharing(
        case=case, organisation=world.other_association, category=SharingCategory.FILE, state=SharingState.AGREED,
        on=TODAY, by=by,
    )  # fmt: skip


def object_to(case, by):
    return services.record_request(
        case=case, person=twins.woman_of(case), kind=RightsKind.OBJECTION, received_on=TODAY, by=by
    )


def open_to_partner(case, world):
    return CaseAccess.objects.current().filter(case=case, organisation=world.other_association).exists()


@pytest.mark.parametrize("objecting", ["kept", "merged"])
def test_an_objection_in_one_file_stops_the_sharing_of_the_other(kept, merged, objecting, world, cast):
    files = {"kept": kept, "merged": merged}
    object_to(files.pop(objecting), cast.worker)
    (other,) = files.values()
    share(other, world, cast.worker)
    twins.merge(kept, merged, cast.worker)
    assert not open_to_partner(kept, world)


def test_an_objection_since_the_merger_is_not_undone_with_it(kept, merged, world, cast):
    share(kept, world, cast.worker)
    share(merged, world, cast.worker)
    made = twins.merge(kept, merged, cast.worker)
    object_to(kept, cast.worker)
    assert not open_to_partner(kept, world)
    try:
        former = services.undo_merge(merge=made, by=cast.worker)
    except ValidationError:
        return
    assert not open_to_partner(Case.objects.get(pk=former), world)


def test_a_limitation_since_the_merger_is_not_undone_with_it(kept, merged, world, cast):
    made = twins.merge(kept, merged, cast.worker)
    Case.objects.filter(pk=kept.pk).update(frozen_on=TODAY)
    with pytest.raises(ValidationError):
        services.undo_merge(merge=made, by=cast.worker)


def part(case, cast, organisation, people=()):
    karim = factories.PersonFactory(household=case.household, first_name="Karim", role="spouse_partner", gender="man")
    new = NewFile("access", case.territory, "rent_arrears", organisation, people)
    return services.separate_household(case=case, plan=Separation(leaving=(karim,), new_file=new), by=cast.worker)


def test_a_household_that_objects_is_not_parted_into_another_organisation(kept, world, cast):
    object_to(kept, cast.worker)
    with pytest.raises(ValidationError, match="opposition"):
        part(kept, cast, world.other_association)
    assert part(kept, cast, world.association, (cast.worker.user,))


def test_who_withdrew_from_a_household_keeps_away_from_those_who_leave_it(kept, world, cast):
    services.exclude_person(case=kept, user=cast.manager.user, by=cast.manager)
    made = part(kept, cast, world.association, (cast.worker.user,))
    assert Case.objects.visible_to(cast.worker).filter(pk=made.pk).exists()
    assert not Case.objects.visible_to(cast.manager).filter(pk=made.pk).exists()
