"""A request of the person: noted by who follows her, worked by the officer, read over by who knows the household."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from households import rights, services
from households.answers import letter
from households.forms.rights import AnswerForm, ExtendForm, ReaderForm, RectifyForm, RequestForm, StartForm
from households.models import Person, RightsRequest
from households.pages import open_page
from households.views.officer import OFFICER_FORM
from households.views.writing import Writing, answer, answer_on
from partners.roles import Section
from veille.core import clock, reads
from veille.core.pdf import make_pdf, pdf_response
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form


def open_request(request: HttpRequest, pk: UUID) -> tuple[RightsRequest, rights.Acts]:
    """The request and what she may do with it; 404 for any other. Its case is journalled, answered requests too."""
    found = RightsRequest.objects.visible_to(request.actor).select_related(
        "case__rules__dispositif", "person", "organisation", "asked_by", "reader"
    )
    one = get_object_or_404(found, pk=pk)
    reads.record([one.case_id], section="rights")
    return one, rights.acts(request.actor, one)


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


@require_form
@confidential
def request_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(rights.can_ask(page.actor) and page.reads(Section.IDENTITY))
    page.record(Section.IDENTITY)
    people = Person.objects.visible_to(page.actor).filter(pk__in=[person.pk for person in rights.adults(page.case)])
    form = RequestForm(request.POST or None, people=people)

    def act():
        services.record_request(case=page.case, by=page.actor, **form.cleaned_data)

    words = Writing(
        "Noter une demande de la personne",
        "Enregistrer",
        reverse("households:case_detail", args=[page.case.pk]),
        "La demande est transmise à la protection des données : la réponse est due dans le mois.",
        "Lu par la personne chargée de la protection des données de votre organisme et par l’équipe du dossier.",
    )
    return answer(request, page, form, act, words)


@require_safe
@confidential
def request_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, acts = open_request(request, pk)
    items = one.items.all()
    context = {
        "request_row": one,
        "acts": acts,
        "needs_advice": rights.needs_prior_advice(one),
        "lines": items.count(),
        "unread": items.filter(reading="to_read").count(),
        "is_downloadable": rights.is_downloadable(one),
        "today": clock.today(),
    }
    return render(request, "households/rights_detail.html", context)


def _act(
    request: HttpRequest, one: RightsRequest, form: forms.BaseForm, act: Callable[..., object], words: dict[str, str]
) -> HttpResponse:
    """A form of a request: its act done once, then back to it; refused, it comes back as it was typed."""

    def do() -> object:
        return act(request=one, by=request.actor, **form.cleaned_data)

    writing = Writing(**words, back=reverse("households:rights_detail", args=[one.pk]))
    return answer_on(request, OFFICER_FORM, {}, form, do, writing)


@require_form
@confidential
def request_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, acts = open_request(request, pk)
    require(acts.start)
    form = StartForm(request.POST or None, initial={"checked_on": clock.today()})
    words = {"title": "Vérifier l’identité", "verb": "Commencer", "done": "La demande est en cours."}
    return _act(request, one, form, services.start_request, words)


@require_form
@confidential
def reader_name(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, acts = open_request(request, pk)
    require(acts.name_reader)
    form = ReaderForm(request.POST or None, people=rights.possible_readers(one), initial={"reader": one.reader_id})
    words = {"title": "Confier la relecture", "verb": "Confier", "done": "La relecture est confiée."}
    return _act(request, one, form, services.name_reader, words)


@require_POST
@confidential
def request_advise(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, acts = open_request(request, pk)
    require(acts.advise)
    target = reverse("households:rights_detail", args=[one.pk])
    return do_once(request, lambda: services.advise(request=one, by=request.actor), target)


@require_form
@confidential
def request_extend(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, acts = open_request(request, pk)
    require(acts.extend)
    form = ExtendForm(request.POST or None)
    words = {
        "title": "Prolonger de deux mois",
        "verb": "Prolonger",
        "done": "Le délai est prolongé : dites-le à la personne.",
    }
    return _act(request, one, form, services.extend_request, words)


@require_form
@confidential
def request_rectify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person who knows the household puts right what is kept of the one who asks."""
    one, acts = open_request(request, pk)
    require(acts.rectify)
    person = Person.objects.visible_to(request.actor).filter(household=one.case.household_id)
    form = RectifyForm(request.POST or None, instance=get_object_or_404(person, pk=one.person_id))
    words = {"title": "Rectifier", "verb": "Enregistrer", "done": "La rectification est faite."}
    return _act(request, one, form, services.rectify_person, words)


@require_form
@confidential
def request_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, acts = open_request(request, pk)
    require(acts.answer)
    form = AnswerForm(request.POST or None, kind=one.kind)
    words = {
        "title": "Répondre à la personne",
        "verb": "Répondre",
        "done": "La réponse est notée : la lettre est prête.",
    }
    return _act(request, one, form, services.answer_request, words)


@require_safe
@confidential
def request_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The answer as a letter, for the officer."""
    one, acts = open_request(request, pk)
    require(acts.letter)
    context = {"request": one, "paragraphs": letter(one), "today": clock.today()}
    return pdf_response(make_pdf("households/rights_letter_pdf.html", context), "lettre.pdf")


@require_POST
@confidential
def limitation_lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, acts = open_request(request, pk)
    require(acts.unfreeze)
    services.lift_limitation(case=one.case, by=request.actor)
    messages.success(request, "La limitation est levée : le dossier peut de nouveau être complété.")
    return redirect("households:rights_detail", pk=one.pk)
