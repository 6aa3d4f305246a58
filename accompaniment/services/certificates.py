"""The attestation of a preparation, made once the household agrees that it is handed over."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.agreed_texts import Text, section
from accompaniment.choices import CAME
from accompaniment.models import Measure, PreparationCertificate, PreparationInvitation
from accompaniment.preparation.panel import modules_followed
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import far_date


@transaction.atomic
def attest_preparation(*, measure: Measure, reader: str, agreed_on: date, by: Actor) -> PreparationCertificate:
    """Keep what may be said: the modules followed and their days. Raises ValidationError when there is nothing yet."""
    content = what_it_says(measure)
    if not content["sections"]:
        raise ValidationError("Aucune séance suivie n’est notée : l’attestation n’aurait rien à dire.")
    if agreed_on > clock.today():
        raise ValidationError({"agreed_on": "Indiquez une date passée ou celle d’aujourd’hui."})
    certificate = PreparationCertificate(
        case=measure.case,
        measure=measure,
        reader=reader,
        agreed_on=agreed_on,
        made_on=clock.today(),
        content=content,
        author=by.user,
    )
    certificate.full_clean()
    certificate.save()
    audit.record("preparation.attested", certificate, by=by, changes={"reader": reader})
    return certificate


def what_it_says(measure: Measure) -> Text:
    """Neither an absence nor a word: what was not followed is left out, and so is who spoke there."""
    invitations = PreparationInvitation.objects.filter(measure=measure, presence__in=CAME)
    came = list(invitations.select_related("session").order_by("session__planned_on", "pk"))
    if not came:
        return {"sections": []}
    known = {line.module.code: line for line in modules_followed(measure.case.configuration.preparation_modules, came)}
    titles = {row.session.module: row.session.title for row in came}
    followed = []
    for code, title in titles.items():
        days = ", ".join(far_date(row.session.planned_on) for row in came if row.session.module == code)
        whole = " (module suivi en entier)" if code in known and known[code].is_done else ""
        followed.append(f"{title}{whole} : {days}")
    return {"sections": [section("Préparation", [_period(measure)]), section("Modules suivis", followed)]}


def _period(measure: Measure) -> str:
    begun = far_date(measure.started_on)
    if measure.activated_on:
        return f"Suivie du {begun} au {far_date(measure.activated_on)}."
    return f"Commencée le {begun}, en cours."
