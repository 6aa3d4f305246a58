"""A file whose dispositif promises an answer, and somebody who asks."""

from datetime import datetime

from accompaniment import promises
from accompaniment.services import record_intervention
from accompaniment.services import solicitations as services
from tests import factories
from tests.accompaniment.rules import configured
from veille.core import clock


def at(text):
    """« 10:05 » of the day of the tests, a Friday; or a whole moment."""
    text = text if "-" in text else f"2018-12-14 {text}"
    return datetime.fromisoformat(text).replace(tzinfo=clock.PARIS)


def promised(world, cast, **promise):
    return configured(factories.make_accompanied_case(world, cast), promise=promise)


def ask(case, by, received="10:05", **fields):
    return services.record_solicitation(case=case, by=by, received_at=at(received), **fields)


def visit(case, by, **fields):
    return record_intervention(case=case, by=by, **{"kind": "home_visit", "happened_on": clock.today(), **fields})


def colour_of(solicitation, now="17:00"):
    solicitation.refresh_from_db()
    return promises.colour(solicitation, at(now))
