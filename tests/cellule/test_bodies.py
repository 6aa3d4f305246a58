"""The instances of a dispositif: their rules published as a version, set up by its pilot, then their sessions."""

from datetime import date

import pytest
from django.urls import reverse

from cellule.choices import SessionState
from cellule.instance_rules import rules_for, rules_of
from cellule.intake import deciding_instance
from cellule.models import AgendaItem, Session
from cellule.naming import is_nominative
from cellule.services.decisions import record_decision
from partners.models import Instance, Membership, Territory
from partners.permissions import roles_to_give
from partners.roles import Role
from partners.services.dispositifs import create_dispositif
from tests import factories
from tests.cellule import scenes
from tests.second_body import body
from veille.core.models import AuditEvent

RULES = {
    "label": "Pré-CAL",
    "kind": "pre_cal",
    "frequency": "monthly",
    "rank": "third",
    "weekday": "thursday",
    "anonymous": "1",
    "role": "binding",
    "planned_minutes": "90",
    "opinions": "none",
    "quorum": "0",
    "review_months": "6",
    "minutes_after_days": "15",
    "sheet_days_after": "30",
}
FORTNIGHT = {"frequency": "fortnightly", "anchor_on": "2018-12-13"}


def describe(client, dispositif, code="", **fields):
    """Send the rules of a kind of meeting, made from the version in force unless a field says otherwise."""
    name, at = ("body_edit", [dispositif.pk, code]) if code else ("body_create", [dispositif.pk])
    sent = RULES | {"number": dispositif.rules.number} | fields
    return client.post(reverse(f"cellule:{name}", args=at), sent)


def set_up(client, dispositif, **fields):
    return client.post(reverse("cellule:instance_create", args=[dispositif.pk]), fields)


def change(client, instance, **fields):
    sent = {"label": instance.label, "is_active": "on"} | fields
    return client.post(reverse("cellule:instance_edit", args=[instance.pk]), {k: v for k, v in sent.items() if v})


def now_rules(dispositif, code):
    return dispositif.rules.configuration.instance(code)


# Every kind of meeting of the dispositifs, from the browser to its sessions


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"kind": "cell", "decides_doors": ["access", "retention"]}, 12),
        ({"kind": "pre_cal", **FORTNIGHT}, 26),
        ({"kind": "committee", "rank": "second", "weekday": "tuesday"}, 12),
        ({"kind": "steering", "frequency": "quarterly"}, 4),
        ({"kind": "steering", "frequency": "quarterly", "months": ["1", "4", "7", "10"]}, 4),
        ({"kind": "team_meeting", "rank": "first", "weekday": "tuesday"}, 12),
    ],
)
def test_each_kind_is_described_set_up_and_planned_for_a_year(world, cast, sign_in, fields, count):
    pilot = sign_in(cast.pilot)
    described = describe(pilot, world.dispositif, **fields)
    code = described.url.partition("?type=")[2]
    assert code.startswith(fields["kind"])
    set_up(pilot, world.dispositif, code=code, organiser=world.organiser.pk, label="À essayer")
    made = Instance.objects.get(label="À essayer")
    assert (made.code, made.organiser, made.territory) == (code, world.organiser, None)
    Membership.objects.create(
        user=cast.secretary.user,
        organisation=world.organiser,
        role=Role.INSTANCE_SECRETARY,
        instance=made,
        starts_on=date(2018, 1, 1),
    )
    ahead, year = reverse("cellule:session_ahead", args=[made.pk]), {"first": "2018-12-14", "last": "2019-12-12"}
    usual = {"starts_at": "09:30", "planned_minutes": "90", "place": ""}
    shown = sign_in(cast.secretary).get(ahead, year | usual).context["proposals"]
    days = [one.slot.regular_on.isoformat() for one in shown]
    sign_in(cast.secretary).post(ahead, year | usual | {"days": days})
    assert Session.objects.filter(instance=made).count() == count


def test_a_synthesis_is_described_without_day_nor_orientation(world, cast, sign_in):
    pilot = sign_in(cast.pilot)
    refused = describe(pilot, world.dispositif, kind="synthesis", decides_doors=["access"])
    assert refused.status_code == 422
    assert {"frequency", "decides_doors"} <= set(refused.context["form"].errors)
    describe(pilot, world.dispositif, kind="synthesis", frequency="ad_hoc", label="Synthèse courte")
    assert now_rules(world.dispositif, "synthesis_2").label == "Synthèse courte"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"frequency": "fortnightly"}, "anchor_on"),
        ({"frequency": "fortnightly", "anchor_on": "2018-12-15"}, "anchor_on"),
        ({"rank": "", "weekday": ""}, "weekday"),
        ({"weekday": "sunday"}, "weekday"),
        ({"planned_minutes": "5"}, "planned_minutes"),
        ({"decides_doors": ["somewhere"]}, "decides_doors"),
    ],
)
def test_rules_that_say_no_day_are_refused(world, cast, sign_in, fields, wrong):
    answer = describe(sign_in(cast.pilot), world.dispositif, **fields)
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert world.dispositif.rules.number == 1


# Rules change by publishing


def test_changing_rules_publishes_a_version_and_files_keep_theirs(world, cast, sign_in):
    case = factories.make_referred_case(world, cast).case
    describe(
        sign_in(cast.pilot),
        world.dispositif,
        "cell",
        kind="cell",
        label="Cellule de veille sociale",
        per_territory="on",
        decides_doors=["access", "retention"],
        opinions="binding",
        quorum="4",
        planned_minutes="150",
    )
    assert world.dispositif.rules.number == 2
    rules = rules_of(world.instance)
    assert (rules.opinions, rules.quorum, rules.planned_minutes) == ("binding", 4, 150)
    assert rules.decides_doors == ("access", "retention")
    case.refresh_from_db()
    assert case.rules == world.version
    assert world.version.configuration.instance("cell").quorum == 2
    assert AuditEvent.objects.get(name="dispositif.published").changes == {"number": 2}


def test_saving_what_stands_publishes_nothing(world, cast, sign_in):
    pilot = sign_in(cast.pilot)
    form = pilot.get(reverse("cellule:body_edit", args=[world.dispositif.pk, "cell"])).context["form"]
    sent = {name: value for name, value in form.initial.items() if value not in (None, False, ())}
    assert describe(pilot, world.dispositif, "cell", **sent).status_code == 302
    assert world.dispositif.rules.number == 1


def test_an_older_form_overwrites_nothing_and_loses_nothing(world, cast, sign_in):
    pilot = sign_in(cast.pilot)
    describe(pilot, world.dispositif)
    late = describe(pilot, world.dispositif, number=1, label="Comité du matin", kind="committee")
    assert late.status_code == 422
    text = late.content.decode()
    assert "version 2" in text
    assert "Comité du matin" in text
    again = late.context["form"]["number"].value()
    assert describe(pilot, world.dispositif, number=again, label="Comité du matin", kind="committee").status_code == 302
    assert {"pre_cal", "committee"} <= {rules.code for rules in world.dispositif.rules.configuration.instances}


def test_a_second_click_describes_once(world, cast, sign_in):
    key = {"submission_key": "6b3f5b3e-5f43-4a4b-9a3d-0d8f8a0c6f10", "number": 1}
    first = describe(sign_in(cast.pilot), world.dispositif, **key)
    assert describe(sign_in(cast.pilot), world.dispositif, **key).url == first.url
    assert world.dispositif.rules.number == 2


def test_nothing_said_of_anonymity_names_nobody(world, cast, sign_in):
    """A form sent by hand, or cut on its way, is refused: people are named where somebody has said so."""
    answer = describe(sign_in(cast.pilot), world.dispositif, "cell", kind="cell", anonymous="", per_territory="on")
    assert answer.status_code == 422 and {"anonymous"} == set(answer.context["form"].errors)
    assert now_rules(world.dispositif, "cell").anonymous


def test_what_stands_under_the_former_rules_holds_them(world, cast, sign_in):
    scenes.scheduled(world, cast)
    Session.objects.update(state=SessionState.CONVENED)
    answer = describe(
        sign_in(cast.pilot), world.dispositif, "cell", kind="cell", anonymous="0", decides_doors=[], per_territory=""
    )
    assert {"per_territory"} == set(answer.context["form"].errors)
    answer = describe(sign_in(cast.pilot), world.dispositif, "cell", kind="cell", anonymous="0", per_territory="on")
    assert {"anonymous"} == set(answer.context["form"].errors)
    answer = describe(sign_in(cast.pilot), world.dispositif, "cell", kind="cell", per_territory="on")
    assert {"decides_doors"} == set(answer.context["form"].errors)
    assert world.dispositif.rules.number == 1


# Instances


def test_one_is_set_up_in_a_territory_under_its_usual_name(world, cast, sign_in):
    east = Territory.objects.create(dispositif=world.dispositif, code="est", name="Grand Est")
    fields = {"code": "cell", "territory": east.pk, "organiser": world.organiser.pk}
    assert set_up(sign_in(cast.pilot), world.dispositif, **fields).status_code == 302
    made = Instance.objects.get(territory=east)
    assert made.label == "Cellule de veille sociale – Grand Est"
    assert AuditEvent.objects.get(name="instance.set_up").object_id == made.pk
    again = set_up(sign_in(cast.pilot), world.dispositif, **fields)
    assert "Cette instance existe déjà sur ce territoire." in again.content.decode()


def test_a_new_dispositif_gets_its_territory_then_its_cellule(world, cast, sign_in):
    pilot = sign_in(cast.pilot)
    made = create_dispositif(
        template="veille_sociale", name="Autre", number_prefix="AU", carrier=world.organiser, by=cast.pilot
    )
    address = reverse("cellule:territory_create", args=[made.pk])
    wrong = pilot.post(address, {"name": "Nord", "departments": "59 et 99"})
    assert "inconnu : 99, ET" in wrong.content.decode().replace("\xa0", " ")
    assert pilot.post(address, {"name": "Nord", "departments": "62, 59"}).status_code == 302
    territory = made.territories.get()
    assert set(territory.communes.values_list("department_code", flat=True)) == {"59", "62"}
    assert "Ce territoire existe déjà." in pilot.post(address, {"name": "Nord", "departments": "45"}).content.decode()
    set_up(pilot, made, code="cell", territory=territory.pk, organiser=world.organiser.pk)
    assert deciding_instance(made, territory, "access").label == "Cellule de veille sociale – Nord"


@pytest.mark.parametrize(
    ("code", "north", "sentence"),
    [("cell", False, "choisissez lequel"), ("operational", True, "pour tout le dispositif")],
)
def test_a_territory_is_chosen_when_the_kind_meets_by_territory(world, cast, sign_in, code, north, sentence):
    territory = world.territory.pk if north else ""
    answer = set_up(sign_in(cast.pilot), world.dispositif, code=code, territory=territory, organiser=world.organiser.pk)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_only_partners_organise(world, cast, sign_in):
    stranger = factories.OrganisationFactory()
    answer = set_up(sign_in(cast.pilot), world.dispositif, code="operational", organiser=stranger.pk)
    assert "organiser" in answer.context["form"].errors


def test_a_new_one_without_secretary_says_so_until_its_organiser_names_one(world, cast, sign_in):
    address = reverse("cellule:instance_list", args=[world.dispositif.pk])
    set_up(sign_in(cast.pilot), world.dispositif, code="operational", organiser=world.landlord.pk)
    assert "Sans secrétariat" in sign_in(cast.pilot).get(address).content.decode()
    assert Role.INSTANCE_SECRETARY in roles_to_give(world.landlord)
    assert Role.INSTANCE_SECRETARY not in roles_to_give(world.association)
    cast.play(Role.INSTANCE_SECRETARY, world.landlord)
    made = Instance.objects.get(code="operational")
    Membership.objects.filter(role=Role.INSTANCE_SECRETARY, organisation=world.landlord).update(instance=made)
    row = sign_in(cast.pilot).get(address).content.decode().partition(f'id="instance-{made.pk}"')[2]
    assert "Sans secrétariat" not in row.partition("</tr>")[0]


def test_one_that_meets_no_more_has_nothing_left_to_do(world, cast, sign_in):
    scenes.scheduled(world, cast)
    pilot = sign_in(cast.pilot)
    refused = change(pilot, world.instance, is_active="")
    told = refused.content.decode().replace("\xa0", " ")
    assert "L’instance a encore 1 séance à tenir ou à annuler et 1 orientation sans réponse." in told
    south = Instance.objects.get(territory=world.other_territory)
    assert change(pilot, south, is_active="", label="Ancienne cellule").status_code == 302
    south.refresh_from_db()
    assert (south.is_active, south.label) == (False, "Ancienne cellule")


# Who


@pytest.mark.parametrize("role", [Role.DPO, Role.PLATFORM_ADMIN])
def test_who_only_reads_the_configuration_reads_the_list(world, cast, sign_in, role):
    client = sign_in(cast[role])
    page = client.get(reverse("cellule:instance_list", args=[world.dispositif.pk]))
    assert page.status_code == 200
    assert "Modifier" not in page.content.decode()
    assert describe(client, world.dispositif).status_code == 403
    assert set_up(client, world.dispositif).status_code == 403
    assert change(client, world.instance).status_code == 403


@pytest.mark.parametrize("role", [Role.INSTANCE_SECRETARY, Role.INSTANCE_MEMBER, Role.LANDLORD_MANAGER])
def test_the_others_open_none_of_it(world, cast, sign_in, role):
    assert sign_in(cast[role]).get(reverse("cellule:instance_list", args=[world.dispositif.pk])).status_code == 403


def test_the_pilot_of_another_dispositif_changes_nothing_here(world, cast, sign_in):
    other = factories.DispositifFactory(carrier=world.landlord)
    pilot = cast.play(Role.PROJECT_MANAGER, world.landlord)
    Membership.objects.filter(user=pilot.user).update(dispositif=other)
    client = sign_in(pilot)
    assert client.get(reverse("cellule:instance_list", args=[world.dispositif.pk])).status_code == 200
    assert describe(client, world.dispositif).status_code == 403
    assert change(client, world.instance).status_code == 403


def test_sheets_name_nobody_until_the_rules_say_so(world, cast, sign_in):
    assert not is_nominative(world.instance)
    describe(
        sign_in(cast.pilot),
        world.dispositif,
        "cell",
        kind="cell",
        anonymous="0",
        per_territory="on",
        decides_doors=["access", "retention"],
    )
    assert is_nominative(world.instance)


def test_a_file_opened_before_a_kind_of_meeting_was_described_follows_its_rules(world, cast, sign_in):
    """The version of the file does not know it: what its decision is worth is said by the one in force."""
    item = scenes.in_session(world, cast)
    made = body(world, code="advice", role="advisory", decides_doors=[])
    assert rules_for(item.case, made).role == "advisory"
    assert rules_for(item.case, world.instance).role == "binding"
    Session.objects.filter(pk=item.session_id).update(instance=made)
    item = AgendaItem.objects.get(pk=item.pk)
    decision = record_decision(item=item, by=cast.secretary, **scenes.refusal())
    assert decision.role == "advisory"
