"""A file with a signed plan, an agreement, a settled bilan whose summary is shared, and one being written."""

from datetime import timedelta

from accompaniment import services
from tests import factories
from tests.cast import Cast, World
from veille.core import clock
from veille.core.versions import version_of


def build(world: World, cast: Cast) -> dict:
    case = factories.make_accompanied_case(world, cast)
    measure = factories.make_measure(case, world.association)
    plan = _plan(measure, cast)
    agreement = services.make_agreement(
        measure=measure, rhythm="weekly", ours="Nous venons.", theirs="Vous venez.", by=cast.worker
    )
    settled = _review(measure, cast)
    for signed in (plan, agreement, settled):
        services.sign(
            subject=signed, digest=signed.digest, part="household", name="Sonia", way="paper", remark="Avec sa sœur",
            by=cast.worker,
        )  # fmt: skip
    writing = services.begin_review(measure=measure, kind="other", held_on=clock.today(), by=cast.worker)
    return {
        "papered": case.pk,
        "papered_measure": measure.pk,
        "papered_plan": plan.pk,
        "support_agreement": agreement.pk,
        "review_settled": settled.pk,
        "review_draft": writing.pk,
        "review_summary": settled.summary.pk,
    }


def _plan(measure, cast: Cast):
    review_on = clock.today() + timedelta(days=90)
    plan = services.draft_plan(measure=measure, priorities="Garder mon logement.", review_on=review_on, by=cast.worker)
    actions = [{"label": "Voir la CAF", "who": "Elle", "due_on": None}]
    services.save_objective(
        plan=plan, label="Payer le loyer", theme="budget", is_shared=False, actions=actions, by=cast.worker
    )
    return services.agree_plan(plan=plan, by=cast.worker)


def _review(measure, cast: Cast):
    review = services.begin_review(
        measure=measure, kind="planned", after_months=3, held_on=clock.today(), present="La CAF", by=cast.worker
    )
    words = {name: "Une phrase." for name in ("progress", "household_word", "partners_word")}
    return services.write_and_settle_review(
        review=review,
        version=version_of(review),
        summary="Le paiement a repris.",
        is_agreed=True,
        by=cast.worker,
        **words,
    )
