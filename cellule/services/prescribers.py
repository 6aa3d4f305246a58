"""What a dispositif says to those who refer: written in versions, published by a reasoned act, unpublished at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from cellule.models import PrescriberPage, PrescriberPublication
from partners.models import Dispositif
from veille.core import audit, clock
from veille.core.actor import Actor

TEXTS = ("for_whom", "brings", "how_access", "how_retention", "asked", "answers", "contacts")


def texts_of(dispositif: Dispositif) -> dict[str, str]:
    """The last version that its pilot wrote, else what its configuration says."""
    last = PrescriberPage.objects.filter(dispositif=dispositif).order_by("-number").first()
    source = last or dispositif.rules.configuration.prescribers
    texts = {name: getattr(source, name) for name in TEXTS}
    return texts | {"for_whom": texts["for_whom"] or dispositif.rules.configuration.description}


def publication_of(dispositif: Dispositif) -> PrescriberPublication | None:
    """The one in force."""
    return PrescriberPublication.objects.filter(dispositif=dispositif, ended_on=None).first()


@transaction.atomic
def write_page(*, dispositif: Dispositif, by: Actor, **texts: str) -> PrescriberPage:
    """A new version; the former ones stay as they were."""
    Dispositif.objects.select_for_update().get(pk=dispositif.pk)
    last = PrescriberPage.objects.filter(dispositif=dispositif).aggregate(last=Max("number"))["last"] or 0
    page = PrescriberPage(dispositif=dispositif, number=last + 1, written_by=by.user, written_on=clock.today(), **texts)
    page.full_clean()
    page.save()
    audit.record("prescriber_page.created", page, by=by, changes={"number": page.number})
    return page


@transaction.atomic
def publish_page(*, dispositif: Dispositif, reason: str, by: Actor) -> PrescriberPublication:
    """Open it to everybody, without signing in, from now on."""
    publication = PrescriberPublication(
        dispositif=dispositif, reason=reason, published_on=clock.today(), published_by=by.user
    )
    publication.full_clean()
    publication.save()
    audit.record("prescriber_page.published", publication, by=by, changes={"dispositif": str(dispositif.pk)})
    return publication


@transaction.atomic
def unpublish_page(*, dispositif: Dispositif, by: Actor) -> None:
    """Close it: from the next request on, one signs in to read it."""
    locked = PrescriberPublication.objects.select_for_update().filter(dispositif=dispositif, ended_on=None).first()
    if locked is None:
        raise ValidationError("Cette page n’est pas publiée.")
    locked.ended_on, locked.ended_by = clock.today(), by.user
    locked.save(update_fields=["ended_on", "ended_by"])
    audit.record("prescriber_page.withdrawn", locked, by=by, changes={"dispositif": str(dispositif.pk)})
