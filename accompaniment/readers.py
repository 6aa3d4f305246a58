"""Who reads a diagnosis, in words: through the file, or because her organisation made it."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from accompaniment.models import Diagnosis
from households.readers import Reader, actors_of, case_readers
from partners.roles import Section
from veille.core.actor import Actor


def diagnosis_readers(diagnosis: Diagnosis) -> list[Reader]:
    """Everybody who reads a part of it: through the file, or because her organisation made it."""
    readers = {_key(reader.actor): reader for reader in case_readers(diagnosis.case)}
    for actor in _keepers(diagnosis):
        known = readers.get(_key(actor), Reader(actor, frozenset()))
        readers[_key(actor)] = Reader(actor, known.sections | {Section.RECOMMENDATION, Section.DIAGNOSIS})
    return list(readers.values())


def _key(actor: Actor) -> tuple[UUID, UUID]:
    return actor.user_id, actor.organisation_id


def _keepers(diagnosis: Diagnosis) -> list[Actor]:
    """The people of its operator who keep reading it, asked in one query."""
    actors = actors_of([diagnosis.operator_id])
    asked = {
        f"keeps_{index}": Exists(Diagnosis.objects.kept_by(actor).filter(pk=OuterRef("pk")))
        for index, actor in enumerate(actors)
    }
    answers = Diagnosis.objects.filter(pk=diagnosis.pk).annotate(**asked).values(*asked).get() if asked else {}
    return [actor for index, actor in enumerate(actors) if answers[f"keeps_{index}"]]
