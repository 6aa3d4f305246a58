"""Longer lists of questions to the experts, of texts, of trainings."""

from cellule.expertise_choices import CapitalisedSource, ExpertActivity
from cellule.models import Capitalised, ExpertRequest, TrainingAttendance, TrainingFeedback
from cellule.services.capitalising import capitalise
from cellule.services.experts import note_time, write_message
from partners.models import Partnership
from partners.roles import Role
from tests import factories
from tests.cellule import expert_scenes as scenes
from tests.matrix.scene import Scene
from veille.core import clock


def questions(scene: Scene, count: int) -> None:
    """Some asked, some answered and not read yet, one in two about the file."""
    main = scene.ids["main"]
    for number in range(count):
        make = (scenes.asked, scenes.taken, scenes.advised)[number % 3]
        request = make(scene.world, scene.cast)
        if number % 2:
            ExpertRequest.objects.filter(pk=request.pk).update(case=main)


def messages(scene: Scene, count: int) -> None:
    request = ExpertRequest.objects.get(pk=scene.ids["expert_taken"])
    for _ in range(count):
        write_message(request=request, text="Une précision.", from_expert=False, by=scene.cast.referent)


def time(scene: Scene, count: int) -> None:
    for _ in range(count):
        note_time(
            dispositif=scene.world.dispositif,
            competence=scenes.COMPETENCE,
            activity=ExpertActivity.SESSION,
            spent_on=clock.today(),
            half_days=1,
            by=scene.cast[Role.EXPERT],
        )


def _proposed(scene: Scene, number: int) -> Capitalised:
    return capitalise(
        dispositif=scene.world.dispositif,
        source=CapitalisedSource.PRACTICE_EXCHANGE,
        title=f"Question {number}",
        question="Comment faire ?",
        answer="Ensemble.",
        by=scene.cast.secretary,
    )


def texts(scene: Scene, count: int) -> None:
    """Half published, half waiting for a reader."""
    for number in range(count):
        text = _proposed(scene, number)
        if number % 2:
            scenes.published(text, scene.cast[Role.EXPERT])


def trainings(scene: Scene, count: int) -> None:
    for number in range(count):
        make = scenes.held if number % 2 else scenes.planned
        make(scene.world, scene.cast.pilot, trainer=scene.cast[Role.TRAINER].user)


def attendance(scene: Scene, count: int) -> None:
    """Organisations that came to one training, and what people said of it."""
    training = {"training_id": scene.ids["training_held"]}
    for _ in range(count):
        organisation = factories.OrganisationFactory()
        Partnership.objects.create(
            dispositif=scene.world.dispositif, organisation=organisation, part="operator", starts_on="2015-01-01"
        )
        TrainingAttendance.objects.create(**training, organisation=organisation, people=2)
        TrainingFeedback.objects.create(**training, score=4, sentence="Utile.")
