"""The register and the directory as they are read: who, where, for what."""

from functools import reduce
from operator import or_

from django.db.models import Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, Lower

from partners.models import (
    Commune,
    DirectoryEntry,
    Dispositif,
    Organisation,
    OrganisationKind,
    Partnership,
    PartnershipPart,
    RegisteredWorker,
    Territory,
)
from partners.network_querysets import dispositifs_around
from veille.core import reference
from veille.core.actor import Actor
from veille.core.normalise import sort_text


def known_dispositifs(actor: Actor) -> QuerySet[Dispositif]:
    """Those whose partners she may look up."""
    return dispositifs_around(actor, Partnership).order_by("name", "pk")


def known_territories(actor: Actor) -> QuerySet[Territory]:
    return (
        Territory.objects.filter(dispositif__in=known_dispositifs(actor))
        .select_related("dispositif")
        .order_by("dispositif__name", "name", "pk")
    )


def known_communes(actor: Actor) -> QuerySet[Commune]:
    """The communes of those territories."""
    held = Territory.communes.through.objects.filter(territory__in=known_territories(actor).values("pk"))
    return Commune.objects.filter(pk__in=held.values("commune")).order_by("sort_name", "code")


def fellow_organisations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations that take part in these dispositifs, hers included."""
    shared = Partnership.objects.current().filter(dispositif__in=known_dispositifs(actor).values("pk"))
    fellows = Q(pk__in=shared.values("organisation")) | Q(pk=actor.organisation_id)
    return Organisation.objects.filter(fellows, is_active=True).order_by("sort_name", "id")


def known_services(actor: Actor) -> QuerySet[Organisation]:
    """The directory as one looks for a service in it: what each does and where, hers and the landlords left out."""
    others = fellow_organisations(actor).exclude(pk=actor.organisation_id).exclude(kind=OrganisationKind.LANDLORD)
    return others.select_related("directory_entry").prefetch_related("directory_entry__communes")


def listed_partners(actor: Actor, *, dispositif: Dispositif | None = None, **chosen) -> QuerySet[Organisation]:
    """The directory, narrowed: `q`, `part`, `competence`, `territory`; with all that a line shows."""
    taken = Partnership.objects.current().filter(dispositif__in=known_dispositifs(actor).values("pk"))
    if dispositif:
        taken = taken.filter(dispositif=dispositif)
    wanted = taken.filter(part=chosen["part"]) if chosen.get("part") else taken
    found = fellow_organisations(actor).filter(Exists(wanted.filter(organisation=OuterRef("pk"))))
    if chosen.get("competence"):
        found = found.filter(competences__contains=[chosen["competence"]])
    if chosen.get("territory"):
        found = found.filter(directory_entry__territories=chosen["territory"])
    for word in sort_text(chosen.get("q") or "").split():
        found = found.filter(_holds(word))
    parts = Prefetch("partnerships", taken.select_related("dispositif").order_by("part", "pk"), to_attr="parts_taken")
    places = Prefetch("directory_entry__territories", Territory.objects.order_by("name", "pk"))
    towns = Prefetch("directory_entry__communes", Commune.objects.order_by("sort_name", "code"))
    return found.select_related("directory_entry").prefetch_related(parts, places, towns)


def _holds(word: str) -> Q:
    """In its name, in what its line says of it, in a need it answers, or where it works."""
    needs = [code for code, label in reference.choices("competence") if word in sort_text(label)]
    said = Q(sort_name__contains=word) | Q(acronym__icontains=word) | Q(directory_entry__search_text__contains=word)
    answers = [Q(competences__contains=[code]) for code in needs]
    return reduce(or_, answers, said | _works_in(word))


def _works_in(word: str) -> Q:
    """A commune it names; for who names none, one of those of its territories."""
    town = Commune.objects.filter(sort_name__contains=word)
    named, everywhere = DirectoryEntry.communes.through.objects, DirectoryEntry.territories.through.objects
    its = {"directoryentry__organisation": OuterRef("pk")}
    there = Exists(named.filter(**its, commune__in=town.values("code")))
    around = everywhere.filter(**its, territory__communes__in=town.values("code"))
    return there | (~Exists(named.filter(**its)) & Exists(around))


def entry_of(organisation: Organisation) -> DirectoryEntry | None:
    return DirectoryEntry.objects.filter(organisation=organisation).first()


def relays_of(dispositif: Dispositif, *, territory: Territory | None = None) -> QuerySet[Organisation]:
    """Who may take over or be proposed instead: the local relays, then the associations of the dispositif."""
    held = Partnership.objects.current().filter(dispositif=dispositif, organisation=OuterRef("pk"))
    is_relay = Exists(held.filter(part=PartnershipPart.RELAY))
    parts = (PartnershipPart.OPERATOR, PartnershipPart.REFERRER)
    helps = Exists(held.filter(part__in=parts)) & ~Q(kind=OrganisationKind.LANDLORD)
    found = Organisation.objects.annotate(is_relay=is_relay).filter(Q(is_relay=True) | helps, is_active=True)
    if territory:
        entries = DirectoryEntry.objects.filter(organisation=OuterRef("pk"))
        found = found.filter(~Exists(entries) | Exists(entries.filter(Q(territories=territory) | Q(territories=None))))
    return found.order_by("-is_relay", "sort_name", "id")


class _Plain(Func):
    """Lower case, no accents, as `sort_text` writes it."""

    function = "unaccent"


def listed_workers(actor: Actor, **chosen) -> QuerySet[RegisteredWorker]:
    """The register, narrowed: `q`, `function`, `competence`, `territory`, `organisation`; those in post, or all."""
    found = RegisteredWorker.objects.visible_to(actor).with_list_data()
    if not chosen.get("past"):
        found = found.current()
    for name in ("function", "profile"):
        if chosen.get(name):
            found = found.filter(**{name: chosen[name]})
    if chosen.get("competence"):
        found = found.filter(competences__contains=[chosen["competence"]])
    if chosen.get("territory"):
        found = found.filter(territories=chosen["territory"])
    if chosen.get("organisation"):
        found = found.filter(employments__organisation=chosen["organisation"])
    names = (Coalesce("user__first_name", F("first_name")), Value(" "), Coalesce("user__last_name", F("last_name")))
    found = found.annotate(plain_name=_Plain(Lower(Concat(*names))))
    for word in sort_text(chosen.get("q") or "").split():
        found = found.filter(plain_name__contains=word)
    return found
