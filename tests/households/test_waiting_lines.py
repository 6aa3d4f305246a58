"""A line of « À faire » put off, handed on, handed back: whose it is, when it comes back, who knows of it."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment.models import Measure
from accompaniment.services import start_measure
from accompaniment.services.planning import plan_visit
from accompaniment.services.solicitations import record_solicitation
from households.models import HandedOn, PutOff
from households.services import record_information
from households.services.waiting_lines import forget_put_off, hand_back, hand_on, put_off, take_up
from households.set_aside import desk_of
from partners.roles import Role
from tests import factories
from veille.core import clock, reads
from veille.core.models import AccessEvent, AuditEvent

_START = "measure_to_start"


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    record_information(case=case, state="given_oral", by=cast.worker)
    return case


@pytest.fixture
def measure(world, case):
    return factories.make_measure(case, world.association, state="not_started")


@pytest.fixture
def colleague(cast, case):
    """She is of the team, and leads nothing."""
    factories.put_in_team(case, cast.other_worker)
    return cast.other_worker


def desk(actor):
    with reads.unshown(actor):
        return desk_of(actor)


def kinds(actor):
    return [item.kind.key for item in desk(actor).items]


def line(actor, kind=_START):
    return next(item for item in desk(actor).items if item.kind.key == kind)


def in_days(days):
    return clock.today() + timedelta(days=days)


def later(monkeypatch, days):
    day = in_days(days)
    monkeypatch.setattr(clock, "today", lambda: day)


class TestPutOff:
    def test_it_leaves_her_page_and_comes_back_on_its_day(self, cast, measure, monkeypatch):
        put_off(line=line(cast.worker), until=in_days(3), reason="appointment", by=cast.worker)
        assert kinds(cast.worker) == []
        aside = desk(cast.worker).put_off
        assert [one.row.until for one in aside] == [in_days(3)]
        later(monkeypatch, 2)
        assert kinds(cast.worker) == []
        later(monkeypatch, 1)
        assert kinds(cast.worker) == [_START]

    def test_it_comes_back_at_once_for_another_day(self, cast, measure):
        put_off(line=line(cast.worker), until=in_days(20), reason="partner", by=cast.worker)
        measure.decided_on += timedelta(days=1)
        measure.save()
        assert kinds(cast.worker) == [_START]

    def test_it_is_hers_alone(self, cast, case, measure):
        factories.put_in_team(case, cast.other_worker, "stand_in")
        put_off(line=line(cast.worker), until=in_days(3), reason="partner", by=cast.worker)
        assert kinds(cast.worker) == []
        assert kinds(cast.other_worker) == [_START]

    def test_put_off_again_it_takes_the_new_day(self, cast, measure):
        waiting = line(cast.worker)
        put_off(line=waiting, until=in_days(3), reason="partner", by=cast.worker)
        put_off(line=waiting, until=in_days(9), reason="document", by=cast.worker)
        assert PutOff.objects.get().until == in_days(9)

    @pytest.mark.parametrize("days", [-1, 0, 184])
    def test_neither_the_past_nor_for_ever(self, cast, measure, days):
        with pytest.raises(ValidationError, match="Indiquez un jour à venir"):
            put_off(line=line(cast.worker), until=in_days(days), reason="partner", by=cast.worker)

    def test_another_reason_is_said_in_words(self, cast, measure):
        with pytest.raises(ValidationError, match="quelques mots"):
            put_off(line=line(cast.worker), until=in_days(3), reason="other", by=cast.worker)

    def test_the_journal_holds_the_kind_and_no_word(self, cast, measure):
        put_off(line=line(cast.worker), until=in_days(3), reason="other", words="Elle dort.", by=cast.worker)
        event = AuditEvent.objects.get(name="line.put_off")
        assert event.changes == {"kind": _START, "until": in_days(3).isoformat(), "reason": "other"}

    def test_it_goes_with_the_file_and_three_months_after_its_day(self, cast, case, measure, monkeypatch):
        put_off(line=line(cast.worker), until=in_days(3), reason="partner", by=cast.worker)
        assert PutOff.objects.get().case_id == case.pk
        assert PutOff._meta.get_field("case").remote_field.on_delete.__name__ == "CASCADE"
        PutOff.objects.update(put_off_on=in_days(-200), until=in_days(-89))
        monkeypatch.setattr("households.services.waiting_lines.timezone.localdate", clock.today)
        assert forget_put_off() == 0
        PutOff.objects.update(until=in_days(-91))
        assert forget_put_off() == 1


class TestAPromise:
    @pytest.fixture
    def asked(self, world, case):
        """An accompaniment whose first contact was due before today."""
        return factories.make_measure(case, world.association, state="not_started", decided_on=in_days(-25))

    def test_put_off_past_its_day_it_is_late_for_her_manager(self, cast, asked):
        assert kinds(cast.manager) == []
        put_off(line=line(cast.worker), until=in_days(5), reason="workload", by=cast.worker)
        (late,) = desk(cast.manager).items
        assert (late.group, late.kind.key) == ("late", "promise_put_off")
        assert str(cast.worker.user) in late.title

    def test_settled_it_is_no_longer_told(self, cast, asked):
        put_off(line=line(cast.worker), until=in_days(5), reason="workload", by=cast.worker)
        start_measure(measure=asked, without_adhesion="Aller-vers.", on=clock.today(), by=cast.worker)
        assert kinds(cast.manager) == []

    def test_her_manager_brings_it_back(self, cast, asked, sign_in):
        row = put_off(line=line(cast.worker), until=in_days(5), reason="workload", by=cast.worker)
        page = desk(cast.manager).items[0].url
        client = sign_in(cast.manager)
        assert client.get(page).status_code == 200
        assert client.post(page).status_code == 302
        assert not PutOff.objects.filter(pk=row.pk).exists()
        assert kinds(cast.worker) == [_START]
        assert kinds(cast.manager) == []

    def test_what_promises_nothing_is_told_to_nobody(self, world, cast, case):
        factories.make_measure(case, world.association, next_review_on=in_days(-9))
        put_off(line=line(cast.worker, "measure_review"), until=in_days(5), reason="workload", by=cast.worker)
        assert "promise_put_off" not in kinds(cast.manager)

    def test_nobody_else_takes_it_up(self, cast, asked, colleague):
        row = put_off(line=line(cast.worker), until=in_days(5), reason="workload", by=cast.worker)
        with pytest.raises(ValidationError, match="hiérarchie"):
            take_up(row=row, by=colleague)


class TestHandedOn:
    def test_it_waits_for_her_colleague_and_no_longer_for_her(self, cast, measure, colleague):
        assert kinds(colleague) == []
        hand_on(line=line(cast.worker), taker=colleague, words="Tu la connais.", by=cast.worker)
        assert kinds(cast.worker) == []
        (taken,) = desk(colleague).items
        assert (taken.kind.key, taken.handed_on.giver, taken.handed_on.words) == (
            _START,
            str(cast.worker.user),
            "Tu la connais.",
        )
        assert [str(one.row.taker) for one in desk(cast.worker).handed_on] == [str(colleague.user)]

    def test_that_line_alone_comes_with_it(self, cast, case, measure, colleague):
        record_solicitation(case=case, by=cast.worker)
        hand_on(line=line(cast.worker), taker=colleague, by=cast.worker)
        assert kinds(colleague) == [_START]
        assert kinds(cast.worker) == ["solicitation"]

    def test_cleared_it_waits_for_nobody(self, cast, measure, colleague):
        hand_on(line=line(cast.worker), taker=colleague, by=cast.worker)
        start_measure(measure=measure, without_adhesion="Aller-vers.", on=clock.today(), by=colleague)
        assert _START not in kinds(colleague) + kinds(cast.worker)

    def test_who_sees_no_file_is_given_nothing(self, cast, measure):
        with pytest.raises(ValidationError, match="ne voit pas ce dossier"):
            hand_on(line=line(cast.worker), taker=cast.other_worker, by=cast.worker)
        assert not HandedOn.objects.exists()

    def test_who_reads_the_file_and_may_not_act_is_given_nothing(self, world, cast, case):
        """A manager starts an accompaniment; a contact is noted by who met the household."""
        days = {"decided_on": in_days(-200), "started_on": in_days(-200), "activated_on": in_days(-200)}
        Measure.objects.filter(pk=factories.make_measure(case, world.association).pk).update(**days)
        with pytest.raises(ValidationError, match="ne peut pas faire"):
            hand_on(line=line(cast.worker, "no_contact"), taker=cast.manager, by=cast.worker)

    def test_nobody_of_another_organisation(self, cast, measure):
        with pytest.raises(ValidationError, match="ne voit pas"):
            hand_on(line=line(cast.worker), taker=cast.referent, by=cast.worker)

    def test_a_restricted_file_is_handed_to_who_is_named_only(self, cast, case, measure, colleague):
        factories.restrict(case, cast.worker)
        with pytest.raises(ValidationError, match="ne voit pas"):
            hand_on(line=line(cast.worker), taker=colleague, by=cast.worker)

    def test_who_no_longer_sees_the_file_keeps_nothing_of_it(self, cast, case, measure, colleague):
        hand_on(line=line(cast.worker), taker=colleague, by=cast.worker)
        factories.restrict(case, cast.worker)
        assert kinds(colleague) == []
        assert kinds(cast.worker) == [_START]
        assert not HandedOn.objects.visible_to(colleague).exists()

    def test_handed_back_it_waits_for_her_again(self, cast, measure, colleague):
        row = hand_on(line=line(cast.worker), taker=colleague, by=cast.worker)
        hand_back(row=row, words="Je suis en congé.", by=colleague)
        assert kinds(cast.worker) == [_START]
        assert kinds(colleague) == []
        with pytest.raises(ValidationError, match="déjà rendue"):
            hand_back(row=row, by=cast.worker)

    def test_a_third_person_hands_nothing_back(self, cast, measure, colleague):
        row = hand_on(line=line(cast.worker), taker=colleague, by=cast.worker)
        with pytest.raises(ValidationError, match="deux personnes"):
            hand_back(row=row, by=cast.manager)

    def test_twice_is_refused(self, cast, measure, colleague):
        waiting = line(cast.worker)
        hand_on(line=waiting, taker=colleague, by=cast.worker)
        with pytest.raises(ValidationError, match="déjà confié"):
            hand_on(line=waiting, taker=colleague, by=cast.worker)

    def test_its_words_stay_in_the_organisation(self, cast, measure, colleague):
        hand_on(line=line(cast.worker), taker=colleague, words="Entre nous.", by=cast.worker)
        assert HandedOn.objects.visible_to(cast.manager).exists()
        assert not HandedOn.objects.visible_to(cast.referent).exists()
        assert not HandedOn.objects.visible_to(cast[Role.LANDLORD_MANAGER]).exists()


class TestThePages:
    def test_from_its_page_without_a_script(self, cast, measure, sign_in):
        client = sign_in(cast.worker)
        page = reverse("households:line_put_off", args=[_START, measure.pk])
        assert page in client.get("/").content.decode()
        assert "Accompagnement à démarrer" in client.get(page).content.decode()
        sent = client.post(page, {"until": in_days(2).isoformat(), "reason": "partner", "words": ""}, follow=True)
        assert "reviendra d’elle-même" in sent.content.decode()
        assert "Mises de côté (1)" in sent.content.decode()
        assert kinds(cast.worker) == []

    def test_what_is_wrong_comes_back_with_what_was_typed(self, cast, measure, sign_in):
        page = reverse("households:line_put_off", args=[_START, measure.pk])
        sent = sign_in(cast.worker).post(page, {"until": "2018-01-01", "reason": "other", "words": "Elle dort"})
        assert sent.status_code == 422
        assert "Elle dort" in sent.content.decode()

    def test_sent_twice_it_is_done_once(self, cast, measure, sign_in, colleague):
        client = sign_in(cast.worker)
        page = reverse("households:line_hand_on", args=[_START, measure.pk])
        data = {"taker": str(colleague.user_id), "submission_key": "11111111-1111-4111-8111-111111111112"}
        assert [client.post(page, data).status_code for _ in range(2)] == [302, 302]
        assert HandedOn.objects.count() == 1

    def test_in_its_line_the_answer_takes_its_place(self, cast, measure, sign_in):
        client, page = sign_in(cast.worker), reverse("households:line_put_off", args=[_START, measure.pk])
        asked = client.get(page, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in asked
        assert "data-focus-on-load" in asked
        data = {"until": in_days(2).isoformat(), "reason": "partner"}
        sent = client.post(page, data, headers={"HX-Request": "true"})
        assert '<p class="todo-since" role="status" tabindex="-1" data-focus-on-load>' in sent.content.decode()
        assert sent["HX-Retarget"] == f"#line-{_START}-{measure.pk}"

    def test_a_line_that_is_not_hers_is_nowhere(self, cast, measure, sign_in, colleague):
        page = reverse("households:line_put_off", args=[_START, measure.pk])
        assert sign_in(colleague).get(page).status_code == 404
        assert sign_in(cast.manager).get(page).status_code == 404

    def test_the_journal_tells_that_file_alone(self, world, cast, measure, sign_in):
        other = factories.make_accompanied_case(world, cast)
        factories.make_measure(other, world.association, state="not_started")
        sign_in(cast.worker).get(reverse("households:line_put_off", args=[_START, measure.pk]))
        told = AccessEvent.objects.filter(url_name="households:line_put_off")
        assert [list(event.cases) for event in told] == [[measure.case_id]]


def test_the_visits_of_the_day_stand_on_the_right(cast, case, sign_in):
    plan_visit(case=case, on=clock.today(), starts_at=time(14), by=cast.worker)
    plan_visit(case=case, on=in_days(1), starts_at=time(9, 30), by=cast.worker)
    page = sign_in(cast.worker).get("/").content.decode()
    assert 'id="visits-today"' in page
    assert page.index('href="#visits-today"') < page.index("Visites du jour</h2>")
    assert "14 h 00" in page
    assert "9 h 30" not in page
    assert "Visites du jour" not in sign_in(cast.referent).get("/").content.decode()
