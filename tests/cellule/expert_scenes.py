"""A question to the mental-health experts of the association, at each of its steps."""

from datetime import date, time

from cellule.models import Capitalised, ExpertRequest, Training
from cellule.services.capitalising import publish_capitalised
from cellule.services.experts import ask_experts, give_advice, take_request
from cellule.services.trainings import hold_training, plan_training
from partners.models import Partnership
from partners.roles import Role

COMPETENCE = "psychic_addiction"
WORDS = {
    "subject": "Locataire qui ne répond plus",
    "question": "Une personne seule a fermé sa porte depuis l’été. Comment reprendre contact ?",
    "expected": "Un avis et un contact.",
}


def experts_at(cast, organisation=None, *competences):
    """The expert of the cast, who holds the competence; her organisation announces it and has the part of expert."""
    organisation = organisation or cast.world.other_association
    organisation.competences = list(competences or (COMPETENCE,))
    organisation.save()
    part = {"dispositif": cast.world.dispositif, "organisation": organisation, "part": "expert"}
    Partnership.objects.get_or_create(**part, defaults={"starts_on": date(2015, 1, 1)})
    return cast.hold(cast.play(Role.EXPERT, organisation), *organisation.competences)


def asked(world, cast, **fields) -> ExpertRequest:
    experts_at(cast)
    by = fields.pop("by", cast.referent)
    given = {"dispositif": world.dispositif, "competence": COMPETENCE, **WORDS, **fields}
    return ask_experts(by=by, **given)


def taken(world, cast, **fields) -> ExpertRequest:
    request = asked(world, cast, **fields)
    return take_request(request=request, by=cast[Role.EXPERT])


def advised(world, cast, half_days: int = 2, **fields) -> ExpertRequest:
    request = taken(world, cast, **fields)
    return give_advice(
        request=request,
        answer="Proposer une visite à deux, annoncée par un mot sous la porte.",
        recommendation="Prévenir le centre médico-psychologique avant la visite.",
        half_days=half_days,
        by=cast[Role.EXPERT],
    )


def published(capitalised: Capitalised, by) -> Capitalised:
    names = ("title", "question", "answer", "recommendation")
    return publish_capitalised(
        capitalised=capitalised, texts={name: getattr(capitalised, name) for name in names}, by=by
    )


def planned(world, by, **fields) -> Training:
    given = {
        "dispositif": world.dispositif,
        "topic": "mental_health_housing",
        "title": "Santé mentale et logement",
        "trainer_organisation": world.other_association,
        "held_on": date(2018, 12, 6),
        "starts_at": time(9, 30),
        "hours": 3,
        **fields,
    }
    return plan_training(by=by, **given)


def held(world, by, **fields) -> Training:
    training = planned(world, by, **fields)
    present = {world.landlord.pk: 6, world.association.pk: 4}
    return hold_training(training=training, present=present, learned="Aller vers, sans brusquer.", by=by)
