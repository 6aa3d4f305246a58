"""What an expert answers for is hers: given by her manager, among what her organisation announces."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from partners import services
from partners.competences import competences_of
from partners.models import Membership
from partners.roles import Role
from veille.core.models import AuditEvent

INVITED = {"first_name": "Solène", "last_name": "Inventée", "email": "solene@exemple.invalid", "role": "expert"}
INVITE = reverse("partners:membership_invite")


@pytest.fixture
def house(world):
    world.association.competences = ["legal", "violence"]
    world.association.save()
    return world.association


@pytest.fixture
def expert(house, cast):
    return cast.hold(cast.play(Role.EXPERT, house), "legal")


def _address(actor) -> str:
    return reverse("partners:membership_competences", args=[Membership.objects.get(user=actor.user).pk])


def test_a_manager_invites_an_expert_for_what_she_holds(house, cast, sign_in):
    manager = sign_in(cast.manager)
    page = manager.get(INVITE).content.decode()
    assert 'value="violence"' in page and 'value="budget_debt"' not in page
    assert manager.post(INVITE, INVITED).status_code == 422, "une expertise sans compétence ne répond à rien"
    assert manager.post(INVITE, {**INVITED, "competences": ["budget_debt"]}).status_code == 422
    assert manager.post(INVITE, {**INVITED, "competences": ["violence"]}).status_code == 302
    assert Membership.objects.get(user__email=INVITED["email"]).competences == ["violence"]


def test_another_role_holds_no_competence(house, cast, sign_in):
    sent = {**INVITED, "role": "association_worker", "competences": ["violence"]}
    assert sign_in(cast.manager).post(INVITE, sent).status_code == 302
    assert Membership.objects.get(user__email=INVITED["email"]).competences == []
    with pytest.raises(IntegrityError, match="membership_competences_of_an_expert"), transaction.atomic():
        Membership.objects.filter(user=cast.worker.user).update(competences=["legal"])


def test_a_manager_changes_what_an_expert_answers_for(expert, cast, sign_in):
    manager = sign_in(cast.manager)
    assert "Compétences de" in manager.get(_address(expert)).content.decode()
    assert manager.post(_address(expert), {"competences": ["legal", "violence"]}).status_code == 302
    assert Membership.objects.get(user=expert.user).competences == ["legal", "violence"]
    event = AuditEvent.objects.get(name="membership.competences_held")
    assert event.changes["competences"] == [["legal"], ["legal", "violence"]]
    assert "Juridique" in manager.get(reverse("partners:membership_list")).content.decode()
    assert manager.post(_address(expert), {"competences": ["budget_debt"]}).status_code == 422


def test_nobody_else_says_it_and_she_never_does_herself(house, expert, cast, sign_in):
    for actor in (expert, cast.worker):
        assert sign_in(actor).post(_address(expert), {"competences": ["violence"]}).status_code == 403
    assert sign_in(cast[Role.LANDLORD_MANAGER]).get(_address(expert)).status_code == 404
    assert sign_in(cast.manager).get(_address(cast.worker)).status_code == 403, "elle n’est pas experte"
    own = Membership.objects.create(
        user=cast.manager.user, organisation=house, role=Role.EXPERT, starts_on="2018-01-01"
    )
    address = reverse("partners:membership_competences", args=[own.pk])
    assert sign_in(cast.manager).post(address, {"competences": ["legal"]}).status_code == 403
    own.refresh_from_db()
    assert own.competences == []


def test_what_her_organisation_no_longer_announces_is_no_longer_hers(house, expert, cast):
    assert competences_of(expert) == {"legal"}
    house.competences = ["violence"]
    house.save()
    assert competences_of(cast.hold(expert, "legal")) == set()
    with pytest.raises(ValidationError, match="annonce"):
        services.hold_competences(
            membership=Membership.objects.get(user=expert.user), competences=["legal"], by=cast.manager
        )
