"""Questions to the experts at their steps, texts to reread and published, trainings planned and held."""

from datetime import date

from cellule.expertise_choices import CapitalisedSource
from cellule.services.capitalising import capitalise, set_aside_capitalised
from cellule.services.trainings import cancel_training
from households.models import Case
from partners.roles import Role
from tests.cast import Cast, World
from tests.cellule import expert_scenes as scenes


def build(world: World, cast: Cast, ids: dict) -> dict:
    scenes.experts_at(cast)
    return _requests(world, cast, ids) | _capitalised(world, cast) | _trainings(world, cast)


def _requests(world: World, cast: Cast, ids: dict) -> dict:
    main = Case.objects.select_related("rules__dispositif").get(pk=ids["main"])
    return {
        "expert_asked": scenes.asked(world, cast).pk,
        "expert_about": scenes.asked(world, cast, case=main).pk,
        "expert_taken": scenes.taken(world, cast).pk,
        "expert_advised": scenes.advised(world, cast).pk,
    }


def _capitalised(world: World, cast: Cast) -> dict:
    """Proposed by somebody who has no other part here, so that every reader may reread."""
    by = cast.play(Role.EXPERT, world.other_association, "Seconde")

    def proposed(title: str):
        return capitalise(
            dispositif=world.dispositif,
            source=CapitalisedSource.PRACTICE_EXCHANGE,
            title=title,
            question="Comment reprendre contact ?",
            answer="Écrire, puis passer à deux.",
            by=by,
        )

    aside = set_aside_capitalised(capitalised=proposed("Écartée"), reason="Trop précise.", by=cast[Role.EXPERT])
    published = scenes.published(proposed("Capitalisée"), cast[Role.EXPERT])
    return {
        "capitalised_waiting": proposed("À relire").pk,
        "capitalised_aside": aside.pk,
        "capitalised_published": published.pk,
    }


def _trainings(world: World, cast: Cast) -> dict:
    trainer, pilot = cast[Role.TRAINER], cast.pilot
    cancelled = scenes.planned(world, pilot, trainer=trainer.user)
    cancel_training(training=cancelled, by=pilot)
    return {
        "training_planned": scenes.planned(world, pilot, trainer=trainer.user).pk,
        "training_to_come": scenes.planned(world, pilot, trainer=trainer.user, held_on=date(2019, 2, 7)).pk,
        "training_held": scenes.held(world, pilot, trainer=trainer.user).pk,
        "training_cancelled": cancelled.pk,
    }
