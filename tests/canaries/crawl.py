"""Walk through everything somebody can reach: each address of the table, and each link found on the way."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.canaries.channels import overheard
from tests.canaries.reading import about, words_of
from tests.matrix.people import Person
from tests.matrix.urls import ROWS
from tests.matrix.visit import Visitor, rolled_back
from veille.core.models import AccessEvent

_LINK = re.compile(r'(?:href|src|hx-get|action|data-url)="([^"]+)"')
_CALLS = ("tel:", "mailto:")
_LEFT_OUT = ("/static/", "/compte/deconnexion", "/administration/", "/courriels/")
# The same page under other filters, sorts or offsets.
_MOST_QUERIES = 4
MOST_PAGES = 600


@dataclass(frozen=True)
class Answer:
    """What came back, the cases whose reading was journalled, and what must name nobody to anybody.

    `aside`: headers, addresses, names and properties of files, mails, logs, messages, Redis.
    """

    address: str
    status: int
    text: str
    is_page: bool
    journalled: frozenset[UUID]
    aside: str


class Crawler:
    """One person's way through the application; nothing it does is kept."""

    def __init__(self, visitor: Visitor, *, follows: bool = True):
        self.visitor = visitor
        self.follows = follows

    def read(self, person: Person, starts: Iterable[str] = ()) -> Iterator[Answer]:
        """Each answer, errors and refusals included."""
        client = self.client(person)
        waiting = deque(starts or [*self._addresses(), "/"])
        seen, queries = set(waiting), Counter()
        while waiting:
            address = waiting.popleft()
            answer = ask(client, address)
            yield answer
            for link in _links(answer) if answer.is_page and self.follows else ():
                path = urlsplit(link).path
                queries[path] += 1
                if link not in seen and queries[path] <= _MOST_QUERIES and len(seen) < MOST_PAGES:
                    seen.add(link)
                    waiting.append(link)

    def client(self, person: Person) -> Client:
        client = Client(raise_request_exception=False)
        if not person.is_nobody:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.visitor.session_key(person.key)
        return client

    def _addresses(self) -> list[str]:
        rows = [row for row in ROWS if row.method == "GET" and row.name != "mailbox"]
        return list(dict.fromkeys(self.visitor.address(row) for row in rows))


def ask(client: Client, address: str) -> Answer:
    """One reading."""
    return done(address, lambda follow: [client.get(address)])


def done(label: str, act: Callable[[Callable[[], None]], Iterable[HttpResponse]]) -> Answer:
    """An act with all that follows it, of which nothing is kept but what was told, here and aside.

    The act is given a function that lets what it asked of the workers happen before it goes on.
    """
    with rolled_back(), overheard() as heard:
        before = AccessEvent.objects.count()
        responses = list(act(heard.let_happen))
        heard.let_happen()
        texts = [words_of(response) for response in responses]
        events = AccessEvent.objects.exclude(cases=[]) if AccessEvent.objects.count() > before else ()
        journalled = frozenset(case for event in events for case in event.cases)
    last = responses[-1]
    is_page = last.get("Content-Type", "").startswith("text/html")
    links = [link for text in texts for link in _LINK.findall(text) if not link.startswith(_CALLS)]
    aside = "\n".join([*map(about, responses), *links, *heard.words])
    return Answer(label, last.status_code, "\n".join(texts), is_page, journalled, aside)


def _links(answer: Answer) -> Iterator[str]:
    for found in _LINK.findall(answer.text):
        link = urldefrag(urljoin(answer.address, unescape(found))).url
        if link.startswith("/") and not link.startswith(_LEFT_OUT):
            yield link
