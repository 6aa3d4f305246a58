"""How a form that writes is received: once per key, what is refused beside what was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from veille.core import free_text, submissions
from veille.core.actor import ActingRequest

# The methods of a page with a form: shown, then sent.
require_form = require_http_methods(["GET", "HEAD", "POST"])

INVALID = 422
CONFLICT = 409
# What two people meet who write the same at once: unique rows, and rows whose days exclude each other.
_MET_TWICE = {"23505", "23P01"}
_FASTER = "Quelqu’un vient d’enregistrer la même chose : relisez la page avant de recommencer."


def submission_key(request: ActingRequest) -> UUID:
    """The one-time key of the form; a form without one is a new sending."""
    try:
        return UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return uuid4()


def once(request: ActingRequest, act: Callable[[], str], *, name: str = "") -> HttpResponse:
    """Do `act` unless this very form was already received, and go where it says.

    Raises what the act raises; of two people who write the same at once, the second gets ValidationError.
    """
    form = name or request.resolver_match.view_name
    try:
        return redirect(submissions.once(by=request.actor, form=form, key=submission_key(request), act=act))
    except IntegrityError as error:
        raise _refusal(error) from error


def _refusal(error: IntegrityError) -> Exception:
    """A constraint met by nobody's fault, in its own sentence when it has one."""
    told = getattr(error.__cause__, "diag", None)
    if told is None or told.sqlstate not in _MET_TWICE:
        return error
    constraints = (constraint for model in apps.get_models() for constraint in model._meta.constraints)
    met = next((found.violation_error_message for found in constraints if found.name == told.constraint_name), None)
    return ValidationError(met or _FASTER, code="faster")


def do_once(request: ActingRequest, act: Callable[[], object], target: str, *, name: str = "") -> HttpResponse:
    """The same for an act that does not say where to go."""

    def done() -> str:
        act()
        return target

    return once(request, done, name=name)


def send(
    request: ActingRequest, form: forms.BaseForm, act: Callable[[], str], *, name: str = ""
) -> HttpResponse | None:
    """Do the act once and go where it says; None when it was refused, with the reason in the form."""
    try:
        sent = once(request, act, name=name)
    except ValidationError as error:
        add_refusal(form, error)
        return None
    reread(request, form)
    return sent


def reread(request: ActingRequest, form: forms.BaseForm) -> None:
    """Say once it is saved what a text should not hold, unless the page has said it while she typed."""
    if "text_checked" in request.POST:
        return
    texts = [form.cleaned_data.get(name) for name in getattr(form, "fields", {}) if _is_free_text(form.fields[name])]
    found = {warning for text in texts for warning in free_text.warnings(text or "")}
    for warning in sorted(found, key=lambda one: one.kind):
        messages.warning(request, f"C’est enregistré, à relire : {warning.sentence}")


def _is_free_text(field: forms.Field) -> bool:
    """Long texts, but those whose very purpose is a protected address."""
    return isinstance(field.widget, forms.Textarea) and "data-sealed" not in field.widget.attrs


def add_refusal(form: forms.BaseForm, error: ValidationError) -> None:
    """Beside the field it speaks of when the form has one, else above all."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for field, sentences in by_field.items():
        form.add_error(field if field in form.fields else None, sentences)


def show(request: ActingRequest, template: str, context: dict[str, Any], *, form: forms.BaseForm) -> HttpResponse:
    """The page of a form; 422 when what was sent must be corrected."""
    return render(request, template, {**context, "form": form}, status=INVALID if form.errors else 200)
