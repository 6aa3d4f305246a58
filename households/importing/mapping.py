"""Which column fills which field: remembered for the same titles, else guessed."""

from collections.abc import Iterable, Sequence

from households.importing.fields import Field, title_key
from households.importing.importer import Importer
from households.models import ImportMapping
from veille.core.actor import Actor

Columns = dict[str, str]  # field → title


def remembered(importer: Importer, actor: Actor, fingerprint: str) -> ImportMapping | None:
    """What her organisation answered for a table with the same titles."""
    kept = ImportMapping.objects.filter(organisation=actor.organisation_id, kind=importer.kind)
    return kept.filter(fingerprint=fingerprint).first()


def remember(importer: Importer, actor: Actor, fingerprint: str, columns: Columns, options: dict) -> None:
    """Keep the answers for the next file with these titles."""
    ImportMapping.objects.update_or_create(
        organisation=actor.organisation,
        kind=importer.kind,
        fingerprint=fingerprint,
        defaults={"columns": columns, "options": options},
    )


def guessed(fields: Iterable[Field], headers: Sequence[str]) -> Columns:
    """Each field takes the first free title that means it; then the first that holds one of its names."""
    free = {header: title_key(header) for header in headers}
    found: Columns = {}
    fields = list(fields)
    for matches in (_is_title, _holds_title):
        for field in fields:
            if field.name in found:
                continue
            header = next((header for header, key in free.items() if matches(field, key)), None)
            if header is not None:
                found[field.name] = header
                del free[header]
    return found


def _is_title(field: Field, key: str) -> bool:
    return key in field.titles


def _holds_title(field: Field, key: str) -> bool:
    words = f" {key} "
    return any(f" {title} " in words for title in field.titles if len(title) > 3)
