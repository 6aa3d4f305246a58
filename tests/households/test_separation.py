"""A couple separates: two files, and nobody of the one side learns of the other."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accompaniment.models import Note
from cellule.models import Referral
from households import services
from households.grants import GrantLevel
from households.models import Case, CaseAccess, ContactDetail, Household, NamedPerson, Person, ProtectedDetail, TeamPart
from households.searching import matching
from partners.roles import Role
from tests import factories
from tests.cellule.referral_answers import LEAST, fill, send, start
from veille.core import clock
from veille.core.models import AuditEvent


def address(name, *args):
    return reverse(f"households:{name}", args=args)


@pytest.fixture
def case(world, cast):
    """Nadia and Karim, Sami and Lila; a landlord, an association, a phone of each, a note about him."""
    case = factories.make_accompanied_case(world, cast)
    case.household.people.update(first_name="Nadia", last_name="Benali", search_name="nadia benali", gender="woman")
    people = {"Karim": ("spouse_partner", "man"), "Sami": ("child", "man"), "Lila": ("child", "woman")}
    for name, (role, gender) in people.items():
        factories.PersonFactory(
            household=case.household, first_name=name, last_name="Benali", role=role, gender=gender, birth_date=None
        )
    for name, phone in (("Nadia", "06 39 98 00 01"), ("Karim", "06 39 98 00 02")):
        ContactDetail.objects.create(case=case, kind="phone", value=phone, person=someone(case, name))
    author = {"case": case, "author": cast.worker.user, "organisation": world.association}
    factories.NoteFactory(**author, text="Karim cherche un logement à lui.")
    factories.NoteFactory(**author, text="Le courrier s’entasse.")
    return case


def someone(case, name) -> Person:
    return case.household.people.get(first_name=name)


def answers(case, cast, leaving="Karim", shared=(), **changes):
    """Every question answered: the one who leaves, the children of both sides, everything else stays."""
    data = {}
    for person in case.household.people.all():
        fate = "move" if person.first_name == leaving else "copy" if person.first_name in shared else "stay"
        data[f"who-{person.pk}"] = fate
    for contact in ContactDetail.objects.filter(case=case):
        data[f"contact-{contact.pk}"] = "move" if contact.person.first_name == leaving else "stay"
    for note in Note.objects.filter(case=case, text__contains=leaving):
        data[f"other-{note.pk}"] = "stay"
    new = {
        "door": "access",
        "territory": str(case.territory_id),
        "main_reason": "separation_family_break",
        "organisation": str(cast.worker.organisation_id),
        "people": [str(cast.worker.user_id)],
        "submission_key": str(uuid4()),
    }
    return data | new | changes


def separate(client, case, data):
    """The preview first, then the same answers again."""
    preview = client.post(address("separation_prepare", case.pk), data)
    assert preview.status_code == 200, preview.content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', preview.content.decode())
    assert not Household.objects.exclude(pk=case.household_id).exists()
    done = client.post(address("separation_prepare", case.pk), data | {"seen": seen[1]})
    assert done.status_code == 302, done.content.decode()
    return Case.objects.exclude(household=case.household_id).get()


@pytest.fixture
def new(case, cast, sign_in):
    """He leaves, and lives with Sami every other week."""
    return separate(sign_in(cast.worker), case, answers(case, cast, shared=["Sami"]))


def test_the_answers_are_shown_before_anything_is_done(case, cast, sign_in):
    page = sign_in(cast.worker).post(address("separation_prepare", case.pk), answers(case, cast)).content.decode()
    assert "Voici ce qui sera fait" in page
    assert "La Vie active" in page
    assert "Séparer le ménage" in page
    assert Case.objects.count() == 1


def test_changed_answers_are_shown_again(case, cast, sign_in):
    client, data = sign_in(cast.worker), answers(case, cast)
    page = client.post(address("separation_prepare", case.pk), data).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    again = client.post(address("separation_prepare", case.pk), data | {"seen": seen, "door": "retention"})
    assert again.status_code == 200
    assert Case.objects.count() == 1


def test_each_side_has_its_people_its_number_and_its_stay(case, cast, new):
    assert new.number != case.number
    assert new.spells.get().starts_on == clock.today() == new.opened_on
    there = {p.first_name: p.role for p in new.household.people.all()}
    assert there == {"Karim": "reference_person", "Sami": "child_alternate"}
    here = {p.first_name: p.role for p in case.household.people.present_on(clock.today())}
    assert here == {"Nadia": "reference_person", "Sami": "child_alternate", "Lila": "child"}
    assert someone(case, "Karim").left_on == clock.today()


def test_no_row_is_on_both_sides_and_none_links_them(case, new):
    here, there = (set(one.household.people.values_list("pk", flat=True)) for one in (case, new))
    assert here.isdisjoint(there)
    links = {field.name for field in Household._meta.get_fields() if field.is_relation and not field.auto_created}
    assert links == {"dispositif"}


def test_the_new_file_opens_to_the_organisation_chosen_and_to_no_other(case, new, world, cast):
    grants = CaseAccess.objects.filter(case=new)
    assert [(g.organisation, g.level) for g in grants] == [(world.association, GrantLevel.PRESENTING)]
    assert "sépar" not in grants.get().ground
    assert [m.user for m in new.team.all()] == [cast.worker.user]
    assert not Case.objects.visible_to(cast.referent).filter(pk=new.pk).exists()
    assert not Case.objects.visible_to(cast.other_worker).filter(pk=new.pk).exists()


def test_the_reference_person_may_be_the_one_who_leaves(case, cast, sign_in):
    new = separate(sign_in(cast.worker), case, answers(case, cast, leaving="Nadia"))
    assert new.household.people.get().role == "reference_person"
    assert someone(case, "Karim").role == "reference_person"


def test_a_grown_child_may_leave_and_answers_for_the_new_household(case, cast, sign_in):
    Person.objects.filter(pk=someone(case, "Lila").pk).update(birth_year=clock.today().year - 22)
    new = separate(sign_in(cast.worker), case, answers(case, cast, leaving="Lila"))
    assert new.household.people.get().role == "reference_person"


def test_a_young_child_does_not_leave_alone(case, cast, sign_in):
    page = sign_in(cast.worker).post(address("separation_prepare", case.pk), answers(case, cast, leaving="Sami"))
    assert page.status_code == 422
    assert "Indiquez quel adulte part." in page.content.decode()


def test_what_moves_is_written_anew_and_what_stays_stays(case, cast, new):
    assert ContactDetail.objects.get(case=case).value == "06 39 98 00 01"
    moved = ContactDetail.objects.get(case=new)
    assert (moved.value, moved.person.household_id) == ("06 39 98 00 02", new.household_id)
    assert Note.objects.filter(case=case).count() == 2
    assert not Note.objects.filter(case=new).exists()


@pytest.mark.parametrize(("fate", "here", "there"), [("copy", 2, 1), ("move", 1, 1), ("stay", 2, 0)])
def test_a_note_that_names_who_leaves_follows_as_decided(case, cast, sign_in, fate, here, there):
    note = Note.objects.get(text__contains="Karim")
    new = separate(sign_in(cast.worker), case, answers(case, cast, **{f"other-{note.pk}": fate}))
    assert Note.objects.filter(case=case).count() == here
    carried = list(Note.objects.filter(case=new))
    assert len(carried) == there
    assert all(copy.pk != note.pk and copy.written_on == note.written_on for copy in carried)


def test_what_she_was_not_asked_yet_is_shown_as_staying(case, cast, sign_in):
    note = Note.objects.get(text__contains="Karim")
    data = answers(case, cast)
    del data[f"other-{note.pk}"]
    client = sign_in(cast.worker)
    page = client.post(address("separation_prepare", case.pk), data).content.decode()
    here, there = page.split('id="separation-sides"')[1].split("Dans le nouveau dossier")
    assert "Note du" in here
    assert "Note du" not in there.split("</section>")[0]


def test_only_notes_of_her_organisation_that_name_who_leaves_are_offered(case, cast, world, sign_in):
    hers = {"case": case, "author": cast.referent.user, "organisation": world.landlord}
    factories.NoteFactory(**hers, level="factual_shared", text="Karim est passé à l’agence.")
    page = sign_in(cast.worker).post(address("separation_prepare", case.pk), answers(case, cast)).content.decode()
    assert "cherche un logement" in page
    assert "est passé" not in page
    assert "s’entasse" not in page


def test_sealed_details_are_decided_by_who_is_named_only(case, cast, sign_in):
    detail = services.protect_detail(case=case, kind="school", value="École des Tilleuls", by=cast.worker)
    client = sign_in(cast.worker)
    assert f"protected-{detail.pk}" not in client.get(address("separation_prepare", case.pk)).content.decode()
    NamedPerson.objects.create(case=case, user=cast.worker.user)
    data = answers(case, cast, **{f"protected-{detail.pk}": "copy"})
    new = separate(client, case, data)
    copy = ProtectedDetail.objects.get(case=new)
    NamedPerson.objects.create(case=new, user=cast.worker.user)
    assert services.read_protected(detail=copy, reason="check", by=cast.worker) == "École des Tilleuls"
    assert ProtectedDetail.objects.filter(case=case).count() == 1


def test_a_restricted_new_file_names_the_people_chosen(case, cast, sign_in):
    new = separate(sign_in(cast.worker), case, answers(case, cast, is_restricted="on"))
    assert new.is_restricted
    assert [n.user for n in NamedPerson.objects.filter(case=new)] == [cast.worker.user]
    assert not Case.objects.visible_to(cast.manager).filter(pk=new.pk).exists()


def test_another_association_may_open_the_new_file_and_then_nobody_here_does(case, cast, world, sign_in):
    data = answers(case, cast, organisation=str(world.other_association.pk), people=[])
    client = sign_in(cast.worker)
    new = separate(client, case, data)
    assert CaseAccess.objects.get(case=new).organisation == world.other_association
    page = client.get(address("case_household", case.pk)).content.decode()
    assert "L’organisme choisi ouvre le nouveau dossier." in page
    assert new.number not in page
    assert client.get(address("case_detail", new.pk)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"leaving": "nobody"}, "Indiquez quel adulte part."),
        ({"leaving": "Sami"}, "Indiquez quel adulte part."),
        ({"people": []}, "Choisissez qui suivra"),
    ],
)
def test_what_lacks_is_said_and_nothing_is_lost(case, cast, sign_in, changes, words):
    answer = sign_in(cast.worker).post(address("separation_prepare", case.pk), answers(case, cast, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_everybody_does_not_leave(case, cast, sign_in):
    adults = {f"who-{someone(case, name).pk}": "move" for name in ("Nadia", "Karim")}
    answer = sign_in(cast.worker).post(address("separation_prepare", case.pk), answers(case, cast, **adults))
    assert "Un adulte au moins reste" in answer.content.decode()


def test_a_landlord_is_never_offered(case, cast, world, sign_in):
    page = sign_in(cast.worker).get(address("separation_prepare", case.pk)).content.decode()
    choices = page.split('name="organisation"')[1].split("</select>")[0]
    assert "Habitat du Nord" not in choices
    assert "Logis Transports" not in choices
    assert "La Vie active" in choices


def test_a_double_click_separates_once(case, cast, sign_in):
    client, data = sign_in(cast.worker), answers(case, cast)
    page = client.post(address("separation_prepare", case.pk), data).content.decode()
    data["seen"] = re.search(r'name="seen" value="(\w+)"', page)[1]
    client.post(address("separation_prepare", case.pk), data)
    client.post(address("separation_prepare", case.pk), data)
    assert Household.objects.count() == 2


# From each side, nothing of the other.


@pytest.fixture
def her_side(case, new, world, cast):
    """The landlord, and another worker of the association who follows her alone."""
    factories.put_in_team(case, cast.other_worker)
    return [cast.referent, cast.other_worker, cast.manager]


@pytest.fixture
def his_side(case, new, world, cast):
    """An association that was never told of the first file."""
    worker = cast.play(Role.ASSOCIATION_WORKER, world.other_association, "Yasmine")
    factories.grant(new, world.other_association, GrantLevel.LEAD)
    factories.put_in_team(new, worker, TeamPart.LEAD)
    CaseAccess.objects.filter(case=new, organisation=world.association).delete()
    ContactDetail.objects.create(case=new, kind="phone", value="06 39 98 77 77")
    factories.NoteFactory(case=new, author=worker.user, organisation=world.other_association, text="Il s’installe.")
    return worker


PAGES = ("case_detail", "case_household", "case_housing", "case_access", "case_followup")


def seen_by(client, case) -> str:
    pages = (client.get(address(name, case.pk)) for name in PAGES)
    return "".join(page.content.decode() for page in pages if page.status_code == 200)


def test_her_side_never_reads_what_is_written_of_his(case, new, her_side, his_side, sign_in):
    for actor in her_side:
        client = sign_in(actor)
        text = seen_by(client, case) + client.get(address("case_list")).content.decode()
        for token in (new.number, str(new.pk), "06 39 98 77 77", "Aurore", "Il s’installe"):
            assert token not in text, (actor.roles, token)
        assert client.get(address("case_detail", new.pk)).status_code == 404


def test_his_side_never_reads_what_is_written_of_hers(case, new, his_side, sign_in):
    client = sign_in(his_side)
    text = seen_by(client, new) + client.get(address("case_list")).content.decode()
    for token in (case.number, str(case.pk), "Nadia", "Lila", "06 39 98 00 01", "Habitat du Nord", "s’entasse"):
        assert token not in text, token
    assert client.get(address("case_detail", case.pk)).status_code == 404


def test_search_picking_and_duplicates_stop_at_the_side(case, new, her_side, his_side, cast, sign_in):
    for actor, own in ((her_side[0], case), (her_side[2], case), (his_side, new)):
        cases = Case.objects.visible_to(actor)
        assert [found.pk for found in matching(cases, actor, "Benali")] == [own.pk]
        client = sign_in(actor)
        assert "même ménage" not in client.get(address("case_household", own.pk)).content.decode()
    assert "06 39 98" not in str(matching(Case.objects.visible_to(his_side), his_side, "Nadia").values_list())
    assert not matching(Case.objects.visible_to(his_side), his_side, "Nadia").exists()


def test_who_holds_both_sides_is_not_told_to_merge_them_again(case, new, cast, sign_in):
    """They share a child; he has left the one and lives in the other."""
    page = sign_in(cast.worker).get(address("case_household", case.pk)).content.decode()
    assert "même ménage" not in page
    assert new.number not in page.split("messages")[-1]


def test_adding_the_same_name_on_one_side_finds_nothing_of_the_other(case, new, his_side, sign_in):
    data = {"first_name": "Nadia", "last_name": "Benali", "role": "other_relative", "tenancy_role": "none"}
    answer = sign_in(his_side).post(address("person_add", new.pk), data | {"source": "confided"})
    assert answer.status_code == 302


def test_counts_are_those_of_each_side(case, new, her_side, his_side, sign_in):
    for actor in (her_side[0], his_side):
        assert Case.objects.countable_by(actor).count() == 1
        assert "1 dossier" in sign_in(actor).get(address("case_list")).content.decode().replace("\u00a0", " ")


def test_the_journal_alone_knows_both(case, new):
    event = AuditEvent.objects.get(name="household.separated")
    assert event.case == case.pk
    assert event.object_id == new.household_id
    assert not AuditEvent.objects.filter(name="case.opened", case=case.pk).exists()


def test_the_new_file_is_oriented_like_any_other(case, new, cast, sign_in):
    """Its household is picked in the orientation: the file that waits is taken, no third one is made."""
    client = sign_in(cast.worker)
    housing = {"situation": "hosted_third", "commune": "62413"}
    typed = {**LEAST, "entree": {"door": "access"}, "menage": {"picked": str(new.household_id)}, "logement": housing}
    draft = start(client)
    fill(client, draft, typed)
    assert send(client, draft, typed).status_code == 302
    assert Referral.objects.get().case == new
    assert Case.objects.count() == 2
