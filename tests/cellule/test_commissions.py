"""A file before a landlord's commission: its note holds what the commission may know, its answer is the law's."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule import candidature_choices
from cellule.candidature_choices import CalResult, OfferState, PassageState
from cellule.commission_note import note_pdf, shown_lines
from cellule.models import CommissionPassage
from cellule.services.candidatures import answer_candidature
from cellule.services.commissions import pass_on, prepare_passage, record_result, tell_household, withdraw_passage
from households.models import Finding
from partners.roles import Role
from tests.cellule import searching
from tests.support.pdf_reading import text_of
from veille.core import clock
from veille.core.formats import of_name
from veille.core.transitions import ForbiddenMove, move

_BROUGHT = "Une visite par semaine pendant six mois ; le budget est suivi avec le ménage."


def _prepared(world, cast, **fields) -> CommissionPassage:
    case = fields.pop("case", None) or searching.accompanied(world, cast)
    if not case.candidatures.exists():
        searching.accepted(world, cast, case=case)
    return prepare_passage(case=case, landlord=world.other_landlord, by=cast.worker, support_text=_BROUGHT, **fields)


def _passed(world, cast, **fields) -> CommissionPassage:
    return pass_on(passage=_prepared(world, cast, **fields), by=cast.worker)


def _page(passage) -> str:
    return reverse("cellule:commission_detail", args=[passage.pk])


# The note


def test_the_note_says_its_list_and_nothing_else(world, cast):
    passage = _prepared(world, cast, is_priority=True)
    names = [name for name, _ in shown_lines(passage, cast.worker)]
    assert names == [
        "Dossier",
        "Ménage",
        "Logement recherché",
        "Accompagnement",
        "Ce que l’accompagnement apporte",
        "Service à joindre",
    ]
    said = " ".join(text_of(note_pdf(passage, cast.worker)).split()).replace("‐ ", "")  # words cut at a line's end
    expected = [part for line in shown_lines(passage, cast.worker) for part in line]
    assert all(" ".join(part.split()) in said for part in expected)
    heading = f"Commission d’attribution {of_name(world.other_landlord.name)} – candidature prioritaire"
    around = ["Note explicative", heading]
    around += ["Démonstration : données fictives", "Projet : cette note n’est pas encore transmise.", "page 1 / 1"]
    rest = said
    for part in sorted([*around, *expected], key=len, reverse=True):
        rest = rest.replace(" ".join(part.split()), "", 1)
    assert rest.strip() == ""


def test_the_note_holds_nothing_confided(world, cast):
    case = searching.accompanied(world, cast)
    Finding.objects.create(
        case=case, difficulty="psychic_distress", severity=4, source="observed", found_on=clock.today(),
        organisation=world.association, author=cast.worker.user, is_confided=True,
    )  # fmt: skip
    said = " ".join(text for _, text in shown_lines(_prepared(world, cast, case=case), cast.worker))
    people = case.household.people.all()
    assert not any(person.last_name and person.last_name in said for person in people)
    assert "sychique" not in said


def test_the_note_that_left_no_longer_changes(world, cast):
    passage = _passed(world, cast)
    before = shown_lines(passage, cast.worker)
    searching.measure_of(passage.case).delete()
    passage.refresh_from_db()
    assert shown_lines(passage, cast.worker) == before


def test_the_landlord_reads_the_note_once_passed_and_not_the_file(world, cast, sign_in):
    passage, landlord = _prepared(world, cast), searching.allocation(world, cast)
    assert sign_in(landlord).get(_page(passage)).status_code == 404
    pass_on(passage=passage, by=cast.worker)
    page = sign_in(landlord).get(_page(passage))
    assert "Une visite par semaine" in page.content.decode()
    note = sign_in(landlord).get(reverse("cellule:commission_note", args=[passage.pk]))
    assert (note.status_code, note["Content-Type"]) == (200, "application/pdf")
    assert sign_in(landlord).get(reverse("households:case_detail", args=[passage.case_id])).status_code == 404
    others = cast.play(Role.LANDLORD_ALLOCATION, world.landlord)
    assert sign_in(others).get(_page(passage)).status_code == 404


def test_who_accompanies_prepares_rereads_and_passes_on(world, cast, sign_in):
    case, client = searching.asked(world, cast).case, sign_in(cast.worker)
    create = reverse("cellule:commission_prepare", args=[case.pk])
    fields = {"landlord": world.other_landlord.pk, "is_priority": "on", "support_text": _BROUGHT}
    assert client.post(create, fields).status_code == 302
    passage = CommissionPassage.objects.get()
    edit = reverse("cellule:commission_edit", args=[passage.pk])
    assert client.post(edit, {"support_text": "Autrement dit", "held_on": "2019-01-08"}).status_code == 302
    assert client.post(reverse("cellule:commission_pass", args=[passage.pk])).status_code == 302
    passage.refresh_from_db()
    assert (passage.state, str(passage.held_on)) == (PassageState.PASSED, "2019-01-08")
    assert ["Ce que l’accompagnement apporte", "Autrement dit"] in passage.note
    assert client.post(edit, {"support_text": "Trop tard"}).status_code == 403


def test_a_landlord_never_asked_is_not_addressed(world, cast, sign_in):
    case, client = searching.accompanied(world, cast), sign_in(cast.worker)
    create = reverse("cellule:commission_prepare", args=[case.pk])
    refused = client.post(create, {"landlord": world.other_landlord.pk})
    assert refused.status_code == 422
    with pytest.raises(ValidationError, match="Sollicitez d’abord"):
        prepare_passage(case=case, landlord=world.other_landlord, by=cast.worker)


@pytest.mark.parametrize("state", ["planned", "refused", "expired", "withdrawn", "housed"])
def test_a_landlord_that_no_longer_answers_is_not_addressed(world, cast, state):
    found = searching.in_state(world, cast, state)
    with pytest.raises(ValidationError, match="Sollicitez d’abord"):
        prepare_passage(case=found.case, landlord=found.landlord, by=cast.worker)


def test_past_its_day_a_landlord_is_not_addressed(world, cast, settings):
    found = searching.asked(world, cast, days=5)
    settings.VEILLE_TODAY = clock.today() + timedelta(days=6)
    with pytest.raises(ValidationError, match="Sollicitez d’abord"):
        prepare_passage(case=found.case, landlord=found.landlord, by=cast.worker)


def test_a_note_does_not_leave_for_a_landlord_that_said_no_since(world, cast):
    passage = _prepared(world, cast)
    found = passage.candidature
    answer_candidature(candidature=found, accepted=False, reason="other", by=searching.allocation(world, cast))
    with pytest.raises(ValidationError, match="plus sollicité"):
        pass_on(passage=passage, by=cast.worker)
    passage.refresh_from_db()
    assert passage.state == PassageState.PREPARED


# The answer


@pytest.mark.parametrize(
    ("result", "said", "needed"),
    [
        (CalResult.AWARDED, {}, ""),
        (CalResult.AWARDED_RANK, {"rank": 2}, "rank"),
        (CalResult.CONDITIONAL, {"condition": "Justificatif de divorce"}, "condition"),
        (CalResult.NOT_AWARDED, {"reason": "Taux d’effort trop élevé"}, "reason"),
        (CalResult.INADMISSIBLE, {"reason": "Demande non renouvelée"}, "reason"),
    ],
)
def test_each_kind_of_the_law_says_what_it_must(world, cast, sign_in, result, said, needed):
    passage, client = _passed(world, cast), sign_in(searching.allocation(world, cast))
    url, fields = reverse("cellule:commission_result", args=[passage.pk]), {"decided_on": "2018-12-13"}
    if needed:
        refused = client.post(url, fields | {"result": result})
        assert set(refused.context["form"].errors) == {needed}
    assert client.post(url, fields | {"result": result} | said).status_code == 302
    passage.refresh_from_db()
    assert (passage.result, str(passage.decided_on)) == (result, "2018-12-13")
    assert {name: getattr(passage, name) for name in said} == said


def test_a_refusal_of_the_commission_ends_the_dwelling_proposed(world, cast):
    offer = searching.offered(world, cast)
    passage = _passed(world, cast, case=offer.case)
    assert passage.offer == offer
    by = searching.allocation(world, cast)
    record_result(passage=passage, result="cal_not_awarded", decided_on=clock.today(), reason="Autre rang", by=by)
    offer.refresh_from_db()
    assert (offer.state, offer.ended_by) == (OfferState.ENDED, "commission")


def test_the_household_is_told_and_the_task_ends(world, cast, sign_in):
    passage, home = _passed(world, cast), reverse("home")
    assert "Résultat de la commission à noter" in sign_in(cast.worker).get(home).content.decode()
    record_result(passage=passage, result="cal_awarded", decided_on=clock.today(), by=cast.worker)
    assert "à dire au ménage" in sign_in(cast.worker).get(home).content.decode()
    told = reverse("cellule:commission_told", args=[passage.pk])
    assert sign_in(searching.allocation(world, cast)).post(told).status_code == 403
    assert sign_in(cast.worker).post(told).status_code == 302
    assert "à dire au ménage" not in sign_in(cast.worker).get(home).content.decode()
    with pytest.raises(ValidationError, match="pas de résultat"):
        tell_household(passage=passage, by=cast.worker)


def test_one_passage_at_a_time_before_a_commission(world, cast):
    passage = _prepared(world, cast)
    with pytest.raises(ValidationError, match="déjà en route"):
        _prepared(world, cast, case=passage.case)
    withdraw_passage(passage=passage, by=cast.worker)
    _prepared(world, cast, case=passage.case)


@pytest.mark.parametrize("state", PassageState.values)
@pytest.mark.parametrize("target", PassageState.values)
def test_every_state_and_target_of_a_passage(world, cast, state, target):
    passage = _prepared(world, cast)
    CommissionPassage.objects.update(state=state, result="cal_awarded", decided_on=clock.today())
    if target in candidature_choices.PASSAGE_MOVES[state]:
        move(passage, target, allowed=candidature_choices.PASSAGE_MOVES)
        assert CommissionPassage.objects.get().state == target
    else:
        with pytest.raises(ForbiddenMove):
            move(passage, target, allowed=candidature_choices.PASSAGE_MOVES)
