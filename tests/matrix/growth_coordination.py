"""Meetings held and to come, people invited and handed conclusions, relays whose day has passed."""

from datetime import time, timedelta

from accompaniment.models import CaseMeeting, CaseRelay, HandedConclusions, MeetingConclusions, MeetingGuest
from tests.matrix.scene import Scene
from veille.core import clock, links


def meetings(scene: Scene, count: int) -> None:
    for number in range(count):
        meeting = CaseMeeting.objects.create(
            case_id=scene.ids["coordinated"], organisation=scene.world.association, worker=scene.cast.worker.user,
            kind="synthesis", state="held" if number % 2 else "planned", held_on=clock.today(), starts_at=time(9),
            place="Ici", agenda="Point",
        )  # fmt: skip
        if number % 4 == 1:
            MeetingConclusions.objects.create(
                case=meeting.case, meeting=meeting, text="Un mot.", written_on=clock.today(),
                author=scene.cast.worker.user,
            )  # fmt: skip


def guests(scene: Scene, count: int) -> None:
    """Each with an invitation that opens, and the conclusions."""
    meeting = CaseMeeting.objects.get(pk=scene.ids["meeting_held"])
    for number in range(count):
        guest = MeetingGuest.objects.create(
            case=meeting.case, meeting=meeting, kind="outside", name=f"Personne {number}", function="Infirmière",
            body="CMP", agreed_on=clock.today(),
        )  # fmt: skip
        links.give(purpose="meeting", object_id=guest.pk, days=5, by=scene.cast.worker)
        handed = HandedConclusions.objects.create(
            case=meeting.case, guest=guest, version=1, given_at=clock.now(), given_by=scene.cast.worker.user
        )
        links.give(purpose="meeting_conclusions", object_id=handed.pk, days=5, by=scene.cast.worker)


def relays(scene: Scene, count: int) -> None:
    for _ in range(count):
        CaseRelay.objects.create(
            case_id=scene.ids["coordinated"], by_organisation=scene.world.association, body="Un service",
            kind="relay_common_law", theme="budget", agreed_on=clock.today(),
            first_on=clock.today() - timedelta(days=2), author=scene.cast.worker.user,
        )  # fmt: skip
