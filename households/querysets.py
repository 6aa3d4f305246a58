"""Who sees what, said once.

A case is reached by `visible_to` (grants), `pseudonymised_for` (pilot, evaluator) or `countable_by`
(numbers), and by nothing else; a child is reached through its case.
"""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import MD5, Cast, Concat, Left, TruncMonth, Upper

from households.grants import GrantLevel, levels_opening
from partners.object_rights import may, roles_with
from partners.roles import TEAM_ROLES, Right, Role, Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.models.base import DatedQuerySet

_NOTHING = Q(pk__in=())


def _related(model: type[models.Model], name: str) -> models.QuerySet:
    """All the rows behind a reverse relation, unfiltered: used inside the rules only."""
    return model._meta.get_field(name).related_model._default_manager.all()


class CaseAccessQuerySet(DatedQuerySet):
    """Grants, and which of them open something to somebody."""

    def visible_to(self, actor: Actor):
        """Every grant, past ones too, of the cases whose access panel is open to the actor."""
        case_model = self.model._meta.get_field("case").related_model
        return self.filter(case__in=case_model.objects.visible_to(actor, Section.ACCESS_PANEL, Right.READ).values("pk"))

    def current(self, day=None):
        """Grants in force on a day, those that an objection of the household has paused left out."""
        return super().current(day).filter(is_paused=False)

    def opening(self, actor: Actor, section: str | None = None, at_least: Right = Right.STATE):
        """Current grants of the actor's organisation that open `section` (or anything) to one of her roles."""
        reasons = _NOTHING
        for membership in actor.memberships:
            reasons |= self._reason(actor, membership, section, at_least)
        return self.current().filter(reasons, organisation=actor.organisation_id)

    def within_reach(self, actor: Actor):
        """Current grants that one of her roles could use if a team or a closed list named her: for an emergency."""
        reasons = _NOTHING
        for membership in actor.memberships_as(*roles_with("emergency_access", "W")):
            reasons |= Q(level__in=levels_opening(membership.role, None)) & in_scope(membership)
        return self.current().filter(reasons, organisation=actor.organisation_id)

    def opening_through(self, actor: Actor, membership):
        """The same, for one membership only."""
        return self.current().filter(
            self._reason(actor, membership, None, Right.STATE), organisation=actor.organisation_id
        )

    def _reason(self, actor: Actor, membership, section: str | None, at_least: Right) -> Q:
        levels = levels_opening(membership.role, section, at_least)
        if not levels:
            return _NOTHING
        return Q(level__in=levels) & in_scope(membership) & self._for_role(actor, membership.role)

    def _for_role(self, actor: Actor, role: str) -> Q:
        case_model = self.model._meta.get_field("case").related_model
        if role in TEAM_ROLES and not actor.organisation.has_open_team and not actor.is_on_duty:
            team = _related(case_model, "team").current()
            mine = team.filter(case=OuterRef("case"), user=actor.user_id, organisation=actor.organisation_id)
            return Q(Exists(mine)) | in_emergency(actor, "case")
        if role == Role.LANDLORD_LITIGATION:
            steps = _related(case_model, "procedure_steps").current()
            return Q(Exists(steps.filter(case=OuterRef("case"), landlord=actor.organisation_id)))
        return Q()


def in_emergency(actor: Actor, case: str = "pk") -> Q:
    """The cases that an emergency opens to her for some hours; no condition at all for who opened none."""
    return Q(**{f"{case}__in": actor.emergency_cases}) if actor.emergency_cases else Q()


def named_on(case_model: type[models.Model], actor: Actor, case: str = "pk") -> Q:
    """Named on a case: on its closed list; on duty, when it is on the rota; for the hours of an emergency."""
    people = _related(case_model, "named_people").current()
    named = Q(Exists(people.filter(case=OuterRef(case), user=actor.user_id))) | in_emergency(actor, case)
    if actor.is_on_duty:
        rota = _related(case_model, "duty_cases").current()
        named |= Q(Exists(rota.filter(case=OuterRef(case), organisation=actor.organisation_id)))
    return named


def in_scope(membership, *, dispositif: str = "case__rules__dispositif", territory: str = "case__territory") -> Q:
    """Rows that a role inside a dispositif, a territory or an instance reaches, by the case they belong to."""
    scope = Q()
    for place in (membership, membership.instance) if membership.instance_id else (membership,):
        if place.dispositif_id:
            scope &= Q(**{dispositif: place.dispositif_id})
        if place.territory_id:
            scope &= Q(**{territory: place.territory_id})
    return scope


def reached(rows: models.QuerySet, actor: Actor, roles: Iterable[str], *, dispositif: str, territory: str):
    """The rows of configuration where one of these roles of hers reaches; everywhere for a role without scope."""
    found = rows.none()
    for membership in actor.memberships_as(*roles):
        found |= rows.filter(in_scope(membership, dispositif=dispositif, territory=territory))
    return found


class CaseQuerySet(models.QuerySet):
    """The three ways to a case."""

    def visible_to(self, actor: Actor, section: str | None = None, at_least: Right = Right.STATE):
        """Cases a current grant opens to the actor, minus conflicts of interest, restricted ones only if named.

        What a person had limited (RGPD, article 18) is read and no longer written.
        """
        if not any(levels_opening(role, section, at_least) for role in actor.roles):
            return self.none()  # no grant could open it to her: nothing to ask, and « À faire » asks it fifty times
        opens = self._opened_to(actor, section, at_least)
        found = self.filter(opens, *self._not_closed_to(actor), self._not_archived_from(actor))
        return found.filter(frozen_on=None) if at_least >= Right.WRITE else found

    def not_hidden_from(self, actor: Actor):
        """Without conflicts of interest, restricted cases where she is not named, archives that are not opened to her.

        It opens nothing by itself.
        """
        return self.filter(*self._not_closed_to(actor), self._not_archived_from(actor))

    # The rules are conditions, put together in one call: each call of `filter` costs, and every page asks them.

    def _opened_to(self, actor: Actor, section: str | None, at_least: Right) -> Exists:
        return Exists(_related(self.model, "accesses").opening(actor, section, at_least).filter(case=OuterRef("pk")))

    def _not_closed_to(self, actor: Actor) -> tuple:
        excluded = _related(self.model, "exclusions").filter(case=OuterRef("pk"), user=actor.user_id)
        return ~Exists(excluded), Q(is_restricted=False) | named_on(self.model, actor)

    def _not_archived_from(self, actor: Actor) -> Q:
        opened = _related(self.model, "archive_accesses").current()
        mine = opened.filter(case=OuterRef("pk"), user=actor.user_id, organisation=actor.organisation_id)
        return Q(archived_on=None) | Q(Exists(mine), anonymised_on=None)

    def countable_by(self, actor: Actor):
        """Cases that may enter the actor's numbers: a whole dispositif for who follows it, else her own.

        An archived or erased case no longer shows, and still counts.
        """
        followed = Q(rules__dispositif__in=followed_dispositifs(actor, "N"))
        own = self.model.objects.filter(self._opened_to(actor, None, Right.STATE), *self._not_closed_to(actor))
        return self.filter(followed | Q(pk__in=own.values("pk")))

    def pseudonymised_for(self, actor: Actor):
        """Allow-listed columns under a pseudonym, for the pilot; never a restricted case, never an identifier."""
        salt = hashlib.sha256(f"{settings.SECRET_KEY}|{actor.organisation_id}".encode()).hexdigest()
        pseudonym = Upper(Left(MD5(Concat(Cast("pk", models.TextField()), Value(salt))), 8))
        return (
            self.filter(rules__dispositif__in=followed_dispositifs(actor, "P"), is_restricted=False)
            .annotate(
                pseudonym=pseudonym,
                territory_name=F("territory__name"),
                opened_month=TruncMonth("opened_on"),
                admitted_month=TruncMonth("admitted_on"),
            )
            .order_by("-opened_month", "pseudonym")
            .values("pseudonym", "door", "territory_name", "opened_month", "admitted_month")
        )

    def with_list_data(self):
        """What a list shows, in one query: place, lead person and operator of each case.

        Lead person and operator belong to the section `measure`: who shows them asks that right first.
        """
        team = _related(self.model, "team").current().filter(case=OuterRef("pk"), part="lead")
        lead = _related(self.model, "accesses").current().filter(case=OuterRef("pk"), level=GrantLevel.LEAD)
        return (
            self.select_related("rules__dispositif", "territory")
            .defer("rules__data")  # the whole configuration, once a row: fetched when a page asks for it
            .annotate(
                lead_first_name=Subquery(team.order_by("pk").values("user__first_name")[:1]),
                lead_last_name=Subquery(team.order_by("pk").values("user__last_name")[:1]),
                operator_name=Subquery(lead.order_by("-starts_on", "pk").values("organisation__name")[:1]),
                operator_acronym=Subquery(lead.order_by("-starts_on", "pk").values("organisation__acronym")[:1]),
            )
            .order_by("-opened_on", "number")
        )

    def with_information(self):
        """The latest word on the information of each household: its state, and the day promised."""
        latest = _related(self.model, "informations").filter(case=OuterRef("pk")).order_by("-noted_on", "-created_at")
        return self.annotate(
            information_state=Subquery(latest.values("state")[:1]),
            information_promised=Subquery(latest.values("due_on")[:1]),
        )

    def not_led_elsewhere(self, actor: Actor):
        """Cases that the actor's organisation leads, or that nobody leads."""
        leads = _related(self.model, "accesses").current().filter(case=OuterRef("pk"), level=GrantLevel.LEAD)
        return self.filter(~Exists(leads) | Exists(leads.filter(organisation=actor.organisation_id)))


# Roles that follow a whole dispositif; those whose cell says "own" stop at their grants.
_FOLLOWING = {
    "N": roles_with("indicators_activity", "N", scope=None) | roles_with("indicators_activity", "N", scope="instance"),
    "P": roles_with("pseudonymised_case_list", "P", scope=None),
}


def followed_dispositifs(actor: Actor, right: str) -> list:
    """The dispositifs whose every case enters the numbers (N) or the pseudonymous list (P) of the actor."""
    return [m.dispositif_id for m in actor.memberships if m.role in _FOLLOWING[right] and m.dispositif_id]


class SectionQuerySet(DatedQuerySet):
    """Rows of a file that belong to one section, or to one of two by their source."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        """Rows of the cases whose section is open to the actor."""
        by_source = getattr(self.model, "sections_by_source", None)
        if by_source is None:
            return self.filter(case__in=self._cases(actor, self.model.section, at_least))
        reasons = _NOTHING
        for source, section in by_source.items():
            reasons |= Q(source=source) & self._of_open_case(actor, section, at_least)
        return self.filter(reasons)

    def _of_open_case(self, actor: Actor, section: str, at_least: Right) -> Q:
        """To be joined to other reasons by « or »: asked of each row found, not of the whole perimeter first."""
        case_model = self.model._meta.get_field("case").related_model
        return Q(Exists(case_model.objects.visible_to(actor, section, at_least).filter(pk=OuterRef("case"))))

    def _cases(self, actor: Actor, section: str, at_least: Right):
        case_model = self.model._meta.get_field("case").related_model
        return case_model.objects.visible_to(actor, section, at_least).values("pk")


class ReferenceQuerySet(SectionQuerySet):
    """Numbers in other registers; an organisation's own one is read by that organisation alone."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        return super().visible_to(actor, at_least).filter(~Q(kind="own") | Q(organisation=actor.organisation_id))

    def own(self):
        """Of those she reads, the numbers of her own organisation."""
        return self.filter(kind="own")


class FindingQuerySet(SectionQuerySet):
    """Findings: what the landlord noticed, and what was confided."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        known = Q(is_confided=False) & self._of_open_case(actor, Section.FINDINGS_LANDLORD, at_least)
        confided = Q(is_confided=True) & self._of_open_case(actor, Section.FINDINGS_SUPPORT, at_least)
        return self.filter(known | confided)


# Source of a person → the section under which she is read.
SECTION_OF_PERSON = {"landlord_known": Section.IDENTITY, "confided": Section.CONFIDED}


class PersonQuerySet(models.QuerySet):
    """Members of the households of visible cases, each under the section of its source."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        reasons = _NOTHING
        for source, section in SECTION_OF_PERSON.items():
            reasons |= Q(self._case_open(actor, section, at_least), source=source)
        return self.filter(reasons)

    def present_on(self, day):
        """Members who live there on a day (unborn children included, a guarantor who lives elsewhere not)."""
        return self.filter(Q(arrived_on=None) | Q(arrived_on__lte=day), lives_elsewhere=False).exclude(left_on__lte=day)

    def _case_open(self, actor: Actor, section: str, at_least: Right) -> Exists:
        """Asked of each person found, not of the whole perimeter first: some people among very many."""
        household_model = self.model._meta.get_field("household").related_model
        case_model = household_model._meta.get_field("cases").related_model
        cases = case_model.objects.visible_to(actor, section, at_least)
        return Exists(cases.filter(household=OuterRef("household")))


class ProtectedQuerySet(models.QuerySet):
    """Sealed details: named persons only, restricted case or not; what was confided stays closed to the landlord."""

    def visible_to(self, actor: Actor):
        case_model = self.model._meta.get_field("case").related_model
        told = Exists(case_model.objects.visible_to(actor, Section.CONFIDED, Right.READ).filter(pk=OuterRef("case")))
        open_rows = self.filter(~Q(source="confided") | Q(told), named_on(case_model, actor, "case"))
        return open_rows.filter(case__in=case_model.objects.visible_to(actor).values("pk"))


class RestrictionQuerySet(SectionQuerySet):
    """Why a file was closed to all but named persons: for these persons, even once it is open again."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        case_model = self.model._meta.get_field("case").related_model
        return super().visible_to(actor, at_least).filter(named_on(case_model, actor, "case"))


class EmergencyQuerySet(models.QuerySet):
    """Accesses opened in an emergency: hers, and those she reviews."""

    def current(self, now=None):
        now = now or clock.now()
        return self.filter(opened_at__lte=now, ends_at__gt=now)

    def opened_in(self, organisation):
        """All those of an organisation: for its data protection officer, who is shown nothing of the files."""
        return self.filter(organisation=organisation)

    def visible_to(self, actor: Actor):
        """Hers; as a manager, those of her organisation on files she inspects; as a lead person, those on her files."""
        case_model = self.model._meta.get_field("case").related_model
        leads = _related(case_model, "team").current().filter(case=OuterRef("case"), user=actor.user_id, part="lead")
        reasons = Q(user=actor.user_id, organisation=actor.organisation_id) | Q(Exists(leads))
        if may(actor, "emergency_review", "W"):
            inspected = case_model.objects.visible_to(actor, Section.ACCESS_PANEL, Right.READ)
            reasons |= Q(organisation=actor.organisation_id, case__in=inspected.values("pk"))
        # A lead person who has withdrawn from a file, or whom nobody named on it, sees nothing of it.
        return self.filter(reasons, case__in=case_model.objects.not_hidden_from(actor).values("pk"))


class NextStepQuerySet(SectionQuerySet):
    """Reminders of the actor's own organisation, on the cases whose state she reads."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        return super().visible_to(actor, at_least).filter(organisation=actor.organisation_id)
