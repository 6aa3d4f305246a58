"""The absences of a team, and the files they leave to somebody."""

from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from households.banner import household_names
from households.models import Case, TeamPart
from households.standing_in import carried_by, nameable_by, opened_by
from partners.models import Absence, User
from veille.core import clock
from veille.core.actor import Actor

_SHOWN_AFTER = timedelta(days=90)


def absences_of(actor: Actor) -> QuerySet[Absence]:
    """Those under way, to come, and just over, with the files that are stood in for: of those she opens."""
    seen = Q(stand_ins__case__in=opened_by(actor).values("pk"))
    recent = Absence.objects.visible_to(actor).filter(ends_on__gte=clock.today() - _SHOWN_AFTER)
    told = recent.annotate(files=Count("stand_ins__case", filter=seen, distinct=True))
    return told.select_related("user", "stand_in").order_by("-starts_on", "user__last_name", "pk")


def files_to_cover(actor: Actor, person: User) -> list[tuple[Case, str, bool]]:
    """The files she leads, the name each goes by, whether somebody may be named there; restricted ones last."""
    led = carried_by(person.pk, actor.organisation_id, TeamPart.LEAD).values("case")
    cases = list(opened_by(actor).filter(pk__in=led).order_by("is_restricted", "number"))
    names = household_names(actor, cases)
    closed = [case.pk for case in cases if case.is_restricted]
    nameable = set(nameable_by(actor).filter(pk__in=closed).values_list("pk", flat=True)) if closed else set()
    return [(case, names.get(case.household_id, ""), case.pk in nameable) for case in cases]
