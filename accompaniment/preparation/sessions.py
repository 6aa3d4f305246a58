"""The programme: which modules, who animates, which households may be invited, how many places are left."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accompaniment.choices import MeasureState
from accompaniment.groups import cases_noted_by, dispositifs_of
from accompaniment.models import Measure, PreparationInvitation, PreparationSession
from households.models import Case
from partners.models import Dispositif, DispositifVersion, Membership, Organisation, User
from partners.object_rights import may, roles_with
from partners.roles import Right
from partners.support_rules import PreparationModule
from veille.core.actor import Actor


def can_read_programme(actor: Actor) -> bool:
    return may(actor, "preparation_session", "R")


def can_plan_sessions(actor: Actor) -> bool:
    return may(actor, "preparation_session", "W")


def programmes_of(actor: Actor) -> list[Dispositif]:
    """The dispositifs of her organisation that prepare households by modules."""
    found = list(dispositifs_of(actor))
    return [one for one in found if modules_of(one)]


def modules_of(dispositif: Dispositif) -> list[PreparationModule]:
    """Those in force, then those that files opened under former rules still follow."""
    followed = Case.objects.filter(rules=OuterRef("pk"), closed_on=None, measures__state=MeasureState.PREPARATION)
    versions = DispositifVersion.objects.filter(dispositif=dispositif).filter(
        Q(pk=dispositif.rules.pk) | Exists(followed)
    )
    known: dict[str, PreparationModule] = {}
    for version in versions.order_by("-number"):
        for module in version.configuration.preparation_modules:
            known.setdefault(module.code, module)
    return list(known.values())


def animators_of(organisation: Organisation) -> QuerySet[User]:
    """Its people who accompany or plan."""
    roles = roles_with("preparation_session", "W")
    members = Membership.objects.current().filter(organisation=organisation, role__in=roles, user=OuterRef("pk"))
    return User.objects.filter(Exists(members), is_active=True).order_by("last_name", "first_name", "pk")


def prepared_by(actor: Actor, dispositif: Dispositif) -> QuerySet[Case]:
    """The households in preparation whose follow-up she writes."""
    preparing = Measure.objects.filter(case=OuterRef("pk"), state=MeasureState.PREPARATION)
    return cases_noted_by(actor).filter(Exists(preparing), rules__dispositif=dispositif)


def invitable(actor: Actor, session: PreparationSession) -> QuerySet[Case]:
    """Of them, those that are not invited yet."""
    invited = PreparationInvitation.objects.filter(session=session, case=OuterRef("pk"))
    return prepared_by(actor, session.dispositif).filter(~Exists(invited))


def invited_to(actor: Actor, session: PreparationSession) -> QuerySet[PreparationInvitation]:
    """Those whose file she reads: attendance is no side door into the files of her colleagues."""
    rows = PreparationInvitation.objects.visible_to(actor).filter(session=session)
    return rows.select_related("case", "measure", "noted_by").order_by("case__number", "pk")


def noted_in(actor: Actor, session: PreparationSession) -> QuerySet[PreparationInvitation]:
    """Those whose presence she notes."""
    rows = PreparationInvitation.objects.visible_to(actor, Right.WRITE).filter(session=session)
    return rows.select_related("case").order_by("case__number", "pk")


def places_taken(actor: Actor, session: PreparationSession) -> int:
    """A restricted file counts for those it is named to alone: a number would tell that it exists."""
    known = PreparationInvitation.objects.visible_to(actor).values("pk")
    return session.invitations.filter(Q(case__is_restricted=False) | Q(pk__in=known)).count()
