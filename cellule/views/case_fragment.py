"""What the file shows of the way to its decisions, by the right of who reads."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cellule.choices import AgendaState
from cellule.expertise import can_ask_about, questions_about
from cellule.models import AgendaItem, Decision, DecisionCondition, MinutesEntry, Referral
from cellule.services.decisions import decision_label
from cellule.services.sessions import UNDER_WAY
from cellule.tracker import state_chip, with_told_state
from households.models import Case
from households.pages import open_page
from households.permissions import section_rights
from partners.roles import Right, Section
from veille.core import reads
from veille.core.reads import confidential


@require_safe
@confidential
def case_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decisions and sessions of a case: state only, whole, or with the reserved reason. Without htmx, a page."""
    case = get_object_or_404(Case.objects.visible_to(request.actor), pk=pk)
    rights = section_rights(request.actor, case)
    if rights[Section.DECISION] < Right.STATE:
        raise PermissionDenied
    decisions = (
        Decision.objects.visible_to(request.actor)
        .told_to(request.actor)
        .filter(case=case)
        .select_related("case__rules", "operator", "lead_person", "contact_by", "agenda_item__session__instance")
        .prefetch_related(Prefetch("conditions", _conditions(request)))
    )
    referrals = with_told_state(Referral.objects.visible_to(request.actor).filter(case=case))
    reads.record([case.pk], section=Section.DECISION)
    if rights[Section.DECISION_RESERVED] >= Right.READ:
        reads.record([case.pk], section=Section.DECISION_RESERVED)
    context = {
        "case": case,
        "decisions": _with_label(decisions),
        "referrals": [(referral, state_chip(referral.told)) for referral in referrals.with_list_data()],
        "questions": questions_about(request.actor, case),
        "can_ask": can_ask_about(request.actor, case),
        "next_item": _next_item(case),
        "extracts": _extracts(request, case),
        "reads_whole": rights[Section.DECISION] >= Right.READ,
        "reads_reserved": rights[Section.DECISION_RESERVED] >= Right.READ,
    }
    if request.htmx:
        return render(request, "cellule/_case_fragment.html", context)
    return render(request, "cellule/case_decisions.html", {**context, "page": open_page(request, pk)})


def _conditions(request: HttpRequest) -> QuerySet[DecisionCondition]:
    """Those she may read, whatever the decision tells her."""
    return DecisionCondition.objects.visible_to(request.actor).select_related("organisation").order_by("due_on", "pk")


def _with_label(decisions) -> list[tuple[Decision, str, bool]]:
    """Each decision, the dispositif's word for it, and whether a later one corrects it."""
    corrected = {decision.corrects_id for decision in decisions}
    return [(decision, decision_label(decision), decision.pk in corrected) for decision in decisions]


def _extracts(request: HttpRequest, case: Case) -> list[MinutesEntry]:
    """What sessions said of the file, to be taken away."""
    entries = MinutesEntry.objects.returned_to_file(request.actor).filter(case=case)
    return list(entries.select_related("session__instance").order_by("-session__held_on", "pk"))


def _next_item(case: Case) -> AgendaItem | None:
    """The session to come where the case is on the agenda."""
    items = case.agenda_items.filter(state=AgendaState.LISTED, session__state__in=UNDER_WAY)
    return items.select_related("session__instance").order_by("session__held_on").first()
