"""A request of an adult of a file: asked, and worked on."""

from datetime import date

from households import services
from households.models import Person, RightsRequest
from households.rights_choices import RightsKind

TODAY = date(2018, 12, 14)


def person_of(case) -> Person:
    return Person.objects.filter(household=case.household_id).order_by("pk").first()


def ask(case, by, kind=RightsKind.ACCESS, **fields) -> RightsRequest:
    fields.setdefault("person", person_of(case))
    fields.setdefault("received_on", TODAY)
    return services.record_request(case=case, kind=kind, by=by, **fields)


def running(case, by, officer, kind=RightsKind.ACCESS, **fields) -> RightsRequest:
    request = ask(case, by, kind, **fields)
    services.start_request(request=request, proof="known", checked_on=TODAY, by=officer)
    return request
