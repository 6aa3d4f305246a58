"""What is agreed in a file, more and more of it: agreements, settled bilans with their shared part, signatures."""

from datetime import timedelta

from accompaniment.models import Measure, ProgressReview, ReviewSummary, Signature
from accompaniment.services import make_agreement, sign
from tests.matrix.scene import Scene
from veille.core import clock


def papers(scene: Scene, count: int) -> None:
    measure = Measure.objects.get(pk=scene.ids["papered_measure"])
    known = ProgressReview.objects.filter(measure=measure).count()
    for number in range(known, known + count):
        _settled(scene, measure, number)
        agreement = make_agreement(
            measure=measure, rhythm="weekly", ours="Nous venons.", theirs="Vous venez.", by=scene.cast.worker
        )
        name = f"Personne {number}"
        sign(subject=agreement, digest=agreement.digest, part="household", name=name, way="paper", by=scene.cast.worker)


def _settled(scene: Scene, measure: Measure, number: int) -> None:
    today = clock.today()
    review = ProgressReview.objects.create(
        case=measure.case,
        measure=measure,
        kind="other",
        state="settled",
        held_on=today - timedelta(days=number),
        progress="Une phrase.",
        digest=f"{number:064}",
        settled_on=today,
        author=scene.cast.worker.user,
    )
    ReviewSummary.objects.create(case=measure.case, review=review, text="Une phrase.", is_agreed=True)
    Signature.objects.create(
        case=measure.case,
        review=review,
        digest=review.digest,
        part="household",
        name="Sonia",
        way="paper",
        signed_on=today,
        witness=scene.cast.worker.user,
    )
