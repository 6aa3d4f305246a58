"""What the tests of meetings do over and over."""

from datetime import time, timedelta

from accompaniment import todo
from accompaniment.services import conclusions as concluding
from accompaniment.services import meeting_guests as inviting
from accompaniment.services import meetings as services
from veille.core import clock
from veille.core.reads import held_for

PERSON = {"name": "Docteure Lamy", "function": "Médecin traitante", "body": "Maison de santé"}


def in_days(number):
    return clock.today() + timedelta(days=number)


def planned(case, cast, organisations=(), **fields):
    told = {
        "kind": "synthesis", "held_on": in_days(7), "starts_at": time(14), "minutes": 60, "way": "in_person",
        "place": "Dans nos locaux", "agenda": "Point sur l’année", "household_part": "present", "represented_by": "",
        "worker": cast.worker.user, "team": [cast.worker.user], **fields,
    }  # fmt: skip
    return services.plan_meeting(case=case, organisations=organisations, by=cast.worker, **told)


def held(meeting, cast, **fields):
    told = {
        "held_on": clock.today(), "minutes": 75, "household_part": "present", "household_word": "Je veux rester ici.",
        "people_met": 1, "text": "Elle parle de sa santé.", "level": "association_only", **fields,
    }  # fmt: skip
    return services.hold_meeting(meeting=meeting, by=cast.worker, **told)


def conclude(meeting, cast, former=0, **fields):
    told = {"text": "Chacun revoit l’échéancier.", "audience": "interventions_shared", "is_agreed": True, **fields}
    return concluding.write_conclusions(meeting=meeting, former=former, by=cast.worker, **told)


def name_guest(meeting, cast, agreed=True, **fields):
    told = {**PERSON, "email": "cabinet@exemple.test", **fields}
    agreed_on = clock.today() if agreed else None
    return inviting.name_guest(meeting=meeting, agreed_on=agreed_on, by=cast.worker, **told)


def path_of(address):
    return "/" + address.split("/", 3)[3]


def lines(actor):
    view = type("View", (), {})

    def page(request):
        view.items = todo.work_items(actor)
        return type("Response", (), {})()

    request = type("Request", (), {"resolver_match": type("Match", (), {"view_name": "home"})})()
    held_for(actor, page)(request)
    return [item.title for item in view.items]
