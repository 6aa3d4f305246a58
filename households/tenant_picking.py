"""Finding one's own tenant again when one refers a household: a landlord's people only, its own file only.

Whether somebody follows that tenant already is not looked at: the answer is the same.
"""

from uuid import UUID

from django.db.models import Q

from households.models import Tenancy
from partners.roles import Section
from veille.core import reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.normalise import sort_text

_OFFERED = 10


def pick_tenants(actor: Actor, query: str) -> list[Tenancy]:
    """Up to ten tenants of her landlord whose name resembles the query, or whose contract begins so."""
    words = sort_text(query)
    if not words:
        return []
    holds_all = Q()
    for word in words.split():
        holds_all &= Q(search_name__contains=word)
    rows = Tenancy.objects.visible_to(actor).select_related("commune")
    found = rows.filter(
        holds_all | Q(search_name__trigram_word_similar=words) | Q(contract_number__istartswith=query.strip())
    )
    tenants = list(found.order_by("search_name", "contract_number", "pk")[:_OFFERED])
    if tenants:
        reads.record([], section=Section.IDENTITY, kind=AccessKind.SEARCH)
    return tenants


def tenant_of(actor: Actor, key: str) -> Tenancy | None:
    """The tenant that one of our pages offered; any other does not exist."""
    try:
        return Tenancy.objects.visible_to(actor).filter(pk=UUID(key)).select_related("commune").first()
    except ValueError:
        return None


def tenant_label(tenancy: Tenancy) -> str:
    """« NORD Aïcha – bail C123456, résidence Les Lilas, Harnes »."""
    place = [part for part in (tenancy.residence, tenancy.commune.name if tenancy.commune else "") if part]
    return f"{tenancy.name} – {', '.join([f'bail {tenancy.contract_number}', *place])}"
