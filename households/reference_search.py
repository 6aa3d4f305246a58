"""Finding a file by a number kept elsewhere, or by the one it had before a merger: exact, inside one's perimeter."""

from django.db.models import QuerySet

from households.models import Case, CaseMerge, ExternalReference, reference_key
from veille.core.actor import Actor


def cases_with_reference(actor: Actor, text: str) -> QuerySet[Case]:
    """The cases of the actor that carry this very number, in a register or in her own organisation's files."""
    key = reference_key(text)
    rows = ExternalReference.objects.visible_to(actor).filter(search_value=key) if key else None
    return Case.objects.filter(pk__in=rows.values("case")) if rows is not None else Case.objects.none()


def cases_once_numbered(actor: Actor, text: str) -> QuerySet[Case]:
    """The cases of the actor into which the file of this number was merged."""
    rows = CaseMerge.objects.visible_to(actor).filter(former_number__iexact=text.strip())
    return Case.objects.filter(pk__in=rows.values("case"))
