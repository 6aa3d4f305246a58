"""The sessions of December 2018 being prepared: what changed in the situations that come back, a paper, a subject."""

from datetime import timedelta

from accompaniment.models import Measure
from cellule.changes import changes_since
from cellule.choices import SessionState
from cellule.models import AgendaItem, PresentationSheet, Session
from cellule.reviews import due_measures
from cellule.services.reviews import bring_back
from cellule.services.session_documents import add_session_document
from cellule.services.sessions import add_subject
from partners.actors import actor_of
from partners.models import Membership
from partners.roles import Role
from veille.core import clock
from veille.core.actor import Actor
from veille.core.uploads import FileKind, Received
from veille.demonstration.frames import World

_PAPER = (
    "Ordre du jour et rappels\n\n"
    "Les fiches sont lues sans nom ni numéro ; ce qui est imprimé est détruit après la séance.\n"
    "La trêve hivernale court du 1er novembre au 31 mars : aucune expulsion n’est exécutée.\n"
)
_SUBJECT = "Joindre une personne qui n’ouvre plus : ce qui a aidé"


def tell(world: World) -> None:
    """After the files: records are read, nothing is decided and no figure moves."""
    _relate(world)
    _gather()
    for session in _coming(world):
        secretary = _secretary(session)
        if secretary is None:
            continue
        bring_back(session=session, measures=list(due_measures(session, secretary)[:1]), by=secretary)
        add_subject(session=session, subject=_SUBJECT, minutes=15, by=secretary, owner=world.organisations["hdn"])
        received = Received(content=_PAPER.encode(), kind=FileKind.TEXT, original_name="rappels.txt")
        add_session_document(session=session, title="Rappels avant la séance", received=received, by=secretary)


def _relate(world: World) -> None:
    """What changed, as it would have been taken from the records when each sheet was frozen."""
    sheets = PresentationSheet.objects.filter(
        referral=None, session__state__in=(SessionState.PLANNED, SessionState.CONVENED)
    )
    for sheet in sheets.order_by("pk"):
        measure = Measure.objects.filter(case=sheet.case_id).order_by("-decided_on").first()
        since = max(sheet.since_on, clock.today() - timedelta(days=180))
        changes = changes_since(measure, since, sheet.findings)
        PresentationSheet.objects.filter(pk=sheet.pk).update(since_on=since, changes=changes)


def _gather() -> None:
    """The situation that a synthesis is about, as who calls it would put it there."""
    for session in Session.objects.filter(state=SessionState.PLANNED, case__isnull=False).order_by("held_on", "pk"):
        measures = Measure.objects.filter(case=session.case_id).order_by("-decided_on")[:1]
        if secretary := _secretary(session):
            bring_back(session=session, measures=measures, by=secretary)


def _coming(world: World) -> list[Session]:
    """The sessions that are convened in the dispositif of the story."""
    sessions = Session.objects.filter(
        state=SessionState.CONVENED, instance__dispositif=world.frames["vs"].dispositif.pk, instance__code="cell"
    )
    held = AgendaItem.objects.filter(session__in=sessions.values("pk"), case__isnull=False).values("session")
    return list(sessions.filter(pk__in=held).select_related("instance__dispositif").order_by("held_on", "pk"))


def _secretary(session: Session) -> Actor | None:
    """Whoever keeps the instance."""
    seats = Membership.objects.current().filter(
        role=Role.INSTANCE_SECRETARY, organisation=session.instance.organiser_id
    )
    for seat in seats.select_related("user").order_by("pk"):
        if seat.instance_id in (None, session.instance_id):
            return actor_of(seat.user, seat.organisation_id)
    return None
