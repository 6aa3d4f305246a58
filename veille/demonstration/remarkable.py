"""The cases one looks for: restricted, separated, reopened, shared, with a conflict of interest; and rare notes."""

from collections.abc import Iterator
from datetime import date, timedelta

from accompaniment.choices import RUNNING_STATES
from accompaniment.models import FormerExit
from households.grants import GrantLevel
from households.models import CaseSpell, Exclusion, NamedPerson, SharingAgreement, TeamPart
from households.note_levels import NoteLevel
from partners.configuration import Door
from partners.models import User
from partners.roles import Role
from veille.demonstration import follow_up, meetings, orientations, outcomes, support, veille_sociale
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File, join_team, lead
from veille.demonstration.frames import World
from veille.demonstration.notes import note, write_notes
from veille.demonstration.orientations import Choice

_NORTH = "hauts-de-france"
AWAY = (date(2018, 12, 10), date(2018, 12, 28))


def make(world: World) -> None:
    """Five admitted households of Veille sociale, two to enter housing and three to stay in it."""
    _just_admitted(world)
    _restricted(world)
    _separated(world)
    _reopened(world)


def _just_admitted(world: World) -> None:
    """Admitted by the last session: the lead person has not met the household yet."""
    file = veille_sociale.come(
        world, _NORTH, Door.RETENTION, date(2018, 10, 22), main_reason="hoarding_hygiene", landlord="hdn"
    )
    orientations.complete(file)
    session = meetings.held(world, file.instance, date(2018, 11, 2))
    veille_sociale.admit(file, session, operator="lva", worker=world.person("Marchetti"))


def _restricted(world: World) -> None:
    """Named persons only, nothing of the address outside the sealed table."""
    worker, manager = world.person("Marchetti"), world.person("Delannoy")
    file = veille_sociale.come(
        world,
        _NORTH,
        Door.ACCESS,
        date(2018, 3, 5),
        main_reason="violence_victim",
        family="single_mother",
        referrer="lva",
        landlord="hdn",
        is_restricted=True,
    )
    _admit_running(file, "lva", worker)
    outcomes.sign_lease(file, date(2018, 7, 16))
    veille_sociale.work(file, (6, 14))
    secretaries = world.workers(file.instance.organiser, Role.INSTANCE_SECRETARY)
    for user in dict.fromkeys([file.author, worker, manager, world.person("Verdier"), *secretaries]):
        file.add(NamedPerson, user=user, named_by=file.author.pk, starts_on=file.opened_on)
    note(file, NoteLevel.PROTECTED_CASE, date(2018, 9, 12), worker, file.operator, readers=(worker, manager))


def _admit_running(file: File, operator: str, worker: User) -> None:
    """Admission by the next session, begun a week later, still going on."""
    world = file.world
    orientations.complete(file)
    session = meetings.held(world, file.instance, file.referral.completed_on + timedelta(days=5))
    organisation = world.organisations[operator]
    lead(file, organisation, worker, session.held_on)
    support.open_measure(file, file.level, session.held_on, decided_by=str(file.instance))
    choice = Choice(
        "admit",
        level=file.level,
        operator=organisation,
        lead_person=worker,
        measure=file.measure,
        next_review_on=session.held_on + timedelta(days=90),
    )
    decision = orientations.examine(file, session, choice)
    started_on = world.dice.after(session.held_on, 5, 9)
    orientations.assign_contact(file, decision, started_on)
    veille_sociale.begin(file, started_on)


def _separated(world: World) -> None:
    """A couple parts: two households, two files, and no row that links them."""
    shared_worker = world.person("Obadia")
    first = veille_sociale.come(
        world,
        _NORTH,
        Door.RETENTION,
        date(2016, 4, 11),
        main_reason="rent_arrears",
        family="couple_children",
        landlord="hdn",
    )
    _admit_running(first, "hdn", shared_worker)
    follow_up.review(first, 180)
    veille_sociale.work(first, (12, 25))
    parted_on = date(2018, 2, 12)
    partner = next(person for person in first.people if person.role == "spouse_partner")
    children = [person for person in first.people if person.role == "child"]
    partner.left_on = parted_on
    for child in children:
        child.role = "child_alternate"
    second = veille_sociale.come(
        world,
        _NORTH,
        Door.ACCESS,
        parted_on + timedelta(days=9),
        main_reason="separation_family_break",
        referrer="pose",
        copied=(partner, *children),
    )
    _admit_running(second, "pose", world.person("Bertincourt"))
    veille_sociale.work(second, (8, 18))


def _reopened(world: World) -> None:
    """Ended in 2016, come back in 2018: the same number, one stay more, nothing overwritten."""
    worker = world.person("Marchetti")
    file = veille_sociale.come(
        world, _NORTH, Door.RETENTION, date(2015, 2, 9), main_reason="isolation", family="single_man", landlord="hdn"
    )
    _admit_running(file, "lva", worker)
    ended_on = date(2016, 3, 11)
    support.visit(file, (8, 18), last=ended_on)
    support.plan(file, file.dice.after(file.measure.started_on, 20, 50))
    back = meetings.held(world, file.instance, date(2018, 1, 10))
    follow_up.follow(file, back, "reopen")
    file.spell.ends_on, file.spell.reason = ended_on, "Fin de l’accompagnement"
    file.spell = file.add(CaseSpell, starts_on=back.held_on, reason="Retour à la demande du ménage")
    world.rows.add(
        FormerExit,
        measure=file.measure,
        ended_on=ended_on,
        reopened_on=back.held_on,
        exit_reason="autonomous",
        exit_outcome="retained_same",
        reopened_by=worker,
    )
    support.interrupt_level(file, ended_on, back.held_on)
    support.visit(file, (8, 18), first=back.held_on + timedelta(days=6))
    write_notes(file)


def adorn(world: World) -> None:
    """What is found on some running cases only: partners told, stand-ins, candidatures, conflicts, rare notes."""
    running = list(running_cases(world))
    _share(world, running)
    _ask_landlord(world, running)
    _stand_in(world, running)
    _exclude(world, running)
    _rare_notes(world, running)


def running_cases(world: World) -> Iterator[File]:
    """The accompaniments of Veille sociale that go on, restricted ones left alone."""
    for file in world.files:
        is_running = file.measure is not None and file.measure.state in RUNNING_STATES
        if file.frame.key == "vs" and is_running and not file.case.is_restricted:
            yield file


def _share(world: World, running: list[File]) -> None:
    """The household agrees that a second association is told; elsewhere, that an organisation gets the summary."""
    for file in running[::4]:
        partner = world.organisations["ads" if file.territory == _NORTH else "aurore"]
        if partner is file.operator:
            continue
        worker = world.workers(partner, Role.ASSOCIATION_WORKER)[0]
        on = world.dice.after(file.measure.started_on, 10, 25)
        file.add(SharingAgreement, organisation=partner, noted_by=file.lead, starts_on=on)
        file.grant(partner, GrantLevel.PARTNER_ASSOCIATION, "Accord de partage du ménage", on)
        join_team(file, worker, partner, TeamPart.MEMBER, on)
    for file in running[1::7]:
        told, on = world.organisations["tilleuls"], file.measure.started_on + timedelta(days=12)
        file.add(SharingAgreement, organisation=told, category="summary", noted_by=file.lead, starts_on=on)
        file.grant(told, GrantLevel.SUMMARY, "Le ménage souhaite que l’organisme soit informé", on)


def _ask_landlord(world: World, running: list[File]) -> None:
    """A landlord is asked for a dwelling, from the request to its answer."""
    landlord = world.organisations["hdn"]
    waiting = [f for f in running if f.door == Door.ACCESS and f.lease_signed_on is None]
    for index, file in enumerate([f for f in waiting if f.territory == _NORTH][:4]):
        on = max(file.measure.started_on, STORY_DAY - timedelta(days=40 - 6 * index))
        asked = file.grant(landlord, GrantLevel.CANDIDATURE, "Logement demandé pour le ménage", on)
        asked.ends_on = STORY_DAY - timedelta(days=3) if index == 3 else None


def _stand_in(world: World, running: list[File]) -> None:
    stand_in = world.person("Wozniak")
    for file in [f for f in running if f.lead is world.person("Marchetti")][:3]:
        if file.author is not stand_in:
            join_team(file, stand_in, file.operator, TeamPart.STAND_IN, *AWAY)


def _exclude(world: World, running: list[File]) -> None:
    """A declared conflict of interest: for that person the case no longer exists."""
    file = next(f for f in running if f.landlord is world.organisations["hdn"] and f.door == Door.RETENTION)
    file.add(Exclusion, user=world.person("Carpentier"), declared_on=file.opened_on, declared_by=file.author.pk)


def _rare_notes(world: World, running: list[File]) -> None:
    first = [f for f in running if f.lead is world.person("Marchetti")]
    others = [f for f in running if f not in first and f.operator.kind == "association"]
    with_children = [f for f in (*first, *others) if len(f.people) > 2]
    for file in with_children[:4]:
        _named_note(file, NoteLevel.CHILD_PROTECTION)
    for file in [*first[1:3], *others[:2]]:
        _named_note(file, NoteLevel.LEGAL_SENSITIVE)
    specialised = [f for f in world.files if f.operator is world.organisations["aurore"] and f.measure.started_on]
    for file in specialised:
        if file.case.rules.configuration.health_notes:
            _named_note(file, NoteLevel.HEALTH_RESTRICTED)
    expert, organisation = world.person("Amrani"), world.organisations["aurore"]
    for index, file in enumerate([*first[:3], *others[2:6]]):
        asked = index % 2
        author, owner = (expert, organisation) if asked else (file.lead, file.operator)
        note(file, NoteLevel.EXPERT_EXCHANGE, _some_day(file), author, owner)


def _named_note(file: File, level: str) -> None:
    managers = file.world.workers(file.operator, Role.ASSOCIATION_MANAGER)
    note(file, level, _some_day(file), file.lead, file.operator, readers=(file.lead, *managers[:1]))


def _some_day(file: File) -> date:
    last = file.measure.ended_on or STORY_DAY
    return min(file.dice.after(file.measure.started_on, 15, 80), last)
