"""Who sees orientations, sessions, sheets and decisions."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When

from cellule.choices import AgendaKind, AgendaState, SessionState, SheetState
from cellule.reading_windows import days_after
from households.querysets import SectionQuerySet
from partners.models import Instance
from partners.object_rights import roles_with
from partners.roles import Right, Role, Section
from veille.core import clock
from veille.core.actor import Actor

# A seat sees a session from its convocation on.
SESSION_TOLD = (SessionState.CONVENED, SessionState.OPEN, SessionState.CLOSED)


def instances_kept_by(actor: Actor) -> models.QuerySet:
    """The instances whose secretary (or stand-in) the actor is."""
    reasons = Q(pk__in=())
    for membership in actor.memberships_as(Role.INSTANCE_SECRETARY):
        scope = Q(organiser=actor.organisation_id)
        if membership.instance_id:
            scope &= Q(pk=membership.instance_id)
        if membership.dispositif_id:
            scope &= Q(dispositif=membership.dispositif_id)
        if membership.territory_id:
            scope &= Q(territory=membership.territory_id)
        reasons |= scope
    return Instance.objects.filter(reasons)


def instances_seated_at(actor: Actor, roles: frozenset[str] | None = None) -> models.QuerySet:
    """The instances where the actor has a seat (a membership scoped to the instance), in one of these roles."""
    seated = roles_with("sheet_frozen", "R") if roles is None else roles
    return Instance.objects.filter(
        pk__in=[m.instance_id for m in actor.memberships if m.instance_id and m.role in seated]
    )


def open_to_keeper(actor: Actor, case_model: type[models.Model], case: str) -> Q:
    """A restricted case is on the agenda for the secretaries it names: for another one it is not there."""
    named = case_model._meta.get_field("named_people").related_model.objects.current()
    return Q(**{f"{case}__is_restricted": False}) | Exists(named.filter(case=OuterRef(case), user=actor.user_id))


class ReferralQuerySet(SectionQuerySet):
    """Orientations of the cases the actor sees."""

    def with_list_data(self):
        return self.select_related(
            "case__territory", "case__rules__dispositif", "instance", "referrer_organisation", "presenter"
        ).order_by("-submitted_at", "id")

    def with_session_under_way(self):
        """Whether a session is deciding on it: what it decides is not told before it closes."""
        items = self.model._meta.get_field("agenda_items").related_model._base_manager
        under_way = items.filter(referral=OuterRef("pk"), session__state=SessionState.OPEN).exclude(
            state=AgendaState.HIDDEN
        )
        return self.annotate(is_in_session=Exists(under_way))


class SessionQuerySet(models.QuerySet):
    """Sessions of the instances the actor keeps or sits at."""

    def visible_to(self, actor: Actor):
        seated = Q(instance__in=instances_seated_at(actor), state__in=SESSION_TOLD)
        return self.filter(Q(instance__in=instances_kept_by(actor)) | seated)

    def kept_by(self, actor: Actor):
        return self.filter(instance__in=instances_kept_by(actor))

    def dated_for(self, actor: Actor):
        """Those whose day she may know: kept, seated at (even before the convocation), piloted, invited to.

        A day, a place and a state: nothing of an agenda opens by it.
        """
        invitation = self.model._meta.get_field("invitations").related_model
        invited = invitation.objects.visible_to(actor).filter(session=OuterRef("pk"))
        pilots = roles_with("session_agenda", "N", scope=None)
        piloted = [m.dispositif_id for m in actor.memberships if m.role in pilots and m.dispositif_id]
        return self.filter(
            Q(pk__in=self.model.objects.followed_by(actor).values("pk"))
            | Q(instance__dispositif__in=piloted)
            | Exists(invited)
        )

    def followed_by(self, actor: Actor):
        """Of these, those she keeps or has a seat at: what her own agenda reads."""
        return self.filter(Q(instance__in=instances_kept_by(actor)) | Q(instance__in=instances_seated_at(actor)))

    def with_list_data(self):
        return self.select_related("instance__territory").order_by("-held_on", "id")

    def countable_by(self, actor: Actor):
        """Sessions of the dispositifs whose agenda the actor may count."""
        roles = roles_with("session_agenda", "N")
        dispositifs = [m.dispositif_id for m in actor.memberships if m.role in roles and m.dispositif_id]
        return self.filter(instance__dispositif__in=dispositifs)


def papers_open_to_seat(actor: Actor, session: str = "session") -> Q:
    """Sessions whose papers her seat opens: convened, and not closed for longer than the dispositif says."""
    seats = list(instances_seated_at(actor).order_by("pk"))
    days, reasons = days_after(seats), Q(pk__in=())
    under_way = Q(**{f"{session}__state__in": (SessionState.CONVENED, SessionState.OPEN)})
    for instance in seats:
        oldest = clock.at(clock.today() - timedelta(days=days[instance.pk]), 0)
        closed = Q(**{f"{session}__state": SessionState.CLOSED, f"{session}__closed_at__gte": oldest})
        reasons |= Q(**{f"{session}__instance": instance.pk}) & (under_way | closed)
    return reasons


class SheetQuerySet(models.QuerySet):
    """Sheets: before freezing, the presenter and the secretary; frozen, those of the session while it is read."""

    def visible_to(self, actor: Actor):
        keeps = Q(session__instance__in=instances_kept_by(actor))
        kept = keeps & open_to_keeper(actor, self._case_model(), "case")
        seated = ~keeps & papers_open_to_seat(actor) & Q(state=SheetState.FROZEN) & self._examined()
        return self.filter(kept | seated | self._own(actor)).filter(~self._hidden_from(actor))

    def _examined(self) -> Q:
        """On the agenda of its session: once the situation is taken off, its sheet is the secretary's alone."""
        items = self.model._meta.get_field("items").related_model._base_manager
        return Q(Exists(items.filter(sheet=OuterRef("pk")).exclude(state=AgendaState.HIDDEN)))

    def _own(self, actor: Actor) -> Q:
        """Those her organisation presents; being written and frozen are two rights."""
        states = [SheetState.DRAFT] if actor.roles & roles_with("sheet_before_freezing", "R", scope="own") else []
        if actor.roles & roles_with("sheet_frozen", "R", scope="own or seat"):
            states += [SheetState.FROZEN, SheetState.SUPERSEDED]
        seen = self._case_model().objects.visible_to(actor).filter(pk=OuterRef("case"))
        presents = Q(referral__presenter=actor.organisation_id) | Q(presenter=actor.organisation_id)
        return presents & Q(Exists(seen), state__in=states)

    def _case_model(self) -> type[models.Model]:
        return self.model._meta.get_field("case").related_model

    def _hidden_from(self, actor: Actor) -> Q:
        """A declared conflict of interest hides the sheet as well."""
        exclusion = self._case_model()._meta.get_field("exclusions").related_model
        return Q(Exists(exclusion.objects.filter(case=OuterRef("case"), user=actor.user_id)))


class SessionDocumentQuerySet(models.QuerySet):
    """Papers of a session: its secretary, and the seats while they read its sheets."""

    def visible_to(self, actor: Actor):
        kept = Q(session__instance__in=instances_kept_by(actor))
        return self.filter(kept | papers_open_to_seat(actor))


class DecisionQuerySet(SectionQuerySet):
    """Decisions of the cases whose decision section is open; the reserved reason asks for more."""

    def visible_to(self, actor: Actor, at_least: Right = Right.STATE):
        return self.filter(case__in=self._cases(actor, Section.DECISION, at_least))

    def told_to(self, actor: Actor):
        """Of these, those of a closed session, at once for who keeps the instance. It opens nothing by itself."""
        kept = Q(agenda_item__session__instance__in=instances_kept_by(actor))
        closed = Q(agenda_item=None) | Q(agenda_item__session__state=SessionState.CLOSED)
        return self.filter(kept | closed)

    def recordable_by(self, actor: Actor):
        """Decisions of the sessions the actor keeps."""
        case = self.model._meta.get_field("case").related_model
        return self.filter(
            open_to_keeper(actor, case, "case"), agenda_item__session__instance__in=instances_kept_by(actor)
        )


class AgendaItemQuerySet(models.QuerySet):
    """Items of the sessions the actor sees, minus those of a case she is excluded from or not named on."""

    def visible_to(self, actor: Actor):
        session = self.model._meta.get_field("session").related_model
        return self.left_to(actor).filter(session__in=session.objects.visible_to(actor))

    def left_to(self, actor: Actor):
        """Of sessions she sees: what no conflict of interest and no restriction hides. It opens nothing by itself."""
        case = self.model._meta.get_field("case").related_model
        exclusions = case._meta.get_field("exclusions").related_model.objects
        hidden = exclusions.filter(case=OuterRef("case"), user=actor.user_id)
        not_kept = Q(case=None) | ~Q(session__instance__in=instances_kept_by(actor))
        return self.filter(not_kept | open_to_keeper(actor, case, "case"), ~Exists(hidden))

    def in_meeting_order(self):
        """Entries, follow-ups, practice; inside each part, the order the secretary gave."""
        parts = Case(*(When(kind=kind, then=rank) for rank, kind in enumerate(AgendaKind.values)))
        return self.annotate(part=parts).order_by("part", "position", "id")

    def with_list_data(self):
        return self.select_related("session__instance", "referral", "sheet").in_meeting_order()

    def with_sheet_progress(self):
        """Each item with the last version of its sheet for the session, the nearest session first."""
        sheets = self.model._meta.get_field("sheet").related_model._base_manager
        last = sheets.filter(session=OuterRef("session"), case=OuterRef("case")).order_by("-version")
        fields = {f"last_{name}": Subquery(last.values(name)[:1]) for name in ("pk", "state", "pseudonym")}
        return (
            self.annotate(**fields)
            .select_related("session__instance", "case", "referral__presenter", "owner")
            .order_by("session__held_on", "position", "id")
        )


class AssignmentQuerySet(models.QuerySet):
    """Tasks that a decision gave: those of the actor, or of her organisation for its managers and secretaries."""

    def visible_to(self, actor: Actor):
        case = self.model._meta.get_field("case").related_model
        mine = Q(owner=actor.user_id) | Q(owner=None, organisation=actor.organisation_id)
        return self.filter(
            mine, organisation=actor.organisation_id, case__in=case.objects.visible_to(actor).values("pk")
        )
