"""Who will read an orientation, said before it is sent, from the rule that will open it."""

from collections.abc import Iterable
from dataclasses import dataclass

from cellule.intake import PlannedGrant, roles_reaching, secretaries_of
from households.grants import GrantLevel, right
from partners.models import Instance, Organisation, OrganisationKind, Territory
from partners.roles import TEAM_ROLES, Right, Role, Section
from veille.core import formats
from veille.core.actor import Actor

IDENTITY, CONTACT, HOUSING, ARREARS, TEXTS = (
    "l’identité",
    "les coordonnées",
    "le logement",
    "la dette",
    "ce qui se passe",
)
EVERYTHING = (IDENTITY, CONTACT, HOUSING, ARREARS, TEXTS)
# It opens a case only while a procedure step is open, and none is when an orientation is sent.
_LATER = frozenset({Role.LANDLORD_LITIGATION})


@dataclass(frozen=True)
class Reader:
    """Some people of one organisation who read the same things."""

    who: str
    reads: str
    not_read: str = ""


def readers_of(
    actor: Actor, grants: Iterable[PlannedGrant], *, instance: Instance, territory: Territory, is_restricted: bool
) -> list[Reader]:
    """One line a group of people who read the same; on a restricted case, the people named and nobody else."""
    levels: dict[Organisation, list[str]] = {}
    for grant in grants:
        levels.setdefault(grant.organisation, []).append(grant.level)
    named = {actor.user_id, *secretaries_of(instance).values_list("pk", flat=True)} if is_restricted else None
    readers: list[Reader] = []
    for organisation, its_levels in levels.items():
        readers += _readers_in(actor, organisation, its_levels, _held(organisation, instance, territory), named)
    return readers


def _held(organisation: Organisation, instance: Instance, territory: Territory) -> list[tuple]:
    """Person and role, for the current roles of an organisation that reach this territory and instance."""
    held = roles_reaching(organisation, instance=instance, territory=territory)
    return list(held.order_by("role", "user").values_list("user", "role"))


def _readers_in(actor: Actor, organisation: Organisation, levels: list[str], held: list[tuple], named) -> list[Reader]:
    people: dict[tuple[str, ...], dict[str, set]] = {}
    for user, role in held:
        if (named is not None and user not in named) or role in _LATER:
            continue
        if role in TEAM_ROLES and not organisation.has_open_team and user != actor.user_id:
            continue
        read = _read_by(actor, role, levels)
        if read:
            people.setdefault(read, {}).setdefault(role, set()).add(user)
    return [_reader(organisation, roles, read) for read, roles in people.items()]


def _read_by(actor: Actor, role: str, levels: list[str]) -> tuple[str, ...]:
    known = actor.organisation.kind == OrganisationKind.LANDLORD
    sections = {
        IDENTITY: Section.IDENTITY,
        CONTACT: Section.CONTACT if known else Section.CONFIDED,
        HOUSING: Section.HOUSING,
        ARREARS: Section.ARREARS,
        TEXTS: Section.FINDINGS_LANDLORD if known else Section.FINDINGS_SUPPORT,
    }
    read = [words for words, section in sections.items() if _opens(role, levels, section)]
    if TEXTS not in read and _opens(role, [x for x in levels if x == GrantLevel.ADMISSION], Section.FINDINGS_LANDLORD):
        read.append(TEXTS)
    return tuple(read)


def _opens(role: str, levels: list[str], section: str) -> bool:
    return any(right(level, role, section) >= Right.READ for level in levels)


def _reader(organisation: Organisation, roles: dict[str, set], read: tuple[str, ...]) -> Reader:
    who = ", ".join(f"{Role(role).label} ({formats.counted(len(users), 'personne')})" for role, users in roles.items())
    missing = [words for words in EVERYTHING if words not in read]
    return Reader(
        who=f"{organisation.name} : {who}",
        reads="tout ce que vous avez écrit" if not missing else _listed(read),
        not_read=_not_read(missing),
    )


def _not_read(missing: list[str]) -> str:
    if len(missing) < 2:
        return "".join(f"Ne lit pas {words}." for words in missing)
    return f"Ne lit ni {' ni '.join(missing)}."


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} et {last}" if first else last
