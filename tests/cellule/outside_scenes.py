"""Scenes between two sessions: a situation of the agenda that cannot wait, members consulted, a decision."""

from datetime import timedelta

from cellule.models import Consultation, OutsideDecision
from cellule.services.consultations import answer_consultation, consult, decide_consultation
from cellule.services.entitlements import entitle
from partners.models import Membership
from partners.roles import Role
from tests.cellule import scenes
from veille.core import clock

REASON = "L’expulsion est prévue dans dix jours."


def seat(actor) -> Membership:
    return Membership.objects.get(pk=actor.memberships[0].pk)


def consulted(world, cast, *members, **fields) -> Consultation:
    """A frozen sheet on the next agenda; the member of the cast is asked, or these."""
    item = scenes.frozen(world, cast).items.get()
    fields = {"reason": REASON, "answer_before": clock.today() + timedelta(days=3), "by": cast.secretary} | fields
    return consult(item=item, members=[seat(actor) for actor in members or [cast.member]], **fields)


def answered(world, cast) -> Consultation:
    consultation = consulted(world, cast)
    answer_consultation(consultation=consultation, opinion="favourable", line="Sans hésiter.", by=cast.member)
    return consultation


def decided(world, cast, **fields) -> OutsideDecision:
    fields = fields or scenes.admission(world, cast)
    return decide_consultation(consultation=answered(world, cast), by=cast.secretary, **fields)


def entitled(world, cast, role=Role.ASSOCIATION_MANAGER):
    """Somebody named by the instance of the north."""
    actor = cast[role]
    entitle(instance=world.instance, membership=seat(actor), by=cast.pilot)
    return actor
