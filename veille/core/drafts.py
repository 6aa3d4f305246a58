"""Never lose a word: text is kept encrypted while it is typed."""

import json
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from veille.core import crypto
from veille.core.actor import Actor
from veille.core.models import Draft

KEPT_DAYS = 30
_TABLE = Draft._meta.db_table


class StaleDraft(Exception):
    """Another window of the same person has saved a later version, which `version` tells when it is known."""

    def __init__(self, version: int | None = None):
        super().__init__(version)
        self.version = version


@transaction.atomic
def save(
    *,
    by: Actor,
    form: str,
    data: dict,
    object_id: UUID | None = None,
    version: int | None = None,
    days: int | None = None,
) -> Draft:
    """Keep `data` as the draft of this person, form and object, for `days` or the term of the form.

    `version` is the one her page was made from; an older one than the stored raises StaleDraft.
    """
    place = {"owner": by.user_id, "organisation": by.organisation_id, "form": form, "object_id": object_id}
    draft = Draft.objects.select_for_update().filter(**place).first() or Draft(**place, version=0)
    if version is not None and version < draft.version:
        raise StaleDraft(draft.version)
    draft.payload = crypto.encrypt(json.dumps(data), purpose=crypto.DRAFTS, table=_TABLE)
    draft.version += 1
    draft.expires_at = timezone.now() + timedelta(days=term_of(form) if days is None else days)
    draft.save()
    return draft


def term_of(form: str) -> int:
    """Days a draft of this form waits: what an app declares in the `draft_days` of its configuration, else thirty."""
    declared = (getattr(app, "draft_days", {}) for app in apps.get_app_configs())
    return next((days[form] for days in declared if form in days), KEPT_DAYS)


def find(*, by: Actor, form: str, object_id: UUID | None = None) -> Draft | None:
    """The draft of this person in this form, if she has one that has not expired."""
    return Draft.objects.filter(
        owner=by.user_id, organisation=by.organisation_id, form=form, object_id=object_id, expires_at__gt=timezone.now()
    ).first()


def open_draft(draft: Draft) -> dict:
    """The data of a draft, decrypted."""
    return json.loads(crypto.decrypt(draft.payload, purpose=crypto.DRAFTS, table=_TABLE))


def discard(*, by: Actor, form: str, object_id: UUID | None = None) -> None:
    """Forget a draft once it was sent, or because its author wants so."""
    Draft.objects.filter(owner=by.user_id, organisation=by.organisation_id, form=form, object_id=object_id).delete()


def forget(*, forms: Iterable[str], objects: Iterable[UUID]) -> int:
    """Delete what anybody was typing in these forms of these objects: it can be sent no more; returns how many."""
    return Draft.objects.filter(form__in=forms, object_id__in=objects).delete()[0]


def purge_expired() -> int:
    """Delete drafts past their term; returns how many."""
    return Draft.objects.filter(expires_at__lte=timezone.now()).delete()[0]
