"""What every form laid out in a page has in common."""

import pytest

from households.forms.people import ContactForm
from households.forms.separation import SeparationForm
from veille.core.forms import LaidOutForm


def test_the_dashes_that_django_offers_become_words():
    assert dict(ContactForm.base_fields["kind"].choices)[""] == "---------"
    places = {"place": SeparationForm.base_fields["territory"]}
    assert type("Form", (LaidOutForm,), places)().fields["place"].empty_label == "Choisir…"


@pytest.mark.parametrize("required, words", [(True, "Choisir…"), (False, "Non renseigné")])
def test_what_may_stay_empty_says_so(required, words):
    field = ContactForm.base_fields["kind"].__class__(choices=[("", "---------"), ("a", "A")], required=required)
    form = type("Form", (LaidOutForm,), {"kind": field})()
    assert dict(form.fields["kind"].choices)[""] == words
