"""The secretary's page on an orientation, and her acts: nothing is written before one of them."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import permissions, services
from cellule.choices import READY_STATES, REFERRAL_MOVES, ReferralState
from cellule.forms.referral_acts import ComplementForm, CompleteForm, DiagnosisForm
from cellule.intake import PRESENTING_KINDS
from cellule.models import Referral
from cellule.services.outside import opens_without_session
from cellule.services.referrals import diagnosis_comes_first, next_session
from cellule.tracker import Progress
from households.models import Finding, HousingPeriod, Information
from households.permissions import section_rights
from partners.roles import Right, Section
from veille.core import reads
from veille.core.reads import confidential
from veille.core.sending import INVALID, add_refusal, do_once

_BEFORE_DIAGNOSIS = frozenset({ReferralState.SUBMITTED, ReferralState.INCOMPLETE, ReferralState.COMPLETE})


def _received(request: HttpRequest, pk: UUID) -> Referral:
    """An orientation of an instance she keeps; one she only follows is not hers to examine (403)."""
    seen = Referral.objects.visible_to(request.actor).with_list_data()
    referral = get_object_or_404(
        seen.select_related("referrer_organisation", "seen_by", "case__household", "former"), pk=pk
    )
    if not permissions.keeps(request.actor, referral):
        raise PermissionDenied
    return referral


def _leads_to(referral: Referral, state: str) -> bool:
    return state in REFERRAL_MOVES[ReferralState(referral.state)]


@require_safe
@confidential
def referral_examine(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, _received(request, pk))


def _show(request: HttpRequest, referral: Referral, status: int = 200, **wrong: forms.Form) -> HttpResponse:
    context = {
        "referral": referral,
        "progress": Progress(request.actor, referral),
        "facts": _facts(request, referral),
        **_acts(referral),
        "complement_form": ComplementForm(),
        "complete_form": _complete_form(referral),
        "diagnosis_form": DiagnosisForm(referral=referral),
        "wrong": next(iter(wrong), ""),
        **wrong,
    }
    return render(request, "cellule/referral_examine.html", context, status=status)


def _complete_form(referral: Referral, data=None) -> CompleteForm:
    deposited = referral.came_by_link and referral.presenter_id == referral.referrer_organisation_id
    can_present = referral.presenter.kind in PRESENTING_KINDS and not deposited
    return CompleteForm(data, referral=referral, can_present=can_present)


def _facts(request: HttpRequest, referral: Referral) -> dict:
    """What her grant and role open: housing, findings, texts; the identity only by its existence."""
    rights, actor, case = section_rights(request.actor, referral.case), request.actor, referral.case
    read = {section for section in (Section.STATE, Section.HOUSING) if rights[section] >= Right.READ}
    texts = permissions.can_read_texts(actor, referral)
    for section in [*sorted(read), *([Section.FINDINGS_LANDLORD] if texts else [])]:
        reads.record([case.pk], section=section)
    periods = HousingPeriod.objects.visible_to(actor).filter(case=case)
    return {
        "texts": texts,
        "signs": _signs(referral) if texts else [],
        "former": referral.former if referral.former and permissions.keeps(actor, referral.former) else None,
        "arrears": rights[Section.ARREARS] >= Right.READ,
        "members": case.household.people.count(),
        "housing": periods.select_related("commune", "dwelling__commune", "dwelling__landlord").first(),
        "findings": Finding.objects.visible_to(actor).filter(case=case),
        "information": Information.objects.visible_to(actor).filter(case=case).first(),
    }


def _signs(referral: Referral) -> list[str]:
    """The signs of the dispositif that were ticked, in its words."""
    words = {sign.code: sign.label for sign in referral.case.configuration.spotting_checklist}
    return [words.get(code, code) for code in referral.spotted]


def _acts(referral: Referral) -> dict:
    """The acts its state allows; the order of a diagnosis goes before the agenda where the dispositif wants it."""
    first = diagnosis_comes_first(referral) and referral.state in _BEFORE_DIAGNOSIS
    return {
        "can_claim": referral.seen_by_id is None,
        "can_complement": _leads_to(referral, ReferralState.INCOMPLETE) and referral.state != ReferralState.SCHEDULED,
        "can_complete": _leads_to(referral, ReferralState.COMPLETE),
        "can_order": first and _leads_to(referral, ReferralState.DIAGNOSIS_ORDERED),
        "can_schedule": referral.state in READY_STATES and not first,
        "can_open": opens_without_session(referral),
        "session": next_session(referral),
    }


def _act(
    request: HttpRequest, referral: Referral, name: str, form: forms.Form | None, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do it once and come back to the page; what is refused is said there, beside what was typed."""
    if form is None or form.is_valid():
        try:
            answer = do_once(request, act, reverse("cellule:referral_examine", args=[referral.pk]))
        except ValidationError as error:
            if form is None:
                form = forms.Form({})
            form.full_clean()
            add_refusal(form, error)
        else:
            messages.success(request, done)
            return answer
    return _show(request, referral, INVALID, **{name: form})


@require_POST
@confidential
def referral_claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Je m'en occupe »."""
    referral = _received(request, pk)
    return _act(
        request,
        referral,
        "claim_form",
        None,
        lambda: services.claim_referral(referral=referral, by=request.actor),
        "Vous suivez cette orientation ; l’orienteur voit qu’elle a été vue.",
    )


@require_POST
@confidential
def referral_complement(request: HttpRequest, pk: UUID) -> HttpResponse:
    referral, form = _received(request, pk), ComplementForm(request.POST)
    return _act(
        request,
        referral,
        "complement_form",
        form,
        lambda: services.request_complement(referral=referral, text=form.cleaned_data["text"], by=request.actor),
        "Complément demandé : l’orienteur est prévenu qu’une réponse l’attend.",
    )


@require_POST
@confidential
def referral_complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    referral = _received(request, pk)
    form = _complete_form(referral, request.POST)
    return _act(
        request,
        referral,
        "complete_form",
        form,
        lambda: services.complete_referral(
            referral=referral, presenter=form.cleaned_data["presenter"], by=request.actor
        ),
        "Dossier complet.",
    )


@require_POST
@confidential
def referral_diagnosis(request: HttpRequest, pk: UUID) -> HttpResponse:
    referral = _received(request, pk)
    form = DiagnosisForm(request.POST, referral=referral)
    return _act(
        request,
        referral,
        "diagnosis_form",
        form,
        lambda: services.order_entry_diagnosis(
            referral=referral, operator=form.cleaned_data["operator"], by=request.actor
        ),
        "Diagnostic demandé.",
    )


@require_POST
@confidential
def referral_schedule(request: HttpRequest, pk: UUID) -> HttpResponse:
    referral = _received(request, pk)
    return _act(
        request,
        referral,
        "schedule_form",
        None,
        lambda: services.schedule_referral(referral=referral, by=request.actor),
        "Inscrite à l’ordre du jour de la prochaine séance.",
    )
