"""What no service could let through, the database refuses too: it judges when all is written."""

import pytest
from django.db import IntegrityError, connection

from accompaniment.models import Measure
from households.models import Case
from households.services import record_adhesion
from tests import factories
from veille.core import clock

pytestmark = pytest.mark.django_db


def judge():
    """As the end of the transaction does."""
    connection.check_constraints()


def test_no_accompaniment_runs_without_the_admission_its_dispositif_asks(world, case):
    factories.make_measure(case, world.association)
    judge()
    Case.objects.update(admitted_on=None)
    Measure.objects.update(state="relay")
    with pytest.raises(IntegrityError, match="pas encore été admis"):
        judge()


def test_a_dispositif_without_admission_asks_none(world, case):
    version = case.rules
    case.rules = type(version).objects.create(
        dispositif=version.dispositif,
        number=version.number + 1,
        data={**version.data, "entry_needs_admission": False},
        published_on=clock.today(),
    )
    case.admitted_on = None
    case.save()
    factories.make_measure(case, world.association)
    judge()


def test_it_starts_with_an_agreement_or_says_why_not(world, case):
    factories.make_measure(case, world.association, state="not_started")
    Measure.objects.update(state="active", started_on=clock.today(), activated_on=clock.today())
    with pytest.raises(IntegrityError, match="Enregistrez l’accord du ménage"):
        judge()


@pytest.mark.parametrize("word", ["agreed_oral", "agreed_signed", "conditional", "renewed"])
def test_any_agreement_will_do(world, cast, case, word):
    record_adhesion(case=case, state=word, by=cast.worker)
    factories.make_measure(case, world.association, state="not_started")
    Measure.objects.update(state="active", started_on=clock.today(), activated_on=clock.today())
    judge()


def test_a_reason_will_do(world, case):
    factories.make_measure(case, world.association, state="not_started")
    Measure.objects.update(state="active", started_on=clock.today(), start_without_adhesion="Aller-vers.")
    judge()
