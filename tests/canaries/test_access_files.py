"""The file handed to one adult, made by the real pages: hers and the household's, read by who read it over, no more."""

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import reverse

from households import services
from households.models import Case, Person, RightsRequest
from partners.roles import Role
from tests import factories
from tests.canaries.acts import Acts
from tests.canaries.crawl import Answer, done
from tests.canaries.expected import may_read
from tests.canaries.filling import filled
from tests.canaries.reading import shown_in
from tests.canaries.test_canaries import is_silent
from tests.canaries.tokens import Token
from veille.core import clock

OFFICER, READER = "dpo", "landlord_referent"
_UNREAD = "?a-relire=1"


def _asked(scene, word: str) -> RightsRequest:
    """The holder asks; another adult lives there, so that the officer and the reader give their opinion first."""
    case, officer, reader = Case.objects.get(pk=scene.ids[word]), scene.cast[Role.DPO], scene.cast.referent
    person = Person.objects.get(pk=scene.ids["person"])
    factories.PersonFactory(household=case.household, role="spouse_partner")
    fields = {"kind": "access", "received_on": clock.today(), "by": reader}
    request = services.record_request(case=case, person=person, **fields)
    services.start_request(request=request, proof="known", checked_on=clock.today(), by=officer)
    services.name_reader(request=request, reader=reader.user, by=officer)
    for adviser in (officer, reader):
        services.advise(request=request, by=adviser)
    return request


def _handed_over(visitor, follow: Callable[[], None]) -> Iterator[HttpResponse]:
    """Gathered by the officer, read over page by page, released, taken as a document and as data."""
    scene = visitor.scene
    request = _asked(scene, "main")
    officer, reader = (Acts(visitor, scene.people[key]).client() for key in (OFFICER, READER))

    def at(name: str) -> str:
        return reverse(f"households:rights_{name}", args=[request.pk])

    yield officer.post(at("gather"))
    follow()
    yield officer.get(at("file"))
    page = reader.get(at("file") + _UNREAD)
    while form := filled(page.content.decode(), "item"):
        yield page
        yield reader.post(at("page_keep"), form)
        page = reader.get(at("file") + _UNREAD)
    yield reader.post(at("file_done"))
    yield officer.post(at("release"))
    yield officer.get(at("detail"))
    yield officer.post(at("document"))
    yield officer.post(at("data"))


def _taken(visitor) -> Answer:
    return done("le dossier d’une personne", lambda follow: _handed_over(visitor, follow))


def _concerns(token: Token, scene) -> bool:
    """A row of the household, or of hers; never of somebody else who lives there."""
    person = scene.ids["person"]
    of = token.row.pk if isinstance(token.row, Person) else getattr(token.row, "person_id", None)
    here = token.row.household.cases.get().pk if isinstance(token.row, Person) else token.case
    return here == scene.ids["main"] and of in {None, person}


def test_it_holds_what_concerns_her_and_was_read_over(visitor, tokens):
    scene, answer = visitor.scene, _taken(visitor)
    shown = shown_in(answer.text, tokens)
    reader = scene.people[READER]
    assert answer.status == 200 and len(shown) > 10
    assert [str(token) for token in shown if not may_read(reader, scene, token)] == []
    assert [str(token) for token in shown if not _concerns(token, scene)] == []
    assert [str(token) for token in shown if is_silent(token, answer)] == []


def test_its_names_its_mails_and_its_logs_name_nobody(visitor, tokens):
    assert [str(token) for token in shown_in(_taken(visitor).aside, tokens)] == []
