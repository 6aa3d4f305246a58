"""What a tenant of the landlord's monthly file already says of an orientation."""

from django.db.models import Max
from django.forms import ChoiceField, RadioSelect

from households.models import Tenancy, TenancyMonth
from households.tenant_picking import pick_tenants, tenant_label
from partners.configuration import Door
from veille.core.actor import Actor

# The button that takes up what the file says, without going on to the next step.
TAKE_TENANT = "tenant"
FIELD = "tenant"
# Which tenant, which household: the last choice stands whatever was there.
CHOSEN = frozenset({"tenancy", "picked"})


def tenants_offered(intake) -> bool:
    """To stay in a dwelling of one's own landlord: elsewhere there is no lease to find."""
    return intake.door == Door.RETENTION and intake.own_landlord == intake.actor.organisation


def tenant_field(actor: Actor, query: str) -> ChoiceField | None:
    """The tenants that the search gives; None when it gives none."""
    found = [(str(one.pk), tenant_label(one)) for one in pick_tenants(actor, query)]
    return ChoiceField(label="Mes locataires", choices=found, required=False, widget=RadioSelect) if found else None


def answers_of(actor: Actor, tenancy: Tenancy) -> dict[str, dict[str, str]]:
    """Step → field → what the file says of it, as one would type it."""
    last_name, first_name = _names(tenancy.name)
    household = {"picked": "", "last_name": last_name, "first_name": first_name}
    housing = {
        "situation": "social_tenant",
        "commune": tenancy.commune_id or "",
        "residence": tenancy.residence,
        "dwelling_type": tenancy.dwelling_type,
        "monthly_rent": _typed(tenancy.monthly_rent),
        "arrears": _typed(_owed(actor, tenancy)),
        "tenancy": str(tenancy.pk),
    }
    return {"household": household, "housing": housing}


def _names(name: str) -> tuple[str, str]:
    """« NORD LE GALL Aïcha »: capitals are the last name; without capitals the first word is."""
    words = name.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(capitals).title(), " ".join(word for word in words if word not in capitals)
    return words[0].title() if name.isupper() else words[0], " ".join(words[1:])


def _owed(actor: Actor, tenancy: Tenancy):
    """What the last month says, never below nothing: a credit is no debt."""
    months = TenancyMonth.objects.visible_to(actor).filter(tenancy=tenancy)
    last = months.filter(month=months.aggregate(last=Max("month"))["last"]).first()
    return max(last.balance, 0) if last else None


def _typed(amount) -> str:
    return "" if amount is None else f"{amount:.2f}"
