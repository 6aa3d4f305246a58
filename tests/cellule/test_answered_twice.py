"""A landlord's answer sent a second time: nothing is written again, the page says what was recorded."""

from django.urls import reverse

from cellule.candidature_choices import CandidatureState
from partners.roles import Role
from tests.cellule import searching


def test_a_second_click_reads_what_was_recorded(world, cast, sign_in):
    found, client = searching.asked(world, cast), sign_in(searching.allocation(world, cast))
    url = reverse("cellule:candidature_answer", args=[found.pk])
    client.post(url, {"answer": "refused", "reason": "out_of_area"})
    again = client.post(url, {"answer": "accepted"}, follow=True)
    assert again.redirect_chain == [(reverse("cellule:candidature_detail", args=[found.pk]), 302)]
    page = again.content.decode().replace("\xa0", " ")
    assert "n’attend plus de réponse : non retenue par le bailleur" in page
    found.refresh_from_db()
    assert found.state == CandidatureState.REFUSED
    reads_only = sign_in(cast.play(Role.LANDLORD_MANAGER, world.other_landlord))
    assert reads_only.post(url, {"answer": "accepted"}).status_code == 403
