"""The explanatory note for a landlord's commission: an allow-list, and nothing else.

Composition, dwelling wanted or proposed, the support in place and its length, what it brings in the words
typed for it, the service to call. Never a diagnosis, a finding, a note, a debt, resources, or what was confided.
"""

from collections.abc import Iterator

from django.conf import settings

from accompaniment.choices import CLOSED_STATES, MeasureState
from accompaniment.models import Measure
from cellule.models import CommissionPassage, HousingOffer
from households.composition import composition_sentence
from households.models import Case, CaseTeamMember, ExternalReference, Person, TeamPart
from households.models.references import ReferenceKind
from partners.roles import Right
from veille.core import clock, formats
from veille.core.actor import Actor
from veille.core.pdf import make_one_page_pdf
from veille.core.reference import label

Line = tuple[str, str]
_SIZES = ("text-11", "text-10", "text-9", "text-8")


def note_lines(passage: CommissionPassage, by: Actor) -> list[Line]:
    """The note as it stands today, from what its author may read; frozen as it is when it is passed on."""
    case = passage.case
    found = [*_demand(case, by), *_household(case, by), *_dwelling(passage), *_support(case, by)]
    if passage.support_text:
        found.append(("Ce que l’accompagnement apporte", passage.support_text))
    return [*found, *_contact(case, by)]


def shown_lines(passage: CommissionPassage, by: Actor) -> list[Line]:
    """What the page and the document show: the frozen note once it left, else the one it would be."""
    if passage.note:
        return [(name, text) for name, text in passage.note]
    return note_lines(passage, by)


def note_pdf(passage: CommissionPassage, actor: Actor) -> bytes:
    """The note on one page, whatever its length: what stands on it, and nothing else of the file."""
    context = {"passage": passage, "lines": shown_lines(passage, actor), "demo": settings.IS_DEMO}
    return make_one_page_pdf("cellule/commission_note_pdf.html", context, sizes=_SIZES)


def _demand(case: Case, by: Actor) -> Iterator[Line]:
    yield "Dossier", case.number
    numbers = ExternalReference.objects.visible_to(by).filter(case=case, kind=ReferenceKind.NUR, ended_on=None)
    for number in numbers.order_by("noted_on", "pk").values_list("value", flat=True)[:1]:
        yield "Numéro unique de demande", number


def _household(case: Case, by: Actor) -> Iterator[Line]:
    today = clock.today()
    people = list(Person.objects.visible_to(by).filter(household=case.household_id).present_on(today).order_by("pk"))
    if people:
        yield "Ménage", composition_sentence(people, today)


def _dwelling(passage: CommissionPassage) -> Iterator[Line]:
    if passage.offer:
        yield "Logement proposé", _offered(passage.offer)
    elif passage.candidature:
        types = [label("dwelling_type", code) for code in passage.candidature.dwelling_types]
        places = sorted(commune.name for commune in passage.candidature.communes.all())
        yield "Logement recherché", " – ".join(filter(None, [", ".join(types), ", ".join(places)]))


def _offered(offer: HousingOffer) -> str:
    parts = [label("dwelling_type", offer.dwelling_type), offer.commune.name]
    if offer.reference:
        parts.append(f"réf. {offer.reference}")
    return ", ".join(parts)


def _support(case: Case, by: Actor) -> Iterator[Line]:
    measures = Measure.objects.visible_to(by, Right.READ).filter(case=case).exclude(state__in=CLOSED_STATES)
    measure = measures.select_related("operator").first()
    if measure is None:
        return
    if measure.state == MeasureState.NOT_STARTED:
        yield "Accompagnement", f"décidé le {formats.far_date(measure.decided_on)}, il commence avec l’entrée"
    else:
        since = formats.duration(measure.started_on, clock.today())
        yield "Accompagnement", f"en place depuis le {formats.far_date(measure.started_on)} ({since})"


def _contact(case: Case, by: Actor) -> Iterator[Line]:
    """The service; its person in the lead as well, unless the file is closed to all but a few."""
    measures = Measure.objects.visible_to(by, Right.READ).filter(case=case).exclude(state__in=CLOSED_STATES)
    measure = measures.select_related("operator").first()
    service = measure.operator.name if measure else by.organisation.name
    lead = CaseTeamMember.objects.visible_to(by).current().filter(case=case, part=TeamPart.LEAD)
    person = None if case.is_restricted else lead.select_related("user").first()
    yield "Service à joindre", f"{service}, {person.user}" if person else service
