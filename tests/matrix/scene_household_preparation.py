"""A session of the preparation with a household invited, one that was cancelled, an attestation."""

from accompaniment.models import Measure, PreparationCertificate, PreparationInvitation, PreparationSession
from tests.cast import Cast, World
from veille.core import clock


def build(world: World, cast: Cast, ids: dict) -> dict:
    measure = Measure.objects.get(pk=ids["measure_preparation"])
    session, cancelled = (make_session(world, cast, state=state) for state in ("planned", "cancelled"))
    told = {"case": measure.case, "measure": measure}
    invitation = PreparationInvitation.objects.create(session=session, invited_by=cast.worker.user, **told)
    certificate = PreparationCertificate.objects.create(
        reader="commission",
        agreed_on=clock.today(),
        made_on=clock.today(),
        content={"sections": [{"label": "Modules suivis", "lines": ["Droits et devoirs"], "rows": []}]},
        author=cast.worker.user,
        **told,
    )
    return {
        "preparation_session": session.pk,
        "preparation_cancelled": cancelled.pk,
        "preparation_invitation": invitation.pk,
        "preparation_certificate": certificate.pk,
    }


def make_session(world: World, cast: Cast, **fields) -> PreparationSession:
    return PreparationSession.objects.create(
        dispositif=world.dispositif,
        organisation=world.association,
        module="rights",
        title="Droits et devoirs",
        planned_on=clock.today(),
        place="Maison de quartier",
        animator=cast.worker.user,
        **fields,
    )
