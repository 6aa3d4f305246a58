"""Each model states what is personal in it and how long it is kept."""

import pytest
from django.apps import apps
from django.db import models

OURS = ["core", "partners", "households", "funding", "accompaniment", "cellule", "reports"]
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]


def unsaid(model) -> list[str]:
    """What a model fails to state."""
    faults = []
    if not model.__dict__.get("keep"):
        faults.append("ne dit pas combien de temps la ligne est gardée")
    names = {field.name for field in model._meta.get_fields() if hasattr(field, "attname")}
    faults += [f"{name} n’est pas une colonne" for name in model.personal if name not in names]
    return faults


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_model_says_how_long_and_what_is_personal(model):
    assert unsaid(model) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_long_text_about_a_case_is_personal(model):
    hangs_on_a_person = {"case", "household", "referral", "session", "measure", "objective"} & {
        field.name for field in model._meta.get_fields()
    }
    texts = {f.name for f in model._meta.concrete_fields if isinstance(f, models.TextField | models.BinaryField)}
    if hangs_on_a_person:
        assert texts <= set(model.personal)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_constraint_carries_its_french_sentence(model):
    default = models.BaseConstraint.default_violation_error_message
    silent = [c.name for c in model._meta.constraints if c.violation_error_message == default]
    assert silent == []


def test_confidential_children_carry_their_case():
    """Row-level security will stand on it (a sheet hangs on its session)."""
    confidential = [m for m in MODELS if m._meta.app_label in {"households", "accompaniment", "cellule"} and m.personal]
    accounts = {"households.Tenancy", "households.TenancyMonth"}  # a landlord's tenants: they know of no case
    # Who joins a collective action or a cooperative is linked to no file, on purpose.
    collective = {"accompaniment.CollectiveParticipant", "accompaniment.CooperativeMember"}
    apart = {
        "households.Case",
        "households.Person",
        "households.Dwelling",
        "households.ImportBatch",
        *accounts,
        *collective,
    }
    hung = {"case", "session", "measure", "note"}
    orphans = [m._meta.label for m in confidential if not hung & {f.name for f in m._meta.concrete_fields}]
    assert set(orphans) <= apart


def test_a_model_that_says_nothing_is_seen():
    class Silent:
        personal = ("nothing",)
        _meta = type("Meta", (), {"get_fields": staticmethod(lambda: [])})

    assert len(unsaid(Silent)) == 2
