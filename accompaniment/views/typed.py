"""What was being typed in a form, found again."""

from uuid import UUID

from django import forms

from veille.core import drafts
from veille.core.actor import Actor
from veille.core.models import Draft


def find_draft(
    actor: Actor, name: str, object_id: UUID, form: type[forms.Form] | forms.Form
) -> tuple[Draft | None, dict]:
    """What was being typed, as the initial values of the form; what was not sent keeps its own.

    `form` is a class, or an instance where the fields depend on the case.
    """
    draft = drafts.find(by=actor, form=name, object_id=object_id)
    if draft is None:
        return None, {}
    kept = drafts.open_draft(draft)
    fields = form.fields if isinstance(form, forms.BaseForm) else form.base_fields
    values = {name: _kept(kept, name, field) for name, field in fields.items()}
    return draft, {name: value for name, value in values.items() if value is not None}


def _kept(kept: dict, name: str, field: forms.Field):
    """An unticked box is not sent by the browser: its absence says no."""
    values = kept.get(name, [])
    if isinstance(field, forms.BooleanField):
        return bool(values)
    if isinstance(field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)):
        return values
    return values[-1] if values else None
