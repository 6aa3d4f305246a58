"""Dispositifs come from a template and change by publishing a version."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from partners.configuration import Configuration, parse
from partners.models import Commune, Dispositif, DispositifVersion, Milestone, Organisation, Territory
from veille.core import audit, clock
from veille.core.actor import Actor

TEMPLATES = Path(__file__).resolve().parent.parent / "dispositif_templates"


def template_names() -> list[tuple[str, str]]:
    """The templates shipped with the project: (code, name)."""
    return [
        (path.stem, json.loads(path.read_text(encoding="utf-8"))["name"]) for path in sorted(TEMPLATES.glob("*.json"))
    ]


def read_template(code: str) -> dict[str, Any]:
    """The data of one template."""
    if code not in dict(template_names()):
        raise ValidationError("Ce modèle de dispositif n’existe pas.")
    return json.loads((TEMPLATES / f"{code}.json").read_text(encoding="utf-8"))


@transaction.atomic
def create_dispositif(
    *,
    template: str,
    name: str,
    number_prefix: str,
    carrier: Organisation,
    by: Actor | None,
    starts_on: date | None = None,
) -> Dispositif:
    """A dispositif from a template, with its first version and its milestones. Raises ValidationError."""
    data = read_template(template) | {"name": name, "code_prefix": number_prefix}
    configuration = parse(data)
    dispositif = Dispositif(
        name=name,
        public_name=configuration.public_name,
        number_prefix=number_prefix,
        carrier=carrier,
        starts_on=starts_on or clock.today(),
    )
    dispositif.full_clean()
    dispositif.save()
    audit.record("dispositif.created", dispositif, by=by, changes={"template": template})
    publish_version(dispositif=dispositif, data=data, by=by)
    return dispositif


def rules_known(dispositif: Dispositif, number: int) -> DispositifVersion:
    """The version in force, held for the transaction, when it is the one a form was made from.

    Raises ValidationError for an older number: what somebody published meanwhile is never overwritten.
    """
    Dispositif.objects.select_for_update().get(pk=dispositif.pk)
    last = dispositif.rules
    if last.number != number:
        raise ValidationError(
            f"La version {last.number} de la configuration vient d’être publiée ; votre saisie est gardée ci-dessous. "
            "Relisez, puis enregistrez."
        )
    return last


@transaction.atomic
def publish_version(*, dispositif: Dispositif, data: dict[str, Any], by: Actor | None) -> DispositifVersion:
    """Publish the next version: new cases follow it, the others keep theirs. Raises ValidationError."""
    configuration = parse(data)
    Dispositif.objects.select_for_update().get(pk=dispositif.pk)
    last = dispositif.rules
    version = DispositifVersion.objects.create(
        dispositif=dispositif,
        number=last.number + 1 if last else 1,
        data=data,
        published_on=clock.today(),
        published_by=by.user_id if by else None,
    )
    _write_milestones(dispositif, configuration)
    audit.record("dispositif.published", version, by=by, changes={"number": version.number})
    return version


def _write_milestones(dispositif: Dispositif, configuration: Configuration) -> None:
    for rules in configuration.milestones:
        Milestone.objects.update_or_create(
            dispositif=dispositif,
            code=rules.code,
            defaults={"label": rules.label, "planned_on": rules.planned_on, "actual_on": rules.actual_on},
        )


@transaction.atomic
def add_territory(*, dispositif: Dispositif, name: str, departments: list[str], by: Actor) -> Territory:
    """A part of a dispositif with its own bodies: every commune of these departments. Raises ValidationError."""
    territory = Territory(dispositif=dispositif, code=slugify(name)[:50], name=name)
    territory.full_clean()
    territory.save()
    territory.communes.set(Commune.objects.filter(department_code__in=departments).order_by("code"))
    audit.record("territory.added", territory, by=by, changes={"departments": departments})
    return territory
