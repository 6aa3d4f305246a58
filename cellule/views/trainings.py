"""The calendar of trainings: planned, changed, held with who came, and what people thought of them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.expertise_choices import TrainingState
from cellule.forms.trainings import FeedbackForm, HeldForm, TrainingFilter, TrainingForm
from cellule.models import Training, TrainingAttendance
from cellule.services.trainings import (
    cancel_training,
    change_training,
    give_feedback,
    hold_training,
    plan_training,
    plan_training_again,
)
from cellule.trainings import (
    can_give_feedback,
    can_keep,
    can_plan,
    dispositifs_trained_by,
    listed,
    opinions_of,
    organisations_around,
    plans_for_others,
    sees_trainings,
    state_chip,
    trainers_around,
)
from partners.models import Dispositif, User
from veille.core import clock
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show


@require_safe
@confidential
def training_list(request: HttpRequest) -> HttpResponse:
    if not sees_trainings(request.actor):
        raise PermissionDenied
    form = TrainingFilter(request.GET)
    chosen = form.values()
    page = page_of(listed(request.actor, chosen), request)
    for row in page:
        row.chip = state_chip(row)
    context = {
        "page": page,
        "total": page.paginator.in_words("formation"),
        "form": form,
        "is_filtered": any(chosen.values()),
        "can_plan": can_plan(request.actor),
    }
    return render(request, "cellule/training_list.html", context)


def _find(request: HttpRequest, pk: UUID) -> Training:
    return get_object_or_404(Training.objects.visible_to(request.actor).with_list_data(), pk=pk)


def _kept(request: HttpRequest, pk: UUID) -> Training:
    training = _find(request, pk)
    if not can_keep(request.actor, training):
        raise PermissionDenied
    return training


@require_safe
@confidential
def training_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _detail(request, _find(request, pk), FeedbackForm())


def _detail(request: HttpRequest, training: Training, form: FeedbackForm) -> HttpResponse:
    attendances = TrainingAttendance.objects.none()
    if training.state == TrainingState.HELD:
        attendances = training.attendances.select_related("organisation").order_by("organisation__sort_name", "id")
    came = list(attendances)
    context = {
        "training": training,
        "chip": state_chip(training),
        "attendances": came,
        "people": sum(one.people for one in came),
        "opinions": opinions_of(training),
        "keeps": can_keep(request.actor, training),
        "is_past": training.held_on <= clock.today(),
        "can_give_feedback": can_give_feedback(request.actor, training),
    }
    return show(request, "cellule/training_detail.html", context, form=form)


@require_form
@confidential
def training_plan(request: HttpRequest) -> HttpResponse:
    if not can_plan(request.actor):
        raise PermissionDenied
    form = _form(request, dispositifs_trained_by(request.actor))

    def act() -> str:
        training = plan_training(by=request.actor, **form.cleaned_data)
        messages.success(request, "La formation est inscrite au calendrier.")
        return reverse("cellule:training_detail", args=[training.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/training_form.html", {"training": None}, form=form)


def _form(request: HttpRequest, dispositifs, training: Training | None = None) -> TrainingForm:
    """A trainer plans her own: nobody else trains in her form."""
    dispositifs = dispositifs.order_by("name")
    trainers, organisations = trainers_around(dispositifs), organisations_around(dispositifs)
    initial = {name: getattr(training, name) for name in TrainingForm.base_fields} if training else {}
    if not plans_for_others(request.actor):
        trainers = User.objects.filter(pk=request.actor.user_id)
        organisations = organisations.filter(pk=request.actor.organisation_id)
        initial |= {"trainer": request.actor.user_id, "trainer_organisation": request.actor.organisation_id}
    return TrainingForm(
        request.POST or None,
        dispositifs=dispositifs,
        trainers=trainers,
        organisations=organisations,
        initial=initial,
    )


@require_form
@confidential
def training_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    training = _kept(request, pk)
    form = _form(request, Dispositif.objects.filter(pk=training.dispositif_id), training)

    def act() -> str:
        change_training(training=training, by=request.actor, **form.cleaned_data)
        return reverse("cellule:training_detail", args=[training.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/training_form.html", {"training": training}, form=form)


@require_form
@confidential
def training_hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It took place: how many came, by organisation."""
    training = _kept(request, pk)
    if training.held_on > clock.today() or training.state == TrainingState.CANCELLED:
        raise PermissionDenied
    around = organisations_around(Dispositif.objects.filter(pk=training.dispositif_id))
    form = HeldForm(request.POST or None, training=training, organisations=around)

    def act() -> str:
        learned = form.cleaned_data["learned"]
        hold_training(training=training, present=form.present, learned=learned, by=request.actor)
        messages.success(request, "Les présences sont notées.")
        return reverse("cellule:training_detail", args=[training.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/training_hold.html", {"training": training}, form=form)


def _move(request: HttpRequest, pk: UUID, act, told: str) -> HttpResponse:
    training = _kept(request, pk)
    page = reverse("cellule:training_detail", args=[training.pk])
    try:
        sent = do_once(request, lambda: act(training=training, by=request.actor), page)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(page)
    messages.success(request, told)
    return sent


@require_POST
@confidential
def training_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _move(request, pk, cancel_training, "La formation est annulée.")


@require_POST
@confidential
def training_plan_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _move(request, pk, plan_training_again, "La formation est de nouveau au calendrier.")


@require_POST
@confidential
def training_feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    training = _find(request, pk)
    if not can_give_feedback(request.actor, training):
        raise PermissionDenied
    form = FeedbackForm(request.POST)

    def act() -> str:
        give_feedback(training=training, by=request.actor, **form.cleaned_data)
        messages.success(request, "Merci : votre retour compte, sans votre nom.")
        return reverse("cellule:training_detail", args=[training.pk])

    if form.is_valid() and (sent := send(request, form, act)):
        return sent
    return _detail(request, training, form)
