"""The directory: each service says what it does; the pilot adds the local relays."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partners import services
from partners.models import DirectoryEntry, Partnership
from partners.network import listed_partners, relays_of
from partners.roles import Role
from tests import factories

LIST = reverse("partners:directory_list")
RELAY = reverse("partners:relay_add")
CARD = {
    "mission": "Accompagne les familles vers et dans le logement.",
    "competences": ["parenting_child"],
    "phone": "03 20 00 00 00",
    "email": "accueil@service.invalid",
    "opening": "du lundi au vendredi",
    "how_to_refer": "Par courriel, avec la fiche de liaison.",
}


def _detail(organisation):
    return reverse("partners:directory_detail", args=[organisation.pk])


def _edit(organisation):
    return reverse("partners:directory_edit", args=[organisation.pk])


def _write(world, by, organisation=None, **fields):
    entry = {"version": "", "territories": [world.territory], "communes": [], "area": ""}
    return services.write_entry(organisation=organisation or by.organisation, by=by, **CARD | entry | fields)


def test_a_manager_writes_the_line_of_her_service_and_partners_read_it(world, cast, sign_in):
    typed = CARD | {"territories": [str(world.territory.pk)], "communes": [world.commune.pk]}
    answer = sign_in(cast.manager).post(_edit(world.association), typed)
    assert answer.url == _detail(world.association)
    page = sign_in(cast.referent).get(_detail(world.association)).content.decode()
    for words in ("vers et dans le logement", "03 20 00 00 00", "fiche de liaison", "Harnes", "Hauts-de-France"):
        assert words in page
    assert "Mettre à jour" not in page
    world.association.refresh_from_db()
    assert world.association.competences == ["parenting_child"]


def test_the_pilot_writes_for_the_partners_of_her_dispositif_alone(world, cast, sign_in):
    pilot = sign_in(cast.pilot)
    assert pilot.get(_edit(world.shelter)).status_code == 200
    stranger = factories.OrganisationFactory(name="Ailleurs")
    assert pilot.get(_edit(stranger)).status_code == 404


@pytest.mark.parametrize("role", [Role.ASSOCIATION_WORKER, Role.LANDLORD_MANAGER, Role.INSTANCE_SECRETARY])
def test_nobody_else_writes_it(role, world, cast, sign_in):
    client = sign_in(cast[role])
    assert client.get(_edit(world.association)).status_code == 403
    assert client.post(_edit(world.association), CARD).status_code == 403


def test_the_address_of_a_person_is_refused(world, cast):
    with pytest.raises(ValidationError, match="celle du service"):
        _write(world, cast.manager, email=cast.worker.user.email.upper())


def test_of_two_people_the_second_is_told(world, cast, sign_in):
    _write(world, cast.manager)
    late = sign_in(cast.pilot).post(_edit(world.association), CARD | {"version": ""})
    assert late.status_code == 422
    assert "entre-temps" in late.content.decode()


def test_a_line_still_to_write_says_who_writes_it(world, cast, sign_in):
    assert "Écrire la fiche" in sign_in(cast.manager).get(_detail(world.association)).content.decode()
    assert "ses responsables peuvent" in sign_in(cast.referent).get(_detail(world.association)).content.decode()


@pytest.mark.parametrize("text", ["ENFANCE", "la vie", "familles", "liaison vie"])
def test_it_is_searched_without_accents_nor_capitals(text, world, cast):
    world.association.name = "La Vie activé"
    world.association.save()
    _write(world, cast.manager, mission="Enfancé et familles")
    assert [one.pk for one in listed_partners(cast.referent, q=text)] == [world.association.pk]


def test_it_is_narrowed_by_part_competence_and_territory(world, cast):
    _write(world, cast.manager)
    assert list(listed_partners(cast.referent, competence="parenting_child")) == [world.association]
    assert list(listed_partners(cast.referent, territory=world.territory.pk)) == [world.association]
    assert not listed_partners(cast.referent, territory=world.other_territory.pk).exists()
    assert list(listed_partners(cast.referent, part="state")) == [world.state]


def test_the_filters_of_the_page_narrow_it(world, cast, sign_in):
    _write(world, cast.manager)
    page = sign_in(cast.referent).get(LIST, {"competence": "parenting_child"}).content.decode()
    assert "La Vie active" in page
    assert "DDTM du Nord" not in page
    assert "Tout afficher" in sign_in(cast.referent).get(LIST, {"q": "introuvable"}).content.decode()


def test_a_relay_joins_the_directory_and_nothing_opens_to_it(world, cast, sign_in):
    ccas = factories.OrganisationFactory(name="CCAS de Harnes", kind="local_authority")
    pilot = sign_in(cast.pilot)
    typed = {"dispositif": str(world.dispositif.pk), "organisation": str(ccas.pk)}
    assert pilot.post(RELAY, typed).url == _detail(ccas)
    assert sign_in(cast.worker).get(_detail(ccas)).status_code == 200
    assert list(relays_of(world.dispositif).filter(pk=ccas.pk)) == [ccas]
    relay = Partnership.objects.get(organisation=ccas)
    assert pilot.post(reverse("partners:relay_end", args=[relay.pk])).status_code == 302
    assert sign_in(cast.worker).get(_detail(ccas)).status_code == 404


def test_the_same_relay_is_not_named_twice(world, cast):
    ccas = factories.OrganisationFactory(name="CCAS de Harnes")
    services.add_relay(dispositif=world.dispositif, organisation=ccas, by=cast.pilot)
    with pytest.raises(ValidationError, match="tient déjà cette part"):
        services.add_relay(dispositif=world.dispositif, organisation=ccas, by=cast.pilot)


def test_another_part_is_not_ended_here(world, cast, sign_in):
    operator = Partnership.objects.get(organisation=world.association, part="operator")
    assert sign_in(cast.pilot).post(reverse("partners:relay_end", args=[operator.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.ASSOCIATION_MANAGER, Role.GROUP_COORDINATOR])
def test_only_the_pilot_names_relays(role, cast, sign_in):
    assert sign_in(cast[role]).get(RELAY).status_code == 403


def test_relays_of_a_territory_leave_out_those_of_another(world, cast):
    _write(world, cast.manager, territories=[world.other_territory])
    assert world.association not in relays_of(world.dispositif, territory=world.territory)
    assert world.association in relays_of(world.dispositif, territory=world.other_territory)


def test_a_partner_of_another_dispositif_is_not_there(world, cast, sign_in):
    other = factories.DispositifFactory()
    stranger = factories.OrganisationFactory(name="Ailleurs")
    Partnership.objects.create(dispositif=other, organisation=stranger, part="operator", starts_on="2015-01-01")
    assert sign_in(cast.referent).get(_detail(stranger)).status_code == 404
    assert stranger not in listed_partners(cast.referent)


def test_who_works_in_no_dispositif_is_told_so(world, cast, sign_in):
    Partnership.objects.filter(organisation=world.landlord).delete()
    assert "ne participe encore à aucun dispositif" in sign_in(cast.referent).get(LIST).content.decode()


def test_a_line_goes_with_its_organisation_and_names_nobody():
    assert DirectoryEntry.personal == ()


def test_who_may_take_over_is_shown_where_a_relay_is_begun(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast)
    measure = factories.make_measure(case, world.association)
    page = sign_in(cast.worker).get(reverse("accompaniment:measure_relay", args=[measure.pk])).content.decode()
    url = reverse("partners:relay_fragment", args=[world.dispositif.pk])
    assert url in page
    ccas = factories.OrganisationFactory(name="CCAS de Harnes", kind="local_authority")
    services.add_relay(dispositif=world.dispositif, organisation=ccas, by=cast.pilot)
    shown = sign_in(cast.worker).get(url)
    assert next(relay.name for relay, _ in shown.context["relays"]) == "CCAS de Harnes"
    assert "Habitat du Nord" not in shown.content.decode()


def test_relays_of_a_dispositif_she_does_not_work_in_are_not_found(cast, sign_in):
    other = factories.DispositifFactory()
    assert sign_in(cast.worker).get(reverse("partners:relay_fragment", args=[other.pk])).status_code == 404
