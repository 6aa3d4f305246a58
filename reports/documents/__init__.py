"""Documents made by a worker, step by step, each step in a transaction of its own.

The steps are short, so that the run shows how far it is and the lease stays renewable: a transaction
left open would hold the row of the run.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from partners.models import Dispositif
from reports.documents import evaluation, fiche
from reports.indicators import whole_scope
from reports.models import Document, DocumentKind
from reports.permissions import can_ask
from reports.services import store_document
from veille.core import runs
from veille.core.actor import Actor
from veille.core.models import Run
from veille.core.pdf import make_pdf
from veille.core.reads import set_database_actor

MAKERS = {DocumentKind.EVALUATION: evaluation, DocumentKind.FICHE_PROJET: fiche}
LAST_STEPS = 2


def make(run: Run) -> dict:
    """Compute the figures, lay the document out, keep it; says where it opens."""
    made = Document.objects.filter(run=run.pk).first()
    if made is None:
        made = _make(run)
    return {"opens": "reports:document_download", "pk": str(made.pk)}


def _make(run: Run) -> Document:
    actor, kind = runs.acting(run), run.parameters["kind"]
    dispositif = Dispositif.objects.get(pk=run.parameters["dispositif"])
    if not can_ask(actor, dispositif, kind):
        raise PermissionDenied
    maker = MAKERS[DocumentKind(kind)]
    context: dict = {"dispositif": dispositif}
    for number, (label, step) in enumerate(maker.STEPS):
        runs.progress(run, round(number * 100 / (len(maker.STEPS) + LAST_STEPS)), label)
        context |= _computed(actor, step, dispositif)
    runs.progress(run, 80, "Mise en page")
    content = make_pdf(maker.TEMPLATE, context)
    runs.progress(run, 95, "Enregistrement")
    return store_document(
        run=run, dispositif=dispositif, kind=kind, content=content, figures=maker.kept(context), by=actor
    )


def _computed(actor: Actor, step: Callable[..., dict], dispositif: Dispositif) -> dict:
    with transaction.atomic():
        set_database_actor(actor)
        return step(whole_scope(actor, dispositif))
