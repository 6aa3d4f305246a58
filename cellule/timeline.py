"""What this package tells of the life of a file: orientations sent, decisions told, extracts returned to it."""

from collections.abc import Iterator

from django.urls import reverse

from cellule.models import Decision, MinutesEntry, Referral
from cellule.services.decisions import decision_label
from households.models import Case
from partners.roles import Right, Section
from veille.core import formats
from veille.core.actor import Actor
from veille.core.timeline import Event, Track


def events(actor: Actor, case: Case) -> Iterator[Event]:
    """What a person who knows the state alone may read: what was sent and answered, no reason."""
    for referral in Referral.objects.visible_to(actor).filter(case=case).select_related("referrer_organisation"):
        yield Event(
            day=formats.as_day(referral.submitted_at),
            track=Track.DECISION,
            section=Section.STATE,
            title="Orientation transmise",
            author=referral.referrer_organisation.short_name,
        )
    yield from _decisions(actor, case)
    yield from _extracts(actor, case)


def _decisions(actor: Actor, case: Case) -> Iterator[Event]:
    whole = set(
        Decision.objects.visible_to(actor, Right.READ).filter(case=case).order_by().values_list("pk", flat=True)
    )
    decisions = Decision.objects.visible_to(actor).told_to(actor).filter(case=case)
    for decision in decisions.select_related("case__rules", "operator", "agenda_item__session__instance"):
        item = decision.agenda_item
        yield Event(
            day=decision.decided_on,
            track=Track.DECISION,
            section=Section.DECISION,
            title=decision_label(decision),
            detail=decision.operator.short_name if decision.operator and decision.pk in whole else "",
            author=item.session.instance.label if item else decision.get_body_display(),
        )


def _extracts(actor: Actor, case: Case) -> Iterator[Event]:
    """What a session said of the file, on the day its compte rendu was given out."""
    entries = MinutesEntry.objects.returned_to_file(actor).filter(case=case).in_meeting_order()
    for entry in entries.select_related("minutes", "session__instance"):
        yield Event(
            day=formats.as_day(entry.minutes.frozen_at),
            track=Track.DECISION,
            section=Section.DECISION,
            title="Extrait du compte rendu",
            detail=f"Séance du {formats.far_date(entry.session.held_on)}",
            author=entry.session.instance.label,
            url=reverse("cellule:case_extract", args=[case.pk, entry.pk]),
        )
