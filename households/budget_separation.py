"""What a separation may carry of the budget: the lines in force of each person who leaves."""

from itertools import groupby

from django.db import transaction

from households.budget_reading import line_label
from households.models import Case, MoneyLine, Person
from households.services.separating import Carried, Fate
from veille.core import audit, formats
from veille.core.actor import Actor


def offer(actor: Actor, case: Case, leaving: list[Person]) -> list[Carried]:
    """One answer a person; what was noted for the whole household stays with the household."""
    rows = MoneyLine.objects.visible_to(actor).filter(case=case, person__in=leaving, ends_on=None, corrected_on=None)
    ordered = rows.select_related("person").order_by("person__search_name", "person", "kind", "code", "pk")
    return [_carried(list(lines)) for _, lines in groupby(ordered, key=lambda line: line.person_id)]


def _carried(lines: list[MoneyLine]) -> Carried:
    def carry(new: Case, fate: str, by: Actor) -> None:
        _carry(lines, new, fate, by)

    person = lines[0].person
    told = [f"{line_label(line)} : {formats.euros(line.amount)}" for line in lines]
    label = f"Budget {formats.of_name(person.full_name)}"
    return Carried(str(person.pk), label, formats.spaced(" ; ".join(told)), carry)


@transaction.atomic
def _carry(lines: list[MoneyLine], new: Case, fate: str, by: Actor) -> None:
    """Written anew by who separates, for the copy of the person: nothing tells where it comes from."""
    former = lines[0].person
    alike = {name: getattr(former, name) for name in ("search_name", "birth_year", "birth_date")}
    person = Person.objects.filter(household=new.household_id, **alike).order_by("pk").first()
    if person is None:
        return
    kept = ("kind", "code", "detail", "amount", "months", "proof_seen", "granted_until", "starts_on")
    for line in lines:
        fields = {name: getattr(line, name) for name in kept}
        copy = MoneyLine(case=new, person=person, organisation=by.organisation, author=by.user, **fields)
        copy.full_clean()
        copy.save()
        if fate == Fate.MOVE:
            line.delete()
    audit.record("budget.carried", new, by=by, case=new, changes={"lines": len(lines)})
