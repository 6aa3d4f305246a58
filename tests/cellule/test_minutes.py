"""The compte rendu: written by item, checked, given to each organisation in its part, returned to the files."""

from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cellule.documents import record_lines, record_pdf
from cellule.expertise_choices import CapitalisedSource
from cellule.minutes_documents import extract_pdf, minutes_pdf, parts_by_organisation
from cellule.models import Capitalised, Minutes, MinutesEntry
from cellule.outside_choices import MINUTES_MOVES, MinutesState
from cellule.services.capitalising import IdentifyingTextFound
from cellule.services.decisions import correct_decision
from cellule.services.extracts import give_extract
from cellule.services.minutes import StaleMinutes, begin_minutes, give_minutes, write_minutes
from cellule.timeline import events
from households.grants import GrantLevel
from households.models import Case, Exclusion
from partners.roles import Role
from tests import factories
from tests.cellule import minutes_scenes
from tests.cellule.minutes_scenes import GENERAL, entries_of
from tests.support.pdf_reading import count_pages, text_of
from veille.core import clock, erasure
from veille.core.models import AccessEvent
from veille.core.transitions import ForbiddenMove, move


def _url(name, world, *args):
    return reverse(f"cellule:{name}", args=[world.session.pk, *args])


# Writing


def test_it_begins_once_the_session_is_closed_with_one_entry_an_item(world, cast):
    with pytest.raises(ValidationError, match="close"):
        begin_minutes(session=world.session, by=cast.secretary)
    minutes = minutes_scenes.written(world, cast, situations=2)
    assert begin_minutes(session=world.session, by=cast.stand_in) == minutes
    assert [entry.kind for entry in entries_of(minutes)] == ["entry", "entry", "practice"]


def test_nobody_reads_it_before_it_is_given_out(world, cast, sign_in):
    minutes_scenes.written(world, cast)
    page = sign_in(cast.member).get(_url("minutes_detail", world)).content.decode()
    assert "pas encore diffusé" in page
    assert GENERAL not in page
    assert sign_in(cast.member).get(_url("minutes_write", world)).status_code == 403
    assert sign_in(cast.member).get(_url("minutes_document", world)).status_code == 404


def test_two_people_who_write_at_once_lose_nothing(world, cast, sign_in):
    minutes = minutes_scenes.written(world, cast)
    entry = entries_of(minutes)[0]
    former = minutes.edition
    write_minutes(minutes=minutes, edition=former, general="Autre.", texts={}, by=cast.stand_in)
    with pytest.raises(StaleMinutes):
        write_minutes(minutes=minutes, edition=former, general="Encore.", texts={}, by=cast.secretary)
    client = sign_in(cast.secretary)
    data = {"edition": former, "general": "Encore.", f"text_{entry.pk}": "Ma phrase."}
    answer = client.post(_url("minutes_write", world), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Modifié entre-temps par" in page
    assert "Ma phrase." in page
    minutes.refresh_from_db()
    assert minutes.general == "Autre."
    data["edition"] = minutes.edition
    assert client.post(_url("minutes_write", world), data).status_code == 302


def test_what_was_being_typed_is_found_again_until_it_is_saved(world, cast, sign_in):
    minutes = minutes_scenes.written(world, cast)
    entry = entries_of(minutes)[0]
    client, url = sign_in(cast.secretary), _url("minutes_write", world)
    typed = {"edition": minutes.edition, "general": "À moitié", f"text_{entry.pk}": "Un mot de plus."}
    kept = {"draft_object": str(minutes.pk), "draft_version": 0}
    assert client.post(reverse("core:draft_save", args=["minutes"]), typed | kept).status_code == 200
    page = client.get(url).content.decode()
    assert "À moitié" in page
    assert "Un mot de plus." in page
    assert "Brouillon retrouvé" in page
    assert "Un mot de plus." not in sign_in(cast.stand_in).get(url).content.decode()
    assert client.post(url, typed).status_code == 302
    assert "Brouillon retrouvé" not in client.get(url).content.decode()


def test_a_draft_of_an_older_edition_overwrites_nothing(world, cast, sign_in):
    minutes = minutes_scenes.written(world, cast)
    client, url = sign_in(cast.secretary), _url("minutes_write", world)
    typed = {"edition": minutes.edition, "general": "À moitié", "draft_object": str(minutes.pk)}
    client.post(reverse("core:draft_save", args=["minutes"]), typed)
    write_minutes(minutes=minutes, edition=minutes.edition, general="Autre.", texts={}, by=cast.stand_in)
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    assert sent["general"] == "À moitié"
    assert client.post(url, sent).status_code == 422
    minutes.refresh_from_db()
    assert minutes.general == "Autre."


def test_what_tells_who_it_is_asks_to_be_read_again(world, cast, sign_in):
    minutes = minutes_scenes.written(world, cast)
    entry = entries_of(minutes)[0]
    name = entry.case.household.people.first().last_name
    texts = {entry.pk: f"La famille {name} a été reçue."}
    write_minutes(minutes=minutes, edition=minutes.edition, general="", texts=texts, by=cast.secretary)
    with pytest.raises(IdentifyingTextFound):
        give_minutes(minutes=minutes, by=cast.secretary)
    client, url = sign_in(cast.secretary), _url("minutes_give", world)
    assert name in client.get(url).content.decode()
    client.post(url)
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.DRAFT
    client.post(url, {"confirmed": "on"})
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.FROZEN


# Versions


def test_what_was_given_out_never_changes(world, cast):
    minutes = minutes_scenes.given(world, cast)
    with pytest.raises(ValidationError, match="nouvelle version"):
        write_minutes(minutes=minutes, edition=minutes.edition, general="Autre", texts={}, by=cast.secretary)
    before = [(entry.title, entry.text, entry.decided) for entry in entries_of(minutes)]
    refused = entries_of(minutes)[1].agenda_item.decisions.get()
    correct_decision(decision=refused, by=cast.secretary, code="waitlist")
    assert [(entry.title, entry.text, entry.decided) for entry in entries_of(minutes)] == before
    second = begin_minutes(session=world.session, by=cast.secretary)
    assert [entry.text for entry in entries_of(second)] == [text for _, text, _ in before]
    give_minutes(minutes=second, by=cast.secretary)
    minutes.refresh_from_db()
    assert (minutes.state, second.version) == (MinutesState.SUPERSEDED, 2)
    assert "Liste d’attente (corrigée)" in str(entries_of(second)[1].decided)


@pytest.mark.parametrize("state", MinutesState.values)
@pytest.mark.parametrize("target", MinutesState.values)
def test_every_state_of_a_compte_rendu(world, cast, state, target):
    minutes = Minutes.objects.create(session=world.session, state=state)
    if target in MINUTES_MOVES[state]:
        move(minutes, target, allowed=MINUTES_MOVES)
        return
    with pytest.raises(ForbiddenMove):
        move(minutes, target, allowed=MINUTES_MOVES)


# To each its part


def test_each_organisation_reads_its_entries_and_the_common_part(world, cast, sign_in):
    operator = cast.play(Role.INSTANCE_MEMBER, world.association, "Siège")
    minutes_scenes.given(world, cast)
    hers = sign_in(operator).get(_url("minutes_detail", world)).content.decode()
    assert all(words in hers for words in (GENERAL, "Phrase du point 1.", "Phrase du point 3."))
    assert "Phrase du point 2." not in hers
    others = sign_in(cast.member).get(_url("minutes_detail", world)).content.decode()
    assert "Phrase du point 3." in others
    assert not any(f"Phrase du point {rank}." in others for rank in (1, 2))
    printed = text_of(sign_in(operator).get(_url("minutes_document", world)).content)
    assert "Phrase du point 1." in printed
    assert "Phrase du point 2." not in printed


def test_an_expert_who_sits_reads_the_whole_and_a_state_agent_nothing(world, cast, sign_in):
    for role in (Role.EXPERT, Role.STATE_SERVICE):
        membership = cast[role].memberships[0]
        type(membership).objects.filter(pk=membership.pk).update(instance=world.instance)
    minutes_scenes.given(world, cast)
    page = sign_in(cast[Role.EXPERT]).get(_url("minutes_detail", world)).content.decode()
    assert all(f"Phrase du point {rank}." in page for rank in (1, 2, 3))
    assert sign_in(cast[Role.STATE_SERVICE]).get(_url("minutes_detail", world)).status_code == 403
    for actor in (cast.referent, cast.worker, cast.pilot, cast.partner(Role.LANDLORD_REFERENT)):
        assert sign_in(actor).get(_url("minutes_detail", world)).status_code == 404


def test_a_conflict_of_interest_takes_the_entry_away_everywhere(world, cast, sign_in):
    operator = cast.play(Role.INSTANCE_MEMBER, world.association, "Siège")
    minutes = minutes_scenes.given(world, cast)
    entry = entries_of(minutes)[0]
    for actor in (operator, cast.secretary):
        Exclusion.objects.create(case=entry.case, user=actor.user, declared_on=clock.today())
        client = sign_in(actor)
        assert "Phrase du point 1." not in client.get(_url("minutes_detail", world)).content.decode()
        assert "Phrase du point 1." not in text_of(client.get(_url("minutes_document", world)).content)
    assert sign_in(cast.secretary).get(reverse("cellule:extract_give", args=[entry.pk])).status_code == 404


def test_the_preview_says_what_goes_to_whom(world, cast, sign_in):
    cast.play(Role.INSTANCE_MEMBER, world.association, "Siège")
    assert cast.member
    minutes = minutes_scenes.written(world, cast)
    parts = {part.organisation: part for part in parts_by_organisation(world.session, entries_of(minutes))}
    assert [entry.position for entry in parts[world.association].entries] == [1, 3]
    assert [entry.position for entry in parts[world.other_association].entries] == [3]
    give_minutes(minutes=minutes, by=cast.secretary)
    client = sign_in(cast.secretary)
    printed = text_of(client.get(_url("minutes_part", world, world.association.pk)).content)
    assert "Phrase du point 1." in printed
    assert "Phrase du point 2." not in printed
    assert client.get(_url("minutes_part", world, world.funder.pk)).status_code == 404


def test_the_mail_says_that_it_waits_and_nothing_else(world, cast, django_capture_on_commit_callbacks):
    assert cast.member
    minutes = minutes_scenes.written(world, cast)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        give_minutes(minutes=minutes, by=cast.secretary)
    assert [message.to for message in mail.outbox] == [[cast.member.user.email]]
    text = mail.outbox[0].subject + mail.outbox[0].body
    assert not any(entry.title in text or entry.text in text for entry in entries_of(minutes))


def test_a_decision_corrected_since_is_said_until_a_new_version_says_it(world, cast, sign_in):
    minutes = minutes_scenes.given(world, cast)
    entry = entries_of(minutes)[1]
    _, address = give_extract(entry=entry, recipient="SIAO", days=5, by=cast.secretary)
    seat = cast[Role.EXPERT].memberships[0]
    type(seat).objects.filter(pk=seat.pk).update(instance=world.instance)
    correct_decision(decision=entry.agenda_item.decisions.get(), by=cast.secretary, code="defer")
    told, call = "Décision corrigée depuis", "préparez une nouvelle version"
    page = sign_in(cast.secretary).get(_url("minutes_detail", world)).content.decode()
    assert page.count(told) == 1
    assert call in page
    assert told in text_of(sign_in(cast.secretary).get(_url("minutes_document", world)).content)
    assert told in Client().get(urlsplit(address).path, follow=True).content.decode()
    member = sign_in(cast[Role.EXPERT]).get(_url("minutes_detail", world)).content.decode()
    assert told in member
    assert call not in member
    assert decided_words(entries_of(minutes)[1]) == "Orientation non retenue"
    again = begin_minutes(session=world.session, by=cast.secretary)
    give_minutes(minutes=again, by=cast.secretary)
    assert told not in sign_in(cast.secretary).get(_url("minutes_detail", world)).content.decode()
    assert decided_words(entries_of(again)[1]) == "Ajournement (corrigée)"


def decided_words(entry: MinutesEntry) -> str:
    return dict(entry.decided)["Décision"]


# Returned to the files


def test_the_file_gets_the_extract_of_its_own_situation(world, cast, sign_in):
    minutes = minutes_scenes.given(world, cast)
    entry, other = entries_of(minutes)[:2]
    client = sign_in(cast.worker)
    url = reverse("cellule:case_extract", args=[entry.case_id, entry.pk])
    assert url in client.get(reverse("cellule:case_fragment", args=[entry.case_id])).content.decode()
    answer = client.get(url)
    assert "Phrase du point 1." in text_of(answer.content)
    assert entry.case.number not in text_of(answer.content)
    assert client.get(reverse("cellule:case_extract", args=[other.case_id, other.pk])).status_code == 404
    assert client.get(reverse("cellule:case_extract", args=[entry.case_id, other.pk])).status_code == 404
    assert AccessEvent.objects.filter(section="minutes", cases__contains=[entry.case_id]).exists()


def test_the_file_tells_on_which_day_its_extract_came_back(world, cast, sign_in):
    minutes = minutes_scenes.given(world, cast)
    entry = entries_of(minutes)[0]
    told = [event for event in events(cast.worker, entry.case) if event.title == "Extrait du compte rendu"]
    assert [(event.day, event.author) for event in told] == [(clock.today(), world.instance.label)]
    assert sign_in(cast.worker).get(told[0].url).status_code == 200
    factories.grant(entry.case, world.shelter, GrantLevel.STATUS)
    assert not any(event.url for event in events(cast[Role.REFERRER], entry.case))
    Minutes.objects.update(state=MinutesState.SUPERSEDED)
    assert not any(event.url for event in events(cast.worker, entry.case))


def test_who_knows_only_the_state_of_the_decision_gets_no_extract(world, cast, sign_in):
    minutes = minutes_scenes.given(world, cast)
    entry = entries_of(minutes)[1]
    factories.grant(entry.case, world.shelter, GrantLevel.STATUS)
    client = sign_in(cast[Role.REFERRER])
    url = reverse("cellule:case_extract", args=[entry.case_id, entry.pk])
    assert client.get(reverse("cellule:case_fragment", args=[entry.case_id])).status_code == 200
    assert client.get(url).status_code == 404


# Kept for all to learn from


def test_an_exchange_of_practice_is_proposed_once_without_anybody_in_it(world, cast, sign_in):
    practice = entries_of(minutes_scenes.given(world, cast))[2]
    client, url = sign_in(cast.secretary), reverse("cellule:entry_capitalise", args=[practice.pk])
    assert "Parler de la dette" in client.get(url).content.decode()
    data = {"title": "Parler de la dette", "question": "Comment ouvrir ?", "answer": "Joindre M. Dupont d’abord."}
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "M. Dupont" in refused.content.decode()
    data["answer"] = "Commencer par ce qui va bien."
    assert client.post(url, data).status_code == 302
    kept = Capitalised.objects.get()
    assert (kept.source, kept.agenda_item) == (CapitalisedSource.PRACTICE_EXCHANGE, practice.agenda_item)
    assert client.post(url, data).status_code == 422  # once an item


def test_what_a_session_recommends_is_checked_with_the_words_of_the_file(world, cast, sign_in):
    entry = entries_of(minutes_scenes.given(world, cast))[0]
    name = entry.case.household.people.first().last_name
    client, url = sign_in(cast.secretary), reverse("cellule:entry_capitalise", args=[entry.pk])
    data = {"title": "Reprendre contact", "question": "Comment ?", "answer": f"Comme avec {name}."}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"answer": "En écrivant d’abord."}).status_code == 302
    assert Capitalised.objects.get().source == CapitalisedSource.RECOMMENDATION


# The documents say what was decided


def test_the_texts_of_the_documents_are_the_decisions_of_twelve_situations(world, cast):
    minutes = minutes_scenes.given(world, cast, situations=12)
    lines = record_lines(world.session, cast.secretary)
    document = record_pdf(world.session, lines)
    record = " ".join(text_of(document).split())
    assert count_pages(document) == 1
    whole = " ".join(text_of(minutes_pdf(minutes, entries_of(minutes))).split())
    for line, entry in zip(lines, entries_of(minutes), strict=False):
        assert line.pseudonym in record
        assert line.pseudonym in whole
        assert line.outcome in whole
        assert ["Décision", line.outcome] in entry.decided
        alone = text_of(extract_pdf(entry))
        assert line.pseudonym in alone
        assert not any(other.pseudonym in alone for other in lines if other != line)
    assert record.count("Orientation non") == 11
    assert entries_of(minutes)[0].case.number not in whole


def test_an_erased_file_takes_its_entry_with_it(world, cast):
    minutes = minutes_scenes.given(world, cast)
    case = entries_of(minutes)[0].case
    erasure.erase({Case: [case.pk]})
    assert [entry.position for entry in MinutesEntry.objects.filter(minutes=minutes).order_by("position")] == [2, 3]
