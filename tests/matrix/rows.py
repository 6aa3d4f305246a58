"""A row of the table: an address, what it is tried with, and who is expected to do what there."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from tests.matrix.people import Person
from tests.matrix.rules import Rule, everybody

OPENS, REFUSED, MISSING, SIGN_IN = "opens", "403", "404", "sign-in"
# Words of an address that are no object.
_WORDS = {"year", "form", "step", "name", "uid", "token", "uidb36", "key", "code", "kind"}
_KEY = UUID("11111111-1111-4111-8111-111111111111")


@dataclass(frozen=True)
class Row:
    """`gate` is asked before the object is looked for (403), `seen` finds it (404), `may` allows the act (403).

    `why` says where the expectation comes from when no cell of docs/rights says it.
    """

    name: str
    at: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    gate: Rule = everybody
    seen: Rule = everybody
    may: Rule = everybody
    data: dict[str, str] = field(default_factory=dict)
    why: str = ""
    fragment: bool = False
    public: bool = False
    # Opened by a link given to somebody without an account: nobody of the company holds one.
    by_link: bool = False

    @property
    def objects(self) -> list[str]:
        return [name for name in self.at if name not in _WORDS]

    @property
    def label(self) -> str:
        return " ".join([self.method, self.name, *self.at.values()])

    def expected(self, person: Person, scene) -> str:
        if self.by_link:
            return MISSING
        if self.public:
            return OPENS
        if person.is_nobody:
            return SIGN_IN
        if not self.gate(person, scene):
            return REFUSED
        if not self.seen(person, scene):
            return MISSING
        return OPENS if self.may(person, scene) else REFUSED

    def sent(self, scene, method: str) -> dict:
        """What the request carries; every form carries its one-time key."""
        if method == "GET":
            return {}
        return {"submission_key": str(_KEY), **scene.kwargs(self.data)}


def reading(name: str, **fields) -> list[Row]:
    return [Row(name, **fields)]


def act(name: str, **fields) -> list[Row]:
    return [Row(name, method="POST", **fields)]


def form(name: str, may_send: Rule | None = None, **fields) -> list[Row]:
    """A page and its sending, under the same rule unless the sending has its own."""
    shown = Row(name, **fields)
    return [shown, replace(shown, method="POST", may=may_send or shown.may)]
