"""A procedure held by the landlord: who asks, who decides, who knows why; and litigation, who knows the dates alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from households import services, tasks, todo_housing
from households.choices import HOLD_MOVES, HoldState
from households.grants import GrantLevel
from households.models import Dwelling, HoldReason, HousingPeriod, ProcedureHold, ProcedureStep
from partners.roles import Role
from tests import factories
from tests.support.worlds import steady
from veille.core import clock
from veille.core.models import AuditEvent
from veille.core.transitions import ForbiddenMove, move

pytestmark = pytest.mark.usefixtures("journal")

REASON = "Le lien vient d’être noué."
TODAY = date(2018, 12, 14)


@pytest.fixture
def case(world, cast):
    made = factories.make_accompanied_case(world, cast)
    ProcedureStep.objects.create(case=made, landlord=world.landlord, step="summons", starts_on=date(2018, 11, 5))
    return made


@pytest.fixture
def manager(cast):
    return cast[Role.LANDLORD_MANAGER]


@pytest.fixture
def litigation(cast):
    return cast[Role.LANDLORD_LITIGATION]


@pytest.fixture
def asked(case, world, cast):
    return services.ask_hold(case=case, landlord=world.landlord, by=cast.worker, reason=REASON)


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def housing_page(client, case) -> str:
    return client.get(address("case_housing", case.pk)).content.decode()


def days(first: str = "2018-12-14", last: str = "2019-03-14") -> dict:
    return {"starts_on": first, "ends_on": last}


@pytest.mark.parametrize("state", HoldState)
@pytest.mark.parametrize("target", HoldState)
def test_a_hold_moves_as_its_table_says(state, target, case, world, cast):
    done = {} if state == HoldState.ASKED else {"decided_on": TODAY, "decided_by": cast.worker.user}
    agreed = state in {HoldState.AGREED, HoldState.ENDED}
    dates = {"starts_on": TODAY, "ends_on": TODAY} if agreed else {}
    ended = {"ended_on": TODAY} if state == HoldState.ENDED else {}
    who = {"asked_on": TODAY, "asked_by": cast.worker.user, "organisation": world.association}
    hold = ProcedureHold.objects.create(
        case=case, landlord=world.landlord, state=state, **who, **done, **dates, **ended
    )
    fields = {
        HoldState.AGREED: {"starts_on": TODAY, "ends_on": TODAY},
        HoldState.ENDED: {"ended_on": TODAY},
    }
    changes = {"decided_on": TODAY, "decided_by": cast.worker.user} | fields.get(target, {})
    if target in HOLD_MOVES[state]:
        move(hold, target, allowed=HOLD_MOVES, **changes)
        assert hold.state == target
    else:
        with pytest.raises(ForbiddenMove):
            move(hold, target, allowed=HOLD_MOVES, **changes)


def test_who_accompanies_asks_and_says_why(case, cast, world, sign_in):
    data = {"landlord": world.landlord.pk, "reason": REASON}
    assert sign_in(cast.worker).post(address("hold_ask", case.pk), data).status_code == 302
    hold = ProcedureHold.objects.get()
    assert (hold.state, hold.organisation, hold.landlord) == ("asked", world.association, world.landlord)
    assert HoldReason.objects.get().text == REASON
    assert AuditEvent.objects.get(name="hold.asked").changes == {}


def test_the_referent_asks_without_a_reason(case, cast, world, sign_in):
    client = sign_in(cast.referent)
    assert "reason" not in client.get(address("hold_ask", case.pk)).context["form"].fields
    client.post(address("hold_ask", case.pk), {"landlord": world.landlord.pk, "reason": REASON})
    assert ProcedureHold.objects.exists()
    assert not HoldReason.objects.exists()


def test_asked_once_at_a_time(case, asked, cast, world, sign_in):
    answer = sign_in(cast.worker).post(address("hold_ask", case.pk), {"landlord": world.landlord.pk})
    assert answer.status_code == 422
    assert "déjà demandée" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.LANDLORD_LITIGATION, Role.ASSOCIATION_MANAGER])
def test_others_do_not_ask(role, case, cast, sign_in):
    assert sign_in(cast[role]).get(address("hold_ask", case.pk)).status_code == 403


def test_the_manager_is_told_and_agrees_from_to(case, asked, manager, sign_in):
    (item,) = todo_housing.work_items(manager)
    assert item.title == "Mise en attente de la procédure demandée"
    answer = sign_in(manager).post(item.url, {"answer": "agree", **days()})
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("agreed", manager.user)
    assert ProcedureHold.objects.standing().get() == asked
    assert todo_housing.work_items(manager) == []


def test_agreeing_says_until_when(case, asked, manager, sign_in):
    address_ = address("hold_decide", case.pk, asked.pk)
    assert sign_in(manager).post(address_, {"answer": "agree"}).status_code == 422
    past = sign_in(manager).post(address_, {"answer": "agree", **days("2018-10-01", "2018-12-01")})
    assert past.status_code == 422
    assert "ni passée" in past.content.decode()


def test_the_manager_goes_on_with_the_procedure(case, asked, manager, sign_in):
    sign_in(manager).post(address("hold_decide", case.pk, asked.pk), {"answer": "refuse"})
    asked.refresh_from_db()
    assert (asked.state, asked.starts_on) == ("refused", None)


@pytest.fixture
def told(monkeypatch):
    """What is given to the queue: the person, and where the mail leads."""
    given = []
    monkeypatch.setattr(tasks.tell_hold_answered, "delay", lambda *args: given.append(args))
    return given


ANSWERS = {
    "agreed": lambda hold, by: services.agree_hold(hold=hold, by=by, starts_on=TODAY, ends_on=date(2019, 3, 14)),
    "refused": lambda hold, by: services.refuse_hold(hold=hold, by=by),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_who_asked_is_told_of_the_answer_by_a_mail_that_says_nothing(
    answer, case, asked, cast, manager, told, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ANSWERS[answer](asked, manager)
    ((user_id, link),) = told
    assert user_id == str(cast.worker.user_id)
    assert link.endswith(address("case_housing", case.pk))
    tasks.tell_hold_answered(user_id, link)
    (mail,) = mailoutbox
    assert mail.to == [cast.worker.user.email]
    people = [person.last_name for person in case.household.people.all()]
    for secret in (REASON, case.number, str(manager.user), *people):
        assert secret not in mail.subject + mail.body


def test_a_hold_lifted_early_is_told_too(case, asked, manager, told, django_capture_on_commit_callbacks):
    ANSWERS["agreed"](asked, manager)
    with django_capture_on_commit_callbacks(execute=True):
        services.end_hold(hold=asked, by=manager)
    assert len(told) == 1


def test_nobody_is_told_of_a_file_she_no_longer_reads(
    case, asked, cast, manager, told, django_capture_on_commit_callbacks
):
    case.team.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        ANSWERS["refused"](asked, manager)
    assert told == []


def test_who_answers_her_own_is_not_told(case, manager, world, told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        hold = services.give_hold(
            case=case, landlord=world.landlord, by=manager, starts_on=TODAY, ends_on=date(2019, 3, 14)
        )
        services.end_hold(hold=hold, by=manager)
    assert told == []


@pytest.mark.parametrize("role", [Role.LANDLORD_REFERENT, Role.ASSOCIATION_WORKER, Role.ASSOCIATION_MANAGER])
def test_nobody_else_decides(role, case, asked, cast, sign_in):
    client = sign_in(cast[role])
    assert client.get(address("hold_decide", case.pk, asked.pk)).status_code == 403
    assert client.post(address("hold_give", case.pk), days()).status_code == 403


def test_litigation_meets_no_request(case, asked, litigation, sign_in):
    assert sign_in(litigation).get(address("hold_decide", case.pk, asked.pk)).status_code == 404


def test_a_renewal_begins_after_and_keeps_the_former(case, manager, world, sign_in):
    first = services.give_hold(
        case=case, landlord=world.landlord, starts_on=TODAY, ends_on=date(2019, 1, 14), by=manager
    )
    form = sign_in(manager).get(address("hold_give", case.pk)).context["form"]
    assert form.initial["starts_on"] == date(2019, 1, 15)
    over = sign_in(manager).post(address("hold_give", case.pk), days("2019-01-10", "2019-04-14"))
    assert over.status_code == 422
    assert "commencez le lendemain" in over.content.decode()
    sign_in(manager).post(address("hold_give", case.pk), days("2019-01-15", "2019-04-14"))
    second = ProcedureHold.objects.exclude(pk=first.pk).get()
    assert second.renews == first
    first.refresh_from_db()
    assert first.ends_on == date(2019, 1, 14)


def test_a_hold_that_ends_soon_is_told_before(case, manager, cast, world, settings):
    services.give_hold(case=case, landlord=world.landlord, starts_on=TODAY, ends_on=date(2019, 1, 14), by=manager)
    assert todo_housing.work_items(manager) == []
    settings.VEILLE_TODAY = date(2018, 12, 31)
    for actor in (manager, cast.worker):
        assert [item.title for item in todo_housing.work_items(actor)] == [
            "La mise en attente de la procédure prend fin"
        ]
    later = {"starts_on": date(2019, 1, 15), "ends_on": date(2019, 4, 1)}
    services.give_hold(case=case, landlord=world.landlord, by=manager, **later)
    assert todo_housing.work_items(manager) == []


def test_a_hold_that_ends_opens_the_act_of_each(case, manager, cast, world, sign_in):
    services.give_hold(case=case, landlord=world.landlord, starts_on=TODAY, ends_on=date(2018, 12, 20), by=manager)
    expected = ((manager, "hold_give", "Prolonger"), (cast.worker, "hold_ask", "Demander la suite"))
    for actor, name, label in expected:
        (item,) = todo_housing.work_items(actor)
        assert (item.url, item.action_label) == (address(name, case.pk), label)
        assert sign_in(actor).get(item.url).status_code == 200
    sign_in(cast.worker).post(address("hold_ask", case.pk), {"landlord": world.landlord.pk, "reason": REASON})
    assert todo_housing.work_items(cast.worker) == []
    assert [item.title for item in todo_housing.work_items(manager)] == ["Mise en attente de la procédure demandée"]


def test_a_hold_whose_procedure_is_over_is_not_asked_again(case, manager, cast, world):
    services.give_hold(case=case, landlord=world.landlord, starts_on=TODAY, ends_on=date(2018, 12, 20), by=manager)
    services.end_step(step=ProcedureStep.objects.get(), on=date(2018, 12, 1), by=manager)
    (item,) = todo_housing.work_items(cast.worker)
    assert item.url == f"{address('case_housing', case.pk)}#steps"


def test_a_hold_is_lifted_before_its_term(case, manager, world, sign_in):
    hold = services.give_hold(
        case=case, landlord=world.landlord, starts_on=TODAY, ends_on=date(2019, 1, 14), by=manager
    )
    assert sign_in(manager).post(address("hold_end", case.pk, hold.pk)).status_code == 302
    hold.refresh_from_db()
    assert (hold.state, hold.ended_on, hold.ends_on) == ("ended", TODAY, date(2019, 1, 14))
    assert not ProcedureHold.objects.standing().exists()
    assert sign_in(manager).post(address("hold_end", case.pk, hold.pk)).status_code == 404


def test_why_is_read_by_who_accompanies_and_by_nobody_of_the_landlord(case, asked, cast, manager, litigation, sign_in):
    services.agree_hold(hold=asked, starts_on=TODAY, ends_on=date(2019, 1, 14), by=manager)
    readers = {actor: REASON in housing_page(sign_in(actor), case) for actor in (cast.worker, cast.manager)}
    assert all(readers.values())
    for actor in (cast.referent, manager, litigation, cast[Role.LANDLORD_CLIENT_MANAGER]):
        page = housing_page(sign_in(actor), case)
        assert "jusqu’au 14\xa0janvier 2019" in page
        assert REASON not in page


def test_the_file_says_what_the_application_does_not_do(case, asked, cast, sign_in):
    assert "ne produit aucun effet juridique" in housing_page(sign_in(cast.worker), case)


def test_the_first_page_says_until_when(case, manager, cast, world, sign_in):
    services.give_hold(case=case, landlord=world.landlord, starts_on=TODAY, ends_on=date(2019, 1, 14), by=manager)
    page = sign_in(cast.worker).get(address("case_detail", case.pk)).content.decode()
    assert "Procédure mise en attente par le bailleur jusqu’au 14\xa0janvier 2019" in page


def test_a_hold_without_dates_is_refused_by_the_database(case, asked, manager):
    asked.state, asked.decided_on, asked.decided_by = HoldState.AGREED, TODAY, manager.user
    with pytest.raises(ValidationError, match="va d’une date"):
        asked.full_clean()


# Two worlds: what litigation staff read is the same with and without the fact.

TABS = ("case_detail", "case_housing", "case_household", "case_timeline", "case_strip")


def seen_by_litigation(client, case) -> str:
    """Every page she has of the file and her list, without what is drawn anew at each page."""
    pages = [client.get(address(tab, case.pk)).content.decode() for tab in TABS]
    pages += [client.get(address("case_list")).content.decode(), client.get("/").content.decode()]
    return steady("".join(pages))


def ask_a_hold(case, world, cast):
    services.ask_hold(case=case, landlord=world.landlord, by=cast.worker, reason=REASON)


def refuse_a_hold(case, world, cast):
    hold = services.ask_hold(case=case, landlord=world.landlord, by=cast.worker)
    services.refuse_hold(hold=hold, by=cast[Role.LANDLORD_MANAGER])


def change_the_rent(case, world, cast):
    HousingPeriod.objects.filter(case=case).update(
        monthly_rent=Decimal(610), arrears=Decimal(1200), modality="sliding_lease", lease_signed_on=date(2015, 1, 1)
    )


def sign_a_sliding_lease(case, world, cast):
    services.sign_lease(
        period=case.housing_periods.get(),
        association=world.association,
        signed_on=date(2018, 1, 1),
        term_on=date(2019, 2, 1),
        by=cast.worker,
    )


def live_elsewhere_before(case, world, cast):
    factories.HousingPeriodFactory(
        case=case, situation="hosted_third", starts_on=date(2010, 1, 1), ends_on=date(2011, 1, 1)
    )


def find_a_difficulty(case, world, cast):
    factories.FindingFactory(case=case, author=cast.worker.user, organisation=world.association)
    services.record_strength(case=case, strength="asks_for_help", source="observed", is_confided=False, by=cast.worker)


def name_another_operator(case, world, cast):
    case.accesses.filter(level=GrantLevel.LEAD).update(organisation=world.other_association)


def begin_a_procedure_elsewhere(case, world, cast):
    ProcedureStep.objects.create(case=case, landlord=world.other_landlord, step="notice", starts_on=date(2018, 12, 1))


@pytest.mark.parametrize(
    "fact",
    [
        ask_a_hold,
        refuse_a_hold,
        change_the_rent,
        sign_a_sliding_lease,
        live_elsewhere_before,
        find_a_difficulty,
        name_another_operator,
        begin_a_procedure_elsewhere,
    ],
)
def test_litigation_reads_the_same_pages_with_and_without(fact, case, world, cast, litigation, sign_in):
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune, dwelling_type="t3")
    factories.HousingPeriodFactory(case=case, dwelling=dwelling, contract_number="B-1042")
    client = sign_in(litigation)
    before = seen_by_litigation(client, case)
    fact(case, world, cast)
    assert seen_by_litigation(client, case) == before
    assert "B-1042" in before


@pytest.mark.parametrize("who", ["asked by the association", "decided by the landlord"])
def test_litigation_does_not_learn_who_asked(who, case, world, cast, manager, litigation, sign_in):
    until = {"starts_on": TODAY, "ends_on": date(2019, 1, 14)}
    if who == "asked by the association":
        hold = services.ask_hold(case=case, landlord=world.landlord, by=cast.worker, reason=REASON)
        services.agree_hold(hold=hold, by=manager, **until)
    else:
        services.give_hold(case=case, landlord=world.landlord, by=manager, **until)
    page = housing_page(sign_in(litigation), case)
    assert "Procédure mise en attente par le bailleur du 14\xa0décembre 2018 jusqu’au 14\xa0janvier 2019" in page
    assert not [word for word in ("Demandée", "Décidée", "La Vie active", REASON) if word in page]


def test_litigation_loses_the_file_with_its_last_step(case, world, manager, litigation, sign_in, settings):
    beside = services.record_step(
        case=case, landlord=world.landlord, step="over_indebtedness", starts_on=date(2018, 11, 10), by=manager
    )
    services.end_step(step=case.procedure_steps.get(step="summons"), on=TODAY, by=manager)
    settings.VEILLE_TODAY = TODAY + timedelta(days=1)
    assert sign_in(litigation).get(address("case_housing", case.pk)).status_code == 200
    services.end_step(step=beside, on=clock.today(), by=manager)
    settings.VEILLE_TODAY = TODAY + timedelta(days=2)
    assert sign_in(litigation).get(address("case_housing", case.pk)).status_code == 404
