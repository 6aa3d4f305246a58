"""Accès restreint: a file closed to all but named persons, what goes under key, and how it is opened again."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from households import services
from households.models import Case, ContactDetail, DutyCase, Dwelling, NamedPerson, ProtectedDetail, Restriction
from partners.roles import Role
from tests import factories
from tests.households.test_protected_details import freshly_signed_in
from veille.core import crypto
from veille.core.models import AuditEvent

WHY = "À sa demande"


@pytest.fixture
def case(world, cast):
    """Led by the association, in a dwelling of the landlord, with a phone known to both and one that was confided."""
    assert cast.manager and cast.referent  # they are there from the start
    case = factories.make_accompanied_case(world, cast)
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune, residence="Les Tilleuls")
    factories.HousingPeriodFactory(case=case, dwelling=dwelling, commune=world.commune)
    ContactDetail.objects.create(case=case, kind="phone", value="03 20 55 00 01", hours="14–17 h", no_message=True)
    ContactDetail.objects.create(case=case, kind="email", value="elle@exemple.invalid", source="confided")
    return case


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def restrict(case, by, **fields):
    fields = {"reason": WHY, "people": [], "kept": [], "hides_place": False, **fields}
    return services.restrict_case(case=case, by=by, **fields)


def opened(detail):
    return crypto.decrypt(detail.sealed, purpose=crypto.PROTECTED, table=ProtectedDetail._meta.db_table)


def test_the_page_says_what_will_change_before_it_is_done(case, cast, sign_in):
    worker = sign_in(cast.worker)
    page = worker.get(address("case_restrict", case.pk)).content.decode()
    assert "03 20 55 00 01" in page and "elle@exemple.invalid" in page
    sent = {"reason": WHY, "contacts": [c.pk for c in case.contact_details.order_by("pk")], "hides_place": "on"}
    preview = worker.post(address("case_restrict", case.pk), sent).content.decode()
    assert "Ne verront plus que ce dossier existe" in preview
    assert str(cast.manager.user) in preview
    assert not Case.objects.get(pk=case.pk).is_restricted
    assert worker.post(address("case_restrict", case.pk), {**sent, "confirmed": "yes"}).status_code == 302
    assert Case.objects.get(pk=case.pk).is_restricted


def test_the_page_does_not_promise_what_naming_alone_does_not_give(case, cast, sign_in):
    """A colleague whom no team names opens nothing for being named."""
    sent = {"reason": WHY, "people": [cast.other_worker.user_id]}
    preview = sign_in(cast.worker).post(address("case_restrict", case.pk), sent).content.decode()
    opening, idle = preview.split("Nommées, sans l’ouvrir aujourd’hui")
    assert str(cast.other_worker.user) not in opening
    assert str(cast.other_worker.user) in idle


def test_nobody_left_outside_sees_that_there_is_a_file(case, cast, sign_in):
    missing = sign_in(cast.manager).get(address("case_detail", NamedPerson().pk))
    restrict(case, cast.worker)
    for actor in (cast.manager, cast.referent, cast[Role.LANDLORD_MANAGER]):
        assert not Case.objects.visible_to(actor).filter(pk=case.pk).exists()
        assert case.number not in sign_in(actor).get(address("case_list")).content.decode()
    answer = sign_in(cast.manager).get(address("case_detail", case.pk))
    assert (answer.status_code, len(answer.content)) == (404, len(missing.content))
    assert Case.objects.visible_to(cast.worker).filter(pk=case.pk).exists()


def test_the_lead_person_and_the_author_cannot_be_left_out(case, cast):
    restrict(case, cast.referent)
    named = set(NamedPerson.objects.filter(case=case).values_list("user", flat=True))
    assert named == {cast.referent.user_id, cast.worker.user_id}


def test_what_was_known_of_her_goes_under_key_with_how_to_use_it(case, cast):
    restrict(case, cast.worker)
    assert not ContactDetail.objects.filter(case=case).exists()
    words = {opened(detail) for detail in ProtectedDetail.objects.filter(case=case)}
    assert words == {"03 20 55 00 01 – 14–17 h – ne pas laisser de message", "elle@exemple.invalid"}


def test_what_is_kept_in_clear_stays_and_what_the_author_does_not_read_is_sealed(case, cast):
    phone = ContactDetail.objects.get(kind="phone")
    restrict(case, cast.referent, kept=[phone])
    assert list(ContactDetail.objects.filter(case=case)) == [phone]
    assert ProtectedDetail.objects.get(case=case).kind == "email"


def test_a_sealed_detail_that_was_confided_stays_closed_to_the_landlord(case, cast):
    restrict(case, cast.worker, people=[cast.referent.user])
    assert ProtectedDetail.objects.visible_to(cast.worker).count() == 2
    assert ProtectedDetail.objects.visible_to(cast.referent).get().kind == "phone"


def test_a_secret_place_is_shown_on_no_page(case, cast, sign_in, world):
    worker = sign_in(cast.worker)
    pages = [address(name, case.pk) for name in ("case_detail", "case_household", "case_housing", "case_access")]
    assert any("Les Tilleuls" in worker.get(page).content.decode() for page in pages)
    restrict(case, cast.worker, hides_place=True)
    for page in pages:
        text = worker.get(page).content.decode()
        assert "Les Tilleuls" not in text and world.commune.name not in text
    assert "Lieu tenu secret" in worker.get(address("case_housing", case.pk)).content.decode()
    place = next(detail for detail in ProtectedDetail.objects.filter(case=case) if detail.kind == "address")
    assert "Les Tilleuls" in opened(place) and world.commune.name in opened(place)


def test_the_journal_keeps_numbers_and_no_word(case, cast):
    restrict(case, cast.worker, hides_place=True)
    assert AuditEvent.objects.get(name="case.restricted").changes == {"sealed": 2, "place": True}
    texts = " ".join(str(event.changes) for event in AuditEvent.objects.filter(case=case.pk))
    assert WHY not in texts and "03 20" not in texts


def test_one_restricts_once(case, cast):
    restrict(case, cast.worker)
    with pytest.raises(ValidationError, match="déjà"):
        restrict(case, cast.worker)


def test_opening_again_asks_who_she_is_why_and_once_more(case, cast, sign_in):
    restrict(case, cast.worker, hides_place=True)
    target = address("case_lift", case.pk)
    assert sign_in(cast.worker).get(target).status_code == 302
    worker = freshly_signed_in(sign_in(cast.worker), target)
    assert worker.get(target).status_code == 200
    assert worker.post(target, {"reason": ""}).status_code == 422
    preview = worker.post(target, {"reason": "Plus de danger"}).content.decode()
    assert "Verront à nouveau ce dossier" in preview and str(cast.manager.user) in preview
    assert Case.objects.get(pk=case.pk).is_restricted
    assert worker.post(target, {"reason": "Plus de danger", "confirmed": "yes"}).status_code == 302
    assert Case.objects.visible_to(cast.manager).filter(pk=case.pk).exists()


def test_what_was_sealed_stays_sealed_and_the_place_secret_unless_she_says_so(case, cast):
    restrict(case, cast.worker, hides_place=True)
    services.lift_restriction(case=case, reason="Plus de danger", shows_place=False, by=cast.worker)
    assert Dwelling.objects.get().is_secret
    assert not ProtectedDetail.objects.visible_to(cast.manager).exists()
    case = restrict(case, cast.worker).case
    services.lift_restriction(case=case, reason="Plus de danger", shows_place=True, by=cast.worker)
    assert not Dwelling.objects.get().is_secret


def test_why_it_was_closed_is_read_by_named_persons_only_even_once_it_is_open(case, cast, sign_in):
    restrict(case, cast.worker)
    services.lift_restriction(case=case, reason="Plus de danger", shows_place=False, by=cast.worker)
    assert WHY in sign_in(cast.worker).get(address("case_access", case.pk)).content.decode()
    assert WHY not in sign_in(cast.manager).get(address("case_access", case.pk)).content.decode()
    assert not Restriction.objects.visible_to(cast.manager).exists()


def test_who_presents_a_file_closes_it_and_opens_it_again_until_somebody_leads_it(world, cast, sign_in):
    case = factories.make_referred_case(world, cast).case
    target = address("case_lift", case.pk)
    assert sign_in(cast.referent).get(address("case_restrict", case.pk)).status_code == 200
    restrict(case, cast.referent)
    referent = freshly_signed_in(sign_in(cast.referent), target)
    assert referent.get(target).status_code == 200
    factories.grant(case, world.association, "lead")
    assert referent.get(target).status_code == 403


def test_who_only_reads_the_household_does_not_close_its_file(case, cast, sign_in):
    for role in (Role.LANDLORD_MANAGER, Role.LANDLORD_CLIENT_MANAGER):
        assert sign_in(cast[role]).get(address("case_restrict", case.pk)).status_code == 403


def test_a_place_is_hidden_afterwards_from_the_panel(case, cast, sign_in):
    restrict(case, cast.worker)
    worker = sign_in(cast.worker)
    assert "Tenir secret le lieu" in worker.get(address("case_access", case.pk)).content.decode()
    assert worker.post(address("place_hide", case.pk)).status_code == 302
    assert Dwelling.objects.get().is_secret
    assert "Tenir secret le lieu" not in worker.get(address("case_access", case.pk)).content.decode()


def test_the_rota_of_a_restriction_ends_with_it(case, cast):
    restrict(case, cast.worker)
    case.refresh_from_db()
    services.put_on_duty(case=case, by=cast.worker)
    services.lift_restriction(case=case, reason=WHY, shows_place=True, by=cast.worker)
    assert not DutyCase.objects.current().filter(case=case).exists()
