"""The acts on a measure: one page shape, one row a button."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accompaniment import services
from accompaniment.choices import CLOSED_STATES, RUNNING_STATES, MeasureState
from accompaniment.forms.measures import (
    DayForm,
    EndForm,
    LevelForm,
    MeasureForm,
    NothingForm,
    ReviewForm,
    SuspendForm,
    WatchForm,
)
from accompaniment.models import Measure
from accompaniment.permissions import can_lead
from households.pages import CasePage, open_page
from partners.roles import Right, Section
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


@dataclass(frozen=True)
class Act:
    """What a page of act says, asks and does."""

    name: str
    heading: str
    verb: str
    form: type[MeasureForm]
    perform: Callable[..., object]
    states: tuple[str, ...]
    lead: str = ""
    shows_relays: bool = False


def open_measure_page(request: HttpRequest, pk: UUID, states: tuple[str, ...]) -> tuple[Measure, CasePage]:
    """The measure and its case: 404 when it is not seen, 403 when the act is not hers or not for this state."""
    seen = Measure.objects.visible_to(request.actor, Right.STATE)
    measure = get_object_or_404(seen.select_related("case__rules", "operator"), pk=pk)
    page = open_page(request, measure.case_id)
    page.require(can_lead(page.rights))
    # A form sent after somebody else was faster is answered by the service, with what was typed.
    page.require(request.method == "POST" or measure.state in states)
    page.record(Section.MEASURE)
    return measure, page


def _answer(form: MeasureForm) -> dict:
    return form.answer() if hasattr(form, "answer") else dict(form.cleaned_data)


def measure_act(act: Act):
    """The view of an act."""

    @confidential
    @require_form
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        measure, page = open_measure_page(request, pk, act.states)
        form = act.form(request.POST if request.method == "POST" else None, measure=measure)
        if request.method == "POST" and form.is_valid():
            sent = send(request, form, name=act.name, act=lambda: _do(act, measure, page, form))
            if sent:
                return sent
        context = {"page": page, "heading": act.heading, "verb": act.verb, "lead": act.lead}
        context["relays_of"] = measure.case.rules.dispositif_id if act.shows_relays else None
        return show(request, "accompaniment/act_form.html", context, form=form)

    return view


def _do(act: Act, measure: Measure, page: CasePage, form: MeasureForm) -> str:
    act.perform(measure=measure, by=page.actor, **_answer(form))
    return reverse("households:case_followup", args=[page.case.pk])


def _watch(**fields):
    return services.watch_measure(watching=True, **fields)


def _unwatch(**fields):
    return services.watch_measure(watching=False, **fields)


_OPEN = (MeasureState.NOT_STARTED, *RUNNING_STATES)

measure_activate = measure_act(
    Act(
        name="measure-activate",
        heading="L’accompagnement devient actif",
        verb="Enregistrer",
        form=DayForm,
        perform=services.activate_measure,
        states=(MeasureState.PREPARATION, MeasureState.RELAY),
    )
)
measure_suspend = measure_act(
    Act(
        name="measure-suspend",
        heading="Suspendre l’accompagnement",
        verb="Suspendre",
        form=SuspendForm,
        perform=services.suspend_measure,
        states=(MeasureState.PREPARATION, MeasureState.ACTIVE),
        lead="Les jours de suspension ne comptent ni dans les visites attendues, ni dans les alertes.",
    )
)
measure_resume = measure_act(
    Act(
        name="measure-resume",
        heading="Reprendre l’accompagnement suspendu",
        verb="Reprendre",
        form=DayForm,
        perform=services.resume_measure,
        states=(MeasureState.SUSPENDED,),
    )
)
measure_relay = measure_act(
    Act(
        name="measure-relay",
        heading="Passer le relais",
        verb="Enregistrer le relais",
        form=DayForm,
        perform=services.begin_relay,
        states=(MeasureState.ACTIVE, MeasureState.SUSPENDED),
        lead="L’accompagnement continue pendant le relais, jusqu’à sa fin.",
        shows_relays=True,
    )
)
measure_level = measure_act(
    Act(
        name="measure-level",
        heading="Changer de niveau",
        verb="Changer de niveau",
        form=LevelForm,
        perform=services.change_level,
        states=_OPEN,
        lead="Le niveau précédent garde ses dates.",
    )
)
measure_review = measure_act(
    Act(
        name="measure-review",
        heading="Fixer le prochain point",
        verb="Enregistrer",
        form=ReviewForm,
        perform=services.plan_review,
        states=RUNNING_STATES,
    )
)
measure_end = measure_act(
    Act(
        name="measure-end",
        heading="Mettre fin à l’accompagnement",
        verb="Mettre fin",
        form=EndForm,
        perform=services.end_measure,
        states=_OPEN,
        lead="Deux réponses distinctes : pourquoi il s’arrête, et où vit le ménage. Une reprise reste possible.",
    )
)
measure_watch = measure_act(
    Act(
        name="measure-watch",
        heading="Garder une veille après la sortie",
        verb="Garder une veille",
        form=WatchForm,
        perform=_watch,
        states=(MeasureState.ENDED,),
    )
)
measure_unwatch = measure_act(
    Act(
        name="measure-unwatch",
        heading="Terminer la veille",
        verb="Terminer la veille",
        form=NothingForm,
        perform=_unwatch,
        states=(MeasureState.WATCH,),
    )
)
measure_reopen = measure_act(
    Act(
        name="measure-reopen",
        heading="Reprendre après une fin",
        verb="Reprendre l’accompagnement",
        form=DayForm,
        perform=services.reopen_measure,
        states=CLOSED_STATES,
        lead="La fin précédente reste dans l’historique.",
    )
)
