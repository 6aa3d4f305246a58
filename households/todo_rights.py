"""What awaits somebody of the rights of households: requests, files to read over, files about to be archived."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from households import retention, rights
from households.banner import household_names
from households.models import Case, RightsRequest
from households.rights_choices import RightsKind, RightsState
from partners.roles import Right, Section
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.models import AccessKind
from veille.core.todo import Kind, Topic, WorkItem, group_for

_ASKED = Kind("rights_request", "Demande de droits", Topic.RIGHTS)
_ARCHIVED = Kind("archiving", "Archivage qui approche", Topic.RIGHTS)

_RUNNING = (RightsState.RUNNING, RightsState.EXTENDED)


def work_items(actor: Actor) -> list[WorkItem]:
    """The lines, with the names the actor may read (journalled as one list)."""
    requests, ending = _requests(actor), _ending(actor)
    shown = {one.case_id for one in requests} | {due.case.pk for due in ending}
    if shown:
        reads.record(sorted(shown), section="rights", kind=AccessKind.LIST)
    names = household_names(actor, [due.case for due in ending])
    return [*(_asked(actor, one) for one in requests), *_archiving(ending, names)]


def _requests(actor: Actor) -> list[RightsRequest]:
    """For the officer, all that is open; for who reads over, what waits for her."""
    found = RightsRequest.objects.visible_to(actor).open().select_related("case", "person")
    if not rights.is_officer(actor):
        found = found.filter(_waits_for_reader(), reader=actor.user_id)
    return list(found.order_by("due_on", "pk"))


def _waits_for_reader() -> Q:
    """Her advice, her reading, or a rectification."""
    to_read = Q(gathered_at__isnull=False, read_at=None)
    to_advise = Q(lead_cleared_on=None, kind__in=rights.GATHERED_KINDS, gathered_at=None)
    return Q(state__in=_RUNNING) & (to_read | to_advise | Q(kind=RightsKind.RECTIFICATION))


def _asked(actor: Actor, one: RightsRequest) -> WorkItem:
    officer = rights.is_officer(actor)
    return WorkItem(
        kind=_ASKED,
        about=str(one.pk),
        case=one.case_id,
        group=group_for(one.due_on),
        door=None,
        number=one.case.number,
        name=str(one.person or ""),
        title=f"Demande de droits : {one.get_kind_display().lower()}",
        since=one.received_on,
        due=one.due_on,
        url=reverse("households:rights_detail", args=[one.pk]),
        action_label="Répondre" if officer else "Relire",
    )


def _ending(actor: Actor) -> list[retention.Due]:
    """Files that her organisation follows and that leave the lists soon, for who may inspect them."""
    hers = Case.objects.visible_to(actor, Section.ACCESS_PANEL, Right.READ).not_led_elsewhere(actor)
    return retention.warned(hers, clock.today())


def _archiving(ending: list[retention.Due], names: dict) -> Iterator[WorkItem]:
    for due in ending:
        day = due.terms.archived_on
        yield WorkItem(
            kind=_ARCHIVED,
            about=str(due.case.pk),
            case=due.case.pk,
            group=group_for(day),
            door=due.case.door,
            number=due.case.number,
            name=names.get(due.case.household_id, ""),
            title=f"Archivage le {far_date(day)}, faute de contact",
            since=due.terms.begins_on,
            due=day,
            url=reverse("households:case_detail", args=[due.case.pk]),
            action_label="Voir le dossier",
        )
