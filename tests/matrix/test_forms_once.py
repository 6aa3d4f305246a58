"""Double click and back button: each form of the cellule, sent twice with its key, has one effect."""

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.test import Client

from tests.matrix.rows import OPENS, Row
from tests.matrix.urls import ROWS
from tests.matrix.visit import rolled_back
from veille.core import clock
from veille.core.models import AuditEvent

SENT = [row for row in ROWS if row.name.startswith("cellule:") and row.method == "POST" and not row.by_link]
# What no rule can guess of a form: the answers that make it whole.
ANSWERS: dict[str, dict[str, str]] = {
    "cellule:session_at": {"code": "defer"},
    "cellule:decision_correct": {"code": "defer"},
    "cellule:candidature_answer": {"answer": "accepted"},
    "cellule:commission_result": {"result": "cal_awarded"},
    "cellule:referral_complement": {"complement": "Le montant de la dette"},
    "cellule:task_detail": {"to": "done"},
}
# Said twice, they leave what one leaves: the journal alone keeps both.
SAID_AGAIN = {
    "cellule:session_show": "la même situation reste à l’écran",
    "cellule:dwelling_confirm": "confirmée le même jour, la ligne vaut jusqu’au même jour",
    "cellule:feed_give": "une seule adresse est en vigueur : la nouvelle remplace l’ancienne",
}
_effects: dict[str, int] = {}


def _value(field: forms.Field) -> Any:
    """An answer of the right kind: what the form proposes, else the first that fits."""
    if isinstance(field, forms.ModelMultipleChoiceField | forms.ModelChoiceField):
        first = field.queryset.first()
        return [first.pk] if first else ""
    if isinstance(field, forms.ChoiceField):
        flat = [value for value, label in field.choices if value and not isinstance(label, list | tuple)]
        return flat[0] if flat else ""
    if isinstance(field, forms.DateField):
        return (clock.today() + timedelta(days=10)).isoformat()
    if isinstance(field, forms.TimeField):
        return "09:30"
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return max(field.min_value or 1, 1)
    return "on" if isinstance(field, forms.BooleanField) else "Quelques mots"


def filled(form: forms.BaseForm | None) -> dict[str, Any]:
    """The form as somebody sends it: what it holds, and each compulsory answer."""
    if not hasattr(form, "fields"):
        return {}
    answers = {}
    for name, field in form.fields.items():
        held = form.get_initial_for_field(field, name)
        if held not in (None, "", []):
            held = [getattr(one, "pk", one) for one in held] if isinstance(held, list | tuple) else held
            answers[name] = held.isoformat() if hasattr(held, "isoformat") else getattr(held, "pk", held)
        elif field.required:
            answers[name] = _value(field)
    return {name: value for name, value in answers.items() if value is not False}


def _twice(row: Row, visitor) -> tuple:
    """The two answers, and the acts that each wrote."""
    scene = visitor.scene
    person = next(p for p in scene.people.values() if not p.is_nobody and row.expected(p, scene) == OPENS)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = visitor.session_key(person.key)
    address, data = visitor.address(row), row.sent(scene, "POST")
    with rolled_back():
        page = client.get(address)
        form = page.context.get("form") if page.context else None
        data = {**filled(form), **data, **ANSWERS.get(row.name, {})}
        before = AuditEvent.objects.count()
        first = client.post(address, data)
        after_one = AuditEvent.objects.count()
        second = client.post(address, data)
        after_two = AuditEvent.objects.count()
    return first, second, after_one - before, after_two - after_one


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.label)
def test_a_form_sent_twice_has_one_effect(row, visitor):
    first, second, acts, again = _twice(row, visitor)
    _effects[row.name] = acts
    assert again == 0 or row.name in SAID_AGAIN
    if first.status_code == 302 and acts:
        assert second.status_code in (302, 403, 404, 409, 422)


def test_most_forms_were_whole_enough_to_have_an_effect():
    """Refusing everything would pass the test above."""
    if len(_effects) == len({row.name for row in SENT}):
        assert sum(acts > 0 for acts in _effects.values()) > len(_effects) * 0.6
