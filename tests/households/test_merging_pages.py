"""The pages of a merger: compare, choose, find the other file, take it back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from households.grants import GrantLevel
from households.models import Case, CaseAccess, CaseMerge, Person
from tests import factories
from tests.support import twins
from tests.support.twins import merge, woman_of


def address(name, *args):
    return reverse(f"households:{name}", args=args)


@pytest.fixture
def kept(world, cast):
    return twins.make_kept(world, cast)


@pytest.fixture
def merged(world, cast):
    return twins.make_merged(world, cast)


def answers(kept, merged, **changes):
    data = {f"pair-{p.pk}": "" for p in merged.household.people.all()}
    data[f"pair-{woman_of(merged).pk}"] = str(woman_of(kept).pk)
    return data | {"case-main_reason": "kept", "action": "merge", "submission_key": str(uuid4())} | changes


def test_the_page_compares_counts_and_says_who_will_read(cast, sign_in, kept, merged):
    page = sign_in(cast.worker).get(address("merge_prepare", kept.pk, merged.pk)).content.decode()
    assert "Qui est qui" in page
    assert "Année de naissance" not in page  # the same year on both sides
    assert "Date de naissance" in page
    assert "Interventions" in page
    assert "Qui ouvrira le dossier réuni" in page
    assert "Habitat du Nord" in page


def test_an_answer_that_differs_must_be_chosen_then_the_files_are_merged(cast, sign_in, kept, merged):
    client = sign_in(cast.worker)
    short = client.post(address("merge_prepare", kept.pk, merged.pk), answers(kept, merged))
    assert short.status_code == 422
    chosen = {f"person-{woman_of(merged).pk}-birth_date": "kept"}
    done = client.post(address("merge_prepare", kept.pk, merged.pk), answers(kept, merged, **chosen), follow=True)
    assert "n’en font plus qu’un" in done.content.decode()
    assert woman_of(kept).birth_date is not None


def test_comparing_again_does_nothing_but_compare(cast, sign_in, kept, merged):
    data = answers(kept, merged, action="compare") | {f"pair-{woman_of(merged).pk}": ""}
    page = sign_in(cast.worker).post(address("merge_prepare", kept.pk, merged.pk), data)
    assert page.status_code == 200
    assert "Date de naissance" not in page.content.decode()
    assert Case.objects.filter(pk=merged.pk).exists()


def test_the_other_file_is_found_by_its_number_inside_the_perimeter_only(cast, world, sign_in, kept, merged):
    stranger = factories.make_case(world, number="VS-2018-33333")
    client = sign_in(cast.worker)
    found = client.post(address("merge_find", kept.pk), {"number": " vs-2018-22222 "})
    assert found["Location"] == address("merge_prepare", kept.pk, merged.pk)
    answers_to = [
        client.post(address("merge_find", kept.pk), {"number": n}) for n in (stranger.number, "VS-2018-99999")
    ]
    assert {answer.status_code for answer in answers_to} == {422}
    assert "Aucun de vos dossiers" in answers_to[0].content.decode()


@pytest.mark.parametrize("why", ["restricted", "unseen", "led elsewhere", "not written", "another household too"])
def test_a_file_that_cannot_be_merged_does_not_exist(cast, world, sign_in, kept, merged, why):
    if why == "restricted":
        factories.restrict(merged, cast.worker)
    if why == "unseen":
        merged.team.all().delete()
    if why == "led elsewhere":
        CaseAccess.objects.filter(case=merged, level=GrantLevel.LEAD).update(organisation=world.other_association)
        factories.grant(merged, world.association, GrantLevel.DIAGNOSIS_OPERATOR)
    if why == "not written":
        CaseAccess.objects.filter(case=merged, level=GrantLevel.LEAD).update(level=GrantLevel.PARTNER_ASSOCIATION)
    if why == "another household too":
        factories.CaseFactory(household=merged.household, rules=world.version, territory=world.territory, door="access")
    assert sign_in(cast.worker).get(address("merge_prepare", kept.pk, merged.pk)).status_code == 404


def test_twins_are_shown_to_who_may_merge_them_and_to_nobody_else(cast, sign_in, kept, merged):
    shown = sign_in(cast.worker).get(address("case_household", kept.pk)).content.decode()
    assert "Dossiers possibles du même ménage" in shown
    assert "VS-2018-22222" in shown
    for person in (cast.referent, cast.manager):
        page = sign_in(person).get(address("case_household", kept.pk)).content.decode()
        assert "Dossiers possibles du même ménage" not in page


def test_a_twin_outside_the_perimeter_changes_nothing_of_the_page(cast, sign_in, kept, merged):
    client = sign_in(cast.worker)
    merged.team.all().delete()
    with_it = client.get(address("case_household", kept.pk)).content.decode()
    Person.objects.filter(household=merged.household).update(search_name="tout autre")
    without = client.get(address("case_household", kept.pk)).content.decode()
    assert "même ménage" not in with_it
    assert len(with_it) == len(without)


def test_taking_it_back_from_the_page(cast, sign_in, kept, merged):
    made = merge(kept, merged, cast.worker)
    client = sign_in(cast.worker)
    assert "Séparer de nouveau" in client.get(address("case_household", kept.pk)).content.decode()
    assert client.get(address("merge_undo", kept.pk, made.pk)).status_code == 200
    client.post(address("merge_undo", kept.pk, made.pk), {"submission_key": str(uuid4())})
    assert Case.objects.filter(number="VS-2018-22222").exists()
    assert not CaseMerge.objects.exists()


def test_a_second_click_finds_it_done(cast, sign_in, kept, merged):
    client, once = sign_in(cast.worker), {"submission_key": str(uuid4())}
    chosen = {f"person-{woman_of(merged).pk}-birth_date": "kept"} | once
    data, page = answers(kept, merged, **chosen), address("merge_prepare", kept.pk, merged.pk)
    assert [client.post(page, data).status_code for _ in range(2)] == [302, 302]
    made, again = CaseMerge.objects.get(), {"submission_key": str(uuid4())}
    page = address("merge_undo", kept.pk, made.pk)
    assert [client.post(page, again).status_code for _ in range(2)] == [302, 302]
    assert Case.objects.filter(pk__in=[kept.pk, merged.pk]).count() == 2


def test_what_prevents_taking_it_back_is_said_on_the_page(cast, sign_in, kept, merged):
    made = merge(kept, merged, cast.worker)
    kept.contact_details.all().delete()
    answer = sign_in(cast.worker).post(address("merge_undo", kept.pk, made.pk), {"submission_key": str(uuid4())})
    assert answer.status_code == 422
    assert "retirée ou déplacée depuis" in answer.content.decode()
