"""Pages of the funding plan: the grid, its shares, its cost per household, and the forms of a draft."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from funding import services
from funding.figures import PlanFigures, grouping_gaps, household_cost, household_costs, partner_projects, plan_figures
from funding.forms import LineForm, PlanForm, ShareFormSet, VoletForm, shares_of
from funding.models import BudgetLine, FundingPlan, Volet
from funding.permissions import can_change, can_change_plans, reads_whole
from funding.querysets import whole_dispositifs
from households.models import Case
from partners.models import Dispositif
from veille.core.actor import Actor
from veille.core.formats import euros
from veille.core.forms import stands_beside
from veille.core.sending import INVALID, once, require_form, send
from veille.core.versions import version_of


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans she opens; a single one opens at once."""
    plans = list(FundingPlan.objects.visible_to(request.actor).with_list_data())
    lines = _lines_by_plan(request.actor, plans)
    rows = [{"plan": plan, "figures": plan_figures(plan, lines.get(plan.pk, []))} for plan in plans]
    return render(request, "funding/plan_list.html", {"rows": rows, "can_create": _writable(request.actor).exists()})


def _lines_by_plan(actor: Actor, plans: list[FundingPlan]) -> dict[UUID, list[BudgetLine]]:
    """The lines she reads of each plan, in as many queries for one plan as for fifty."""
    lines = BudgetLine.objects.filter(volet__plan__in=plans)
    own = set(lines.own(actor).values_list("pk", flat=True))
    whole = set(whole_dispositifs(actor))
    found: dict[UUID, list[BudgetLine]] = {}
    for line in lines.select_related("volet__plan").with_fundings():
        plan = line.volet.plan
        if plan.dispositif_id in whole or line.pk in own:
            found.setdefault(plan.pk, []).append(line)
    return found


def _writable(actor: Actor):
    ids = [pk for pk in whole_dispositifs(actor) if can_change_plans(actor, pk)]
    return Dispositif.objects.filter(pk__in=ids)


def _plan(request: HttpRequest, pk: UUID) -> FundingPlan:
    return get_object_or_404(FundingPlan.objects.visible_to(request.actor).select_related("dispositif"), pk=pk)


def _figures(actor: Actor, plan: FundingPlan) -> PlanFigures:
    """The whole grid, or the lines of her organisation."""
    lines = BudgetLine.objects.filter(volet__plan=plan)
    return plan_figures(plan) if reads_whole(actor, plan) else plan_figures(plan, lines.own(actor).with_fundings())


def _context(request: HttpRequest, plan: FundingPlan, tab: str) -> dict:
    versions = FundingPlan.objects.visible_to(request.actor).filter(dispositif=plan.dispositif)
    return {
        "plan": plan,
        "tab": tab,
        "is_whole": reads_whole(request.actor, plan),
        "figures": _figures(request.actor, plan),
        "versions": versions.order_by("-version"),
        "can_change": can_change(request.actor, plan),
        "can_copy": can_change_plans(request.actor, plan.dispositif_id),
        "has_projects": plan.projects.exists(),
    }


def _whole_plan(request: HttpRequest, pk: UUID) -> FundingPlan:
    """For the tabs that speak of the plan as a whole."""
    plan = _plan(request, pk)
    if not reads_whole(request.actor, plan):
        raise PermissionDenied
    return plan


@require_GET
def plan_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = _plan(request, pk)
    context = _context(request, plan, "plan")
    if context["is_whole"]:
        context["cost"] = household_cost(context["figures"], households=plan.costed_households, years=plan.years)
    return render(request, "funding/plan_detail.html", context)


@require_GET
def plan_funders(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Shares of each column, and the second grouping by partner project."""
    plan = _whole_plan(request, pk)
    context = _context(request, plan, "funders")
    context["projects"] = partner_projects(plan)
    context["grouping_gaps"] = grouping_gaps(plan)
    return render(request, "funding/plan_funders.html", context)


@require_GET
def plan_cost(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The cost per household on every basis that is used."""
    plan = _whole_plan(request, pk)
    context = _context(request, plan, "cost")
    cases = Case.objects.countable_by(request.actor).filter(rules__dispositif=plan.dispositif)
    admitted = cases.filter(admitted_on__isnull=False).count()
    bases = [("Ménages du plan", plan.costed_households), ("Ménages admis à ce jour", admitted)]
    context["costs"] = [
        (label, cost)
        for label, households in bases
        for cost in household_costs(context["figures"], plan.years, households)
    ]
    return render(request, "funding/plan_cost.html", context)


@require_form
def plan_create(request: HttpRequest) -> HttpResponse:
    dispositifs = _writable(request.actor)
    if not dispositifs:
        raise PermissionDenied
    form = PlanForm(request.POST or None, dispositifs=dispositifs)

    def act() -> str:
        return _open(services.create_plan(by=request.actor, **form.cleaned_data))

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return _form_page(request, form, title="Nouveau plan de financement", back=reverse("funding:plan_list"))


def _open(plan: FundingPlan) -> str:
    return reverse("funding:plan_detail", args=[plan.pk])


def _form_page(request: HttpRequest, form, *, title: str, back: str, plan=None, **more) -> HttpResponse:
    wrong = form.is_bound and (form.errors or (more.get("shares") and not more["shares"].is_valid()))
    context = {"form": form, "title": title, "back": back, "plan": plan, "shares": None, "line": None, "version": ""}
    context |= {"standing": stands_beside(form)} | more
    return render(request, "funding/plan_form.html", context, status=INVALID if wrong else 200)


def _draft(request: HttpRequest, pk: UUID) -> FundingPlan:
    plan = _plan(request, pk)
    if not can_change(request.actor, plan):
        raise PermissionDenied
    return plan


@require_POST
def plan_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a new version, from a copy of this one."""
    plan = _plan(request, pk)
    if not can_change_plans(request.actor, plan.dispositif_id):
        raise PermissionDenied
    return once(request, lambda: _open(services.new_version(plan=plan, by=request.actor)))


@require_POST
def plan_validate(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = _draft(request, pk)
    try:
        services.validate_plan(plan=plan, by=request.actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Le plan est validé.")
    return redirect(_open(plan))


@require_form
def volet_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _volet(request, _draft(request, pk), Volet, "Nouveau volet")


@require_form
def volet_edit(request: HttpRequest, pk: UUID, volet_pk: UUID) -> HttpResponse:
    plan = _draft(request, pk)
    volet = get_object_or_404(plan.volets, pk=volet_pk)
    return _volet(request, plan, lambda plan: volet, f"Volet {volet.code}")


def _volet(request: HttpRequest, plan: FundingPlan, make, title: str) -> HttpResponse:
    volet = make(plan=plan)
    fresh = "" if volet._state.adding else version_of(volet)
    read = request.POST.get("version") or fresh
    form = VoletForm(request.POST or None, instance=volet)

    def act() -> str:
        services.save_volet(volet=form.instance, version=read, by=request.actor)
        return _open(plan)

    if request.method == "POST" and form.is_valid():
        if sent := send(request, form, act):
            return sent
        read = fresh  # the page now shows what stands beside what she typed
    return _form_page(request, form, title=title, back=_open(plan), plan=plan, version=read)


@require_form
def line_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = _draft(request, pk)
    if not plan.volets.exists():
        messages.info(request, "Ajoutez d’abord un volet.")
        return redirect("funding:volet_create", pk=plan.pk)
    return _line(request, plan, BudgetLine(), "Nouvelle ligne")


@require_form
def line_edit(request: HttpRequest, pk: UUID, line_pk: UUID) -> HttpResponse:
    plan = _draft(request, pk)
    line = get_object_or_404(BudgetLine.objects.filter(volet__plan=plan), pk=line_pk)
    return _line(request, plan, line, f"Ligne {line.code}")


def _line(request: HttpRequest, plan: FundingPlan, line: BudgetLine, title: str) -> HttpResponse:
    is_new = line._state.adding
    fresh = "" if is_new else services.line_version(line)
    read = request.POST.get("version") or fresh
    form = LineForm(request.POST or None, instance=line, plan=plan)
    shares = ShareFormSet(
        request.POST or None,
        prefix="shares",
        initial=[] if is_new else shares_of(line),
        form_kwargs={"dispositif": plan.dispositif},
    )

    def act() -> str:
        services.save_line(line=form.instance, shares=shares.shares(), version=read, by=request.actor)
        return _open(plan)

    if request.method == "POST" and form.is_valid() and shares.is_valid():
        if sent := send(request, form, act):
            return sent
        read = fresh  # the page now shows what stands beside what she typed
    shown = {"shares": shares, "line": None if is_new else line, "version": read}
    standing = stands_beside(form) + _standing_shares(form, line)
    return _form_page(request, form, title=title, back=_open(plan), plan=plan, standing=standing, **shown)


def _standing_shares(form: LineForm, line: BudgetLine) -> list[tuple[str, str]]:
    """What the columns bring, when somebody was faster: they are written whole."""
    if not form.has_error(NON_FIELD_ERRORS, "stale"):
        return []
    return [(one.column, f"{one.get_status_display()} : {euros(one.amount)}") for one in line.fundings.order_by("pk")]


@require_POST
def line_remove(request: HttpRequest, pk: UUID, line_pk: UUID) -> HttpResponse:
    plan = _draft(request, pk)
    line = get_object_or_404(BudgetLine.objects.filter(volet__plan=plan), pk=line_pk)
    services.remove_line(line=line, by=request.actor)
    messages.success(request, f"La ligne {line.code} est retirée.")
    return redirect(_open(plan))
