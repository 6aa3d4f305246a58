"""A commune by typing: a few letters of its name, accents or not, or its postal code."""

from django.db.models import Case, QuerySet, Value, When

from partners.models import Commune
from veille.core.normalise import sort_text

OFFERED = 20


def commune_label(commune: Commune) -> str:
    """« Harnes (62440) »: what tells two communes of the same name apart."""
    code = commune.postal_codes[0] if commune.postal_codes else commune.department_code
    return f"{commune.name} ({code})"


def communes_matching(text: str, limit: int = OFFERED) -> list[Commune]:
    """Names that begin with the text, then names that hold it; or communes of a postal code."""
    text = sort_text(text)
    if len(text) < 2:
        return []
    if text.isdigit():
        return list(_by_postal_code(text)[:limit])
    begins = Case(When(sort_name__startswith=text, then=Value(0)), default=Value(1))
    exact = Case(When(sort_name=text, then=Value(0)), default=Value(1))
    return list(Commune.objects.filter(sort_name__contains=text).order_by(exact, begins, "sort_name", "code")[:limit])


def communes_named(text: str) -> list[Commune]:
    """The communes that bear exactly this name or postal code, as somebody typed it without help."""
    name = sort_text(text).split(" (")[0]
    if name.isdigit():
        return list(_by_postal_code(name)[:OFFERED])
    return list(Commune.objects.filter(sort_name=name).order_by("sort_name", "code")[:OFFERED])


def _by_postal_code(code: str) -> QuerySet[Commune]:
    return Commune.objects.filter(postal_codes__contains=[code]).order_by("sort_name", "code")
