"""The draft of an orientation: one encrypted draft for its five steps, found again after signing in anew."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from veille.core import drafts
from veille.core.actor import Actor
from veille.core.models import Draft, Submission

FORM = "referral"


Answers = dict[str, dict[str, str]]


class NoDraft(LookupError):
    """No such draft for this person and organisation, or it has expired."""


@dataclass(frozen=True)
class StoredDraft:
    """A draft as it lies: `content` is {"danger": …, "steps": {key: {"data": …, "page": …, "version": …}}}."""

    id: UUID
    content: dict
    saved_at: datetime


def start(*, by: Actor, danger: str, draft_id: UUID | None = None, **told: str) -> UUID:
    """Open a draft on the first answer, or change that answer; `told`: what it comes from (`former`, `alert`)."""
    draft_id = draft_id or uuid4()
    with transaction.atomic():
        draft = _locked(by, draft_id)
        content = drafts.open_draft(draft) if draft else {"steps": {}}
        content |= {"danger": danger, **told}
        drafts.save(by=by, form=FORM, object_id=draft_id, data=content)
    return draft_id


def begin_with(*, by: Actor, danger: str, steps: dict[str, dict[str, list[str]]], **told: str) -> UUID:
    """Open a draft that holds answers already, each as its form reads it."""
    kept = {key: {"data": data, "page": "", "version": 1} for key, data in steps.items()}
    draft_id = uuid4()
    drafts.save(by=by, form=FORM, object_id=draft_id, data={"danger": danger, "steps": kept, **told})
    return draft_id


def load(*, by: Actor, draft_id: UUID) -> StoredDraft:
    draft = drafts.find(by=by, form=FORM, object_id=draft_id)
    if draft is None:
        raise NoDraft
    return _stored(draft)


def all_of(by: Actor) -> list[StoredDraft]:
    """Her unsent orientations, the last touched first."""
    rows = Draft.objects.filter(
        owner=by.user_id, organisation=by.organisation_id, form=FORM, expires_at__gt=timezone.now()
    )
    return [_stored(row) for row in rows.order_by("-updated_at")]


def _stored(draft: Draft) -> StoredDraft:
    return StoredDraft(id=draft.object_id, content=drafts.open_draft(draft), saved_at=draft.saved_at)


@transaction.atomic
def keep_step(*, by: Actor, draft_id: UUID, step: str, data: dict, page: str, version: int | None = None) -> int:
    """Keep one step as typed and return its version; raises StaleDraft when another page wrote it since.

    `page` is the key of the page it was typed in: the same page may always write again, so that what
    is sent while an automatic save is on its way is not taken for somebody else's text.
    """
    draft = _locked(by, draft_id)
    if draft is None:
        raise NoDraft
    content = drafts.open_draft(draft)
    kept = write_step(content, step=step, data=data, page=page, version=version)
    drafts.save(by=by, form=FORM, object_id=draft_id, data=content)
    return kept


def write_step(content: dict, *, step: str, data: dict, page: str, version: int | None) -> int:
    """Put a step into an opened content, and answer its new version."""
    stored = content["steps"].get(step, {"version": 0, "page": page})
    if stored["page"] != page and version is not None and version < stored["version"]:
        raise drafts.StaleDraft
    content["steps"][step] = {"data": data, "page": page, "version": stored["version"] + 1}
    return stored["version"] + 1


@transaction.atomic
def prefill(*, by: Actor, draft_id: UUID, answers: Answers, former: Answers | None = None, chosen: frozenset) -> None:
    """Write what is known already into the steps; an answer typed by hand stands. A page open elsewhere is stale.

    What `former` had filled gives way, and so do the `chosen` answers, which say which of the two it is.
    """
    draft = _locked(by, draft_id)
    if draft is None:
        raise NoDraft
    content = drafts.open_draft(draft)
    for step, values in answers.items():
        stored = content["steps"].get(step, {"data": {}, "version": 0})
        given, said = stored["data"], (former or {}).get(step, {})
        known = {
            name: [value]
            for name, value in values.items()
            if name in chosen or not any(given.get(name, [])) or given[name] == [said.get(name)]
        }
        content["steps"][step] = {"data": stored["data"] | known, "page": "", "version": stored["version"] + 1}
    drafts.save(by=by, form=FORM, object_id=draft_id, data=content)


def discard(*, by: Actor, draft_id: UUID) -> None:
    drafts.discard(by=by, form=FORM, object_id=draft_id)


@transaction.atomic
def mark_sent(*, by: Actor, draft_id: UUID, target: str) -> None:
    """Forget the draft, not where it went: the browser's Back button still asks for its pages."""
    discard(by=by, draft_id=draft_id)
    Submission.objects.update_or_create(owner=by.user_id, form=FORM, key=draft_id, defaults={"target": target})


def sent_to(*, by: Actor, draft_id: UUID) -> str | None:
    """Where the draft that she sent has gone; None for any other."""
    return Submission.objects.filter(owner=by.user_id, form=FORM, key=draft_id).values_list("target", flat=True).first()


def _locked(by: Actor, draft_id: UUID) -> Draft | None:
    """The row, held until the end of the transaction; None also when another window has just sent it."""
    draft = drafts.find(by=by, form=FORM, object_id=draft_id)
    return Draft.objects.select_for_update().filter(pk=draft.pk).first() if draft else None
