"""The files of the scene: the main one, one a state of the measure, a restricted one, and a stranger's."""

from datetime import timedelta

from accompaniment.models import Action, NoteLevelChange, Objective
from households import services
from households.grants import GrantLevel
from households.models import Case, ContactDetail, NamedPerson, Person, ProcedureStep
from partners.roles import Role
from tests import factories
from tests.cast import Cast, World
from veille.core import clock

MAIN = "VS-2018-00001"
PROTECTED = "12 rue des Lilas"
STATES = ("not_started", "preparation", "active", "suspended", "relay", "ended", "watch")


def main_case() -> Case:
    return Case.objects.get(number=MAIN)


def build(world: World, cast: Cast) -> dict:
    return (
        _main(world, cast)
        | _measures(world, cast)
        | _plans(world, cast)
        | _diagnoses(world, cast)
        | _restricted(world, cast)
        | _stranger(world)
    )


def _main(world: World, cast: Cast) -> dict:
    """The accompanied file that most addresses speak of, with something in each of its sections."""
    case = factories.make_accompanied_case(world, cast, number=MAIN)
    partner = factories.grant(case, world.shelter, GrantLevel.SUMMARY)
    member = factories.put_in_team(case, cast[Role.ASSOCIATION_MANAGER])
    step = ProcedureStep.objects.create(case=case, landlord=world.landlord, step="summons", starts_on=clock.today())
    factories.HousingPeriodFactory(case=case, commune=world.commune)
    author = {"case": case, "author": cast.worker.user, "organisation": world.association}
    factories.FindingFactory(**author)
    factories.FindingFactory(**author, difficulty="isolation", is_confided=True)
    person = case.household.people.get()
    contacts = _contacts(case, cast)
    notes = {
        f"note_{level}": factories.NoteFactory(**author, level=level, text=f"Note {level}.").pk
        for level in ("association_only", "factual_shared", "team_shared")
    }
    NoteLevelChange.objects.create(
        note_id=notes["note_team_shared"],
        former_level="association_only",
        new_level="team_shared",
        reason="L’équipe en a besoin.",
        changed_on=clock.today(),
        changed_by=cast.worker.user,
    )
    hers = {"case": case, "author": cast.referent.user, "organisation": world.landlord}
    text = "Note landlord_internal."
    notes["note_landlord"] = factories.NoteFactory(**hers, level="landlord_internal", text=text).pk
    ids = {"main": case.pk, "person": person.pk, "step": step.pk, "partner_access": partner.pk, "member": member.pk}
    return ids | contacts | notes


def _contacts(case: Case, cast: Cast) -> dict:
    known = ContactDetail.objects.create(case=case, kind="phone", value="03 20 00 00 00")
    told = ContactDetail.objects.create(case=case, kind="email", value="elle@exemple.invalid", source="confided")
    child = factories.PersonFactory(household=case.household, role="child", source="confided")
    return {"contact": known.pk, "contact_confided": told.pk, "person_confided": child.pk}


def _measures(world: World, cast: Cast) -> dict:
    """One file a state of the measure; `main` has the active one."""
    ids = {}
    for state in STATES:
        case = main_case() if state == "active" else factories.make_accompanied_case(world, cast)
        measure = factories.make_measure(case, world.association, state=state)
        ids |= {f"measure_{state}": measure.pk, f"measured_{state}": case.pk}
        factories.InterventionFactory(
            case=case,
            measure=measure,
            organisation=world.association,
            author=cast.worker.user,
            is_shared=True,
            was_announced=False,
            unannounced_reason="Inquiétude",
        )
    return ids


def _plans(world: World, cast: Cast) -> dict:
    """A draft on the main file, an agreed one with a shared and an inner objective on another."""
    main = main_case()
    draft = factories.PlanFactory(case=main, measure=main.measures.get(), author=cast.worker.user)
    objective = _objective(draft)
    other = factories.make_accompanied_case(world, cast)
    measure = factories.make_measure(other, world.association)
    agreed = factories.PlanFactory(
        case=other, measure=measure, author=cast.worker.user, state="agreed", agreed_on=clock.today()
    )
    shared, inner = _objective(agreed, is_shared=True), _objective(agreed)
    return {
        "planned": other.pk,
        "plan_draft": draft.pk,
        "objective_draft": objective.pk,
        "plan_agreed": agreed.pk,
        "objective_shared": shared.pk,
        "objective_inner": inner.pk,
        "action_shared": shared.actions.get().pk,
        "action_inner": inner.actions.get().pk,
        "action_draft": objective.actions.get().pk,
    }


def _objective(plan, **fields) -> Objective:
    objective = Objective.objects.create(case=plan.case, plan=plan, label="Payer le loyer", theme="budget", **fields)
    Action.objects.create(case=plan.case, objective=objective, label="Ouvrir le courrier", who="Elle")
    return objective


def _diagnoses(world: World, cast: Cast) -> dict:
    ids = {}
    for state, fields in (("ordered", {}), ("not_done", {"state": "not_done", "result": "unreachable"})):
        case = factories.make_accompanied_case(world, cast)
        diagnosis = factories.DiagnosisFactory(case=case, operator=world.association, author=cast.worker.user, **fields)
        ids |= {f"diagnosis_{state}": diagnosis.pk, f"diagnosed_{state}": case.pk}
    return ids | _own_diagnosis(world, cast)


def _own_diagnosis(world: World, cast: Cast) -> dict:
    """Rendered by an association whose order has ended: it opens nothing else of the file."""
    case = factories.make_referred_case(world, cast, state="diagnosed").case
    diagnosis = factories.DiagnosisFactory(
        case=case,
        operator=world.association,
        author=cast.worker.user,
        state="done",
        result="support_recommended",
        recommendation="Un accompagnement global.",
        done_on=clock.today(),
    )
    return {"diagnosis_done": diagnosis.pk, "diagnosed_done": case.pk}


def _restricted(world: World, cast: Cast) -> dict:
    """Named: the worker and the landlord's referent, nobody else of their organisations."""
    case = factories.make_accompanied_case(world, cast)
    factories.restrict(case, cast.worker, cast.referent)
    detail = services.protect_detail(case=case, kind="address", value=PROTECTED, by=cast.worker)
    named = NamedPerson.objects.get(case=case, user=cast.referent.user)
    return {"restricted": case.pk, "detail": detail.pk, "named": named.pk}


def _stranger(world: World) -> dict:
    """A file of another association, with children that must not be reached through another file."""
    case = factories.make_case(world, admitted_on=clock.today() - timedelta(days=3))
    access = factories.grant(case, world.other_association, GrantLevel.LEAD)
    contact = ContactDetail.objects.create(case=case, kind="phone", value="03 20 11 11 11")
    person = Person.objects.get(household=case.household)
    return {
        "stranger": case.pk,
        "stranger_person_pk": person.pk,
        "stranger_contact_pk": contact.pk,
        "stranger_access_pk": access.pk,
    }
