"""Who reads a gathered file over reads of it what she may read that day, not what she could when it was gathered."""

import pytest
from django.urls import reverse

from accompaniment.models import Note
from tests import factories
from tests.households.test_access_file import case, gathered, her, officer, request_of  # noqa: F401

SAID = "Elle suit un traitement depuis mars."


@pytest.fixture
def note(case, cast):  # noqa: F811
    return factories.NoteFactory(
        case=case, author=cast.other_worker.user, organisation=cast.worker.organisation, text=SAID
    )


@pytest.fixture
def request_row(case, her, note, cast, officer):  # noqa: F811
    return gathered(request_of(case, her, cast, officer))


def test_a_note_that_closed_since_is_no_longer_shown_to_her(request_row, note, cast, sign_in):
    client, page = sign_in(cast.worker), reverse("households:rights_file", args=[request_row.pk])
    assert SAID in client.get(page).content.decode()
    Note.objects.filter(pk=note.pk).update(level="legal_sensitive")
    assert SAID not in client.get(page).content.decode()
    item = request_row.items.get(object_id=note.pk)
    assert client.get(reverse("households:rights_item", args=[request_row.pk, item.pk])).status_code == 404
