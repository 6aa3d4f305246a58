"""Situations that come back: put on the agenda, their sheet drafted from records, completed by who accompanies."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.models import Measure
from cellule.changes import changes_since
from cellule.choices import AgendaKind
from cellule.models import AgendaItem, PresentationSheet, Session
from cellule.pseudonyms import pseudonym_of
from cellule.reviews import last_examined
from cellule.services.sessions import add_item
from cellule.services.sheets import lock_draft
from households.composition import age_bands, composition_sentence
from households.models import Person
from veille.core import audit, clock
from veille.core.actor import Actor

# A situation known to the members takes less time than a new one.
MINUTES = 5
_QUESTION = "Quelle suite donner à l’accompagnement ?"
# What the members read last time; the rest is taken from records, or typed.
_KEPT = ("profile", "findings", "facts", "tried")


@transaction.atomic
def bring_back(*, session: Session, measures: Iterable[Measure], by: Actor) -> list[AgendaItem]:
    """Put running situations on the agenda; each gets its sheet, to be completed by its operator."""
    return [_bring(session, measure, by) for measure in measures]


def _bring(session: Session, measure: Measure, by: Actor) -> AgendaItem:
    item = add_item(session, by, kind=AgendaKind.FOLLOW_UP, case=measure.case, owner=measure.operator, minutes=MINUTES)
    _draft(item, measure, by)
    return item


def _draft(item: AgendaItem, measure: Measure, by: Actor) -> PresentationSheet:
    """From the last sheet the instance read and an allow-list of records; a restricted case brings counts alone."""
    case, session = measure.case, item.session
    last = _last_read(item)
    since = last_examined(case, session) or measure.decided_on
    sheet = PresentationSheet.objects.create(
        session=session,
        case=case,
        presenter=measure.operator,
        pseudonym=pseudonym_of(case=case, instance=session.instance),
        door=case.door,
        territory=case.territory.name,
        since_on=since,
        changes=changes_since(measure, since, last.findings if last else []),
        **({} if case.is_restricted else _known(measure, last)),
    )
    audit.record("sheet.drafted", sheet, by=by)
    return sheet


def _last_read(item: AgendaItem) -> PresentationSheet | None:
    sheets = PresentationSheet.objects.filter(case=item.case_id, session__instance=item.session.instance_id)
    return sheets.filter(frozen_at__isnull=False).order_by("-frozen_at", "-version").first()


def _known(measure: Measure, last: PresentationSheet | None) -> dict[str, Any]:
    """Who lives there today, by bands; what the members already read; the question of any review."""
    today = clock.today()
    people = list(Person.objects.filter(household=measure.case.household_id).present_on(today).order_by("pk"))
    fields = {name: getattr(last, name) for name in _KEPT} if last else {}
    return fields | {
        "composition": composition_sentence(people, today)[:160] if people else "",
        "age_bands": ", ".join(age_bands(people, today))[:300],
        "question": _QUESTION,
    }


@transaction.atomic
def refresh_changes(*, sheet: PresentationSheet, by: Actor) -> PresentationSheet:
    """Compute again, from records, what changed: a sheet waits some days before it is frozen."""
    stored = lock_draft(sheet)
    if not stored.is_follow_up:
        raise ValidationError("Seule la fiche d’une situation qui revient dit ce qui a changé.")
    measure = Measure.objects.filter(case=stored.case_id, operator=stored.presenter_id).order_by("-decided_on").first()
    if measure is None:
        raise ValidationError("L’accompagnement n’est plus celui de cet opérateur : rien n’est à relever.")
    stored.changes = changes_since(measure, stored.since_on, stored.findings)
    stored.edition += 1
    stored.written_at, stored.written_by = clock.now(), by.user
    stored.save(update_fields=["changes", "edition", "written_at", "written_by"])
    audit.record("sheet.refreshed", stored, by=by)
    return stored
