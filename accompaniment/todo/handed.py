"""Files that came to her from somebody else: to meet the household; files of who has left: to pass on."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accompaniment.choices import CONTACT_KINDS, InterventionOutcome
from accompaniment.models import HandedFile, Intervention
from accompaniment.team.people import can_hand_over, lasting_rows, people_of
from accompaniment.todo.lines import Line, line
from households.models import TeamPart
from households.standing_in import team_workers
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import of_name
from veille.core.todo import FOLLOW, TODAY, Kind, Topic

_TAKEN = Kind("file_handed_over", "Dossier repris", Topic.CONTACTS)
_LEFT = Kind("file_of_departed", "Dossier au nom d’une personne partie", Topic.ACCOMPANIMENT)
# After so many days, silence is told by the line about silence.
_RECENT = timedelta(days=60)


def taken_over(actor: Actor) -> Iterator[Line]:
    """Files passed to her where she has met nobody since; a contact noted clears the line."""
    leads = lasting_rows(actor).filter(case=OuterRef("case"), user=actor.user_id, part=TeamPart.LEAD)
    met = Intervention.objects.visible_to(actor).filter(
        case=OuterRef("case"),
        author=actor.user_id,
        kind__in=CONTACT_KINDS,
        outcome=InterventionOutcome.EFFECTIVE,
        happened_on__gte=OuterRef("handover__handed_on"),
    )
    files = HandedFile.objects.visible_to(actor).filter(
        Exists(leads),
        ~Exists(met),
        receiver=actor.user_id,
        handover__handed_on__gte=clock.today() - _RECENT,
        case__closed_on=None,
    )
    for file in files.select_related("case", "handover__former").order_by("handover__handed_on", "pk"):
        yield line(
            file.case,
            kind=_TAKEN,
            about=file.pk,
            group=FOLLOW,
            title=f"Dossier repris {of_name(file.handover.former)} : se présenter au ménage",
            since=file.handover.handed_on,
            url=reverse("accompaniment:quick_entry", args=[file.case_id]),
            act="Noter un contact",
        )


def left_behind(actor: Actor) -> Iterator[Line]:
    """Files led by somebody who carries none here any more: her manager passes them on."""
    if not can_hand_over(actor):
        return
    here = team_workers(actor.organisation).order_by().values("pk")
    rows = lasting_rows(actor).filter(part=TeamPart.LEAD).exclude(user__in=here)
    known = rows.filter(user__in=people_of(actor).order_by().values("pk"))
    for row in known.select_related("case", "user").order_by("case__number", "pk"):
        yield line(
            row.case,
            kind=_LEFT,
            about=row.pk,
            group=TODAY,
            title=f"Dossier au nom {of_name(row.user)}, qui n’est plus de l’équipe",
            since=row.starts_on,
            url=reverse("accompaniment:handover_create", args=[row.user_id]),
            act="Passer ses dossiers",
        )
