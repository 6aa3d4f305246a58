"""A shared dwelling: its charter by versions, incidents told of the place, to whom."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from households import services
from households.models import CaseAccess, Dwelling, DwellingCharter, DwellingIncident
from households.services.shared_dwellings import forget_old_incidents
from households.versions import version_of
from partners.roles import Role
from tests import factories
from tests.households.places import add_place, enter, note_incident

pytestmark = pytest.mark.usefixtures("journal")

DONE = "Chaudière arrêtée, réparée le soir."


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def room(world, cast):
    return add_place(world, cast.manager, "Chambre 1", modality="shared_sublease")


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def read_by(actor) -> int:
    return DwellingIncident.objects.visible_to(actor).count()


def resident_of_another_association(world, cast, place):
    """A household that another association accompanies, in a room of the same dwelling."""
    worker = cast.partner(Role.ASSOCIATION_WORKER)
    case = factories.make_accompanied_case(world, cast)
    CaseAccess.objects.filter(case=case, level="lead").delete()
    factories.grant(case, worker.organisation, "lead")
    factories.put_in_team(case, worker)
    return worker, enter(case, place, worker)


def test_a_new_version_of_the_charter_keeps_the_former(room, cast, sign_in):
    client = sign_in(cast.manager)
    link = address("charter_write", room.dwelling_id)
    first = {"after": 0, "common_parts": "Cuisine.", "text": "Chacun son tour."}
    assert client.post(link, first).status_code == 302
    assert client.post(link, first | {"after": 1, "text": "Le ménage est partagé."}).status_code == 302
    text = client.get(address("shared_dwelling", room.dwelling_id)).content.decode()
    assert "version 2" in text
    assert "Chacun son tour." in text
    late = client.post(link, first | {"after": 1, "text": "Trop tard."})
    assert late.status_code == 422
    assert "entre-temps" in late.content.decode()


def test_only_who_keeps_the_place_writes_its_charter(room, cast, sign_in):
    assert sign_in(cast.worker).get(address("charter_write", room.dwelling_id)).status_code == 403
    assert sign_in(cast[Role.LANDLORD_MANAGER]).get(address("charter_write", room.dwelling_id)).status_code == 404


def test_a_second_room_is_added_to_the_dwelling(room, cast, world, sign_in):
    data = {
        "dispositif": world.dispositif.pk, "dwelling": room.dwelling_id, "name": "Chambre 2", "capacity": 1,
        "modality": "shared_sublease", "available_from": "2018-01-01",
    }  # fmt: skip
    assert sign_in(cast.manager).post(address("place_create"), data).status_code == 302
    assert set(room.dwelling.places.values_list("name", flat=True)) == {"Chambre 1", "Chambre 2"}


def test_nobody_adds_a_room_to_a_dwelling_she_does_not_keep(room, cast, world):
    with pytest.raises(ValidationError, match="n’est pas de ceux"):
        add_place(world, cast.play(Role.ASSOCIATION_MANAGER, world.other_association), "Chambre 2", room.dwelling)


def test_an_incident_is_noted_and_warns_of_what_tells_somebody(case, room, cast, sign_in):
    enter(case, room, cast.worker)
    data = {"happened_on": "2018-12-10", "kind": "noise", "done": "Appelé au 06 12 34 56 78 : tout est calme."}
    answer = sign_in(cast.worker).post(address("incident_add", room.dwelling_id), data, follow=True)
    text = answer.content.decode()
    assert "à relire" in text
    assert "Bruit, voisinage" in text


def test_the_form_says_who_reads_before_anything_is_written(room, cast, sign_in):
    text = sign_in(cast.manager).get(address("incident_add", room.dwelling_id)).content.decode()
    assert "Le bailleur ne le lit que si vous le partagez" in text
    assert "aucun nom" in text


def test_an_incident_is_read_by_the_manager_and_the_associations_of_residents(case, room, world, cast):
    second = add_place(world, cast.manager, "Chambre 2", room.dwelling)
    other, stay = resident_of_another_association(world, cast, second)
    note_incident(room.dwelling, cast.manager)
    assert (read_by(cast.manager), read_by(cast.worker), read_by(other)) == (1, 1, 1)
    services.leave_place(period=stay, on=date(2018, 12, 10), by=other)
    assert read_by(other) == 0


def test_a_landlord_reads_an_incident_once_it_is_shared(case, room, cast, sign_in):
    enter(case, room, cast.worker)
    incident = note_incident(room.dwelling, cast.worker)
    landlord = (cast.referent, cast[Role.LANDLORD_MANAGER])
    assert [read_by(actor) for actor in landlord] == [0, 0]
    assert sign_in(cast.referent).get(address("shared_dwelling", room.dwelling_id)).status_code == 404
    link = address("incident_share", incident.pk)
    assert sign_in(cast.manager).post(link, {"version": version_of(incident)}).status_code == 302
    assert [read_by(actor) for actor in landlord] == [1, 1]
    text = sign_in(cast.referent).get(address("shared_dwelling", room.dwelling_id)).content.decode()
    assert DONE in text
    assert case.number not in text
    assert "Chambre 1" not in text


def test_the_landlord_that_manages_the_place_reads_no_more(world, cast):
    place = add_place(world, cast[Role.LANDLORD_MANAGER], "Maison 7", operator=world.association)
    worker, _ = resident_of_another_association(world, cast, place)
    note_incident(place.dwelling, worker)
    note_incident(place.dwelling, cast[Role.LANDLORD_MANAGER])
    assert read_by(worker) == 2
    assert read_by(cast[Role.LANDLORD_MANAGER]) == 1


def test_what_changed_since_the_page_is_not_shared(room, cast, sign_in):
    incident = note_incident(room.dwelling, cast.manager)
    former = version_of(incident)
    services.follow_incident(
        incident=incident, version=former, follow_up="Contrôle en janvier.", closed_on=None, by=cast.manager
    )
    answer = sign_in(cast.manager).post(address("incident_share", incident.pk), {"version": former}, follow=True)
    assert "entre-temps" in answer.content.decode()
    assert DwellingIncident.objects.get().shared_on is None


def test_only_the_organisation_that_noted_it_goes_on_writing(case, room, world, cast, sign_in):
    second = add_place(world, cast.manager, "Chambre 2", room.dwelling)
    other, _ = resident_of_another_association(world, cast, second)
    incident = note_incident(room.dwelling, cast.manager)
    assert sign_in(other).get(address("incident_follow", incident.pk)).status_code == 403
    assert sign_in(other).post(address("incident_share", incident.pk)).status_code == 403
    data = {"version": version_of(incident), "follow_up": "Réglé.", "closed_on": "2018-12-12"}
    assert sign_in(cast.manager).post(address("incident_follow", incident.pk), data).status_code == 302
    assert DwellingIncident.objects.get().closed_on == date(2018, 12, 12)


def test_another_association_of_the_dwelling_meets_no_name_of_the_others(case, room, world, cast, sign_in):
    enter(case, room, cast.worker)
    second = add_place(world, cast.manager, "Chambre 2", room.dwelling)
    other, _ = resident_of_another_association(world, cast, second)
    text = sign_in(other).get(address("shared_dwelling", room.dwelling_id)).content.decode()
    assert case.number not in text
    assert case.household.people.get().last_name not in text


def test_an_incident_is_never_in_a_file(case, room, cast, sign_in):
    enter(case, room, cast.worker)
    note_incident(room.dwelling, cast.worker)
    for name in ("case_detail", "case_housing", "case_followup", "case_timeline"):
        assert DONE not in sign_in(cast.worker).get(address(name, case.pk)).content.decode()


def test_a_secret_dwelling_is_not_told_of_to_others(world, cast):
    secret = add_place(world, cast.manager, "Abri", is_secret=True)
    note_incident(secret.dwelling, cast.manager)
    assert read_by(cast.manager) == 1
    assert read_by(cast.worker) == 0
    assert not Dwelling.objects.visible_to(cast.worker).exists()


def test_incidents_are_forgotten_after_three_years(room, cast):
    note_incident(room.dwelling, cast.manager, happened_on=date(2015, 12, 1))
    note_incident(room.dwelling, cast.manager)
    assert forget_old_incidents() == 1
    assert DwellingIncident.objects.count() == 1


def test_a_charter_is_read_by_who_sees_the_dwelling(room, cast):
    services.write_charter(dwelling=room.dwelling, after=0, common_parts="", text="Chacun son tour.", by=cast.manager)
    assert DwellingCharter.objects.visible_to(cast.worker).exists()
    assert not DwellingCharter.objects.visible_to(cast.partner(Role.ASSOCIATION_WORKER)).exists()
