"""What the household asked of the association, what its landlord asked, and one that was answered."""

from accompaniment.services import solicitations
from accompaniment.solicitation_choices import SolicitationOrigin
from households.models import Case
from tests.cast import Cast, World
from veille.core import clock


def build(world: World, cast: Cast, ids: dict) -> dict:
    case = Case.objects.get(pk=ids["main"])
    asked = {"case": case, "received_at": clock.at(clock.today(), 0), "asker": "Sa sœur", "about": "Plus de chauffage."}
    inner = solicitations.record_solicitation(by=cast.worker, **asked)
    shared = solicitations.record_solicitation(
        by=cast.referent, organisation=world.association, origin=SolicitationOrigin.LANDLORD, **asked
    )
    answered = solicitations.record_solicitation(by=cast.worker, **asked)
    solicitations.answer_solicitation(solicitation=answered, by=cast.worker)
    return {
        "solicitation_inner": inner.pk,
        "solicitation_shared": shared.pk,
        "solicitation_answered": answered.pk,
    }
