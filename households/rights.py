"""The rights of the person: who may ask, what must be made sure of first, and by when she is answered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from households.composition import ADULT_FROM, age_on
from households.models import Case, CaseTeamMember, Person, RightsRequest, TeamPart
from households.rights_choices import GATHERED_KINDS, RIGHTS_OPEN, RightsKind, RightsState
from households.rights_querysets import asks
from partners.models import Membership, User
from partners.object_rights import may
from partners.roles import MANAGER_ROLES, TEAM_ROLES, Role
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import plus_months

ANSWER_MONTHS = 1
EXTENSION_MONTHS = 2
# Who may read a whole file over before it is handed to the person.
_READERS = (*TEAM_ROLES, *MANAGER_ROLES, Role.LANDLORD_REFERENT)


def due_on(received_on: date, *, is_extended: bool = False) -> date:
    """A month after reception, three when the delay was extended (RGPD, article 12.3)."""
    return plus_months(received_on, ANSWER_MONTHS + (EXTENSION_MONTHS if is_extended else 0))


def adults(case: Case) -> list[Person]:
    """Those who ask for themselves: of age, or of unknown age and no child; those who left too."""
    people = Person.objects.filter(household=case.household_id).order_by("birth_year", "search_name", "pk")
    return [person for person in people if _is_adult(person)]


def _is_adult(person: Person) -> bool:
    age = age_on(person, clock.today())
    if age is None:
        return not person.role.startswith("child") and person.role != "unborn_child"
    return age >= ADULT_FROM


def needs_prior_advice(request: RightsRequest) -> bool:
    """On a restricted file, or when another adult of the household could be told of: the officer and the lead first."""
    if request.kind not in GATHERED_KINDS:
        return False
    others = [person for person in adults(request.case) if person.pk != request.person_id]
    return request.case.is_restricted or bool(others)


def is_cleared(request: RightsRequest) -> bool:
    cleared = request.officer_cleared_on is not None and request.lead_cleared_on is not None
    return cleared or not needs_prior_advice(request)


def possible_readers(request: RightsRequest) -> QuerySet[User]:
    """People of the organisation asked who work on files; the lead person first."""
    working = Membership.objects.current().filter(organisation=request.organisation_id, role__in=_READERS)
    return User.objects.filter(pk__in=working.values("user"), is_active=True).order_by("last_name", "first_name", "pk")


def usual_reader(request: RightsRequest) -> User | None:
    """The lead person of the file, when she is of the organisation asked."""
    leads = CaseTeamMember.objects.current().filter(
        case=request.case_id, organisation=request.organisation_id, part=TeamPart.LEAD
    )
    lead = leads.select_related("user").order_by("pk").first()
    return lead.user if lead else None


def stops_sharing(case: Case) -> bool:
    """An objection still unanswered, or a limitation, stops what leaves the file."""
    return case.frozen_on is not None or objects(case)


def objects(case: Case) -> bool:
    """Whether somebody of the household objects and has no answer yet."""
    return RightsRequest.objects.filter(case=case, kind=RightsKind.OBJECTION, state__in=RIGHTS_OPEN).exists()


def without_objection(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases that may leave in an export: nobody objects to it, nothing is limited."""
    objecting = RightsRequest.objects.filter(kind=RightsKind.OBJECTION, state__in=RIGHTS_OPEN)
    return cases.filter(~Q(pk__in=objecting.values("case")), frozen_on=None)


# What each person may do with a request.


def can_ask(actor: Actor) -> bool:
    """others.csv: those whose cell says « asks » hand on what a person of their files wishes."""
    return asks(actor)


def is_officer(actor: Actor) -> bool:
    """others.csv: the data protection officer works the requests of her organisation."""
    return may(actor, "rights_requests", "W")


def is_reader(actor: Actor, request: RightsRequest) -> bool:
    """Reads the gathered file over: the person whom the officer named, if she still works there."""
    return request.reader_id == actor.user_id and request.organisation_id == actor.organisation_id


@dataclass(frozen=True)
class Acts:
    """The buttons of a request for one person, from its state and her part."""

    start: bool = False
    name_reader: bool = False
    advise: bool = False
    extend: bool = False
    gather: bool = False
    read: bool = False
    release: bool = False
    download: bool = False
    rectify: bool = False
    answer: bool = False
    letter: bool = False
    unfreeze: bool = False


def acts(actor: Actor, request: RightsRequest) -> Acts:
    """What she may do now; the services ask the same questions again."""
    officer, reader = is_officer(actor), is_reader(actor, request)
    running = request.state in {RightsState.RUNNING, RightsState.EXTENDED}
    gathered = request.kind in GATHERED_KINDS
    return Acts(
        start=officer and request.state in {RightsState.RECEIVED, RightsState.IDENTITY_CHECK},
        name_reader=officer and not request.is_closed and request.read_at is None,
        advise=_may_advise(request, officer, reader),
        extend=officer and request.state == RightsState.RUNNING and clock.today() <= due_on(request.received_on),
        gather=officer and running and gathered and _may_gather(request),
        read=(officer or reader) and running and request.gathered_at is not None,
        release=officer and running and request.read_at is not None and request.released_on is None,
        download=(officer or reader) and is_downloadable(request),
        rectify=reader and running and request.kind == RightsKind.RECTIFICATION and request.person_id is not None,
        answer=officer and running,
        letter=officer and (request.is_closed or request.extended_on is not None),
        unfreeze=officer and request.kind == RightsKind.RESTRICTION and request.case.frozen_on is not None,
    )


def _may_gather(request: RightsRequest) -> bool:
    """What was handed over was read: nothing is put under it any more."""
    return request.reader_id is not None and request.released_on is None and is_cleared(request)


def _may_advise(request: RightsRequest, officer: bool, reader: bool) -> bool:
    if request.is_closed or not needs_prior_advice(request):
        return False
    return (officer and request.officer_cleared_on is None) or (reader and request.lead_cleared_on is None)


def is_downloadable(request: RightsRequest) -> bool:
    return request.expires_on is not None and clock.today() <= request.expires_on
