"""For whom an entry of group is noted: the households, the dispositifs and the sites of who was there."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accompaniment.choices import RUNNING_STATES
from accompaniment.models import GroupEntry, Intervention, Measure
from households.banner import household_names
from households.models import Case
from partners.models import Dispositif, Partnership, Site
from partners.object_rights import may
from partners.roles import Right, Section
from veille.core.actor import Actor

# More households than anybody accompanies.
_MOST = 200


def can_note_groups(actor: Actor) -> bool:
    return may(actor, "group_entry", "W")


def cases_noted_by(actor: Actor) -> QuerySet[Case]:
    """The files where she notes what is hers alone to tell, whose accompaniment runs."""
    running = Measure.objects.filter(case=OuterRef("pk"), state__in=RUNNING_STATES)
    cases = Case.objects.visible_to(actor, Section.INTERVENTIONS, Right.WRITE).filter(Exists(running), closed_on=None)
    return cases.select_related("rules").order_by("number")


def households_of(actor: Actor) -> tuple[list[Case], list[tuple[str, str]]]:
    """Her files, and how each is offered."""
    cases = list(cases_noted_by(actor)[:_MOST])
    return cases, labelled(actor, cases)


def labelled(actor: Actor, cases: list[Case]) -> list[tuple[str, str]]:
    """Key and words of each: the name, and the number that tells two of a name apart."""
    names = household_names(actor, cases)
    offered = [(names.get(case.household_id, ""), case) for case in cases]
    rows = [(f"{name} · {case.number}" if name else case.number, str(case.pk)) for name, case in offered]
    return [(pk, label) for label, pk in sorted(rows)]


def dispositifs_of(actor: Actor) -> QuerySet[Dispositif]:
    """Those her organisation takes part in."""
    parts = Partnership.objects.current().filter(organisation=actor.organisation_id, dispositif=OuterRef("pk"))
    return Dispositif.objects.filter(Exists(parts)).order_by("name", "pk")


def sites_of(actor: Actor) -> QuerySet[Site]:
    """The sites of these dispositifs; a landlord's own ones for its people."""
    sites = Site.objects.filter(
        Q(landlord=actor.organisation_id) | ~Q(landlord__kind=actor.organisation.kind),
        dispositif__in=dispositifs_of(actor).values("pk"),
    )
    return sites.select_related("landlord", "dispositif").prefetch_related("communes").order_by("landlord__name", "pk")


def present_at(actor: Actor, entry: GroupEntry) -> list[Intervention]:
    """The households that were there, of those whose file she reads."""
    rows = Intervention.objects.visible_to(actor).filter(group=entry).select_related("case")
    return list(rows.order_by("case__number", "pk"))
