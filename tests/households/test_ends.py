"""Rights and requests that end: noted with their line, told ahead to the lead person, cleared by an act."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from households import services, todo_ends
from households.models import ExternalReference, MoneyKind, MoneyLine, TeamPart
from households.services.budget import MoneyEntry, lines_version, open_lines
from households.services.merging import MergeChoices
from households.services.waiting_lines import hand_on
from households.set_aside import desk_of
from households.versions import version_of
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.models import AuditEvent

pytestmark = pytest.mark.usefixtures("journal")

DECEMBER = date(2018, 12, 1)


def in_days(count: int) -> date:
    return clock.today() + timedelta(days=count)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def right(case, cast):
    return granted(case, cast, in_days(20))


def granted(case, cast, until, code="rsa", **fields) -> MoneyLine:
    told = {"kind": "resource", "code": code, "amount": Decimal(550), "starts_on": date(2018, 10, 1)}
    author = {"organisation": cast.worker.organisation, "author": cast.worker.user}
    row = MoneyLine.objects.create(case=case, granted_until=until, **(told | author | fields))
    return MoneyLine.objects.get(pk=row.pk)


@pytest.fixture
def request_(case, cast):
    return services.record_reference(
        case=case,
        kind="nur",
        value="059091512345678901",
        source="confided",
        valid_until=in_days(-3),
        by=cast.worker,
    )


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def lines(actor) -> list[tuple[str, str]]:
    return [(item.title, item.group) for item in todo_ends.work_items(actor)]


def page(client, url) -> str:
    return client.get(url).content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


class TestTheBudget:
    def typed(self, client, case, **fields):
        url = address("budget_edit", case.pk)
        version = client.get(url).context["form"].version
        return client.post(url, {"month": "2018-12-01", "version": version, **fields})

    def test_the_grid_notes_until_when_a_right_is_open_and_the_page_says_it(self, case, cast, sign_in):
        client = sign_in(cast.worker)
        sent = self.typed(client, case, resource_rsa="550", resource_rsa_granted="2019-01-31")
        assert sent.status_code == 302
        line = MoneyLine.objects.get()
        assert line.granted_until == date(2019, 1, 31)
        told = page(client, address("case_budget", case.pk))
        assert "droit ouvert jusqu’au 31 janvier 2019" in told
        assert address("right_end", case.pk, line.pk) in told

    def test_a_new_day_goes_on_with_the_same_line(self, case, cast, sign_in, right):
        self.typed(sign_in(cast.worker), case, resource_rsa="550", resource_rsa_granted="2019-06-30")
        (line,) = MoneyLine.objects.all()
        assert (line.pk, line.starts_on, line.granted_until) == (right.pk, date(2018, 10, 1), date(2019, 6, 30))

    def test_a_new_amount_is_a_new_line_with_its_day(self, case, cast, sign_in, right):
        self.typed(sign_in(cast.worker), case, resource_rsa="560", resource_rsa_granted="2019-06-30")
        former, new = MoneyLine.objects.order_by("starts_on")
        assert (former.granted_until, former.ends_on) == (in_days(20), date(2018, 11, 30))
        assert (new.amount, new.granted_until) == (Decimal(560), date(2019, 6, 30))

    def test_a_day_without_an_amount_is_refused_in_words(self, case, cast, sign_in):
        answer = self.typed(sign_in(cast.worker), case, resource_rsa_granted="2019-01-31")
        assert answer.status_code == 422
        assert "Notez aussi le montant de ce droit" in answer.content.decode()

    def test_a_year_typed_wrong_is_refused_in_words(self, case, cast, sign_in):
        answer = self.typed(sign_in(cast.worker), case, resource_rsa="550", resource_rsa_granted="2109-01-31")
        assert answer.status_code == 422
        assert "Vérifiez l’année" in answer.content.decode()

    def test_a_wage_is_no_right(self, case, cast, sign_in):
        fields = sign_in(cast.worker).get(address("budget_edit", case.pk)).context["form"].fields
        assert "resource_rsa_granted" in fields
        assert not {"resource_wage_granted", "charge_water_granted"} & set(fields)

    def test_the_database_keeps_a_charge_from_being_a_right(self, case, cast):
        with pytest.raises(IntegrityError, match="money_line_granted_is_a_resource"), transaction.atomic():
            granted(case, cast, in_days(3), code="water", kind="charge")


class TestTheLine:
    def test_a_right_is_told_so_many_days_ahead_and_leads_to_its_renewal(self, case, cast, right):
        (item,) = todo_ends.work_items(cast.worker)
        assert (item.title, item.group, item.due) == ("Droit bientôt échu : RSA", "follow", in_days(20))
        assert item.url == address("right_end", case.pk, right.pk)

    def test_its_notice_is_that_of_the_dispositif(self, world, case, cast):
        granted(case, cast, in_days(60))
        assert lines(cast.worker)
        granted(case, cast, in_days(61), code="aah")
        assert len(lines(cast.worker)) == 1

    def test_past_its_day_it_is_late(self, case, cast):
        granted(case, cast, in_days(-1))
        assert lines(cast.worker) == [("Droit échu : RSA", "late")]

    def test_the_same_of_a_request_for_housing(self, case, cast, request_):
        (item,) = todo_ends.work_items(cast.worker)
        assert (item.title, item.group) == ("Échéance passée : Numéro unique de demande de logement social", "late")
        assert item.url == address("reference_end", case.pk, request_.pk)

    def test_a_line_corrected_or_ended_tells_nothing(self, case, cast):
        granted(case, cast, in_days(3), corrected_on=clock.today())
        granted(case, cast, in_days(3), ends_on=date(2018, 11, 30))
        assert lines(cast.worker) == []

    def test_who_left_took_her_rights_along(self, case, cast):
        gone = factories.PersonFactory(household=case.household, left_on=clock.today())
        granted(case, cast, in_days(3), person=gone)
        assert lines(cast.worker) == []

    def test_a_closed_file_tells_nothing(self, case, cast, right, request_):
        services.close_case(case=case, by=cast.worker)
        assert lines(cast.worker) == []


class TestWhoIsTold:
    @pytest.fixture
    def colleague(self, case, cast):
        """She is of the team, and leads nothing."""
        factories.put_in_team(case, cast.other_worker)
        return cast.other_worker

    def test_the_lead_person_and_not_her_team(self, cast, right, request_, colleague):
        assert len(lines(cast.worker)) == 2
        assert lines(colleague) == []

    def test_who_stands_in_for_her(self, case, cast, right, colleague):
        case.team.filter(user=colleague.user_id).update(part=TeamPart.STAND_IN, ends_on=in_days(10))
        assert len(lines(colleague)) == 1

    def test_who_it_was_handed_to(self, cast, right, request_, colleague):
        (item,) = [one for one in desk_of(cast.worker).items if one.key == ("right_ends", str(right.pk))]
        hand_on(line=item, taker=colleague, by=cast.worker)
        assert [title for title, _ in lines(colleague)] == ["Droit bientôt échu : RSA"]

    def test_her_team_where_nobody_leads(self, case, cast, right, colleague):
        case.team.filter(user=cast.worker.user_id).update(ends_on=in_days(-1))
        assert len(lines(colleague)) == 1

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.ASSOCIATION_WORKER}))
    def test_no_other_role(self, cast, right, request_, role):
        assert lines(cast[role]) == []

    def test_the_landlord_never_reads_the_end_of_what_was_confided(self, case, cast, right, request_, sign_in):
        for actor in (cast.referent, cast[Role.LANDLORD_MANAGER]):
            client = sign_in(actor)
            assert lines(actor) == []
            for url in (address("case_budget", case.pk), address("case_household", case.pk)):
                assert "ouvert jusqu’au" not in page(client, url)
                assert "valable jusqu’au" not in page(client, url)
            for url in (address("right_end", case.pk, right.pk), address("reference_end", case.pk, request_.pk)):
                assert client.get(url).status_code == 404

    def test_a_restricted_file_tells_the_named_only(self, case, cast, world, right, request_, colleague):
        case.team.filter(user=colleague.user_id).update(part=TeamPart.STAND_IN, ends_on=in_days(10))
        factories.restrict(case, cast.worker)
        assert lines(colleague) == []
        assert len(lines(cast.worker)) == 2

    def test_more_lines_ask_no_more_questions(self, world, cast, case, right, request_):
        def asked() -> int:
            with CaptureQueriesContext(connection) as found:
                todo_ends.work_items(cast.worker)
            return len(found)

        few = asked()
        for _ in range(3):
            other = factories.make_accompanied_case(world, cast)
            granted(other, cast, in_days(4))
            granted(other, cast, in_days(4), code="aah")
        assert len(lines(cast.worker)) == 8
        assert asked() == few


class TestTheActs:
    def send(self, client, name, case, row, **fields):
        url = address(name, case.pk, row.pk)
        version = client.get(url).context["form"].version
        return client.post(url, {"version": version, "submission_key": str(uuid4()), "month": "2018-12-01", **fields})

    def test_renewed_the_right_goes_on_and_its_amounts_do_not_change(self, case, cast, sign_in, right):
        sent = self.send(sign_in(cast.worker), "right_end", case, right, outcome="renewed", until="2019-12-31")
        assert sent.url == address("case_budget", case.pk)
        (line,) = MoneyLine.objects.all()
        assert (line.pk, line.amount, line.granted_until) == (right.pk, Decimal(550), date(2019, 12, 31))
        assert lines(cast.worker) == []
        assert AuditEvent.objects.get(name="money_line.renewed").changes in ({}, None)

    def test_ended_it_leaves_the_budget_and_the_page(self, case, cast, sign_in, right):
        self.send(sign_in(cast.worker), "right_end", case, right, outcome="ended")
        right.refresh_from_db()
        assert right.ends_on == date(2018, 11, 30)
        assert lines(cast.worker) == []

    @pytest.mark.parametrize("name", ["right_end", "reference_end"])
    @pytest.mark.parametrize(
        ("until", "words"), [("", "jusqu’à quel jour"), ("2018-01-01", "date à venir"), ("2109-01-01", "Vérifiez")]
    )
    def test_a_day_missing_past_or_wrong_is_refused_in_words(
        self, case, cast, sign_in, right, request_, name, until, words
    ):
        row = right if name == "right_end" else request_
        answer = self.send(sign_in(cast.worker), name, case, row, outcome="renewed", until=until)
        assert answer.status_code == 422
        assert words in answer.content.decode()

    def test_a_concurrent_change_loses_nothing(self, case, cast, right):
        version = version_of(right)
        services.renew_right(line=right, version=version, until=in_days(300), by=cast.worker)
        with pytest.raises(ValidationError, match="entre-temps"):
            services.end_right(line=right, version=version, month=DECEMBER, by=cast.worker)

    def test_what_has_ended_is_not_renewed(self, case, cast, right):
        services.end_right(line=right, version=version_of(right), month=DECEMBER, by=cast.worker)
        right.refresh_from_db()
        with pytest.raises(ValidationError, match="entre-temps"):
            services.renew_right(line=right, version=version_of(right), until=in_days(9), by=cast.worker)

    def test_a_month_to_come_is_refused(self, case, cast, right):
        with pytest.raises(ValidationError, match="passé"):
            services.end_right(line=right, version=version_of(right), month=date(2019, 1, 1), by=cast.worker)

    def test_a_request_is_renewed_then_over_and_taken_up_again(self, case, cast, sign_in, request_):
        client = sign_in(cast.worker)
        self.send(client, "reference_end", case, request_, outcome="renewed", until="2019-12-10")
        assert "valable jusqu’au 10 décembre 2019" in page(client, address("case_household", case.pk))
        self.send(client, "reference_end", case, request_, outcome="ended")
        assert "terminée le" in page(client, address("case_household", case.pk))
        assert lines(cast.worker) == []
        self.send(client, "reference_end", case, request_, outcome="renewed", until="2019-01-10")
        assert ExternalReference.objects.get().ended_on is None
        assert len(lines(cast.worker)) == 1

    def test_the_form_of_a_number_asks_its_day(self, case, cast, sign_in):
        data = {"kind": "dalo", "value": "059-2018-001234", "source": "confided", "valid_until": "2019-01-15"}
        sign_in(cast.worker).post(address("reference_add", case.pk), data | {"submission_key": str(uuid4())})
        assert ExternalReference.objects.get().valid_until == date(2019, 1, 15)

    def test_who_reads_the_budget_and_does_not_write_it_is_refused(self, case, cast, sign_in, right):
        client = sign_in(cast.manager)
        assert "droit ouvert jusqu’au" in page(client, address("case_budget", case.pk))
        assert client.get(address("right_end", case.pk, right.pk)).status_code == 403

    def test_a_charge_has_no_such_page(self, case, cast, sign_in):
        charge = granted(case, cast, None, code="water", kind="charge")
        assert sign_in(cast.worker).get(address("right_end", case.pk, charge.pk)).status_code == 404

    def test_two_files_made_one_keep_the_later_day(self, world, case, cast, request_):
        other = factories.make_accompanied_case(world, cast)
        services.record_reference(
            case=other, kind="nur", value=request_.value, source="confided", valid_until=in_days(90), by=cast.worker
        )
        merge = services.merge_cases(kept=case, merged=other, choices=MergeChoices(), by=cast.worker)
        assert ExternalReference.objects.get().valid_until == in_days(90)
        services.undo_merge(merge=merge, by=cast.worker)
        assert sorted(ExternalReference.objects.values_list("valid_until", flat=True)) == [in_days(-3), in_days(90)]


def test_the_grid_does_not_lose_the_day_of_what_did_not_change(case, cast, right):
    entry = MoneyEntry(MoneyKind.RESOURCE, "rsa", Decimal(550), granted_until=right.granted_until)
    version = lines_version(open_lines(case, None))
    services.record_budget(case=case, person=None, month=DECEMBER, entries=[entry], version=version, by=cast.worker)
    assert MoneyLine.objects.get().granted_until == right.granted_until
