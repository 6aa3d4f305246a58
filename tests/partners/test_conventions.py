"""Conventions: prepared by the pilot, signed by each, amended after that, recalled before their end."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from partners import services
from partners.conventions import (
    FOLLOWED,
    OVER,
    RUNNING,
    STOPPED,
    TO_COME,
    TO_RENEW,
    UNSIGNED,
    standing_of,
    with_standing,
)
from partners.models import Convention, ConventionPurchase, SharedInformation
from partners.roles import Role
from partners.todo import work_items
from tests.partners.network import DAY, convention_of
from veille.core.versions import version_of

LIST = reverse("partners:convention_list")
CREATE = reverse("partners:convention_create")
FIELDS = {
    "kind": "funding",
    "title": "Vingt mesures en 2019",
    "purpose": "Financer vingt mesures.",
    "starts_on": "2019-01-01",
    "ends_on": "2019-12-31",
    "reminder_days": "60",
}


def _url(name: str, convention, *more):
    return reverse(f"partners:{name}", args=[convention.pk, *more])


def _standing(convention, day=DAY):
    return standing_of(with_standing(Convention.objects.filter(pk=convention.pk)).get(), day)


@pytest.fixture
def signed(world):
    return convention_of(world.dispositif, world.organiser, world.association)


@pytest.fixture
def prepared(world):
    return convention_of(world.dispositif, world.organiser, world.association, signed=False)


def test_the_pilot_prepares_names_signs_and_it_runs(world, cast, sign_in):
    pilot = sign_in(cast.pilot)
    answer = pilot.post(CREATE, FIELDS | {"dispositif": str(world.dispositif.pk)})
    convention = Convention.objects.get()
    assert answer.url == _url("convention_detail", convention)
    for organisation, part in ((world.organiser, "carrier"), (world.association, "operator")):
        typed = {"organisation": str(organisation.pk), "part": part, "undertaking": "Deux postes", "signed_on": ""}
        assert pilot.post(_url("signatory_add", convention), typed).status_code == 302
    assert _standing(convention) is UNSIGNED
    for one in convention.signatories.order_by("pk"):
        assert pilot.post(_url("signature_note", convention, one.pk), {"signed_on": "2018-12-10"}).status_code == 302
    assert _standing(convention) is TO_COME
    assert _standing(convention, date(2019, 3, 1)) is RUNNING


def test_what_is_bought_is_counted(world, cast, sign_in, prepared):
    typed = {
        "provider": str(world.association.pk),
        "quantity": "20",
        "unit": "measure",
        "unit_price": "1500",
        "starts_on": "2017-01-01",
        "ends_on": "2018-12-31",
    }
    assert sign_in(cast.pilot).post(_url("purchase_add", prepared), typed).status_code == 302
    assert ConventionPurchase.objects.get().total == Decimal(30000)
    page = sign_in(cast.manager).get(_url("convention_detail", prepared)).content.decode()
    assert "20 mesures d’accompagnement" in page
    assert "30\u202f000,00" in page


def test_the_annex_says_what_goes_to_whom_and_why(world, cast, sign_in, prepared):
    typed = {
        "section": "housing",
        "purpose": "Préparer le bail",
        "basis": "social_action",
        "recipients": [str(world.association.pk)],
    }
    assert sign_in(cast.pilot).post(_url("sharing_add", prepared), typed).status_code == 302
    page = sign_in(cast.manager).get(_url("convention_detail", prepared)).content.decode()
    assert "Préparer le bail" in page
    assert "L121-6-2" in page


def test_what_is_confided_is_shared_by_agreement_only(world, cast, prepared):
    line = {"convention": prepared, "section": "confided", "purpose": "Suivre", "recipients": [world.association]}
    with pytest.raises(ValidationError, match="l’accord de la personne"):
        services.add_sharing(basis="social_action", by=cast.pilot, **line)
    assert services.add_sharing(basis="person_agrees", by=cast.pilot, **line)


def test_recipients_sign(world, cast, prepared):
    with pytest.raises(ValidationError, match="signataires"):
        services.add_sharing(
            convention=prepared,
            section="housing",
            purpose="Suivre",
            basis="contract",
            recipients=[world.landlord],
            by=cast.pilot,
        )


def test_once_signed_it_is_amended_and_never_edited(world, cast, sign_in, signed):
    pilot = sign_in(cast.pilot)
    refused = pilot.post(_url("signatory_add", signed), {"organisation": str(world.landlord.pk), "part": "landlord"})
    assert refused.status_code == 422
    assert "par un avenant" in refused.content.decode()
    with pytest.raises(ValidationError, match="par un avenant"):
        services.correct_convention(convention=signed, version=version_of(signed), title="Autre", by=cast.pilot)
    typed = {"version": version_of(signed), "reminder_days": "30", "kept_at": "Armoire du siège"}
    assert pilot.post(_url("convention_edit", signed), typed).status_code == 302
    signed.refresh_from_db()
    assert (signed.reminder_days, signed.kept_at, signed.title) == (30, "Armoire du siège", "Convention de partenariat")


def test_what_follows_takes_the_signatories_and_the_annex_and_no_signature(world, cast, sign_in, signed):
    line = SharedInformation.objects.create(
        convention=signed, section="housing", purpose="Préparer le bail", basis="contract"
    )
    line.recipients.add(world.association)
    typed = {"is_amendment": "", "title": "Suite", "starts_on": "2019-01-01", "ends_on": "2020-12-31"}
    assert sign_in(cast.pilot).post(_url("convention_follow", signed), typed).status_code == 302
    following = signed.followed_by
    assert {one.organisation for one in following.signatories.order_by("pk")} == {world.organiser, world.association}
    assert not following.signatories.exclude(signed_on=None).exists()
    assert list(following.shared_information.get().recipients.order_by("pk")) == [world.association]
    assert _standing(signed) is RUNNING
    with pytest.raises(ValidationError, match="déjà préparée"):
        services.follow_convention(convention=signed, title="Encore", starts_on=DAY, by=cast.pilot)


def test_the_form_of_what_follows_proposes_the_same_length(cast, sign_in, signed):
    page = sign_in(cast.pilot).get(_url("convention_follow", signed)).content.decode()
    assert 'value="2019-01-01"' in page
    assert 'value="2020-12-31"' in page


def test_a_convention_in_preparation_is_not_followed(cast, prepared):
    with pytest.raises(ValidationError, match="Seule une convention signée"):
        services.follow_convention(convention=prepared, title="Suite", starts_on=DAY, by=cast.pilot)


def test_standings_of_a_signed_convention(signed):
    assert _standing(signed, date(2018, 6, 1)) is RUNNING
    assert _standing(signed, date(2018, 10, 2)) is TO_RENEW
    assert _standing(signed, date(2019, 1, 1)) is OVER


def test_an_amendment_that_runs_replaces_it(world, signed):
    convention_of(
        world.dispositif,
        world.organiser,
        world.association,
        follows=signed,
        is_amendment=True,
        starts_on=date(2018, 6, 1),
    )
    assert _standing(signed) is FOLLOWED


def test_the_end_is_recalled_to_the_pilot_and_to_managers_who_sign(world, cast, signed):
    (recalled,) = work_items(cast.pilot)
    assert (recalled.due, recalled.action_label) == (date(2018, 12, 31), "Préparer la suite")
    assert [item.action_label for item in work_items(cast.manager)] == ["Lire la convention"]
    assert work_items(cast[Role.LANDLORD_MANAGER]) == []
    assert work_items(cast[Role.GROUP_COORDINATOR]) == []
    assert work_items(cast.worker) == []


@pytest.mark.parametrize("ended_by", ["following", "stopping", "time", "unsigned"])
def test_the_recall_ends(ended_by, world, cast, signed):
    if ended_by == "following":
        services.follow_convention(convention=signed, title="Suite", starts_on=date(2019, 1, 1), by=cast.pilot)
    elif ended_by == "stopping":
        services.stop_convention(convention=signed, reason="Fin du projet", by=cast.pilot)
    elif ended_by == "time":
        Convention.objects.update(ends_on=DAY + timedelta(days=91))
    else:
        signed.signatories.update(signed_on=None)
    assert work_items(cast.pilot) == []


def test_a_convention_past_its_end_with_nothing_prepared_is_still_recalled(signed, cast):
    Convention.objects.update(ends_on=DAY - timedelta(days=20))
    assert [item.group for item in work_items(cast.pilot)] == ["late"]


def test_nothing_follows_when_it_is_said_why(cast, sign_in, signed):
    pilot = sign_in(cast.pilot)
    assert pilot.post(_url("convention_stop", signed), {"reason": ""}).status_code == 422
    assert pilot.post(_url("convention_stop", signed), {"reason": "Fin du projet"}).status_code == 302
    assert _standing(signed) is STOPPED
    assert "Préparer la suite" not in pilot.get(_url("convention_detail", signed)).content.decode()


def test_a_signature_to_come_is_refused(cast, prepared):
    with pytest.raises(ValidationError, match="pas encore de date"):
        services.note_signature(
            signatory=prepared.signatories.order_by("pk").first(), signed_on=DAY + timedelta(days=1), by=cast.pilot
        )


@pytest.mark.parametrize("role", [Role.ASSOCIATION_MANAGER, Role.GROUP_COORDINATOR])
def test_those_who_read_it_change_nothing(role, cast, sign_in, signed):
    client = sign_in(cast[role])
    page = client.get(_url("convention_detail", signed)).content.decode()
    assert "Préparer la suite" not in page
    for name in ("convention_edit", "convention_follow", "convention_stop", "signatory_add", "sharing_add"):
        assert client.post(_url(name, signed)).status_code == 403


@pytest.mark.parametrize("role", [Role.LANDLORD_MANAGER, Role.STATE_SERVICE, Role.FUNDER])
def test_who_does_not_sign_does_not_find_it(role, cast, sign_in, signed):
    client = sign_in(cast[role])
    assert client.get(_url("convention_detail", signed)).status_code == 404
    assert client.get(_url("convention_pdf", signed)).status_code == 404
    assert "signataire d’aucune convention" in client.get(LIST).content.decode()


def test_a_funder_reads_those_it_signs(world, cast, sign_in):
    hers = convention_of(world.dispositif, world.organiser, world.funder, title="Subvention de la métropole")
    assert "Subvention de la métropole" in sign_in(cast[Role.FUNDER]).get(LIST).content.decode()
    assert sign_in(cast[Role.FUNDER]).get(_url("convention_detail", hers)).status_code == 200


@pytest.mark.parametrize("role", [Role.ASSOCIATION_WORKER, Role.INSTANCE_SECRETARY, Role.EVALUATOR])
def test_others_read_none(role, cast, sign_in):
    assert sign_in(cast[role]).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"q": "partenariat"}, 1),
        ({"q": "vie active"}, 1),
        ({"q": "rien"}, 0),
        ({"kind": "funding"}, 0),
        ({"when": "to_renew"}, 1),
    ],
)
def test_the_list_is_narrowed(chosen, found, cast, sign_in, signed):
    page = sign_in(cast.pilot).get(LIST, chosen)
    assert len(page.context["lines"]) == found


def test_it_is_printed_on_one_page(world, cast, sign_in, prepared):
    services.add_purchase(
        convention=prepared, provider=world.association, quantity=20, unit="place", starts_on=DAY, by=cast.pilot
    )
    answer = sign_in(cast.manager).get(_url("convention_pdf", prepared))
    document = PdfReader(BytesIO(answer.content))
    text = document.pages[0].extract_text()
    assert len(document.pages) == 1
    assert "La Vie active" in text
    assert "20 places" in text
    assert 'filename="convention.pdf"' in answer["Content-Disposition"]


def test_parts_are_taken_away_while_it_is_prepared(world, cast, sign_in, prepared):
    one = prepared.signatories.get(organisation=world.association)
    assert sign_in(cast.pilot).post(_url("signatory_remove", prepared, one.pk)).status_code == 302
    assert prepared.signatories.count() == 1


def test_a_part_of_another_convention_is_not_reached_through_this_one(world, cast, sign_in, prepared):
    other = convention_of(world.dispositif, world.organiser, world.landlord, signed=False)
    one = other.signatories.get(organisation=world.landlord)
    assert sign_in(cast.pilot).post(_url("signatory_remove", prepared, one.pk)).status_code == 404
