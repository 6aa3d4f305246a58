"""Search by name or number inside one's own perimeter.

A name never enters an address, which proxies and browsers keep: the text travels by POST and waits,
sealed, in the session.
"""

import base64

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from households.models import Case, Person
from partners.roles import Right, Section
from veille.core import crypto
from veille.core.actor import Actor
from veille.core.normalise import sort_text

_KEY = "households.search"
_TABLE = "django_session"
MAX_LENGTH = 80


def remember(request: HttpRequest, text: str) -> None:
    """Keep what is searched for the next pages of the list; an empty text forgets it."""
    text = text.strip()[:MAX_LENGTH]
    if not text:
        request.session.pop(_KEY, None)
        return
    sealed = crypto.encrypt(text, purpose=crypto.DRAFTS, table=_TABLE)
    request.session[_KEY] = base64.b64encode(sealed).decode()


def remembered(request: HttpRequest) -> str:
    """What is being searched; nothing when the keys have turned."""
    sealed = request.session.get(_KEY)
    if not sealed:
        return ""
    try:
        return crypto.decrypt(base64.b64decode(sealed), purpose=crypto.DRAFTS, table=_TABLE)
    except crypto.DecryptionFailed:
        return ""


def matching(cases: QuerySet[Case], actor: Actor, text: str) -> QuerySet[Case]:
    """The cases whose number, or a name the actor may read, holds the text (a slip of the keyboard allowed)."""
    people = people_named(actor, text).filter(household=OuterRef("household"))
    numbers = Case.objects.visible_to(actor, Section.STATE, Right.READ).filter(
        number__icontains=text, pk=OuterRef("pk")
    )
    return cases.filter(Exists(people) | Exists(numbers))


def people_named(actor: Actor, text: str) -> QuerySet[Person]:
    """People of the actor's perimeter whose name holds every word, or resembles the whole."""
    words = sort_text(text)
    holds_all = Q()
    for word in words.split():
        holds_all &= Q(search_name__contains=word)
    return Person.objects.visible_to(actor).filter(holds_all | Q(search_name__trigram_word_similar=words))
