"""Two people behind the same link, two secretaries before the same deposit: one effect. Real commits."""

from uuid import uuid4

from django.core.exceptions import ValidationError

from cellule.held_summary import intake_of
from cellule.models import HeldReferral, Referral
from cellule.services.approvals import approve, begin_approving
from households.models import Case
from partners.roles import Role
from tests.cast import Cast
from tests.cellule import link_scene as scene
from tests.cellule.held_scene import waiting_for_approval
from tests.cellule.test_referral_race import together
from veille.core.models import AuditEvent


def test_two_deposits_by_the_same_link_are_one(committed_world):
    cast = Cast(committed_world)
    _, address = scene.given(cast)
    (client, home), (twin, _) = scene.enter(address), scene.enter(address)
    scene.write(client, home, committed_world)
    answers = together(lambda: scene.send(client, home), lambda: scene.send(twin, home))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert AuditEvent.objects.filter(name="held_referral.sent").count() == 1


def test_a_double_click_at_the_same_moment_deposits_once(committed_world):
    cast = Cast(committed_world)
    _, address = scene.given(cast)
    (client, home), (twin, _) = scene.enter(address), scene.enter(address)
    scene.write(client, home, committed_world)
    key = str(uuid4())
    answers = together(lambda: scene.send(client, home, key), lambda: scene.send(twin, home, key))
    assert {answer["Location"] for answer in answers} == {home}
    assert AuditEvent.objects.filter(name="held_referral.sent").count() == 1


def test_secretary_and_stand_in_taking_it_in_at_once_make_one_file(committed_world, sign_in):
    cast = Cast(committed_world)
    held, _, _ = scene.deposited(cast)
    address = f"/orientations/attente/{held.pk}/recevoir/"
    one, two = sign_in(cast.secretary), sign_in(cast.stand_in)
    together(*(lambda c=client: c.post(address, {"submission_key": uuid4()}) for client in (one, two)))
    assert Case.objects.count() == Referral.objects.count() == 1


def test_two_managers_approving_at_once_send_it_once(committed_world):
    cast = Cast(committed_world)
    chief, deputy = cast[Role.LANDLORD_MANAGER], cast.play(Role.LANDLORD_MANAGER, committed_world.landlord, "Adjointe")
    begin_approving(organisation=committed_world.landlord, by=chief)
    held = waiting_for_approval(cast.referent)

    def approving(who):
        def act():
            mine = HeldReferral.objects.select_related("author", "organisation", "dispositif").get(pk=held.pk)
            try:
                return approve(held=mine, new=intake_of(mine).whole(), by=who)
            except ValidationError as error:
                return error

        return act

    together(approving(chief), approving(deputy))
    assert Referral.objects.count() == Case.objects.count() == 1
