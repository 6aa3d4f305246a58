"""What every exported list of files shares: who may name, whom it may endanger, who still sees them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from households import rights, safety
from households.models import Case, CaseAccess, ExternalReference, HousingPeriod, Person
from partners.object_rights import may
from veille.core import formats
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Listing
from veille.core.exports.listings import BATCH, State


class FileListing(Listing):
    """A list of rows about files. Those that ask for caution stay out unless somebody says why they may leave."""

    one, many = "dossier", "dossiers"

    def may(self, actor: Actor) -> bool:
        return may(actor, "export_named", "W")

    def may_name(self, actor: Actor) -> bool:
        return self.may(actor)

    def state(self, request: ActingRequest) -> State:
        return {"query": request.GET.urlencode()}

    def query(self, state: State) -> QueryDict:
        """The filters of the page, as its own form reads them."""
        return QueryDict(state.get("query", ""))

    def all_cases(self, actor: Actor, state: State) -> QuerySet[Case]:
        """The files of the list, narrowed and sorted as on its page."""
        raise NotImplementedError

    def rows_of(self, actor: Actor, cases: Sequence[Case]) -> Sequence[Any]:
        """The lines of some files, in the same order."""
        raise NotImplementedError

    def leaving_cases(self, actor: Actor, state: State) -> QuerySet[Case]:
        cases = rights.without_objection(self.all_cases(actor, state))
        if state.get("release_reason"):
            return cases
        return cases.exclude(pk__in=safety.flagged(Case.objects.visible_to(actor), actor).values("pk"))

    def count(self, actor: Actor, state: State) -> int:
        return self.leaving_cases(actor, state).count()

    def batches(self, actor: Actor, state: State) -> Iterator[Sequence[Any]]:
        keys = list(self.leaving_cases(actor, state).values_list("pk", flat=True))
        for some in batched_keys(keys):
            found = {case.pk: case for case in self.all_cases(actor, state).filter(pk__in=some)}
            yield self.rows_of(actor, [found[key] for key in some if key in found])

    def cases(self, row: Any) -> tuple[UUID, ...]:
        return (row.case.pk,)

    def left_out(self, actor: Actor, state: State) -> str:
        """The files of people who object to it."""
        cases = self.all_cases(actor, state)
        count = cases.count() - rights.without_objection(cases).count()
        if not count:
            return ""
        words = formats.counted(count, "dossier reste", "dossiers restent")
        return f"{words} hors du fichier\u00a0: une personne du ménage s’oppose à ce que ses données sortent."

    def extra_fields(self, actor: Actor, state: State) -> dict[str, forms.Field]:
        careful = safety.flagged(self.all_cases(actor, state), actor).count()
        return {"release_reason": _release_field(careful)} if careful else {}

    def leaving(self, actor: Actor, state: State) -> None:
        """Each file that asks for caution leaves by an act of its own, in its journal."""
        if reason := state.get("release_reason"):
            for case in safety.flagged(self.all_cases(actor, state), actor):
                safety.release(case=case, what=safety.Outgoing.EXPORT, reason=reason, by=actor)

    def still_open(self, actor: Actor, cases: Sequence[UUID]) -> bool:
        return rights.without_objection(Case.objects.visible_to(actor)).filter(pk__in=cases).count() == len(cases)

    def standing(self, actor: Actor, cases: Sequence[UUID]) -> str:
        """Her roles, the levels that open each case, and the cases that ask for caution today."""
        levels = CaseAccess.objects.opening(actor).filter(case__in=cases).order_by("case", "level", "pk")
        careful = safety.flagged(Case.objects.visible_to(actor).filter(pk__in=cases), actor).order_by("pk")
        told = [sorted(actor.roles), *levels.values_list("case", "level"), *careful.values_list("pk")]
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()

    def behind(self, actor: Actor, state: State, cases: Sequence[UUID]) -> set[str]:
        """The people named and the places told: somebody confided since, a place kept secret since, close the file."""
        households = Case.objects.visible_to(actor).filter(pk__in=cases).values("household")
        people = Person.objects.visible_to(actor).filter(household__in=households)
        places = HousingPeriod.objects.visible_to(actor).filter(case__in=cases).exclude(dwelling__is_secret=True)
        return {key.hex for rows in (people, places) for key in rows.order_by().values_list("pk", flat=True)}


class FileRowListing(FileListing):
    """A list of things that hang on files (visits, plans, documents…): the caution of the file is theirs."""

    def all_rows(self, actor: Actor, state: State) -> QuerySet:
        """The rows she reads, in their order, with what the columns ask fetched."""
        raise NotImplementedError

    def all_cases(self, actor: Actor, state: State) -> QuerySet[Case]:
        return Case.objects.visible_to(actor).filter(pk__in=self.all_rows(actor, state).order_by().values("case"))

    def _leaving_rows(self, actor: Actor, state: State) -> QuerySet:
        cases = self.leaving_cases(actor, state).order_by().values("pk")
        return self.all_rows(actor, state).filter(case__in=cases)

    def count(self, actor: Actor, state: State) -> int:
        return self._leaving_rows(actor, state).count()

    def batches(self, actor: Actor, state: State) -> Iterator[Sequence[Any]]:
        keys = list(self._leaving_rows(actor, state).values_list("pk", flat=True))
        for some in batched_keys(keys):
            found = {row.pk: row for row in self.all_rows(actor, state).filter(pk__in=some)}
            yield self.told(actor, [found[key] for key in some if key in found])

    def behind(self, actor: Actor, state: State, cases: Sequence[UUID]) -> set[str]:
        """The rows themselves: a level raised since, a part kept from her since, close the file."""
        rows = self.all_rows(actor, state).filter(case__in=cases).order_by()
        return {key.hex for key in rows.values_list("pk", flat=True)}

    def told(self, actor: Actor, rows: Sequence[Any]) -> Sequence[Any]:
        """The rows with what the columns ask besides, looked up for all of them at once."""
        return rows

    def cases(self, row: Any) -> tuple[UUID, ...]:
        return (row.case_id,)


def batched_keys(keys: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _release_field(careful: int) -> forms.Field:
    words = formats.counted(careful, "dossier demande", "dossiers demandent")
    return forms.ChoiceField(
        label=f"{words} de la prudence",
        required=False,
        choices=[("", "Les laisser hors du fichier"), *safety.ReleaseReason.choices],
        help_text="Pour les inclure, dites pourquoi cet envoi est sans danger : c’est noté au journal.",
    )


def own_references(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, str]:
    """Case → the number her organisation gives it; of two, the latest noted."""
    own = ExternalReference.objects.visible_to(actor).own().filter(case__in=keys)
    return {row.case_id: row.value for row in own.order_by("noted_on", "pk")}
