"""What is agreed is kept word for word, signed on paper, on the screen or by word of mouth, and never changes after."""

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from accompaniment import services
from accompaniment.agreed_texts import digest_of
from accompaniment.drawn import path_of, read_strokes
from accompaniment.forms.plans import ActionForm
from accompaniment.models import Action, Objective, Plan, Signature, SupportAgreement
from households import access_file
from households.grants import GrantLevel
from households.models import Adhesion, AdhesionState, Case, ContactDetail
from partners.configuration import AgreementRules
from partners.roles import Role
from tests import factories
from veille.core import clock, erasure

DRAWN = [[10, 20, 30, 40, 50, 60], [100, 100, 120, 90]]


@pytest.fixture
def plan(cast, measure):
    made = services.draft_plan(
        measure=measure, priorities="Garder mon logement.", review_on=in_days(90), by=cast.worker
    )
    services.save_objective(
        plan=made,
        label="Reprendre le paiement",
        theme="budget",
        is_shared=False,
        actions=[{"label": "Voir la CAF", "who": "Madame", "due_on": in_days(10), "kind": "daily_management"}],
        by=cast.worker,
    )
    return made


@pytest.fixture
def agreed(cast, plan):
    return services.agree_plan(plan=plan, by=cast.worker)


def in_days(number):
    return clock.today() + timedelta(days=number)


def sign(subject, cast, **fields):
    told = {"digest": subject.digest, "part": "household", "name": "Sonia Vande", "way": "paper", **fields}
    return services.sign(subject=subject, by=cast.worker, **told)


def make_agreement(measure, cast, **answers):
    told = {"rhythm": "weekly", "ours": "Nous venons.", "theirs": "Vous venez.", "themes": ["budget"], **answers}
    return services.make_agreement(measure=measure, by=cast.worker, **told)


def words(text):
    return json.dumps(text, ensure_ascii=False)


def test_a_plan_keeps_the_words_that_were_agreed(agreed):
    assert agreed.digest == digest_of(agreed.agreed_content)
    for word in ("Garder mon logement.", "Reprendre le paiement", "Voir la CAF", "gestion quotidienne", "Budget"):
        assert word in words(agreed.agreed_content)


def test_results_and_reviews_do_not_touch_the_words_that_were_agreed(cast, agreed):
    before = Plan.objects.get(pk=agreed.pk)
    action = Action.objects.get(objective__plan=agreed)
    services.move_action(action=action, to="done", by=cast.worker)
    objective = Objective.objects.get(plan=agreed)
    services.review_plan(
        plan=agreed, next_on=in_days(60), outcomes={objective: ("partly", "Un mois sur deux")}, by=cast.worker
    )
    after = Plan.objects.get(pk=agreed.pk)
    assert (after.digest, after.agreed_content) == (before.digest, before.agreed_content)
    assert after.review_on == in_days(60)
    assert (objective.outcome, after.reviews.get().next_on) == ("partly", in_days(60))


def test_a_plan_is_looked_at_again_later_than_today_and_only_once_agreed(cast, plan):
    with pytest.raises(ValidationError, match="convenu"):
        services.review_plan(plan=plan, next_on=in_days(60), outcomes={}, by=cast.worker)
    services.agree_plan(plan=plan, by=cast.worker)
    with pytest.raises(ValidationError, match="vient après"):
        services.review_plan(plan=plan, next_on=clock.today(), outcomes={}, by=cast.worker)


@pytest.mark.parametrize("column", ["priorities", "agreed_content", "digest", "agreed_on"])
def test_the_database_refuses_to_rewrite_an_agreed_plan(agreed, column):
    value = {"agreed_content": {"sections": []}, "agreed_on": in_days(-1)}.get(column, "autre")
    with pytest.raises(IntegrityError, match="jamais récrit"), transaction.atomic():
        Plan.objects.filter(pk=agreed.pk).update(**{column: value})


def test_a_signature_drawn_on_the_screen_is_sealed_and_read_back(cast, agreed):
    signature = sign(agreed, cast, way="screen", strokes=DRAWN)
    stored = Signature.objects.get(pk=signature.pk)
    assert b"10" not in bytes(stored.drawing)[:4]
    assert path_of(stored.drawing, stored.pk) == "M10 20 L30 40 L50 60 M100 100 L120 90"
    other = sign(agreed, cast, name="Un autre", way="screen", strokes=DRAWN)
    with pytest.raises(Exception, match="altéré ou déplacé"):
        path_of(stored.drawing, other.pk)


@pytest.mark.parametrize("column", ["name", "way", "signed_on", "digest", "remark"])
def test_the_database_refuses_to_change_a_signature(cast, agreed, column):
    signature = sign(agreed, cast)
    value = {"way": "oral", "signed_on": in_days(-1)}.get(column, "autre")
    with pytest.raises(IntegrityError, match="jamais récrit"), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(**{column: value})


def test_the_database_refuses_a_signature_on_other_words(cast, case, agreed):
    with pytest.raises(IntegrityError, match="a changé"), transaction.atomic():
        Signature.objects.create(
            case=case,
            plan=agreed,
            digest="0" * 64,
            part="household",
            name="Sonia",
            way="paper",
            signed_on=clock.today(),
            witness=cast.worker.user,
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_text_that_changed_since_it_was_shown_is_read_again(cast, agreed):
    with pytest.raises(ValidationError, match="relisez-le ensemble"):
        sign(agreed, cast, digest="0" * 64)


def test_a_draft_plan_is_not_signed(cast, plan):
    with pytest.raises(ValidationError, match="Convenez d’abord"):
        sign(plan, cast, digest="")


def test_a_plan_agreed_before_texts_were_kept_is_kept_when_it_is_signed(world, cast, case, measure):
    old = factories.PlanFactory(
        case=case, measure=measure, state="agreed", agreed_on=clock.today(), author=cast.worker.user
    )
    page = services.plans.plan_text(old)
    sign(old, cast, digest=digest_of(page))
    assert Plan.objects.get(pk=old.pk).agreed_content == page


def test_the_same_person_signs_once_but_may_sign_after_not_wishing_to(cast, agreed):
    sign(agreed, cast, way="declined")
    sign(agreed, cast)
    with pytest.raises(ValidationError, match="déjà signé"):
        sign(agreed, cast)
    assert list(Signature.objects.values_list("way", flat=True)) == ["declined", "paper"]


def test_nobody_signs_tomorrow_nor_before_the_text(cast, agreed):
    for day in (1, -1):
        with pytest.raises(ValidationError, match="Signature"):
            sign(agreed, cast, signed_on=in_days(day))


def test_the_agreement_says_in_plain_french_who_how_and_what_stays_between_us(world, cast, measure, agreed):
    agreement = make_agreement(measure, cast, place="chez vous", review_on=in_days(30), ends_on=in_days(180))
    text = words(agreement.content)
    for word in (
        world.association.name,
        "Garder mon logement.",
        "chaque semaine, chez vous",
        "budget",
        "Nous venons.",
        "non visible par le bailleur",
        "arrêter quand vous le voulez",
        "à 3 et 6 mois",
    ):
        assert word in text
    assert agreement.title == "Contrat d’accompagnement"


def test_a_dispositif_says_how_the_agreement_is_called_and_which_kinds_of_action_it_offers(
    cast, case, measure, agreed, monkeypatch
):
    rules = replace(
        case.configuration,
        agreement=AgreementRules(title="Contrat de confiance"),
        action_kinds=("living_ways", "household_skills"),
        review_months=(1, 12),
    )
    monkeypatch.setattr(Case, "configuration", rules)
    agreement = make_agreement(measure, cast)
    assert agreement.title == "Contrat de confiance" and "à 1 et 12 mois" in words(agreement.content)
    offered = [code for code, _ in ActionForm(kinds=rules.action_kinds).fields["kind"].choices]
    assert offered == ["", "living_ways", "household_skills"]


@pytest.mark.django_db
def test_the_six_kinds_of_action_are_offered_where_the_dispositif_chooses_none():
    kinds = [code for code, _ in ActionForm().fields["kind"].choices]
    assert len(kinds) == 7 and "partner_linking" in kinds


def test_a_household_that_asks_for_care_reads_the_neutral_name_of_the_service(world, cast, case, measure, agreed):
    ContactDetail.objects.create(case=case, kind="phone", value="03 20 00 00 00", is_unsafe=True)
    text = words(make_agreement(measure, cast).content)
    assert world.association.name not in text and case.dispositif.public_name in text


def test_an_agreement_made_before_the_danger_says_that_it_names_the_association(cast, case, measure, agreed, sign_in):
    agreement, client = make_agreement(measure, cast), sign_in(cast.worker)
    tab = reverse("accompaniment:plan_fragment", args=[case.pk])
    assert "nomme l’organisme" not in client.get(tab).content.decode()
    ContactDetail.objects.create(case=case, kind="phone", value="03 20 00 00 00", is_unsafe=True)
    assert "nomme l’organisme" in client.get(tab).content.decode()
    asked = client.get(reverse("accompaniment:agreement_print", args=[agreement.pk])).content.decode()
    assert "nomme l’organisme" in asked
    make_agreement(measure, cast)
    assert "nomme l’organisme" not in client.get(tab).content.decode()


def test_what_is_printed_of_a_household_in_danger_waits_for_a_reason(cast, case, agreed, sign_in):
    ContactDetail.objects.create(case=case, kind="phone", value="03 20 00 00 00", is_unsafe=True)
    client, url = sign_in(cast.worker), reverse("accompaniment:plan_print", args=[agreed.pk])
    asked = client.get(url)
    assert asked.headers["Content-Type"].startswith("text/html") and "prudence" in asked.content.decode()
    assert client.post(url, {"release_reason": "by_hand"}).headers["Content-Type"] == "application/pdf"


def test_the_printed_plan_tells_nothing_in_its_metadata(cast, agreed, sign_in):
    sign(agreed, cast, way="screen", strokes=DRAWN)
    answer = sign_in(cast.worker).get(reverse("accompaniment:plan_print", args=[agreed.pk]))
    pdf = PdfReader(BytesIO(answer.content))
    assert pdf.metadata.title == "Document" and "plan.pdf" in answer.headers["Content-Disposition"]
    text = " ".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " ")
    assert "Voir la CAF" in text and "Sonia Vande" in text and "Signé à l’écran" in text


def test_a_new_agreement_takes_the_place_of_the_former_which_is_kept(cast, measure, agreed):
    first, second = make_agreement(measure, cast), make_agreement(measure, cast, rhythm="monthly")
    assert [(one.version, one.state) for one in SupportAgreement.objects.order_by("version")] == [
        (1, "replaced"),
        (2, "current"),
    ]
    with pytest.raises(ValidationError, match="une version l’a remplacé"):
        sign(first, cast)
    sign(second, cast)


def test_an_ended_accompaniment_has_no_new_agreement(world, cast, case):
    measure = factories.make_measure(case, world.association, state="ended")
    with pytest.raises(ValidationError, match="terminé"):
        make_agreement(measure, cast)


@pytest.mark.parametrize(
    ("way", "state"), [("paper", AdhesionState.AGREED_SIGNED), ("oral", AdhesionState.AGREED_ORAL), ("declined", None)]
)
def test_signing_the_agreement_is_agreeing_and_not_signing_says_nothing(cast, case, measure, agreed, way, state):
    Adhesion.objects.filter(case=case).delete()
    sign(make_agreement(measure, cast), cast, way=way)
    said = Adhesion.objects.filter(case=case).first()
    assert (said.state if said else None) == state


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[[1,2]]",
        "[[1,2,3]]",
        "[[1,2,3,900]]",
        "[[-1,2,3,4]]",
        "[[1.5,2,3,4]]",
        "[[true,2,3,4]]",
        '["M0 0"]',
        "[[1,2,3,4],null]",
        "[" * 30_000,
        "1" * 70_000,
        json.dumps([[1, 2, 3, 4]] * 200),
        json.dumps([[1, 2] * 4500]),
    ],
)
def test_a_tracing_out_of_its_bounds_is_refused(text):
    with pytest.raises(ValidationError):
        read_strokes(text)


@given(st.lists(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 200)), min_size=2, max_size=20), min_size=1))
def test_any_tracing_inside_the_frame_is_kept_as_drawn(points):
    strokes = [[value for point in stroke for value in point] for stroke in points][:100]
    assert read_strokes(json.dumps(strokes)) == strokes


def test_the_page_shows_the_text_then_keeps_the_signature(cast, case, agreed, sign_in):
    client, url = sign_in(cast.worker), reverse("accompaniment:plan_sign", args=[agreed.pk])
    page = client.get(url).content.decode()
    assert "Voir la CAF" in page and agreed.digest in page
    assert 'name="drawing"' in page and 'data-signature="id_drawing"' in page
    sent = {
        "who": str(case.household.people.get().pk),
        "way": "screen",
        "drawing": json.dumps(DRAWN),
        "digest": agreed.digest,
        "signed_on": clock.today(),
    }
    assert client.post(url, sent).status_code == 302
    signature = Signature.objects.get()
    assert (signature.part, signature.way, signature.witness) == ("household", "screen", cast.worker.user)
    shown = client.get(reverse("accompaniment:plan_fragment", args=[case.pk])).content.decode()
    assert "M10 20 L30 40" in shown


def test_a_missing_tracing_is_said_and_nothing_is_kept(cast, agreed, sign_in):
    url = reverse("accompaniment:plan_sign", args=[agreed.pk])
    sent = {"who": "me", "way": "screen", "digest": agreed.digest, "signed_on": clock.today()}
    answer = sign_in(cast.worker).post(url, sent)
    assert answer.status_code == 422 and "Le tracé manque" in answer.content.decode()
    assert not Signature.objects.exists()


def test_another_person_gives_her_name(cast, agreed, sign_in):
    url = reverse("accompaniment:plan_sign", args=[agreed.pk])
    sent = {"who": "other", "way": "paper", "digest": agreed.digest, "signed_on": clock.today()}
    assert sign_in(cast.worker).post(url, sent).status_code == 422
    assert sign_in(cast.worker).post(url, sent | {"other_name": "La directrice du CCAS"}).status_code == 302
    assert Signature.objects.get().part == "partner"


@pytest.mark.parametrize("name", ["plan_print", "plan_sign"])
@pytest.mark.parametrize("role", [Role.LANDLORD_REFERENT, Role.LANDLORD_MANAGER, Role.PROJECT_MANAGER])
def test_the_landlord_neither_prints_nor_signs_the_plan(cast, agreed, sign_in, name, role):
    assert sign_in(cast[role]).get(reverse(f"accompaniment:{name}", args=[agreed.pk])).status_code == 404


def test_a_manager_reads_the_plan_and_signs_nothing(cast, agreed, sign_in):
    client = sign_in(cast[Role.ASSOCIATION_MANAGER])
    assert client.get(reverse("accompaniment:plan_print", args=[agreed.pk])).status_code == 200
    assert client.get(reverse("accompaniment:plan_sign", args=[agreed.pk])).status_code == 403


def test_the_person_reads_in_words_what_she_agreed_to(agreed, measure, cast):
    agreement = make_agreement(measure, cast)
    told = access_file._in_words(SupportAgreement._meta.get_field("content"), agreement.content)
    assert "Ce que vous faites ; Vous venez." in told and "{" not in told
    plan = access_file._in_words(Plan._meta.get_field("agreed_content"), agreed.agreed_content)
    assert "1. Reprendre le paiement ; Budget ; Voir la CAF – gestion quotidienne (budget, démarches), Madame" in plan


def test_everything_goes_with_the_file(cast, case, measure, agreed):
    agreement = make_agreement(measure, cast)
    sign(agreement, cast, way="screen", strokes=DRAWN)
    sign(agreed, cast)
    erasure.erase({Case: [case.pk]})
    assert not Signature.objects.exists() and not SupportAgreement.objects.exists() and not Plan.objects.exists()


class TestALandlordThatLeads:
    """Its chargé·e de gestion sociale has the same tools; the rest of its house still reads none of it."""

    @pytest.fixture
    def led(self, world, cast):
        case = factories.make_case(world, admitted_on=in_days(-30))
        factories.grant(case, world.landlord, GrantLevel.LEAD)
        factories.put_in_team(case, cast[Role.LANDLORD_CASE_WORKER], "lead")
        return factories.make_measure(case, world.landlord)

    def test_she_makes_the_agreement_and_has_it_signed(self, cast, led, sign_in):
        worker = cast[Role.LANDLORD_CASE_WORKER]
        sent = {"rhythm": "weekly", "ours": "Nous venons.", "theirs": "Vous venez.", "review_on": in_days(30)}
        client = sign_in(worker)
        assert client.post(reverse("accompaniment:agreement_create", args=[led.pk]), sent).status_code == 302
        agreement = SupportAgreement.objects.get()
        assert "hors son équipe d’accompagnement" in words(agreement.content)
        signed = {"who": "me", "way": "paper", "digest": agreement.digest, "signed_on": clock.today()}
        assert client.post(reverse("accompaniment:agreement_sign", args=[agreement.pk]), signed).status_code == 302

    @pytest.mark.parametrize("role", [Role.LANDLORD_REFERENT, Role.LANDLORD_CLIENT_MANAGER, Role.LANDLORD_MANAGER])
    def test_the_rest_of_its_house_does_not_read_it(self, cast, led, sign_in, role):
        agreement = services.make_agreement(
            measure=led, rhythm="weekly", ours="a", theirs="b", by=cast[Role.LANDLORD_CASE_WORKER]
        )
        for name in ("agreement_print", "agreement_sign"):
            assert sign_in(cast[role]).get(reverse(f"accompaniment:{name}", args=[agreement.pk])).status_code == 404
