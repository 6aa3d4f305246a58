"""The agreement with the household, and the signatures on what is agreed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accompaniment import services
from accompaniment.agreed_texts import Signed, digest_of, text_of
from accompaniment.choices import CLOSED_STATES, PlanState
from accompaniment.forms.agreements import AgreementForm
from accompaniment.forms.signatures import SignatureForm
from accompaniment.models import Action, CharterAgreement, Measure, Plan, ProgressReview, SupportAgreement
from accompaniment.papers import review_title, signatures_on
from accompaniment.permissions import can_write_plan
from accompaniment.plan_choices import AgreementState, ReviewState
from accompaniment.views.plans import plan_tab
from households.composition import CHILD_ROLES, in_order
from households.models import Document
from households.pages import CasePage, open_page
from households.views.writing import Writing, answer, answer_on
from partners.roles import Right, Section
from veille.core import clock
from veille.core.reads import confidential
from veille.core.sending import require_form


@confidential
@require_form
def agreement_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    seen = Measure.objects.visible_to(request.actor, Right.STATE)
    measure = get_object_or_404(seen, pk=pk)
    page = open_page(request, measure.case_id)
    page.require(can_write_plan(page.rights))
    page.require(request.method == "POST" or measure.state not in CLOSED_STATES)
    page.record(Section.PLAN)
    configuration = page.case.configuration
    form = AgreementForm(request.POST or None, configuration=configuration, initial=_known(page, measure))
    writing = Writing(
        title=configuration.agreement.title,
        verb="Établir",
        back=plan_tab(measure.case_id),
        done="Le texte est établi : relisez-le ensemble, imprimez-le ou faites-le signer.",
        readers="Le plan convenu y est repris. Une nouvelle version remplace la précédente, qui est gardée.",
    )
    return answer(request, page, form, lambda: _make(page, measure, form), writing)


def _known(page: CasePage, measure: Measure) -> dict:
    """The rhythm of the level, and the themes of the plan."""
    rhythms = measure.levels.current(clock.today()).order_by("-starts_on")
    actions = Action.objects.visible_to(page.actor).filter(case=page.case, objective__plan__state=PlanState.AGREED)
    themes = actions.exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct()
    return {"rhythm": rhythms.values_list("rhythm", flat=True).first() or "", "themes": list(themes)}


def _make(page: CasePage, measure: Measure, form: AgreementForm) -> None:
    services.make_agreement(measure=measure, by=page.actor, **form.cleaned_data)


@confidential
@require_form
def plan_sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.actor), pk=pk)
    return sign_page(request, plan, f"Plan d’accompagnement, version {plan.version}", plan.state == PlanState.AGREED)


@confidential
@require_form
def agreement_sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    agreement = get_object_or_404(SupportAgreement.objects.visible_to(request.actor), pk=pk)
    return sign_page(request, agreement, agreement.title, agreement.state == AgreementState.CURRENT)


@confidential
@require_form
def review_sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    review = get_object_or_404(ProgressReview.objects.visible_to(request.actor), pk=pk)
    return sign_page(request, review, review_title(review), review.state == ReviewState.SETTLED)


def sign_page(request: HttpRequest, subject: Signed, title: str, is_signable: bool) -> HttpResponse:
    """The text is read together on this very page, then signed: its digest comes back with the signature."""
    page = open_page(request, subject.case_id)
    page.require(can_write_plan(page.rights))
    page.require(request.method == "POST" or is_signable)
    page.record(Section.PLAN, Section.IDENTITY)
    text = text_of(subject)
    digest = request.POST.get("digest") or subject.digest or digest_of(text)
    form = _form(request, page)
    writing = Writing(f"Signer : {title}", "Enregistrer la signature", _back(subject), "La signature est enregistrée.")
    context = {"page": page, "text": text, "digest": digest, "signed": signatures_on(page.actor, subject)}

    def act():
        services.sign(subject=subject, digest=digest, by=page.actor, **form.answer())

    return answer_on(request, "accompaniment/sign_form.html", context, form, act, writing)


def _form(request: HttpRequest, page: CasePage) -> SignatureForm:
    documents = Document.objects.visible_to(page.actor).filter(
        case=page.case, kind="signed_agreement", withdrawn_on=None
    )
    adults = [one for one in page.people.present_on(clock.today()) if one.role not in CHILD_ROLES]
    return SignatureForm(
        request.POST if request.method == "POST" else None,
        names={str(person.pk): person.full_name for person in in_order(adults)},
        me=page.actor.user.get_full_name(),
        documents=documents.order_by("-dated_on", "pk"),
    )


def _back(subject: Signed) -> str:
    if isinstance(subject, ProgressReview):
        return reverse("accompaniment:review_detail", args=[subject.pk])
    if isinstance(subject, CharterAgreement):
        return reverse("households:case_housing", args=[subject.case_id])
    return plan_tab(subject.case_id)
