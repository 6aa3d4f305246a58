"""The life of a case: opened, admitted, closed, reopened."""

import secrets
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from households.models import Case, CaseMerge, CaseSpell, Household
from households.versions import hold_case
from partners.models import Dispositif, Territory
from veille.core import audit, clock
from veille.core.actor import Actor

_TRIES = 50


@transaction.atomic
def open_case(
    *,
    household: Household,
    dispositif: Dispositif,
    door: str,
    territory: Territory,
    main_reason: str,
    by: Actor,
    target_profile: str = "",
    is_restricted: bool = False,
) -> Case:
    """Open the case of a household under the rules in force, with its number and its first spell."""
    if territory.dispositif_id != dispositif.pk or household.dispositif_id != dispositif.pk:
        raise ValidationError("Ce territoire ou ce ménage appartient à un autre dispositif.")
    today = clock.today()
    case = Case.objects.create(
        household=household,
        rules=dispositif.rules,
        door=door,
        number=_free_number(dispositif.number_prefix, today.year),
        territory=territory,
        main_reason=main_reason,
        target_profile=target_profile,
        opened_on=today,
        is_restricted=is_restricted,
    )
    CaseSpell.objects.create(case=case, starts_on=today)
    audit.record("case.opened", case, by=by, case=case, changes={"door": door})
    return case


def _free_number(prefix: str, year: int) -> str:
    """Prefix, year and five random digits: a sequence would tell how many cases there are."""
    for _ in range(_TRIES):
        number = f"{prefix}-{year}-{secrets.randbelow(90_000) + 10_000}"
        taken = Case.objects.filter(number=number).exists()
        if not taken and not CaseMerge.objects.filter(former_number=number).exists():
            return number
    raise ValidationError("Aucun numéro libre pour cette année.")


@transaction.atomic
def admit_case(*, case: Case, on: date, by: Actor) -> Case:
    """Write the day of admission; the measure's guard reads it."""
    case.admitted_on = on
    case.save(update_fields=["admitted_on"])
    audit.record("case.admitted", case, by=by, case=case)
    return case


@transaction.atomic
def close_case(*, case: Case, by: Actor, reason: str = "") -> Case:
    """Close the running spell and the case. Its measure and referrals are closed by who calls."""
    today = clock.today()
    CaseSpell.objects.filter(case=case, ends_on=None).update(ends_on=today, reason=reason)
    case.closed_on = today
    case.save(update_fields=["closed_on"])
    audit.record("case.closed", case, by=by, case=case)
    return case


@transaction.atomic
def reopen_case(*, case: Case, by: Actor, reason: str) -> Case:
    """Droit au recommencement: the same number, one spell more, the history whole."""
    if hold_case(case.pk).closed_on is None:
        raise ValidationError("Ce dossier est déjà ouvert.")
    case.closed_on = case.archived_on = None  # who comes back is no longer in the archive
    case.save(update_fields=["closed_on", "archived_on"])
    CaseSpell.objects.create(case=case, starts_on=clock.today(), reason=reason)
    audit.record("case.reopened", case, by=by, case=case)
    return case
