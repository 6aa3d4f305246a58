"""A form that writes: once per key, its refusals beside what was typed, its draft forgotten when it went."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from veille.core import drafts, submissions
from veille.core.actor import Actor
from veille.core.models import Draft

INVALID = 422


def send(request: HttpRequest, form: forms.Form, *, name: str, act: Callable[[], str]) -> HttpResponse | None:
    """Do the act once and go where it says; None when it was refused, with the reason in the form."""
    try:
        return redirect(submissions.once(by=request.actor, form=name, key=_key(request), act=act))
    except ValidationError as error:
        add_refusal(form, error)
        return None


def add_refusal(form: forms.Form, error: ValidationError) -> None:
    """Beside the field it speaks of when the form has one, else above all."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for field, messages in by_field.items():
        form.add_error(field if field in form.fields else None, messages)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return uuid4()


def show(request: HttpRequest, template: str, context: dict, *, form: forms.Form) -> HttpResponse:
    """The page of a form; 422 when what was sent must be corrected."""
    return render(request, template, {**context, "form": form}, status=INVALID if form.errors else 200)


def find_draft(actor: Actor, name: str, object_id: UUID, form_class: type[forms.Form]) -> tuple[Draft | None, dict]:
    """What was being typed, as the initial values of the form."""
    draft = drafts.find(by=actor, form=name, object_id=object_id)
    if draft is None:
        return None, {}
    kept = drafts.open_draft(draft)
    return draft, {field: _kept(kept, field, kind) for field, kind in form_class.base_fields.items()}


def _kept(kept: dict, name: str, field: forms.Field):
    """An unticked box is not sent by the browser: its absence says no."""
    values = kept.get(name, [])
    if isinstance(field, forms.BooleanField):
        return bool(values)
    if isinstance(field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)):
        return values
    return values[-1] if values else None
