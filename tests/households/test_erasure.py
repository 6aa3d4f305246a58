"""Nothing of a household is left once its file is erased: no personal column, of today's models or tomorrow's."""

import json
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection

from accompaniment.models import Note
from cellule.choices import HeldState
from cellule.models import HeldReferral, Minutes, Referral, SocialAlert
from households import services
from households.grants import GrantLevel
from households.models import Case, Dwelling, ErasureCertificate, Household, Person
from households.services.retention import digest_of
from tests import factories
from tests.support.filled import TOKEN, Filler, tables_holding
from veille.core import clock, crypto, drafts, erasure
from veille.core.models import AuditEvent, Draft
from veille.core.models.export import ExportRequest

OURS = ("households", "accompaniment", "cellule")
# What a constraint wants of a model, beside its personal columns.
OVERRIDES: dict[str, dict] = {
    "accompaniment.AssessmentMark": {"has_link": None},
    "accompaniment.CaseMeeting": {"state": "held", "household_part": "represented"},
    "accompaniment.Diagnosis": {"state": "not_done", "result": "unreachable"},
    "accompaniment.DiagnosisFinding": {"strength": None},
    "accompaniment.MeetingGuest": {"kind": "outside", "user": None, "organisation": None},
    "accompaniment.PlanReview": {"next_on": date(2016, 6, 1)},
    "accompaniment.PreparationInvitation": {"presence": "excused", "intervention": None},
    "accompaniment.PreparationSession": {"place": "Maison de quartier"},
    "accompaniment.Signature": {"plan": None, "review": None, "charter": None},
    "households.SlidingLease": {"result": "not_slid", "result_on": date(2016, 3, 1), "term_on": date(2017, 3, 1)},
    "households.EmergencyAccess": {"ends_at": datetime(2016, 3, 2, tzinfo=ZoneInfo("UTC"))},
    "households.PutOff": {"until": date(2016, 6, 1)},
    "households.ProcedureHold": {"state": "asked", "starts_on": None, "ends_on": None},
    "cellule.ExpertRequest": {"state": "asked", "ended_on": None},
    "partners.Absence": {"ends_on": date(2016, 6, 1), "stand_in": None},
}


@pytest.fixture
def case(world, cast):
    case = factories.make_case(world, opened_on=date(2015, 3, 2), closed_on=date(2016, 3, 1))
    factories.grant(case, world.association, GrantLevel.LEAD)
    return case


def everything(world, cast, case) -> Filler:
    """A row of each model that hangs on the case, tokens in it."""
    person = Person.objects.filter(household=case.household_id).first()
    known = {
        Case: case,
        Household: case.household,
        Person: person,
        type(world.association): world.association,
        type(cast.worker.user): cast.worker.user,
        type(world.territory): world.territory,
        type(world.instance): world.instance,
        type(world.session): world.session,
        type(world.version): world.version,
        type(world.dispositif): world.dispositif,
        type(world.commune): world.commune,
    }
    inventory = {"dwelling": Dwelling.objects.create(landlord=world.landlord, commune=world.commune)}
    made = {
        "households.HandedOn": {"giver": cast.manager.user},
        # A dwelling of the inventory outlives those who lived there.
        "households.DwellingCharter": inventory,
        "households.TransitionalPlace": inventory,
    }
    filler = Filler(known, OVERRIDES | made)
    for model in erasure.hanging_on([Case, Person]):
        filler.row(model)
    # What came before there was a file hangs on it once it is received.
    SocialAlert.objects.update(case=case)
    received = {"state": HeldState.RECEIVED, "payload": b"", "case": case, "referral": Referral.objects.first()}
    HeldReferral.objects.update(**received)
    Minutes.objects.update(general="")  # what is said of a whole session speaks of no file
    Case.objects.filter(pk=case.pk).update(**{name: TOKEN for name in Case.personal})
    Person.objects.filter(pk=person.pk).update(first_name=TOKEN, search_name=TOKEN)
    return filler


def test_no_personal_column_of_any_model_keeps_a_word(world, cast, case):
    everything(world, cast, case)
    drafts.save(by=cast.worker, form="noter", data={"text": [TOKEN]}, object_id=case.pk)
    held = tables_holding(TOKEN)
    assert len(held) > 20
    services.erase_case(case=case, by=None)
    assert tables_holding(TOKEN) == {}
    assert not Draft.objects.filter(object_id=case.pk).exists()


def forgotten(model) -> bool:
    """Personal columns that no file takes with it, and whose model names no term of its own."""
    own_term = bool(re.search(r"\d+ (jours|mois|an)|jusqu’", model.keep))
    return bool(model.personal) and not own_term and not model.goes_when_unused


def test_every_personal_column_is_reached():
    """A new model with personal columns hangs on a file, or says itself how long it stays."""
    reached = set(erasure.hanging_on([Case, Person, Household]))
    found = [model for label in OURS for model in apps.get_app_config(label).get_models() if model not in reached]
    assert [model._meta.label for model in found if forgotten(model)] == []
    assert forgotten(Note)


def test_an_emptied_column_is_one_that_constraints_accept(world, cast, case):
    """Rows that outlive their case keep every sentence of the database."""
    filler = everything(world, cast, case)
    services.erase_case(case=case, by=None)
    for model, row in filler.known.items():
        if erasure.outlives(model) and model is not Case:
            for name in model.personal:
                assert getattr(model._base_manager.get(pk=row.pk), name) == erasure.emptied(model, name)


def test_numbers_keep_an_anonymous_row(world, cast, case):
    referral = factories.ReferralFactory(
        case=case,
        instance=world.instance,
        referrer_organisation=world.landlord,
        presenter=world.landlord,
        submitted_by=cast.referent.user,
        state="taken_up",
    )
    number = case.number
    services.erase_case(case=case, by=None)
    left = Case.objects.get(pk=case.pk)
    assert left.number != number
    assert (left.door, left.opened_on, left.anonymised_on) == (case.door, case.opened_on, clock.today())
    assert Referral.objects.get(pk=referral.pk).situation == ""
    assert Case.objects.countable_by(cast.pilot).filter(pk=case.pk).exists()


def test_people_stay_while_another_file_of_theirs_stands(world, cast, case):
    other = factories.CaseFactory(household=case.household, rules=world.version, territory=world.territory)
    services.erase_case(case=case, by=None)
    assert Person.objects.filter(household=case.household_id).exists()
    services.erase_case(case=other, by=None)
    assert not Person.objects.filter(household=case.household_id).exists()


def test_the_file_of_a_neighbour_is_left_alone(world, cast, case):
    neighbour = factories.make_case(world)
    before = Person.objects.filter(household=neighbour.household_id).values_list("last_name", flat=True).get()
    services.erase_case(case=case, by=None)
    assert Person.objects.get(household=neighbour.household_id).last_name == before


def test_the_journal_stays_and_holds_no_word(world, cast, case):
    services.record_contact(
        case=case, kind="phone", value=TOKEN, preference="", source="confided", person=None, by=cast.worker
    )
    services.erase_case(case=case, by=None)
    events = AuditEvent.objects.filter(case=case.pk)
    assert {"contact.recorded", "case.erased"} <= set(events.values_list("name", flat=True))
    assert TOKEN not in json.dumps(list(events.values_list("changes", flat=True)))


def test_the_certificate_counts_rows_and_names_nobody(world, cast, case):
    person = Person.objects.get(household=case.household_id)
    certificate = services.erase_case(case=case, by=None)
    assert (certificate.organisation, certificate.cases) == (world.association, 1)
    assert certificate.rows["households.person"] == 1
    assert certificate.digest == digest_of(certificate)
    told = json.dumps(certificate.rows) + str(vars(certificate))
    assert person.last_name not in told
    assert str(case.pk) not in told


def test_a_changed_certificate_no_longer_has_its_print(world, cast, case):
    certificate = services.erase_case(case=case, by=None)
    certificate.rows["households.person"] = 0
    assert digest_of(certificate) != ErasureCertificate.objects.get(pk=certificate.pk).digest


def test_a_list_taken_away_that_tells_of_it_is_emptied(world, cast, case):
    kept = ExportRequest(
        listing="cases",
        format="csv",
        columns=["number"],
        reason="Réunion",
        asked=b"x",
        content=b"y",
        cases=[case.pk],
        owner=cast.worker.user_id,
        organisation=world.association.pk,
        expires_at=clock.now() + timedelta(days=7),
    )
    kept.save()
    services.erase_case(case=case, by=None)
    kept.refresh_from_db()
    assert (kept.content, bytes(kept.asked)) == (None, b"")


def test_a_file_is_erased_once(case):
    services.erase_case(case=case, by=None)
    with pytest.raises(Exception, match="déjà effacé"):
        services.erase_case(case=case, by=None)


def test_a_sealed_text_goes_with_its_row(world, cast, case):
    sealed = crypto.encrypt("12 rue de la Paix", purpose=crypto.PROTECTED, table="households_protecteddetail")
    services.name_person(case=case, user=cast.worker.user, by=None)
    case.protected_details.create(kind="address", sealed=sealed, recorded_by=cast.worker.user_id)
    services.erase_case(case=case, by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM households_protecteddetail")
        assert cursor.fetchone()[0] == 0


def test_a_planted_forgotten_column_is_seen(world, cast, case, monkeypatch):
    """The gate turns red when a model that outlives its case hides a column."""
    everything(world, cast, case)
    Referral.objects.filter(case=case).update(situation=TOKEN)
    monkeypatch.setattr(Referral, "personal", tuple(name for name in Referral.personal if name != "situation"))
    services.erase_case(case=case, by=None)
    assert "cellule_referral" in tables_holding(TOKEN)
