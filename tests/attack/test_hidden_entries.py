"""An entry of a compte rendu that its secretary may not read is quoted to her nowhere."""

import pytest
from django.urls import reverse

from cellule.outside_choices import MinutesState
from cellule.services.minutes import write_minutes
from households.models import Case, Exclusion
from tests.cellule import minutes_scenes
from tests.cellule.minutes_scenes import entries_of
from veille.core import clock


@pytest.mark.parametrize("hidden_by", ["conflict", "restriction"])
def test_what_the_checker_finds_in_a_hidden_entry_is_not_shown(world, cast, sign_in, hidden_by):
    minutes = minutes_scenes.written(world, cast)
    entry = entries_of(minutes)[0]
    name = entry.case.household.people.first().last_name
    texts = {entry.pk: f"La famille {name} a été reçue."}
    write_minutes(minutes=minutes, edition=minutes.edition, general="", texts=texts, by=cast.stand_in)
    if hidden_by == "conflict":
        Exclusion.objects.create(case=entry.case, user=cast.secretary.user, declared_on=clock.today())
    else:
        Case.objects.filter(pk=entry.case_id).update(is_restricted=True)
    client, url = sign_in(cast.secretary), reverse("cellule:minutes_give", args=[world.session.pk])
    page = client.get(url).content.decode()
    assert name not in page
    assert entry.title not in page
    client.post(url, {"confirmed": "on"})
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.DRAFT
