"""Follow-up tables as teams keep them, and the steps that bring one in."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from households.models import ImportBatch
from tests.core.spreadsheets.made import xlsx
from veille.core.models import Run

NEW = reverse("households:import_new", args=["suivi"])
TITLES = [
    "Résidence", "Locataire", "N° contrat", "Ville", "Dette", "Procédure", "Suivi par", "Dernière visite",
    "À faire", "Échéance", "Problématiques", "Commentaire",
]  # fmt: skip
LINE = [
    "Les Œillets", "LEFÈVRE Éloïse", "C-0042", "Harnes", "1 240,50 €", "", "Agathe", "12/11/2018",
    "Rappeler la CAF", "20/12/2018", "Impayés de loyer et de charges ; Isolement, repli", "ne pas sonner",
]  # fmt: skip


def table(*lines, titles=TITLES) -> bytes:
    return xlsx([titles, *lines])


def line(**changes) -> list:
    """The usual line, some columns said otherwise (by their title)."""
    return [changes.get(title, value) for title, value in zip(TITLES, LINE, strict=True)]


def drop(client, content: bytes, kind="suivi"):
    """Drop a file: the answer."""
    upload = SimpleUploadedFile("tableau.xlsx", content)
    return client.post(reverse("households:import_new", args=[kind]), {"file": upload})


def relate(client, world, batch, **changes):
    """Answer the page of the columns as it is proposed, some answers changed."""
    page = client.get(reverse("households:import_columns", args=[batch.pk]))
    form = page.context["form"]
    answers = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    options = {
        "territory": str(world.territory.pk),
        "door": "retention",
        "main_reason": "rent_arrears",
        "creates": "on",
    }
    address = reverse("households:import_columns", args=[batch.pk])
    return client.post(address, {**answers, **options, **changes})


def tried(client, world, content: bytes, **changes) -> ImportBatch:
    """A file dropped, related and checked."""
    answer = drop(client, content)
    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.order_by("-dropped_at").first()
    answer = relate(client, world, batch, **changes)
    assert answer.status_code == 302, answer.content.decode()
    batch.refresh_from_db()
    return batch


def confirm(client, batch) -> Run:
    """Ask for the import; its run waits for a worker."""
    answer = client.post(reverse("households:import_apply", args=[batch.pk]))
    assert answer.status_code == 302, answer.content.decode()
    return Run.objects.filter(parameters__batch=str(batch.pk)).order_by("-created_at").first()


def messages(client, batch) -> str:
    """The page of the file, its spaces that hold read as spaces."""
    page = client.get(reverse("households:import_detail", args=[batch.pk])).content.decode()
    return page.replace("&nbsp;", " ").replace("\u00a0", " ")
