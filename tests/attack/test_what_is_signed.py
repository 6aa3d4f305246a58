"""What is signed is what was agreed, by who was on the page when it was shown."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import services
from accompaniment.models import Plan, Signature
from accompaniment.services import plans
from tests import factories
from tests.attack.test_races import at_once
from tests.cast import Cast
from veille.core import clock


def drafted(world, cast, case):
    measure = factories.make_measure(case, world.association)
    plan = services.draft_plan(
        measure=measure, priorities="Garder mon logement.", review_on=clock.today(), by=cast.worker
    )
    add(plan, cast, "Reprendre le paiement")
    return plan


def add(plan, cast, label):
    return services.save_objective(plan=plan, label=label, theme="budget", is_shared=False, actions=[], by=cast.worker)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def agreed(world, cast, case):
    return services.agree_plan(plan=drafted(world, cast, case), by=cast.worker)


def test_the_text_that_is_agreed_holds_what_a_colleague_wrote_meanwhile(committed_world, monkeypatch):
    """Between the text that is kept and the state that closes the plan, nobody writes an objective."""
    cast = Cast(committed_world)
    plan = drafted(committed_world, cast, factories.make_accompanied_case(committed_world, cast))
    kept, told = plans.plan_text, threading.Event()

    def slowly(agreed):
        text = kept(agreed)
        told.set()
        threading.Event().wait(1)
        return text

    def write():
        told.wait(5)
        return add(plan, cast, "Ouvrir ses droits")

    monkeypatch.setattr(plans, "plan_text", slowly)
    answers = at_once(lambda: services.agree_plan(plan=Plan.objects.get(pk=plan.pk), by=cast.worker), write)
    stored = Plan.objects.get(pk=plan.pk)
    assert isinstance(answers[1], ValidationError)
    assert "Ouvrir ses droits" not in str(stored.agreed_content)
    assert list(stored.objectives.values_list("label", flat=True)) == ["Reprendre le paiement"]


def test_a_plan_that_a_new_version_replaced_is_not_signed_by_hand(cast, agreed, sign_in):
    services.new_plan_version(plan=agreed, review_on=clock.today(), by=cast.worker)
    url = reverse("accompaniment:plan_sign", args=[agreed.pk])
    sent = {"who": "me", "way": "paper", "digest": agreed.digest, "signed_on": clock.today()}
    answer = sign_in(cast.worker).post(url, sent)
    assert answer.status_code == 422 and "une version l’a remplacé" in answer.content.decode()
    assert not Signature.objects.exists()


def test_somebody_who_came_home_meanwhile_is_not_taken_for_who_signed(cast, case, agreed, sign_in):
    client, url = sign_in(cast.worker), reverse("accompaniment:plan_sign", args=[agreed.pk])
    factories.PersonFactory(household=case.household, first_name="Karim", role="spouse_partner", gender="man")
    page = client.get(url)
    shown = dict(page.context["form"].fields["who"].choices)
    signs = next(key for key, name in shown.items() if "Karim" in name)
    case.household.people.exclude(first_name="Karim").update(role="spouse_partner")
    case.household.people.filter(first_name="Karim").update(role="reference_person")
    sent = {"who": signs, "way": "paper", "digest": agreed.digest, "signed_on": clock.today()}
    assert client.post(url, sent).status_code == 302
    assert "Karim" in Signature.objects.get().name
