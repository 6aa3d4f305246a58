"""Who follows a search for a dwelling: the landlord asked, who accompanies, the instance that decided it.

A landlord never reads what another one was asked; the secretary follows without any name.
"""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cellule.candidature_choices import KNOWN_TO_LANDLORD, STANDING, CandidatureState, PassageState
from cellule.querysets import instances_kept_by
from households.grants import GrantLevel
from households.querysets import SectionQuerySet, in_scope
from partners.models import OrganisationKind
from partners.object_rights import roles_with
from partners.roles import Right, Section
from veille.core import clock
from veille.core.actor import Actor

_WORDS = {Right.READ: "R", Right.WRITE: "W"}


class _SearchQuerySet(SectionQuerySet):
    """Rows of a search, by the candidature they hang on."""

    candidature = ""  # the way from the row to its candidature

    def _by(self, **conditions) -> Q:
        return Q(**{f"{self.candidature}{name}": value for name, value in conditions.items()})

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        seen = self._own(actor, at_least) | self._followed(actor, at_least) | self._kept(actor, at_least)
        return self.filter(seen, self._tells_no_secret())

    def answered_by(self, actor: Actor):
        """Those for which she speaks in the name of the landlord asked."""
        return self.filter(self._own(actor, Right.WRITE) | self._asked(actor, Right.WRITE), self._tells_no_secret())

    def led_by(self, actor: Actor):
        """Those of the files where she accompanies."""
        return self.filter(self._followed(actor, Right.WRITE), self._tells_no_secret())

    def kept_by(self, actor: Actor):
        """Those that the instances she keeps decided."""
        return self.filter(self._kept(actor, Right.WRITE), self._tells_no_secret())

    def _tells_no_secret(self) -> Q:
        """What led to a dwelling kept secret since is shown to nobody: it names its landlord and its commune."""
        searches = self.model._meta.get_field("candidature").related_model if self.candidature else self.model
        offers = searches._meta.get_field("offers").related_model._base_manager
        found = offers.filter(candidature=OuterRef("candidature" if self.candidature else "pk"))
        return ~Q(Exists(found.filter(period__dwelling__is_secret=True)))

    def _own(self, actor: Actor, at_least: Right) -> Q:
        """What her landlord was asked: the answer given stays on its page, what was withdrawn or missed does not."""
        late = self._by(state=CandidatureState.ASKED, answer_expected_on__lt=clock.today())
        known = self._by(landlord=actor.organisation_id, state__in=KNOWN_TO_LANDLORD)
        return self._within_scopes(actor, at_least, known & ~late) & self._open_case(actor)

    def _within_scopes(self, actor: Actor, at_least: Right, rows: Q) -> Q:
        """These rows, where one of the roles that speak for a landlord reaches."""
        found = Q(pk__in=())
        for membership in actor.memberships_as(*roles_with("candidature", _WORDS[at_least], scope="own")):
            found |= rows & in_scope(membership)
        return found

    def _asked(self, actor: Actor, at_least: Right) -> Q:
        own = self._by(landlord=actor.organisation_id, state__in=KNOWN_TO_LANDLORD)
        return own & self._of_open_case(actor, Section.CANDIDATURE, at_least)

    def _followed(self, actor: Actor, at_least: Right) -> Q:
        """By the file, once told. Landlords compete: one reads the others' answers only if it leads the file."""
        found = ~self._by(state=CandidatureState.PLANNED) & self._of_open_case(actor, Section.CANDIDATURE, at_least)
        if actor.organisation.kind == OrganisationKind.LANDLORD:
            accesses = self._case_model()._meta.get_field("accesses").related_model.objects.current()
            leads = accesses.filter(organisation=actor.organisation_id, level=GrantLevel.LEAD, case=OuterRef("case"))
            found &= Q(Exists(leads))
        return found

    def _kept(self, actor: Actor, at_least: Right) -> Q:
        """What her instance decided; she keeps the session, so that she sees it before it leaves."""
        if not actor.roles & roles_with("candidature", _WORDS[at_least], scope="instance"):
            return Q(pk__in=())
        kept = self._by(decision__agenda_item__session__instance__in=instances_kept_by(actor))
        return kept & self._open_case(actor)

    def _open_case(self, actor: Actor) -> Q:
        """Neither a conflict of interest, nor a restricted file where she is not named, nor an archive."""
        cases = self._case_model().objects.not_hidden_from(actor)
        return Q(Exists(cases.filter(pk=OuterRef("case"))))

    def _case_model(self) -> type[models.Model]:
        return self.model._meta.get_field("case").related_model


class CandidatureQuerySet(_SearchQuerySet):
    """Landlords asked."""

    def with_list_data(self):
        rows = self.select_related("landlord", "case__territory", "decision__agenda_item__sheet")
        return rows.order_by("answer_expected_on", "landlord__sort_name", "id")

    def ended_without(self, *, since: date):
        """The last answer of each open file where nobody is asked any more and nobody housed the household."""
        others = self.model._base_manager.filter(case=OuterRef("case"))
        alive = others.filter(state__in=[*STANDING, CandidatureState.HOUSED])
        ended = self.filter(state__in=[CandidatureState.REFUSED, CandidatureState.EXPIRED])
        last = others.filter(state__in=[CandidatureState.REFUSED, CandidatureState.EXPIRED])
        newest = last.order_by(Coalesce("answered_on", "answer_expected_on").desc(), "pk").values("pk")[:1]
        told = ended.alias(ended_on=Coalesce("answered_on", "answer_expected_on")).filter(ended_on__gte=since)
        return told.filter(~Exists(alive), pk=Subquery(newest), case__closed_on=None)

    def overdue(self):
        """Asked, and the day is past."""
        return self.filter(state=CandidatureState.ASKED, answer_expected_on__lt=clock.today())


class OfferQuerySet(_SearchQuerySet):
    """Dwellings proposed."""

    candidature = "candidature__"


class PassageQuerySet(_SearchQuerySet):
    """Files before a commission; the landlord reads the note once it is passed on."""

    candidature = "candidature__"

    def _own(self, actor: Actor, at_least: Right) -> Q:
        passed = Q(landlord=actor.organisation_id, state__in=[PassageState.PASSED, PassageState.DECIDED])
        return self._within_scopes(actor, at_least, passed) & self._open_case(actor)

    def _asked(self, actor: Actor, at_least: Right) -> Q:
        return Q(pk__in=())

    def read_by_landlord(self, actor: Actor):
        """Those passed on to her own landlord."""
        return self.filter(self._own(actor, Right.READ), self._tells_no_secret())


class ConditionQuerySet(SectionQuerySet):
    """What admissions depend on: for who reads the decision, once told; at once for who records it.

    The status alone tells that there are conditions, not which (rights.md 3): only who has to meet one reads it.
    """

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        decisions = self.model._meta.get_field("decision").related_model.objects
        told = decisions.visible_to(actor, at_least).told_to(actor)
        status = decisions.visible_to(actor, Right.STATE).told_to(actor)
        recorded = decisions.recordable_by(actor).exclude(case__exclusions__user=actor.user_id)
        to_meet = Q(organisation=actor.organisation_id, decision__in=status.values("pk"))
        return self.filter(to_meet | Q(decision__in=told.values("pk")) | Q(decision__in=recorded.values("pk")))
