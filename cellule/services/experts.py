"""A request to the experts, from the question to its end; each act tells the other side that something waits."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.expertise import competences_answered
from cellule.expertise_choices import (
    EXPERT_ENDS,
    EXPERT_MOVES,
    ON_A_REQUEST,
    Awaits,
    ExpertActivity,
    ExpertState,
    MessageKind,
)
from cellule.models import ExpertMessage, ExpertRequest, ExpertTime
from cellule.services.capitalising import refuse_identifying
from cellule.services.expert_notices import tell_asker, tell_experts
from households.models import Case
from households.services.retention import is_day_fixed
from partners.competences import competences_of
from partners.models import Dispositif
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move

_ANSWERED = (ExpertState.ADVISED, ExpertState.FIELD_SUPPORT)
_KEPT = timedelta(days=2 * 365)


@transaction.atomic
def ask_experts(
    *,
    dispositif: Dispositif,
    competence: str,
    subject: str,
    question: str,
    by: Actor,
    expected: str = "",
    due_on: date | None = None,
    case: Case | None = None,
    confirmed: bool = False,
) -> ExpertRequest:
    """Put an anonymised question to a competence that somebody holds; `case` is never shown to the experts.

    Raises IdentifyingTextFound when the checker finds something and the author has not `confirmed`.
    """
    if competence not in competences_answered(dispositif):
        raise ValidationError({"competence": "Personne ne tient cette compétence dans ce dispositif aujourd’hui."})
    texts = {"subject": subject, "question": question, "expected": expected}
    refuse_identifying(ExpertRequest, texts, dispositif=dispositif, case=case, confirmed=confirmed)
    today = clock.today()
    request = ExpertRequest(
        dispositif=dispositif,
        competence=competence,
        organisation=by.organisation,
        asked_by=by.user,
        asked_on=today,
        due_on=due_on or today + timedelta(days=dispositif.rules.configuration.expertise.answer_days),
        case=case,
        **texts,
    )
    request.full_clean()
    request.save()
    audit.record("expert_request.asked", request, by=by, changes={"competence": competence})
    tell_experts(request, by=by)
    return request


@transaction.atomic
def take_request(*, request: ExpertRequest, by: Actor) -> ExpertRequest:
    """One expert analyses it; the others of her competence see who."""
    changes = {"taken_by": by.user, "taken_organisation": by.organisation, "analysed_on": clock.today()}
    move(request, ExpertState.ANALYSIS, allowed=EXPERT_MOVES, **changes)
    audit.record("expert_request.analysed", request, by=by)
    return request


@transaction.atomic
def write_message(*, request: ExpertRequest, text: str, from_expert: bool, by: Actor) -> ExpertMessage:
    """A precision asked or given. Said by who asked after the advice, it sends the request back to analysis."""
    stored = _lock(request)
    if stored.state in EXPERT_ENDS:
        raise ValidationError("Cette demande est terminée : posez-en une nouvelle.")
    if stored.state in _ANSWERED and not from_expert:
        move(request, ExpertState.ANALYSIS, allowed=EXPERT_MOVES)
    message = _add_message(request, text, by, from_expert=from_expert)
    _turn_to(request, Awaits.ASKER if from_expert else Awaits.EXPERT)
    audit.record("expert_request.message_written", request, by=by, changes={"from_expert": from_expert})
    _tell(request, from_expert, by)
    return message


def _tell(request: ExpertRequest, from_expert: bool, by: Actor) -> None:
    if from_expert:
        tell_asker(request, by=by)
    else:
        tell_experts(request, by=by)


def _add_message(
    request: ExpertRequest,
    text: str,
    by: Actor,
    *,
    from_expert: bool,
    kind: str = MessageKind.EXCHANGE,
    said_on: date | None = None,
) -> ExpertMessage:
    message = ExpertMessage(
        request=request,
        case=request.case,
        kind=kind,
        organisation=by.organisation,
        author=by.user,
        is_from_expert=from_expert,
        said_on=said_on or clock.today(),
        text=text,
    )
    message.full_clean()
    message.save()
    return message


def _turn_to(request: ExpertRequest, side: str) -> None:
    request.awaits = side
    request.save(update_fields=["awaits"])


def _lock(request: ExpertRequest) -> ExpertRequest:
    return ExpertRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


@transaction.atomic
def give_advice(
    *, request: ExpertRequest, answer: str, recommendation: str, half_days: int, by: Actor
) -> ExpertRequest:
    """The answer and what is recommended, with the time it took; whoever asked is told that it waits."""
    if not answer.strip():
        raise ValidationError({"answer": "Écrivez votre réponse."})
    changes = {"answer": answer, "recommendation": recommendation, "awaits": Awaits.ASKER}
    first = request.advised_on or clock.today()
    move(request, ExpertState.ADVISED, allowed=EXPERT_MOVES, advised_on=first, **changes)
    _spend(request, ExpertActivity.ANALYSIS, clock.today(), half_days, by)
    audit.record("expert_request.advised", request, by=by)
    tell_asker(request, by=by)
    return request


@transaction.atomic
def support_on_field(*, request: ExpertRequest, text: str, said_on: date, half_days: int, by: Actor) -> ExpertMessage:
    """An expert went beside the team: what was done, when, in how many half-days. It may happen again."""
    if said_on > clock.today():
        raise ValidationError({"said_on": "Notez l’appui une fois qu’il a eu lieu."})
    if said_on < request.asked_on:
        raise ValidationError({"said_on": "L’appui ne peut pas précéder la demande."})
    first = min(filter(None, [request.supported_on, said_on]))
    move(request, ExpertState.FIELD_SUPPORT, allowed=EXPERT_MOVES, supported_on=first, awaits=Awaits.ASKER)
    message = _add_message(request, text, by, from_expert=True, kind=MessageKind.FIELD_SUPPORT, said_on=said_on)
    _spend(request, ExpertActivity.FIELD_SUPPORT, said_on, half_days, by)
    audit.record("expert_request.supported", request, by=by)
    tell_asker(request, by=by)
    return message


@transaction.atomic
def read_expert_answer(*, request: ExpertRequest, by: Actor) -> ExpertRequest:
    """Whoever asked has read it: it no longer waits for her."""
    if _lock(request).awaits == Awaits.ASKER:
        _turn_to(request, Awaits.NOBODY)
        audit.record("expert_request.answer_read", request, by=by)
    return request


@transaction.atomic
def close_request(*, request: ExpertRequest, by: Actor) -> ExpertRequest:
    """Nothing more is expected of it."""
    move(request, ExpertState.CLOSED, allowed=EXPERT_MOVES, ended_on=clock.today(), awaits=Awaits.NOBODY)
    audit.record("expert_request.closed", request, by=by)
    return request


@transaction.atomic
def withdraw_request(*, request: ExpertRequest, by: Actor) -> ExpertRequest:
    """Whoever asked takes it back before an answer."""
    move(request, ExpertState.WITHDRAWN, allowed=EXPERT_MOVES, ended_on=clock.today(), awaits=Awaits.NOBODY)
    audit.record("expert_request.withdrawn", request, by=by)
    return request


@transaction.atomic
def note_time(
    *, dispositif: Dispositif, competence: str, activity: str, spent_on: date, half_days: int, by: Actor
) -> ExpertTime:
    """Time given to the cellule outside any request: sessions, trainings, local networks."""
    if activity in ON_A_REQUEST:
        raise ValidationError({"activity": "Le temps d’une demande se note en y répondant."})
    if competence not in competences_of(by):
        raise ValidationError({"competence": "Notez le temps d’une compétence que vous tenez."})
    if spent_on > clock.today():
        raise ValidationError({"spent_on": "Notez le temps une fois qu’il est passé."})
    time = ExpertTime(dispositif=dispositif, competence=competence, activity=activity)
    time = _keep_time(time, spent_on, half_days, by)
    audit.record("expert_time.time_noted", time, by=by, changes={"half_days": half_days})
    return time


def _spend(request: ExpertRequest, activity: str, spent_on: date, half_days: int, by: Actor) -> None:
    """Time on a request is noted with the act it went to; none at all for less than half a day."""
    if half_days:
        time = ExpertTime(
            dispositif=request.dispositif, competence=request.competence, request=request, activity=activity
        )
        _keep_time(time, spent_on, half_days, by)


def _keep_time(time: ExpertTime, spent_on: date, half_days: int, by: Actor) -> ExpertTime:
    time.spent_on, time.half_days = spent_on, half_days
    time.expert, time.organisation = by.user, by.organisation
    time.full_clean()
    time.save()
    return time


@transaction.atomic
def forget_old_questions() -> int:
    """Two years after its end a question keeps its days and its time, and no word; returns how many.

    Not in the demonstration, whose story is older than that.
    """
    if is_day_fixed():
        return 0
    past = ExpertRequest.objects.filter(ended_on__lt=clock.today() - _KEPT).exclude(question="")
    ExpertMessage.objects.filter(request__in=past.values("pk")).update(text="")
    return past.update(**dict.fromkeys(ExpertRequest.personal, ""))
