"""Two worlds that differ by one fact: to who may not know it, every page is the same, counts and order included."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from households import services
from households.models import Case, ContactDetail, HoldReason
from partners.roles import Role
from tests import factories
from tests.cast import Cast, World
from tests.cellule import scenes
from tests.matrix.visit import rolled_back
from veille.core import clock

pytestmark = pytest.mark.django_db

_CHANGING = re.compile(
    r'name="(?:csrfmiddlewaretoken|submission_key)" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": "[^"]*"|'
    r"\b[0-9A-F]{8}\b"  # the number of an incident
)
_LISTS = ("home", "households:case_list", "households:tracking_list", "cellule:referral_mine", "cellule:session_list")
_TABS = (
    "households:case_detail",
    "households:case_household",
    "households:case_housing",
    "households:case_budget",
    "households:case_followup",
    "households:case_plan",
    "households:case_sessions",
    "households:case_access",
    "households:case_timeline",
    "households:case_next",
    "accompaniment:case_fragment",
    "accompaniment:state_fragment",
    "accompaniment:plan_fragment",
    "cellule:case_fragment",
)


@dataclass(frozen=True)
class Story:
    """The file that everybody of the story knows, and those who made it."""

    world: World
    cast: Cast
    case: Case


@dataclass(frozen=True)
class Fact:
    """What is true in one world alone, who may not know it, and the words she tries in her search."""

    label: str
    add: Callable[[Story], object]
    who: Callable[[Cast], object]
    searched: str = ""
    # Pages where it shows all the same, and rightly.
    but: tuple[str, ...] = ()


def _by(role: str) -> Callable[[Cast], object]:
    return lambda cast: cast[role]


def _own(story: Story) -> dict:
    return {"case": story.case, "author": story.cast.worker.user, "organisation": story.world.association}


def _restricted_file(story: Story) -> None:
    case = factories.make_accompanied_case(story.world, story.cast)
    factories.HousingPeriodFactory(case=case, commune=story.world.commune)
    factories.PersonFactory(household=case.household, last_name="Delahaut", role="spouse_partner")
    factories.restrict(case, story.cast.other_worker)


def _restricted_on_the_agenda(story: Story) -> None:
    item = scenes.scheduled(story.world, story.cast)
    factories.restrict(item.case, story.cast.referent)


def _archived_file(story: Story) -> None:
    case = factories.make_accompanied_case(story.world, story.cast)
    long_ago = clock.today() - timedelta(days=900)
    Case.objects.filter(pk=case.pk).update(
        opened_on=long_ago, admitted_on=long_ago, closed_on=long_ago, archived_on=clock.today()
    )


def _foreign_file(story: Story) -> None:
    case = factories.make_case(story.world, admitted_on=clock.today())
    factories.PersonFactory(household=case.household, last_name="Delahaut")
    factories.make_measure(case, story.world.other_association)


def _association_note(story: Story) -> None:
    factories.NoteFactory(**_own(story), level="association_only", text="Elle a peur de lui.")


def _landlord_note(story: Story) -> None:
    hers = {"case": story.case, "author": story.cast.referent.user, "organisation": story.world.landlord}
    factories.NoteFactory(**hers, level="landlord_internal", text="Rappeler le contentieux.")


def _confided_phone(story: Story) -> None:
    ContactDetail.objects.create(case=story.case, kind="phone", value="06 39 98 11 22", source="confided")


def _confided_member(story: Story) -> None:
    factories.PersonFactory(household=story.case.household, last_name="Delahaut", source="confided", role="child")


def _confided_finding(story: Story) -> None:
    factories.FindingFactory(**_own(story), difficulty="isolation", is_confided=True)


def _sealed_detail(story: Story) -> None:
    services.protect_detail(case=story.case, kind="address", value="12 rue des Lilas", by=story.cast.worker)


def _inner_visit(story: Story) -> None:
    factories.InterventionFactory(**_own(story), is_shared=False, happened_on=clock.today())


def _step_of_another(story: Story) -> None:
    services.plan_next_step(case=story.case, what="La rappeler", due_on=clock.today(), by=story.cast.worker)


def _diagnosis_text(story: Story) -> None:
    story.case.diagnoses.update(detail="Elle dort mal.", wish="Partir d’ici.")


def _reason_of_the_hold(story: Story) -> None:
    HoldReason.objects.create(case=story.case, hold=story.case.holds.get(), text="Elle est hospitalisée.")


def _conflict_of_another(story: Story) -> None:
    services.exclude_person(case=story.case, user=story.cast.other_worker.user, by=story.cast.worker)


FACTS = [
    Fact("a restricted file", _restricted_file, lambda cast: cast.worker, "Delahaut"),
    Fact("a restricted file, to its manager", _restricted_file, _by(Role.ASSOCIATION_MANAGER), "Delahaut"),
    Fact("a restricted file, to the landlord", _restricted_file, lambda cast: cast.referent, "Delahaut"),
    Fact("a restricted situation on the agenda", _restricted_on_the_agenda, _by(Role.INSTANCE_MEMBER)),
    # What was done stays in the figures of those years, without a name.
    Fact("an archived file", _archived_file, lambda cast: cast.worker, but=("/resultats/",)),
    Fact("a foreign file", _foreign_file, lambda cast: cast.worker, "Delahaut"),
    Fact("a note of the association", _association_note, lambda cast: cast.referent),
    Fact("a note of the landlord", _landlord_note, lambda cast: cast.worker),
    Fact("a confided phone", _confided_phone, lambda cast: cast.referent, "0639981122"),
    Fact("a confided member", _confided_member, lambda cast: cast.referent, "Delahaut"),
    Fact("a confided difficulty", _confided_finding, lambda cast: cast.referent),
    Fact("a sealed address", _sealed_detail, _by(Role.ASSOCIATION_MANAGER)),
    Fact("a visit kept inside", _inner_visit, lambda cast: cast.referent),
    Fact("the next step of another organisation", _step_of_another, lambda cast: cast.referent),
    Fact("a conflict of interest declared by another", _conflict_of_another, lambda cast: cast.referent),
    Fact("the text of a diagnosis being made", _diagnosis_text, lambda cast: cast.referent),
    Fact("the text of a diagnosis, to litigation", _diagnosis_text, _by(Role.LANDLORD_LITIGATION)),
    Fact("the reason of a hold", _reason_of_the_hold, lambda cast: cast.referent),
    Fact("the reason of a hold, to litigation", _reason_of_the_hold, _by(Role.LANDLORD_LITIGATION)),
    Fact("the reason of a hold, to the manager who decides it", _reason_of_the_hold, _by(Role.LANDLORD_MANAGER)),
]


@pytest.fixture
def story(world, cast) -> Story:
    case = factories.make_accompanied_case(world, cast)
    _ = cast.referent, cast.other_worker, cast[Role.ASSOCIATION_MANAGER]  # there from the start, in both worlds
    factories.make_measure(case, world.association)
    factories.HousingPeriodFactory(case=case, commune=world.commune)
    case.procedure_steps.create(landlord=world.landlord, step="summons")
    factories.DiagnosisFactory(case=case, operator=world.association)
    hold = services.ask_hold(case=case, landlord=world.landlord, by=cast.worker)
    until = clock.today() + timedelta(days=30)
    services.agree_hold(hold=hold, starts_on=clock.today(), ends_on=until, by=cast[Role.LANDLORD_MANAGER])
    return Story(world, cast, case)


def _pages(client: Client, story: Story, searched: str) -> dict[str, tuple[int, str]]:
    """Each page she may try, without what changes at every answer."""
    addresses = [reverse(name) for name in _LISTS]
    addresses += [reverse(name, args=[story.case.pk]) for name in _TABS]
    addresses.append(reverse("reports:dashboard_detail", args=[story.world.dispositif.pk]))
    addresses.append(reverse("cellule:session_detail", args=[story.world.session.pk]))
    pages = {address: _read(client, address) for address in addresses}
    if searched:
        client.post(reverse("households:case_search"), {"q": searched})
        pages["search"] = _read(client, reverse("households:case_list"))
        client.post(reverse("households:case_search"), {"q": ""})
    return pages


def _read(client: Client, address: str) -> tuple[int, str]:
    """The page, and no trace of having read it: « qui a regardé » would tell the two worlds apart."""
    with rolled_back():
        answer = client.get(address)
    return answer.status_code, _CHANGING.sub("", answer.content.decode())


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.label)
def test_the_pages_are_the_same_with_and_without_it(fact, story, sign_in):
    client = sign_in(fact.who(story.cast))
    without = _pages(client, story, fact.searched)
    fact.add(story)
    told = _pages(client, story, fact.searched)
    assert {address for address in told if told[address] != without[address]} - _allowed(fact, told) == set()


def _allowed(fact: Fact, pages: dict) -> set[str]:
    return {address for address in pages if fact.but and address.startswith(fact.but)}


def test_a_fact_that_she_may_know_is_seen(story, sign_in):
    """The comparison can tell two worlds apart."""
    client = sign_in(story.cast.worker)
    without = _pages(client, story, "")
    _confided_phone(story)
    told = _pages(client, story, "")
    assert told != without


def test_twelve_facts_are_tried():
    assert len(FACTS) >= 12
