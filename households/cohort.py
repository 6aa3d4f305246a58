"""What evaluation remembers of a household once its file is erased: coarse values under a drawn key.

Nothing is remembered unless the register of the organisation says on which basis it evaluates.
"""

from typing import Any

from households.composition import household_type
from households.models import Case, CohortMember, Finding, Person, ProcessingPurpose
from households.rights_choices import Purpose
from partners.models import Organisation
from veille.core import reference
from veille.core.offers import offered


def has_basis(organisation: Organisation) -> bool:
    return ProcessingPurpose.objects.filter(organisation=organisation, purpose=Purpose.EVALUATION).exists()


def remember(case: Case, organisation: Organisation) -> CohortMember | None:
    """The row of the cohort, before the file goes; restricted files leave none."""
    if case.is_restricted or not has_basis(organisation):
        return None
    told: dict[str, Any] = {}
    for facts in offered("cohort_facts"):
        told |= facts(case)
    people = Person.objects.filter(household=case.household_id).order_by("pk")
    return CohortMember.objects.create(
        dispositif=case.rules.dispositif,
        door=case.door,
        territory=case.territory.name,
        opened_year=case.opened_on.year,
        household_type=household_type(people, case.opened_on),
        difficulties=_difficulties(case),
        was_admitted=case.admitted_on is not None,
        **told,
    )


def _difficulties(case: Case) -> list[str]:
    """The kinds that were found, those that ask for care (health, violence, prison…) left out."""
    found = set(Finding.objects.filter(case=case).exclude(severity=0).values_list("difficulty", flat=True))
    return sorted((found | {case.main_reason}) - reference.sensitive_codes("difficulty") - {""})
