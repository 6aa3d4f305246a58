"""Between two sessions: consulting members on what cannot wait, their answers, the decision."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.forms.decisions import DecisionForm
from cellule.forms.outside import AnswerForm, ConsultForm, stand_in_item
from cellule.models import Consultation
from cellule.outside_choices import ConsultationState
from cellule.outside_permissions import (
    askable_items,
    askable_members,
    can_abandon,
    can_answer,
    can_consult,
    can_decide,
    takes_part_outside,
)
from cellule.services.consultations import (
    abandon_consultation,
    answer_consultation,
    consult,
    decide_consultation,
    may_be_decided,
)
from cellule.services.decisions import decision_label, offered_codes
from cellule.views.agenda import find_item
from cellule.views.identifying import Warned
from cellule.views.sessions import find_session
from veille.core import clock, reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show

SECTION = "consultation"


@require_safe
@confidential
def outside_list(request: HttpRequest) -> HttpResponse:
    """Consultations she sees, the nearest deadline first; for who keeps an instance, what she could ask about."""
    if not takes_part_outside(request.actor):
        raise PermissionDenied
    found = Consultation.objects.visible_to(request.actor).with_list_data().order_by("-opened_at", "id")
    page = page_of(found, request)
    items = list(askable_items(request.actor)[:50])
    cases = [row.case_id for row in [*page, *items]]
    if cases:
        reads.record(cases, section=SECTION, kind=AccessKind.LIST)
    context = {"page": page, "total": page.paginator.in_words("consultation"), "items": items, "today": clock.today()}
    return render(request, "cellule/outside_list.html", context)


@require_form
@confidential
def consultation_open(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Ask named members about a situation of the agenda."""
    session = find_session(request, pk, to_keep=True)
    found = find_item(request, session, item)
    if not can_consult(request.actor, found) or found.case_id is None:
        raise PermissionDenied
    form = ConsultForm(request.POST or None, members=askable_members(session.instance, found.case))
    warned = Warned(request)
    reads.record([found.case_id], section=SECTION)

    def act(confirmed: bool) -> str:
        data = form.cleaned_data
        opened = consult(
            item=found,
            reason=data["reason"],
            answer_before=data["answer_before"],
            members=form.asked,
            by=request.actor,
            confirmed=confirmed,
        )
        messages.success(request, "La consultation est ouverte : chaque membre reçoit un courriel.")
        return reverse("cellule:consultation_detail", args=[opened.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, warned.guard(act))):
        return sent
    return show(request, "cellule/consultation_open.html", {"item": found, "warned": warned}, form=form)


def find_consultation(request: HttpRequest, pk: UUID) -> Consultation:
    rows = Consultation.objects.visible_to(request.actor).with_list_data()
    found = get_object_or_404(rows.select_related("opened_by", "outside__decision__case__rules"), pk=pk)
    reads.record([found.case_id], section=SECTION)
    return found


@require_safe
@confidential
def consultation_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find_consultation(request, pk)
    return _detail(request, found, AnswerForm(initial=_hers(request, found)), Warned(request))


def _hers(request: HttpRequest, found: Consultation) -> dict[str, str]:
    mine = found.consulted.filter(user=request.actor.user_id).values("opinion", "line").first()
    return mine or {}


def _detail(request: HttpRequest, found: Consultation, form: AnswerForm, warned: Warned) -> HttpResponse:
    """Who decides reads every answer; a member who is asked reads hers, and the decision once it is taken."""
    decides = can_decide(request.actor, found)
    is_open, is_late = found.state == ConsultationState.OPEN, found.answer_before < clock.today()
    outside = getattr(found, "outside", None)
    context = {
        "consultation": found,
        **(_answers(found) if decides else {"answers": (), "left": 0}),
        "decides": decides and is_open,
        "may_be_decided": may_be_decided(found),
        "can_abandon": is_open and can_abandon(request.actor, found),
        "asks_her": is_open and not is_late and can_answer(request.actor, found),
        "is_late": is_late,
        "outcome": decision_label(outside.decision) if outside else "",
        "warned": warned,
    }
    return show(request, "cellule/consultation_detail.html", context, form=form)


def _answers(found: Consultation) -> dict:
    """What was answered, and how many of those who were asked have left the situation since."""
    counted = found.consulted.counted().select_related("user", "organisation")
    answers = list(counted.order_by("organisation__sort_name", "user__last_name", "id"))
    return {"answers": answers, "left": found.consulted.count() - len(answers)}


@require_POST
@confidential
def consultation_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find_consultation(request, pk)
    if not can_answer(request.actor, found):
        raise PermissionDenied
    form, warned = AnswerForm(request.POST), Warned(request)

    def act(confirmed: bool) -> str:
        answer_consultation(consultation=found, by=request.actor, confirmed=confirmed, **form.cleaned_data)
        messages.success(request, "Votre avis est enregistré ; vous pouvez le changer jusqu’au délai.")
        return reverse("cellule:consultation_detail", args=[found.pk])

    if form.is_valid() and (sent := send(request, form, warned.guard(act))):
        return sent
    return _detail(request, found, form, warned)


@require_form
@confidential
def consultation_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The decision, in the same form as in session; it takes effect at once."""
    found = find_consultation(request, pk)
    if not can_decide(request.actor, found):
        raise PermissionDenied
    if request.method != "POST" and found.state != ConsultationState.OPEN:
        return redirect("cellule:consultation_detail", pk=found.pk)
    item = stand_in_item(found.case, found.referral)
    form = DecisionForm(request.POST or None, item=item, codes=offered_codes(item))

    def act() -> str:
        decide_consultation(consultation=found, by=request.actor, **form.decided)
        return reverse("cellule:consultation_detail", args=[found.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "La décision est enregistrée ; la prochaine séance en sera informée.")
        return sent
    context = {"consultation": found, **_answers(found), "may_be_decided": may_be_decided(found)}
    return show(request, "cellule/consultation_decide.html", context, form=form)


@require_POST
@confidential
def consultation_abandon(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find_consultation(request, pk)
    if not can_abandon(request.actor, found):
        raise PermissionDenied
    target = reverse("cellule:consultation_detail", args=[found.pk])
    try:
        return do_once(request, lambda: abandon_consultation(consultation=found, by=request.actor), target)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(target)
