"""A hundred thousand invented households and a million notes, the same on every machine."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accompaniment.models import Measure, Note
from households.grants import GrantLevel
from households.models import (
    Adhesion,
    Case,
    CaseAccess,
    CaseSpell,
    CaseTeamMember,
    ContactDetail,
    Finding,
    Household,
    HousingPeriod,
    Information,
    NamedPerson,
    Person,
)
from veille.benchmark import names
from veille.benchmark.copying import copy
from veille.benchmark.places import SINCE, Places
from veille.core.normalise import sort_text

_SEED = 20181214
_DAYS = (date(2018, 12, 1) - SINCE).days
# Shares of the three landlords: with 100 000 households the first one manages 30 000.
_LANDLORD_SHARES = (0.3, 0.8, 1.0)
_CASES_OF_NAMED = 5  # one case in five has a team of the association « nommée »
_RESTRICTED = 100  # one case in a hundred
_KIND, _SPREAD = 10_000_000, 0x9E3779B97F4A7C15F39CC0605CEDC835
# Two cases alike in everything else, for the first screen.
FEW_NOTES, MANY_NOTES = 3, 300
CASE_OF_FEW, CASE_OF_MANY = 0, 60
LEAST_HOUSEHOLDS, LEAST_NOTES = CASE_OF_MANY + 2, FEW_NOTES + MANY_NOTES


def key(kind: int, number: int) -> str:
    """The key of a row, known without keeping a hundred thousand of them (spread as random ones are)."""
    return f"{(kind * _KIND + number + 1) * _SPREAD % 2**128:032x}"


HOUSEHOLD, PERSON, CASE, OTHER = 1, 2, 3, 4


class Population:
    """Rows table by table; `count` households, `notes` notes."""

    def __init__(self, places: Places, count: int, notes: int):
        self.places = places
        self.count = count
        self.notes = notes
        self.dice = Random(_SEED)  # noqa: S311  nothing here is a secret
        self.now = timezone.now()
        self._others = 0

    def write(self) -> None:
        tables: list[tuple[Any, Callable[[], Iterator[dict]]]] = [
            (Household, self._households),
            (Person, self._people),
            (Case, self._cases),
            (CaseSpell, self._spells),
            (CaseAccess, self._accesses),
            (CaseTeamMember, self._team),
            (NamedPerson, self._named),
            (ContactDetail, self._contacts),
            (HousingPeriod, self._housing),
            (Finding, self._findings),
            (Information, self._informations),
            (Adhesion, self._adhesions),
            (Measure, self._measures),
            (Note, self._notes),
        ]
        for model, rows in tables:
            copy(model, rows())

    # What a case is, from its number alone: each table is written in one pass.

    def opened_on(self, number: int) -> date:
        return SINCE + timedelta(days=number * _DAYS // self.count)

    def is_admitted(self, number: int) -> bool:
        return number % 10 < 7

    def is_closed(self, number: int) -> bool:
        return number % 10 in (2, 5, 6, 8)

    def is_restricted(self, number: int) -> bool:
        return number % _RESTRICTED == 1

    def landlord(self, number: int):
        rank = number * 7919 % self.count / self.count
        return next(self.places.landlords[i] for i, share in enumerate(_LANDLORD_SHARES) if rank < share)

    def workers(self, number: int) -> list:
        if number % _CASES_OF_NAMED:
            return []
        return [self.places.workers[number // _CASES_OF_NAMED % len(self.places.workers)]]

    def _id(self) -> str:
        self._others += 1
        return key(OTHER, self._others)

    def _row(self, number: int, **fields) -> dict:
        return {"id": self._id(), "case_id": key(CASE, number), **fields}

    def _households(self) -> Iterator[dict]:
        for number in range(self.count):
            yield {
                "id": key(HOUSEHOLD, number),
                "dispositif_id": self.places.dispositif.pk,
                "created_at": self.now,
            }

    def _people(self) -> Iterator[dict]:
        for number in range(self.count):
            last_name = names.last_name(self.dice)
            for rank in range(1 + number % 3):
                yield self._person(number, rank, last_name)

    def _person(self, number: int, rank: int, last_name: str) -> dict:
        first_name = names.first_name(self.dice)
        return {
            "id": key(PERSON, number * 3 + rank),
            "household_id": key(HOUSEHOLD, number),
            "first_name": first_name,
            "last_name": last_name,
            "search_name": sort_text(f"{first_name} {last_name}"),
            "birth_year": 1950 + self.dice.randrange(45) if rank == 0 else 1990 + self.dice.randrange(28),
            "role": ("reference_person", "child", "spouse_partner")[rank],
            "source": "confided" if rank == 2 else "landlord_known",
        }

    def _cases(self) -> Iterator[dict]:
        numbers = self.dice.sample(range(10_000, 10_000 + self.count * 4), self.count)
        for number in range(self.count):
            opened_on = self.opened_on(number)
            yield {
                "id": key(CASE, number),
                "household_id": key(HOUSEHOLD, number),
                "rules_id": self.places.version.pk,
                "door": "access" if number % 3 == 0 else "retention",
                "number": f"MS-{opened_on.year}-{numbers[number]}",
                "territory_id": self.places.territories[number * 31 % 8].pk,
                "main_reason": "rent_arrears",
                "opened_on": opened_on,
                "admitted_on": opened_on + timedelta(days=10) if self.is_admitted(number) else None,
                "closed_on": opened_on + timedelta(days=300) if self.is_closed(number) else None,
                "is_restricted": self.is_restricted(number),
            }

    def _spells(self) -> Iterator[dict]:
        for number in range(self.count):
            opened_on = self.opened_on(number)
            end = opened_on + timedelta(days=300) if self.is_closed(number) else None
            yield self._row(number, starts_on=opened_on, ends_on=end)

    def _accesses(self) -> Iterator[dict]:
        """The association that leads, the landlord, and for some the other association or a referrer gone by."""
        for number in range(self.count):
            opened_on = self.opened_on(number)
            yield self._grant(number, self.places.everywhere, GrantLevel.LEAD, opened_on)
            yield self._grant(number, self.landlord(number), GrantLevel.LANDLORD_OF_DWELLING, opened_on)
            if self.workers(number):
                yield self._grant(number, self.places.named, GrantLevel.PARTNER_ASSOCIATION, opened_on)
            else:
                ended = opened_on + timedelta(days=60)
                yield self._grant(number, self.places.landlords[2], GrantLevel.PRESENTING, opened_on, ended)

    def _grant(self, number: int, organisation, level: str, starts_on: date, ends_on: date | None = None) -> dict:
        return self._row(
            number,
            organisation_id=organisation.pk,
            level=level,
            ground="Mesure",
            starts_on=starts_on,
            ends_on=ends_on,
        )

    def _team(self) -> Iterator[dict]:
        for number in range(self.count):
            lead = self.places.leads[number % len(self.places.leads)]
            yield self._member(number, lead, self.places.everywhere, "lead")
            for user in self.workers(number):
                yield self._member(number, user, self.places.named, "member")

    def _member(self, number: int, user, organisation, part: str) -> dict:
        who = {"user_id": user.pk, "organisation_id": organisation.pk, "part": part}
        return self._row(number, **who, starts_on=self.opened_on(number), ends_on=None)

    def _named(self) -> Iterator[dict]:
        for number in range(self.count):
            if self.is_restricted(number):
                lead = self.places.leads[number % len(self.places.leads)]
                yield self._row(number, user_id=lead.pk, starts_on=self.opened_on(number), ends_on=None)

    def _contacts(self) -> Iterator[dict]:
        for number in range(self.count):
            pairs = f"{number:08d}"
            phone = "06 " + " ".join(pairs[i : i + 2] for i in range(0, 8, 2))
            source = "confided" if number % 4 == 0 else "landlord_known"
            yield self._row(number, kind="phone", value=phone, source=source)

    def _housing(self) -> Iterator[dict]:
        for number in range(self.count):
            yield self._row(
                number,
                situation="social_tenant",
                modality="direct_lease",
                starts_on=self.opened_on(number) - timedelta(days=900),
                ends_on=None,
            )

    def _findings(self) -> Iterator[dict]:
        for number in range(self.count):
            yield self._row(
                number,
                difficulty="rent_arrears",
                severity=number % 5,
                source="observed",
                found_on=self.opened_on(number),
                **self._author(number),
                created_at=self.now,
            )

    def _informations(self) -> Iterator[dict]:
        for number in range(self.count):
            yield self._row(number, state="informed", noted_on=self.opened_on(number), **self._noted(number))

    def _adhesions(self) -> Iterator[dict]:
        for number in range(self.count):
            if self.is_admitted(number):
                yield self._row(number, state="agreed", noted_on=self.opened_on(number), **self._noted(number))

    def _noted(self, number: int) -> dict:
        return {"noted_by_id": self._author(number)["author_id"], "created_at": self.now}

    def _author(self, number: int) -> dict:
        lead = self.places.leads[number % len(self.places.leads)]
        return {"author_id": lead.pk, "organisation_id": self.places.everywhere.pk}

    def _measures(self) -> Iterator[dict]:
        for number in range(self.count):
            if self.is_admitted(number) and not self.is_closed(number):
                decided = self.opened_on(number) + timedelta(days=10)
                days = {"decided_on": decided, "started_on": decided, "activated_on": decided}
                yield self._row(number, operator_id=self.places.everywhere.pk, state="active", **days)

    def _notes(self) -> Iterator[dict]:
        """As many as asked in all, spread evenly but for the two cases of the first screen."""
        for rank in range(self.notes):
            number = self._case_of_note(rank)
            yield self._row(
                number,
                level="association_only",
                text="Échange au téléphone : elle a reçu le plan d’apurement et rappellera lundi.",
                written_on=self.opened_on(number) + timedelta(days=rank % 200),
                **self._author(number),
                created_at=self.now,
            )

    def _case_of_note(self, rank: int) -> int:
        if rank < FEW_NOTES + MANY_NOTES:
            return CASE_OF_FEW if rank < FEW_NOTES else CASE_OF_MANY
        return CASE_OF_MANY + 1 + rank % (self.count - CASE_OF_MANY - 1)
