"""Search by name or number inside one's own perimeter.

A name never enters an address, which proxies and browsers keep: the text travels by POST and waits,
sealed, in the session.
"""

import base64
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from households.models import Case, ContactDetail, ContactKind, HousingPeriod, Person
from households.phones import PhoneDigits, phone_digits
from households.querysets import SECTION_OF_PERSON
from households.reference_search import cases_once_numbered, cases_with_reference
from households.row_data import opened
from partners.roles import Section
from veille.core import crypto
from veille.core.actor import Actor
from veille.core.normalise import sort_text
from veille.core.prepared import BlankText

Finder = Callable[[Actor, str], QuerySet[Case]]
Sought = str | BlankText

_KEY = "households.search"
_TABLE = "django_session"
MAX_LENGTH = 80
_FEW = 500


def remember(request: HttpRequest, text: str, *, key: str = _KEY) -> None:
    """Keep what is searched in a list (`key`) for its next pages; an empty text forgets it."""
    text = text.strip()[:MAX_LENGTH]
    if not text:
        request.session.pop(key, None)
        return
    sealed = crypto.encrypt(text, purpose=crypto.DRAFTS, table=_TABLE)
    request.session[key] = base64.b64encode(sealed).decode()


def remembered(request: HttpRequest, *, key: str = _KEY) -> str:
    """What is being searched; nothing when the keys have turned."""
    sealed = request.session.get(key)
    if not sealed:
        return ""
    try:
        return crypto.decrypt(base64.b64decode(sealed), purpose=crypto.DRAFTS, table=_TABLE)
    except crypto.DecryptionFailed:
        return ""


def matching(cases: QuerySet[Case], actor: Actor, text: str) -> QuerySet[Case]:
    """The cases found by a number, or by a name, telephone or contract that the actor may read.

    A name is all letters, a number holds a digit: what cannot be found is not looked for.
    """
    if is_name(text):
        return bearing(cases, actor, *sought(text))
    return cases.filter(_numbered(actor, text) | Q(pk__in=_found_by_number(actor, text)))


def is_name(text: str) -> bool:
    return not any(char.isdigit() for char in text)


def sought(text: str) -> tuple[Sought, tuple[Sought, ...]]:
    """The whole of what is typed, and its words."""
    whole = sort_text(text)
    return whole, tuple(whole.split())


def bearing(cases: QuerySet[Case], actor: Actor, whole: Sought, words: Iterable[Sought]) -> QuerySet[Case]:
    """The cases found by a name that their line shows."""
    return cases.filter(pk__in=_named(actor, whole, words).values("pk"))


def _numbered(actor: Actor, text: str) -> Q:
    """By the number of the case, or a part of it: a year alone is a part of many."""
    holds = Q(number__icontains=text)
    keys = [key for (key,) in Case.objects.filter(holds).order_by().values_list("pk")[: _FEW + 1]]
    return Q(opened(actor, Section.STATE), holds if len(keys) > _FEW else Q(pk__in=keys))


def _found_by_number(actor: Actor, text: str) -> list[UUID]:
    """Few, and known before the list is read: the database would prepare for thousands."""
    finders = (*_BY_NUMBER, _named_so) if any(char.isalpha() for char in text) else _BY_NUMBER
    first, *others = (finder(actor, text).order_by().values_list("pk") for finder in finders)
    return [key for (key,) in first.union(*others)]


def _named_so(actor: Actor, text: str) -> QuerySet[Case]:
    return _named(actor, *sought(text))


def _named(actor: Actor, whole: Sought, words: Iterable[Sought]) -> QuerySet[Case]:
    """A line is found by the names that it shows: those whose section this very case opens."""
    readable = Q()
    for source, section in SECTION_OF_PERSON.items():
        readable |= Q(opened(actor, section), household__people__source=source)
    return Case.objects.filter(readable, _resembles("household__people__search_name", whole, words))


def _reached_by_phone(actor: Actor, text: str) -> QuerySet[Case]:
    """By a telephone whose section is open to her: a landlord finds nobody by a number that was confided."""
    digits = phone_digits(text)
    if not digits:
        return Case.objects.none()
    phones = ContactDetail.objects.visible_to(actor).filter(kind=ContactKind.PHONE)
    found = phones.annotate(digits=PhoneDigits("value")).filter(digits__contains=digits)
    return Case.objects.filter(pk__in=found.order_by().values("case"))


def _housed_by_contract(actor: Actor, text: str) -> QuerySet[Case]:
    periods = HousingPeriod.objects.visible_to(actor).exclude(contract_number="")
    return Case.objects.filter(pk__in=periods.filter(contract_number__iexact=text).order_by().values("case"))


# What each finds is crossed with the cases of the list: none of them opens anything by itself.
_BY_NUMBER: tuple[Finder, ...] = (
    cases_once_numbered,
    cases_with_reference,
    _reached_by_phone,
    _housed_by_contract,
)


def people_named(actor: Actor, text: str) -> QuerySet[Person]:
    """People of the actor's perimeter whose name or alias holds every word, or resembles the whole."""
    return Person.objects.visible_to(actor).filter(_resembles("search_name", *sought(text)))


def _resembles(column: str, whole: Sought, words: Iterable[Sought]) -> Q:
    holds_all = Q()
    for word in words:
        holds_all &= Q(**{f"{column}__contains": word})
    return holds_all | Q(**{f"{column}__trigram_word_similar": whole})
