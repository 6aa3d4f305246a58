"""The programme of the preparation: sessions planned, households invited, who came."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment import services
from accompaniment.choices import CAME, PreparationState
from accompaniment.forms.preparation import (
    AttendanceForm,
    InviteForm,
    PreparationChangeForm,
    PreparationForm,
    ProgrammeFilter,
    as_planned,
)
from accompaniment.groups import labelled, sites_of
from accompaniment.models import PreparationInvitation, PreparationSession
from accompaniment.permissions import can_record_intervention
from accompaniment.preparation.panel import TONES
from accompaniment.preparation.programme import listed, waits_for_attendance
from accompaniment.preparation.sessions import (
    animators_of,
    can_plan_sessions,
    can_read_programme,
    invitable,
    invited_to,
    noted_in,
    places_taken,
    programmes_of,
)
from households.permissions import section_rights
from households.views.writing import Writing, answer_on
from partners.object_rights import may
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show
from veille.core.versions import version_of

# More households than a session holds.
_MOST = 200


def _find(request: HttpRequest, pk: UUID) -> PreparationSession:
    rows = PreparationSession.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("dispositif", "site__landlord", "animator", "entry"), pk=pk)


def _find_to_write(request: HttpRequest, pk: UUID) -> PreparationSession:
    session = _find(request, pk)
    if not can_plan_sessions(request.actor):
        raise PermissionDenied
    return session


def _page_of(session: PreparationSession) -> str:
    return reverse("accompaniment:preparation_detail", args=[session.pk])


def _record(invitations: list[PreparationInvitation]) -> None:
    reads.record([row.case_id for row in invitations], section="interventions", kind=AccessKind.LIST)


@require_safe
@confidential
def preparation_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if not can_read_programme(actor):
        raise PermissionDenied
    form = ProgrammeFilter(request.GET)
    state = form.values().get("etat", "")
    page = page_of(listed(actor, state), request)
    context = {
        "form": form,
        "is_filtered": bool(state),
        "page": page,
        "total": page.paginator.in_words("séance"),
        "may_plan": can_plan_sessions(actor) and bool(programmes_of(actor)),
    }
    return render(request, "accompaniment/preparation_list.html", context)


@confidential
@require_form
def preparation_plan(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if not can_plan_sessions(actor):
        raise PermissionDenied
    programmes = programmes_of(actor)
    options = {"programmes": programmes, "sites": sites_of(actor), "animators": animators_of(actor.organisation)}
    form = PreparationForm(request.POST or None, initial={"animator": actor.user_id}, **options)

    def act() -> str:
        session = services.plan_preparation(by=actor, **form.answer())
        messages.success(request, "La séance est au programme : invitez-y des ménages.")
        return _page_of(session)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "accompaniment/preparation_form.html", {"has_programme": bool(programmes)}, form=form)


@require_safe
@confidential
def preparation_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    session, actor = _find(request, pk), request.actor
    rows = list(invited_to(actor, session)[:_MOST])
    _record(rows)
    names = dict(labelled(actor, [row.case for row in rows]))
    written = set(noted_in(actor, session).values_list("pk", flat=True))
    context = {
        "session": session,
        "rows": [(row, names[str(row.case_id)], TONES[row.presence], row.pk in written) for row in rows],
        "came": sum(row.presence in CAME for row in rows),
        "taken": (taken := places_taken(actor, session)),
        "others": taken - len(rows),
        "may_plan": can_plan_sessions(actor),
        "may_note": bool(written) and waits_for_attendance(session),
        "may_invite": may(actor, "group_entry", "W") and session.state != PreparationState.CANCELLED,
    }
    return render(request, "accompaniment/preparation_detail.html", context)


@confidential
@require_form
def preparation_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    session, actor = _find_to_write(request, pk), request.actor
    if request.method != "POST" and session.state != PreparationState.PLANNED:
        raise PermissionDenied
    options = {"session": session, "sites": sites_of(actor), "animators": animators_of(actor.organisation)}
    form = PreparationChangeForm(request.POST or None, initial=as_planned(session), **options)
    version = request.POST.get("version") or version_of(session)

    def act() -> None:
        services.change_preparation(session=session, version=version, by=actor, **form.answer())

    writing = Writing("Modifier la séance", "Enregistrer", _page_of(session), "La séance est modifiée.")
    context = {"session": session, "version": version}
    return answer_on(request, "accompaniment/preparation_write.html", context, form, act, writing)


@confidential
@require_POST
def preparation_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _find_to_write(request, pk)
    return _done(request, session, services.cancel_preparation, "La séance est annulée : prévenez les ménages invités.")


@confidential
@require_POST
def preparation_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = _find_to_write(request, pk)
    return _done(request, session, services.restore_preparation, "La séance est de nouveau prévue.")


def _done(request: HttpRequest, session: PreparationSession, act, words: str) -> HttpResponse:
    def perform() -> None:
        act(session=session, by=request.actor)
        messages.success(request, words)

    try:
        return do_once(request, perform, _page_of(session))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(_page_of(session))


@confidential
@require_form
def preparation_invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Households in preparation whose follow-up she writes, those who are not invited yet."""
    session, actor = _find(request, pk), request.actor
    if not may(actor, "group_entry", "W"):
        raise PermissionDenied
    cases = list(invitable(actor, session)[:_MOST])
    reads.record([case.pk for case in cases], section="list", kind=AccessKind.LIST)
    form = InviteForm(request.POST or None, households=labelled(actor, cases))

    def act() -> None:
        ticked = set(form.cleaned_data["households"])
        chosen = [case for case in cases if str(case.pk) in ticked]
        services.invite_to_preparation(session=session, cases=chosen, by=actor)

    left = max(session.places - places_taken(actor, session), 0)
    writing = Writing("Inviter des ménages", "Inviter", _page_of(session), "Les ménages sont invités.")
    context = {"session": session, "left": left, "is_empty": not cases}
    return answer_on(request, "accompaniment/preparation_write.html", context, form, act, writing)


@confidential
@require_POST
def preparation_uninvite(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = PreparationInvitation.objects.visible_to(request.actor).select_related("session", "case")
    invitation = get_object_or_404(rows, pk=pk)
    if not can_record_intervention(section_rights(request.actor, invitation.case)):
        raise PermissionDenied
    session = get_object_or_404(PreparationSession.objects.visible_to(request.actor), pk=invitation.session_id)

    def withdraw(*, session: PreparationSession, by) -> None:
        services.withdraw_invitation(invitation=invitation, by=by)

    return _done(request, session, withdraw, "L’invitation est retirée.")


@confidential
@require_form
def preparation_attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The households whose follow-up she writes: one tap each, then one sending."""
    session, actor = _find(request, pk), request.actor
    if not may(actor, "group_entry", "W"):
        raise PermissionDenied
    rows = list(noted_in(actor, session)[:_MOST])
    _record(rows)
    names = {UUID(key): label for key, label in labelled(actor, [row.case for row in rows])}
    form = AttendanceForm(request.POST if request.method == "POST" else None, rows=rows, names=names)

    def act() -> None:
        services.note_attendance(session=session, marks=form.marks(), by=actor)

    writing = Writing("Noter les présences", "Enregistrer", _page_of(session), "Les présences sont notées.")
    return answer_on(
        request,
        "accompaniment/preparation_attendance.html",
        {"session": session, "rows": rows, "others": places_taken(actor, session) - len(rows)},
        form,
        act,
        writing,
    )
