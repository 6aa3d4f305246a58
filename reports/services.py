"""Acts on reports: ask for a document, keep what a run made, publish it, write the fiche projet."""

import hashlib
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from partners.models import Dispositif
from reports.models import Document, DocumentKind, FicheProjet
from veille.core import audit, clock, runs
from veille.core.actor import Actor
from veille.core.models import Run
from veille.core.versions import STALE, version_of

TASK = "reports.tasks.make_document"


@transaction.atomic
def ask_document(*, dispositif: Dispositif, kind: str, by: Actor) -> Run:
    """Ask for a document: a worker makes it, the page follows it."""
    label = f"{DocumentKind(kind).label} – {dispositif.public_name}"
    run = runs.ask(task=TASK, label=label, parameters={"dispositif": str(dispositif.pk), "kind": kind}, by=by)
    audit.record("document.asked", run, by=by, changes={"kind": kind, "dispositif": str(dispositif.pk)})
    return run


@transaction.atomic
def store_document(
    *, run: Run, dispositif: Dispositif, kind: str, content: bytes, figures: dict, by: Actor
) -> Document:
    """Keep the PDF of a run, once: a second attempt finds the document of the first."""
    made = Document.objects.filter(run=run.pk).first()
    if made is not None:
        return made
    document = Document(
        run=run.pk,
        dispositif=dispositif,
        organisation_id=by.organisation_id,
        kind=kind,
        figures=figures,
        data_on=clock.today(),
        digest=hashlib.sha256(content).hexdigest(),
    )
    document.file.save(f"{uuid4().hex}.pdf", ContentFile(content), save=False)
    document.save(force_insert=True)
    audit.record("document.made", document, by=by, changes={"kind": kind, "run": str(run.pk)})
    return document


@transaction.atomic
def publish_document(*, document: Document, because: str, by: Actor) -> Document:
    """Open a document to the partners: its uncrossed totals are then read as they are, with a reason."""
    document.published_at, document.published_by, document.published_because = clock.now(), by.user_id, because
    document.full_clean(exclude=["file"])
    document.save(update_fields=["published_at", "published_by", "published_because"])
    audit.record("document.published", document, by=by)
    return document


def fiche_version(fiche: FicheProjet | None) -> str:
    """What a form was made from; empty when nobody wrote yet."""
    return version_of(fiche) if fiche else ""


@transaction.atomic
def save_fiche(*, dispositif: Dispositif, sections: dict[str, str], version: str, by: Actor) -> FicheProjet:
    """Write the texts of the fiche projet; its figures are never part of them.

    Raises ValidationError when somebody wrote since `version`.
    """
    Dispositif.objects.select_for_update(of=("self",)).get(pk=dispositif.pk)
    fiche = FicheProjet.objects.filter(dispositif=dispositif).first()
    if fiche_version(fiche) != version:
        raise ValidationError(STALE, code="stale")
    fiche = fiche or FicheProjet(dispositif=dispositif)
    fiche.sections, fiche.edited_by = sections, by.user_id
    fiche.full_clean()
    fiche.save()
    audit.record("fiche_projet.saved", fiche, by=by, changes={"sections": sorted(sections)})
    return fiche
