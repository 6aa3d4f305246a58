"""What others may learn from: proposed by one person once nothing identifies anybody, published by another."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.expertise_choices import CAPITALISED_MOVES, CapitalisedSource, CapitalisedState
from cellule.models import AgendaItem, Capitalised, ExpertRequest
from cellule.querysets import instances_kept_by
from cellule.sheet_checker import IdentifyingPart, identifying_texts
from households.models import Case
from partners.models import Dispositif
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move

TEXTS = ("title", "question", "answer", "recommendation")


class IdentifyingTextFound(ValidationError):
    """A text that leaves its file still holds something that tells who somebody is: to be reread, or confirmed."""

    def __init__(self, parts: list[IdentifyingPart]):
        super().__init__(
            "Ce texte contient des éléments qui peuvent identifier quelqu’un : retirez-les, ou confirmez après "
            "relecture.",
            code="identifying_text",
        )
        self.parts = parts


def refuse_identifying(
    model: type,
    texts: dict[str, str],
    *,
    dispositif: Dispositif,
    case: Case | None,
    confirmed: bool,
    among: str | None = None,
) -> None:
    """Raises IdentifyingTextFound unless the texts of a row tell of nobody, or somebody has reread them."""
    if confirmed:
        return
    told = [(name, model._meta.get_field(name).verbose_name, text) for name, text in texts.items()]
    if parts := identifying_texts(told, dispositif=dispositif.pk, case=case, among=among):
        raise IdentifyingTextFound(parts)


@transaction.atomic
def capitalise(
    *,
    dispositif: Dispositif,
    source: CapitalisedSource,
    title: str,
    question: str,
    answer: str,
    by: Actor,
    recommendation: str = "",
    competence: str = "",
    request: ExpertRequest | None = None,
    agenda_item: AgendaItem | None = None,
    confirmed: bool = False,
) -> Capitalised:
    """Propose a text for everybody to learn from; somebody else rereads it before it is read.

    Raises IdentifyingTextFound when the checker finds something and the author has not `confirmed`,
    ValidationError when this request or this item was proposed already.
    """
    texts = {"title": title, "question": question, "answer": answer, "recommendation": recommendation}
    _refuse(texts, dispositif=dispositif, source=request or agenda_item, by=by, confirmed=confirmed)
    proposed = Capitalised(
        dispositif=dispositif,
        source=source,
        request=request,
        agenda_item=agenda_item,
        competence=competence,
        proposed_by=by.user,
        proposed_on=clock.today(),
        **texts,
    )
    proposed.full_clean(exclude=["search_text"])
    proposed.save()
    audit.record("capitalised.proposed", proposed, by=by, changes={"source": str(source)})
    return proposed


@transaction.atomic
def publish_capitalised(
    *, capitalised: Capitalised, texts: dict[str, str], by: Actor, confirmed: bool = False
) -> Capitalised:
    """The second reading: corrected if needed, then read by the partners. Never by who proposed it."""
    if capitalised.proposed_by_id == by.user_id:
        raise ValidationError("La seconde lecture est faite par une autre personne.")
    _refuse_again(capitalised, texts, by, confirmed=confirmed)
    changes = {"reread_by": by.user, "published_on": clock.today()}
    move(capitalised, CapitalisedState.PUBLISHED, allowed=CAPITALISED_MOVES, **changes)
    for name, text in texts.items():
        setattr(capitalised, name, text)
    capitalised.full_clean(exclude=["search_text"])
    capitalised.save()
    audit.record("capitalised.published", capitalised, by=by)
    return capitalised


def _refuse_again(capitalised: Capitalised, texts: dict[str, str], by: Actor, *, confirmed: bool) -> None:
    source, said = capitalised.request or capitalised.agenda_item, [getattr(capitalised, name) for name in TEXTS]
    _refuse(texts, dispositif=capitalised.dispositif, source=source, by=by, confirmed=confirmed, said=said)


def _refuse(
    texts: dict[str, str],
    *,
    dispositif: Dispositif,
    source: ExpertRequest | AgendaItem | None,
    by: Actor,
    confirmed: bool,
    said: Sequence[str] = (),
) -> None:
    """The words of the file behind serve the checker; for who does not know it, those that she has before her."""
    case, among = source.case if source else None, None
    if source and case and not _knows(source, by):
        among = "\n".join([*_exchanged(source), *said])
    refuse_identifying(Capitalised, texts, dispositif=dispositif, case=case, confirmed=confirmed, among=among)


def _knows(source: ExpertRequest | AgendaItem, by: Actor) -> bool:
    """Whether the file is open to her, or was brought before an instance that she keeps."""
    if Case.objects.visible_to(by).filter(pk=source.case_id).exists():
        return True
    items = AgendaItem.objects.visible_to(by).filter(session__instance__in=instances_kept_by(by))
    return isinstance(source, AgendaItem) and items.filter(pk=source.pk).exists()


def _exchanged(source: ExpertRequest | AgendaItem) -> list[str]:
    """What was written around a request, that its experts read."""
    if isinstance(source, AgendaItem):
        return []
    said = [getattr(source, name) for name in ExpertRequest.personal]
    return [*said, *source.messages.order_by("pk").values_list("text", flat=True)]


@transaction.atomic
def set_aside_capitalised(*, capitalised: Capitalised, reason: str, by: Actor) -> Capitalised:
    """Keep it from the partners, with a reason for who proposed it; what was published is no longer read."""
    changes = {"set_aside_reason": reason, "reread_by": None, "published_on": None}
    move(capitalised, CapitalisedState.SET_ASIDE, allowed=CAPITALISED_MOVES, **changes)
    audit.record("capitalised.set_aside", capitalised, by=by)
    return capitalised


@transaction.atomic
def propose_again(
    *, capitalised: Capitalised, texts: dict[str, str], by: Actor, confirmed: bool = False
) -> Capitalised:
    """Once corrected, it waits for a second reading again, by somebody else than who corrected it."""
    _refuse_again(capitalised, texts, by, confirmed=confirmed)
    changes = {"proposed_by": by.user, "proposed_on": clock.today(), "set_aside_reason": ""}
    move(capitalised, CapitalisedState.TO_REREAD, allowed=CAPITALISED_MOVES, **changes)
    for name, text in texts.items():
        setattr(capitalised, name, text)
    capitalised.full_clean(exclude=["search_text"])
    capitalised.save()
    audit.record("capitalised.proposed", capitalised, by=by)
    return capitalised
