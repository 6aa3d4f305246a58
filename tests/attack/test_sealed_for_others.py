"""What was sealed for named persons does not open to who closes the file again, nor to a friend she names."""

import pytest
from django.urls import reverse

from households import services
from households.models import Case, ProtectedDetail
from tests import factories


@pytest.fixture
def case(world, cast):
    """Closed once, opened again since: what was sealed stays sealed."""
    case = factories.make_accompanied_case(world, cast)
    factories.put_in_team(case, cast.other_worker)
    closing = {"reason": "Menaces", "people": [], "kept": [], "hides_place": False}
    services.restrict_case(case=case, by=cast.worker, **closing)
    services.protect_detail(case=case, kind="address", value="12 rue du Refuge", by=cast.worker)
    services.lift_restriction(
        case=Case.objects.get(pk=case.pk), reason="Fin du danger", shows_place=False, by=cast.worker
    )
    return Case.objects.get(pk=case.pk)


def close(case, client, **more):
    data = {"reason": "Nouvelles menaces", "confirmed": "1", **more}
    return client.post(reverse("households:case_restrict", args=[case.pk]), data)


def sealed(case, actor):
    return ProtectedDetail.objects.visible_to(actor).filter(case=case).exists()


def test_who_closes_it_again_does_not_open_what_was_sealed_for_others(case, cast, sign_in):
    assert not sealed(case, cast.other_worker)
    assert close(case, sign_in(cast.other_worker)).status_code == 302
    assert Case.objects.get(pk=case.pk).is_restricted
    assert not sealed(case, cast.other_worker)
    assert sealed(case, cast.worker)


def test_nor_does_a_friend_of_hers(case, cast, sign_in):
    close(case, sign_in(cast.other_worker), people=[str(cast.manager.user_id)])
    assert not sealed(case, cast.manager)


def test_one_of_them_names_whom_she_wants(case, cast, sign_in):
    assert close(case, sign_in(cast.worker), people=[str(cast.manager.user_id)]).status_code == 302
    assert sealed(case, cast.manager)


def test_the_first_to_close_a_file_keeps_it(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast)
    factories.put_in_team(case, cast.other_worker)
    assert close(case, sign_in(cast.other_worker)).status_code == 302
    assert Case.objects.visible_to(cast.other_worker).filter(pk=case.pk).exists()
