"""People who look at pages, and how: through the whole application, as a server calls it."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory
from django.urls import reverse

from partners.actors import actor_of
from partners.models import User
from veille.core.actor import Actor

HOST = "localhost"


class NotShown(Exception):
    """A page that the benchmark measures did not answer as it should."""


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in; each has a session of her own, and what she searches stays in it."""

    label: str
    actor: Actor
    client: Client

    def search(self, text: str) -> None:
        self.client.post(reverse("households:case_search"), {"q": text})

    def page(self, address: str) -> str:
        """The whole request: middleware, rights, queries, template, journal."""
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.client.cookies[settings.SESSION_COOKIE_NAME].value}"
        environ = RequestFactory(HTTP_HOST=HOST, HTTP_COOKIE=cookie).get(address).environ
        status: list[str] = []
        body = _application()(environ, lambda line, headers, *rest: status.append(line))
        text = b"".join(body).decode()
        body.close()
        if not status[0].startswith("200"):
            raise NotShown(f"{address} : {status[0]}")
        return text


def visitor(label: str, user: User) -> Visitor:
    client = Client(HTTP_HOST=HOST)
    client.force_login(user)
    return Visitor(label, actor_of(user), client)


@cache
def _application():
    return get_wsgi_application()
