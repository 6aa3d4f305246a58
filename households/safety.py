"""A household that may be in danger: nothing leaves about it until somebody has said that it may.

Letters, notices and exports ask `must_confirm`, show `ReleaseFields` (households.forms) when it is so, and
call `release` in the act itself: the act is stopped unless a reason was given, and the reason is journalled.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q, QuerySet

from households.models import Case, ContactDetail, ProtectedDetail
from veille.core import audit
from veille.core.actor import Actor

NOT_SAID = "Dites pourquoi cet envoi est sans danger : sans réponse, rien ne part."


class Outgoing(models.TextChoices):
    """What is about to leave the file."""

    LETTER = "letter", "Courrier"
    EXPORT = "export", "Export"


class ReleaseReason(models.TextChoices):
    """Why it may leave; a code, since the journal keeps no text."""

    AGREED = "agreed", "La personne est d’accord, et l’envoi ne la met pas en danger"
    SAFE_WAY = "safe_way", "L’envoi passe par la voie et aux heures qu’elle a choisies"
    BY_HAND = "by_hand", "Remis en main propre, ou gardé dans nos locaux"
    OBLIGATION = "obligation", "Une obligation légale ; la personne est prévenue"


def flagged(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Of these cases, the restricted ones, those with sealed details, and those with a way not to be used.

    What is not open to the actor does not count: the question itself would tell that it exists.
    """
    sealed = ProtectedDetail.objects.visible_to(actor).values("case")
    careful = ContactDetail.objects.visible_to(actor).filter(Q(is_unsafe=True) | Q(no_message=True)).values("case")
    return cases.filter(Q(is_restricted=True) | Q(pk__in=sealed) | Q(pk__in=careful))


def must_confirm(case: Case, actor: Actor) -> bool:
    """Whether a letter or an export about this household is stopped until somebody confirms it."""
    return flagged(Case.objects.filter(pk=case.pk), actor).exists()


@transaction.atomic
def release(*, case: Case, what: str, reason: str, by: Actor) -> None:
    """Let a letter or an export go, in the transaction that makes it.

    Nothing is asked nor journalled for a household without any flag. Raises ValidationError when the
    household is flagged and nobody said why it may leave all the same.
    """
    if not must_confirm(case, by):
        return
    if reason not in ReleaseReason.values:
        raise ValidationError({"release_reason": NOT_SAID})
    audit.record("release.confirmed", case, by=by, case=case, changes={"what": Outgoing(what), "reason": reason})
