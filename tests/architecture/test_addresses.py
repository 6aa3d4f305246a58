"""Addresses: no two pages at one address, French words, identifiers and nothing of a person in them."""

import re

from django.urls import get_resolver

PARAMETERS = {"uuid", "slug", "int"}
# A one-time link: its token is drawn at random and its account number says nothing.
LINKS = {"partners:invitation_accept", "account_reset_password_from_key"}


def patterns(resolver=None, prefix="", namespace=""):
    """(name, path) of every page, admin excluded (reference data only, Django's own addresses)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from patterns(pattern, prefix + str(pattern.pattern), inner)
        else:
            yield f"{namespace}{pattern.name}", prefix + str(pattern.pattern)


def same_address(pages) -> list[list[str]]:
    """Names that share an address, whatever their parameters are called."""
    places: dict[str, list[str]] = {}
    for name, path in pages:
        places.setdefault(re.sub(r"<(\w+):\w+>", r"<\1>", path), []).append(name)
    return [names for names in places.values() if len(names) > 1]


def test_no_two_pages_share_an_address():
    assert same_address(patterns()) == []


def test_a_shared_address_is_seen():
    assert same_address([("a", "dossiers/<uuid:pk>/"), ("b", "dossiers/<uuid:case>/")]) == [["a", "b"]]


def test_addresses_carry_identifiers_only():
    odd = [
        name
        for name, path in patterns()
        for kind in re.findall(r"<(?:(\w+):)?\w+>", path)
        if name not in LINKS and kind not in PARAMETERS
    ]
    assert odd == []


def test_addresses_are_lower_case_words_with_hyphens():
    odd = [path for _, path in patterns() if not re.fullmatch(r"[a-z0-9/.\-]*", re.sub(r"<[^>]+>", "", path))]
    assert odd == []
