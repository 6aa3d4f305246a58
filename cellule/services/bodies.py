"""The bodies of a dispositif: rules written by publishing a version, instances set up, changed, put to rest."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.choices import REFERRAL_ENDS, ReferralState, SessionState
from cellule.models import Referral, Session
from cellule.services.sessions import UNDER_WAY
from partners.configuration import InstanceRules, parse
from partners.models import Dispositif, Instance, Organisation, Territory
from partners.services.dispositifs import publish_version, rules_known
from veille.core import audit
from veille.core.actor import Actor
from veille.core.formats import counted

# Their members read the sheets under the rules that convened them.
_TOLD = (SessionState.CONVENED, SessionState.OPEN)
_ANSWERED = (*REFERRAL_ENDS, ReferralState.ADMITTED)


@transaction.atomic
def write_body(*, dispositif: Dispositif, number: int, code: str, rules: dict[str, Any], by: Actor) -> str:
    """Publish a version with these rules in it; an empty `code` is a new kind of meeting. Returns its code.

    `number` is the version the form was made from: an older one than the stored overwrites nothing.
    """
    last = rules_known(dispositif, number)
    data = last.data
    former = next((one for one in last.configuration.instances if one.code == code), None)
    if code and former is None:
        raise ValidationError("Ce type d’instance n’existe plus dans la configuration.")
    code = code or _free_code(rules["kind"], data["instances"])
    if former:
        _check_change(dispositif, former, rules)
    written = {"code": code, **rules}
    kept = [written if one["code"] == code else one for one in data["instances"]]
    if former is None:
        kept.append(written)
    new = {**data, "instances": kept}
    if parse(new).instances != last.configuration.instances:
        publish_version(dispositif=dispositif, data=new, by=by)
    return code


def _free_code(kind: str, instances: list[dict]) -> str:
    taken = {one["code"] for one in instances}
    numbered = (f"{kind}_{rank}" if rank > 1 else kind for rank in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)


def _check_change(dispositif: Dispositif, former: InstanceRules, rules: dict[str, Any]) -> None:
    """What stands under the former rules must still stand under the new ones."""
    own = Instance.objects.filter(dispositif=dispositif, code=former.code)
    if rules["per_territory"] != former.per_territory and own.exists():
        raise ValidationError({"per_territory": "Des instances de ce type existent déjà : décrivez un autre type."})
    told = Session.objects.filter(instance__in=own, state__in=_TOLD)
    if rules["anonymous"] != former.anonymous and told.exists():
        raise ValidationError(
            {"anonymous": "Une séance convoquée a promis le contraire à ses membres : attendez qu’elle soit close."}
        )
    left = set(former.decides_doors) - set(rules["decides_doors"])
    waiting = Referral.objects.filter(instance__in=own, case__door__in=left).exclude(state__in=_ANSWERED)
    if waiting.exists():
        raise ValidationError({"decides_doors": "Des orientations attendent sa réponse : elle les reçoit encore."})


@transaction.atomic
def set_up_instance(
    *, dispositif: Dispositif, code: str, territory: Territory | None, label: str, organiser: Organisation, by: Actor
) -> Instance:
    """A kind of meeting begins to meet somewhere."""
    rules = dispositif.rules.configuration.instance(code)
    if rules.per_territory and territory is None:
        raise ValidationError({"territory": "Ce type se réunit par territoire : choisissez lequel."})
    if not rules.per_territory and territory is not None:
        raise ValidationError({"territory": "Ce type se réunit pour tout le dispositif."})
    usual = f"{rules.label} – {territory.name}" if territory else rules.label
    instance = Instance(
        dispositif=dispositif, code=code, territory=territory, label=label or usual, organiser=organiser
    )
    instance.full_clean()
    instance.save()
    audit.record("instance.set_up", instance, by=by, changes={"code": code})
    return instance


@transaction.atomic
def change_instance(*, instance: Instance, label: str, is_active: bool, by: Actor) -> Instance:
    """Another name, or it meets no more: what it still has to do is done or handed on first."""
    stored_row = Instance.objects.select_for_update(of=("self",)).get(pk=instance.pk)
    if stored_row.is_active and not is_active:
        _check_rest(stored_row)
    instance.label, instance.is_active = label, is_active
    instance.full_clean()
    instance.save(update_fields=["label", "is_active"])
    audit.record("instance.changed", instance, by=by, changes={"is_active": [stored_row.is_active, is_active]})
    return instance


def _check_rest(instance: Instance) -> None:
    coming = Session.objects.filter(instance=instance, state__in=UNDER_WAY).count()
    waiting = Referral.objects.filter(instance=instance).exclude(state__in=_ANSWERED).count()
    left = [
        counted(coming, "séance à tenir ou à annuler", "séances à tenir ou à annuler") if coming else "",
        counted(waiting, "orientation sans réponse", "orientations sans réponse") if waiting else "",
    ]
    if any(left):
        raise ValidationError({"is_active": f"L’instance a encore {' et '.join(filter(None, left))}."})
