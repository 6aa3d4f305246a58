"""Who will read a note or a document, in words, from the rule that `visible_to` applies.

Everybody who could open the case is asked in one query; the level is then the same question as in
`LevelledQuerySet`, so that the sentence on the page and the note that appears cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from households.grants import levels_opening
from households.models import Case, CaseAccess
from households.note_levels import OWN_ORGANISATION, SECTION_OF, NoteLevel, cells, is_named_level, is_open_to
from partners.actors import acting, with_hours
from partners.models import Membership, Organisation, OrganisationKind
from partners.roles import Right, Role, Section
from veille.core.actor import Actor
from veille.core.formats import counted, of_name

# « de » loses its vowel before these; other names in h are read letter by letter or aspirated.
_BUT_ITS_TEAM = "non visible par le bailleur, hors son équipe d’accompagnement"
_SECTIONS = (Section.INTERVENTIONS_SHARED, Section.INTERVENTIONS, Section.RECOMMENDATION, Section.DIAGNOSIS)


@dataclass(frozen=True)
class Reader:
    """A person who opens the case for an organisation, and those of the sections asked that she reads."""

    actor: Actor
    sections: frozenset[str]

    def reads(self, level: str, organisation: Organisation, named: frozenset[UUID]) -> bool:
        """Whether she would read a note of this level written by this organisation."""
        if not is_open_to(self.actor, level):
            return bool(cells(self.actor, level)) and self.actor.user_id in named
        if self.actor.organisation_id == organisation.pk:
            return True
        return level not in OWN_ORGANISATION and SECTION_OF[level] in self.sections


@dataclass(frozen=True)
class Readers:
    """The readers of a level, as a page says them before a note is saved."""

    value: str
    label: str
    text: str
    people_count: int
    hidden_from: str

    @property
    def sentence(self) -> str:
        return f"Lu par : {self.text}."


def case_readers(case: Case, sections: tuple[str, ...] = _SECTIONS) -> list[Reader]:
    """Everybody who opens the case now, with those of the sections she reads, in two queries whatever their number."""
    actors = _candidates(case)
    asked = {}
    for index, actor in enumerate(actors):
        asked[f"sees_{index}"] = _opens(actor)
        asked |= {f"sees_{index}_{section}": _opens(actor, section, Right.READ) for section in sections}
    answers = Case.objects.filter(pk=case.pk).annotate(**asked).values(*asked).get() if asked else {}
    return [
        Reader(actor, frozenset(s for s in sections if answers[f"sees_{index}_{s}"]))
        for index, actor in enumerate(actors)
        if answers[f"sees_{index}"]
    ]


def _opens(actor: Actor, *section) -> Exists:
    return Exists(Case.objects.visible_to(actor, *section).filter(pk=OuterRef("pk")))


def _candidates(case: Case) -> list[Actor]:
    """The people of the organisations that hold a grant, each as she acts for one of them."""
    return actors_of(CaseAccess.objects.current().filter(case=case).values("organisation"))


def actors_of(organisations) -> list[Actor]:
    """The people of these organisations, each with the roles she holds there."""
    memberships = with_hours(
        Membership.objects.current()
        .filter(organisation__in=organisations, user__is_active=True, organisation__is_active=True)
        .select_related("user", "organisation", "instance")
        .order_by("organisation__sort_name", "user__last_name", "user_id", "role", "id")
    )
    held: dict[tuple, list[Membership]] = {}
    for membership in memberships:
        held.setdefault((membership.organisation_id, membership.user_id), []).append(membership)
    return [acting(m[0].user, m) for m in held.values()]


def people_reading(
    case: Case, level: str, organisation: Organisation, *, named: Iterable[UUID] = ()
) -> frozenset[UUID]:
    """The persons who would read such a note."""
    chosen = frozenset(named)
    return frozenset(r.actor.user_id for r in case_readers(case) if r.reads(level, organisation, chosen))


def readers_of(level: str, case: Case, actor: Actor, *, among: list[Reader] | None = None) -> Readers:
    """Who would read a note of this level written by the actor (with `among`, nobody is asked twice)."""
    everybody = case_readers(case) if among is None else among
    named = frozenset({actor.user_id})
    reading = [r for r in everybody if r.reads(level, actor.organisation, named)]
    return Readers(
        value=level,
        label=NoteLevel(level).label,
        text=_words(level, reading, actor),
        people_count=len({r.actor.user_id for r in reading}),
        hidden_from=_excluded(reading),
    )


def section_readers(section: str, case: Case, actor: Actor, *, among: list[Reader] | None = None) -> Readers:
    """Who reads a part of the diagnosis."""
    everybody = case_readers(case) if among is None else among
    reading = [r for r in everybody if section in r.sections]
    return Readers(
        value=section,
        label=Section(section).label,
        text=_teams(reading, actor),
        people_count=len({r.actor.user_id for r in reading}),
        hidden_from=_excluded(reading),
    )


def hidden_from_landlord(case: Case) -> str:
    """« non visible par le bailleur », beside what was confided; of a landlord that accompanies, its team reads it."""
    levels = levels_opening(Role.LANDLORD_CASE_WORKER, Section.CONFIDED, Right.READ)
    opened = CaseAccess.objects.current().filter(case=case, level__in=levels)
    its_own = Membership.objects.current().filter(
        role=Role.LANDLORD_CASE_WORKER, organisation__in=opened.values("organisation")
    )
    return _BUT_ITS_TEAM if its_own.exists() else "non visible par le bailleur"


def nameable_people(level: str, actor: Actor, among: list[Reader]) -> list:
    """The colleagues and partners whom the author may name as readers of a note for named persons."""
    return list(
        {
            r.actor.user_id: r.actor.user for r in among if cells(r.actor, level) and r.actor.user_id != actor.user_id
        }.values()
    )


def _words(level: str, reading: list[Reader], actor: Actor) -> str:
    if is_named_level(level):
        return "vous et les personnes que vous nommez"
    return _teams(reading, actor)


def _teams(reading: list[Reader], actor: Actor) -> str:
    teams: dict[Organisation, int] = {}
    for reader in reading:
        teams[reader.actor.organisation] = teams.get(reader.actor.organisation, 0) + 1
    own = teams.pop(actor.organisation, 0)
    parts = [f"l’équipe {of_name(actor.organisation.short_name)} ({_people(own)})"] if own else []
    parts += [f"celle {of_name(team.short_name)} ({_people(n, but_her=True)})" for team, n in teams.items()]
    return " et ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "personne"


def _people(number: int, *, but_her: bool = False) -> str:
    return "vous seul·e" if number == 1 and not but_her else counted(number, "personne")


def _excluded(reading: list[Reader]) -> str:
    """Said for the two sides that work on a file; an instance, a pilot or an expert reads no note in any case."""
    kinds = {r.actor.organisation.kind for r in reading}
    if OrganisationKind.LANDLORD not in kinds:
        return "Non visible par le bailleur."
    if OrganisationKind.ASSOCIATION not in kinds:
        return "Non visible par l’association."
    return ""
