"""A dispositif comes from a template and changes by publishing a version."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from partners import services
from partners.configuration import parse
from partners.models import Dispositif, DispositifVersion
from partners.services.dispositifs import template_names
from tests.templates import template


@pytest.mark.parametrize("code", [code for code, _ in template_names()])
def test_each_template_makes_a_dispositif(code, world):
    dispositif = services.create_dispositif(
        template=code, name=f"Essai {code}", number_prefix="ESSAI", carrier=world.organiser, by=None
    )
    rules = dispositif.rules.configuration
    assert rules.levels
    assert rules.decisions
    assert rules.targets
    assert dispositif.milestones.count() == len(rules.milestones)


def test_an_unknown_key_is_refused_by_name():
    with pytest.raises(ValidationError, match="couleur"):
        parse(template("asae") | {"couleur": "bleu"})


def test_a_missing_key_is_refused():
    data = template("asae")
    del data["levels"], data["doors"]
    with pytest.raises(ValidationError, match="incomplète"):
        parse(data)


def test_a_published_version_never_changes(world):
    with pytest.raises(DatabaseError, match="publiez la suivante"), transaction.atomic():
        DispositifVersion.objects.filter(pk=world.version.pk).update(data={})


def test_a_new_version_leaves_the_old_cases_alone(world):
    services.publish_version(dispositif=world.dispositif, data=world.version.data, by=None)
    assert [version.number for version in world.dispositif.versions.order_by("number")] == [1, 2]
    assert world.dispositif.rules.number == 2


def test_the_pilot_creates_one_from_the_page(cast, sign_in):
    form = {"template": "asae", "name": "Accompagner l’Aude", "number_prefix": "AU", "starts_on": "2019-01-01"}
    answer = sign_in(cast.pilot).post(reverse("partners:dispositif_create"), form)
    created = Dispositif.objects.get(name="Accompagner l’Aude")
    assert answer.url == reverse("partners:dispositif_detail", args=[created.pk])
    assert created.starts_on == date(2019, 1, 1)
    assert sign_in(cast.pilot).get(answer.url).status_code == 200


def test_a_taken_name_is_said_on_the_form_and_nothing_is_lost(world, cast, sign_in):
    form = {"template": "asae", "name": world.dispositif.name, "number_prefix": "AU", "starts_on": "2019-01-01"}
    answer = sign_in(cast.pilot).post(reverse("partners:dispositif_create"), form)
    assert answer.status_code == 422
    assert world.dispositif.name in answer.content.decode()


def test_a_referent_does_not_configure(cast, sign_in):
    assert sign_in(cast.referent).get(reverse("partners:dispositif_create")).status_code == 403
