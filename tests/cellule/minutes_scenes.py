"""Scenes after a session: closed with its decisions, its compte rendu written and given out."""

from cellule.models import AgendaItem, Minutes, MinutesEntry
from cellule.services.closing import close_session
from cellule.services.decisions import record_decision
from cellule.services.minutes import begin_minutes, give_minutes, write_minutes
from cellule.services.sessions import add_subject
from tests.cellule import scenes

GENERAL = "Les délais du fonds de solidarité s’allongent."


def closed(world, cast, situations: int = 2) -> list[AgendaItem]:
    """One admitted to the association, the others refused, and an exchange of practice."""
    items = [scenes.frozen(world, cast).items.get() for _ in range(situations)]
    add_subject(session=world.session, subject="Parler de la dette", minutes=20, by=cast.secretary)
    scenes.begin(world.session, items[0])
    for item in items:
        item.session.refresh_from_db()
    record_decision(item=items[0], by=cast.secretary, **scenes.admission(world, cast))
    for item in items[1:]:
        record_decision(item=item, by=cast.secretary, **scenes.refusal())
    close_session(session=world.session, by=cast.secretary)
    world.session.refresh_from_db()
    return items


def written(world, cast, situations: int = 2, **texts: str) -> Minutes:
    """A draft where each item says a sentence of its own: « Point 1 » and so on."""
    closed(world, cast, situations)
    minutes = begin_minutes(session=world.session, by=cast.secretary)
    said = {entry.pk: f"Phrase du point {entry.position}." for entry in entries_of(minutes)}
    return write_minutes(minutes=minutes, edition=minutes.edition, general=GENERAL, texts=said, by=cast.secretary)


def given(world, cast, situations: int = 2) -> Minutes:
    minutes = written(world, cast, situations)
    return give_minutes(minutes=minutes, by=cast.secretary)


def entries_of(minutes: Minutes) -> list[MinutesEntry]:
    entries = MinutesEntry.objects.filter(minutes=minutes).order_by("position")
    return list(entries.select_related("minutes", "case", "session__instance", "agenda_item"))
