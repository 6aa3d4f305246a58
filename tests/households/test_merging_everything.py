"""A file that holds a row of almost every kind is merged and taken back: no kind of row is forgotten."""

from households import services
from households.models import Case
from households.services.merging import MergeChoices
from tests.matrix.scene import build_scene
from tests.matrix.scene_files import main_case
from tests.support.twins import hanging_on, whole_database

# Kinds of rows that the richest file of the tests has too.
MANY = 15


def test_the_richest_file_moves_whole_and_comes_back_whole(db):
    scene = build_scene()
    merged, kept = main_case(), Case.objects.get(pk=scene.ids["twin"])
    former = merged.pk, merged.household_id
    held = hanging_on(*former)
    assert len(held) >= MANY
    before = whole_database()
    made = services.merge_cases(kept=kept, merged=merged, choices=MergeChoices(), by=scene.cast.worker)
    assert hanging_on(*former) == []
    assert set(held) - {"households.Case.household"} <= set(hanging_on(kept.pk, kept.household_id))
    services.undo_merge(merge=made, by=scene.cast.worker)
    assert whole_database() == before
