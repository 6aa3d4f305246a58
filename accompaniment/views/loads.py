"""The load of a team, and the files behind it for who opens them."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accompaniment.team.load import employers_of, loads
from accompaniment.team.people import can_hand_over, can_read_load, manages, people_of
from households.banner import household_names
from households.models import CaseTeamMember
from households.standing_in import can_arrange_absence
from partners.models import User
from veille.core import reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential


def person_of(actor: Actor, pk: UUID) -> User:
    """Somebody whose caseload she opens; anybody else does not exist."""
    if not can_read_load(actor):
        raise PermissionDenied
    return get_object_or_404(people_of(actor), pk=pk)


@require_safe
@confidential
def caseload_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if not can_read_load(actor):
        raise PermissionDenied
    if not manages(actor):
        return redirect("accompaniment:caseload_detail", pk=actor.user_id)
    page = page_of(people_of(actor), request)
    context = {
        "page": page,
        "lines": loads(actor, page.object_list),
        "total": page.paginator.in_words("personne"),
        "can_hand_over": can_hand_over(actor),
    }
    return render(request, "accompaniment/caseload_list.html", context)


@require_safe
@confidential
def caseload_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    person = person_of(actor, pk)
    (load,) = loads(actor, [person])
    members = [*(file.member for file in load.led), *load.shared, *load.standing_in]
    cases = [member.case for member in members]
    reads.record([case.pk for case in cases], section="list", kind=AccessKind.LIST)
    names = household_names(actor, cases)
    context = {
        "load": load,
        "led": [(file, names.get(file.case.household_id, "")) for file in load.led],
        "shared": _named(load.shared, names),
        "standing_in": _named(load.standing_in, names),
        "employers": employers_of(actor, person),
        "is_self": person.pk == actor.user_id,
        "manages": manages(actor),
        "can_hand_over": can_hand_over(actor),
        "can_be_away": can_arrange_absence(actor, person.pk),
    }
    return render(request, "accompaniment/caseload_detail.html", context)


def _named(members: Iterable[CaseTeamMember], names: dict[UUID, str]) -> list[tuple[CaseTeamMember, str]]:
    return [(member, names.get(member.case.household_id, "")) for member in members]
