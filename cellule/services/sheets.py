"""The anonymised sheet: drafted from an allow-list, corrected, frozen for a session, replaced by a new version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import Truncator

from cellule.choices import SHEET_MOVES, SessionState, SheetState
from cellule.models import AgendaItem, PresentationSheet, Referral, Session
from cellule.permissions import can_read_texts
from cellule.pseudonyms import pseudonym_of
from cellule.sheet_checker import identifying_parts
from households.composition import age_bands, composition_sentence
from households.models import Case, Finding, Person
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import clock_time, near_date
from veille.core.reference import label, sensitive_codes
from veille.core.transitions import move

BEFORE_SESSION = (SessionState.PLANNED, SessionState.CONVENED)
# What a person types on a sheet; the rest is copied once, when the sheet is drafted.
_COPIED = ("session", "case", "referral", "presenter", "pseudonym", "door", "territory", "since_on")
TYPED = ("composition", "age_bands", "profile", "findings", "changes", "facts", "tried", "question", "proposal")


class IdentifyingTextLeft(ValidationError):
    """The sheet still holds something that tells who the household is; freezing asks to confirm."""

    def __init__(self, parts: list):
        super().__init__(
            "La fiche contient encore des éléments qui peuvent identifier le ménage : relisez-les, puis confirmez.",
            code="identifying_text",
        )
        self.parts = parts


class StaleSheet(ValidationError):
    """Somebody corrected the sheet meanwhile: `stored` is what she wrote, `differing` the fields to choose between."""

    def __init__(self, stored: PresentationSheet, differing: list[str]):
        told = "Cette fiche a été modifiée depuis que vous l’avez ouverte"
        if stored.written_by:
            at = stored.written_at.astimezone(clock.PARIS)
            when = f"{near_date(at, clock.today())} à {clock_time(at)}"
            told = f"Cette fiche a été modifiée entre-temps par {stored.written_by}, {when}"
        super().__init__(f"{told} ; votre texte est gardé ci-dessous et n’est pas encore enregistré.", code="stale")
        self.stored = stored
        self.differing = differing


@transaction.atomic
def draft_sheet(*, referral: Referral, session: Session, by: Actor) -> PresentationSheet:
    """The sheet of an orientation for a session, made once: from the last frozen one, else from the allow-list."""
    AgendaItem.objects.select_for_update(of=("self",)).get(session=session, referral=referral)
    existing = PresentationSheet.objects.filter(session=session, case=referral.case_id).order_by("-version").first()
    if existing:
        return existing
    _refuse_after_opening(session)
    sheet = PresentationSheet(
        session=session,
        case=referral.case,
        referral=referral,
        pseudonym=pseudonym_of(case=referral.case, instance=session.instance),
        door=referral.case.door,
        territory=referral.case.territory.name,
        **(_from_last(referral) or _from_allow_list(referral, by)),
    )
    sheet.save()
    audit.record("sheet.drafted", sheet, by=by)
    return sheet


def _from_last(referral: Referral) -> dict[str, Any] | None:
    """What a former session read of the same case in the same instance, with no question yet."""
    former = PresentationSheet.objects.filter(
        case=referral.case_id, session__instance=referral.instance_id, frozen_at__isnull=False
    )
    last = former.order_by("-frozen_at").first()
    return {name: getattr(last, name) for name in TYPED if name != "changes"} if last else None


def _from_allow_list(referral: Referral, by: Actor) -> dict[str, Any]:
    """Age bands, composition, profile and findings without •, what was tried; texts only if she may read them."""
    case, today = referral.case, clock.today()
    people = list(Person.objects.visible_to(by).filter(household=case.household_id).present_on(today).order_by("pk"))
    return {
        "composition": _cut("composition", composition_sentence(people, today)) if people else "",
        "age_bands": _cut("age_bands", ", ".join(age_bands(people, today))),
        "profile": _profile(case),
        "findings": [finding_entry(f) for f in offered_findings(case, by) if not f.is_confided],
        "tried": ", ".join(label("already_tried", code) for code in referral.already_tried),
        **_texts(referral, by),
    }


def _texts(referral: Referral, by: Actor) -> dict[str, str]:
    """The referrer's words, to be corrected; none on a restricted case, where they are typed anew."""
    if referral.case.is_restricted or not can_read_texts(by, referral):
        return {"facts": "", "question": ""}
    tried = [label("already_tried", code) for code in referral.already_tried]
    return {
        "facts": _cut("facts", referral.situation),
        "tried": _cut("tried", ". ".join(filter(None, [", ".join(tried), referral.tried_text]))),
        "question": _cut("question", referral.expectation),
    }


def _cut(field: str, text: str) -> str:
    return Truncator(text).chars(PresentationSheet._meta.get_field(field).max_length)


def _profile(case: Case) -> str:
    code = case.target_profile
    return "" if not code or code in sensitive_codes("target_profile") else label("target_profile", code)


def offered_findings(case: Case, by: Actor) -> models.QuerySet:
    """The latest findings of each difficulty that may go on a sheet: those she reads, without • codes."""
    return (
        Finding.objects.visible_to(by)
        .filter(case=case)
        .exclude(severity=0)
        .exclude(difficulty__in=sensitive_codes("difficulty"))
        .order_by("difficulty", "-found_on", models.F("severity").desc(nulls_last=True), "pk")
        .distinct("difficulty")
    )


def weight_in_words(entry: dict[str, Any]) -> str:
    """« 3/4 », of a finding as a sheet keeps it."""
    return "non évaluée" if entry["severity"] is None else f"{entry['severity']}/4"


def finding_entry(finding: Finding) -> dict[str, Any]:
    """A finding as the sheet keeps it: copied, with the label of the day."""
    return {
        "code": finding.difficulty,
        "label": label("difficulty", finding.difficulty),
        "severity": finding.severity,
    }


@transaction.atomic
def write_sheet(*, sheet: PresentationSheet, by: Actor, edition: int, **typed: Any) -> PresentationSheet:
    """Correct a sheet that is not frozen, from the `edition` that was read.

    Raises StaleSheet when a later one says something else; the same text sent twice is written once.
    """
    stored = lock_draft(sheet)
    differing = _differing(stored, edition, {name: typed[name] for name in TYPED if name in typed})
    for name in TYPED:
        setattr(sheet, name, typed[name] if name in differing else getattr(stored, name))
    sheet.edition = stored.edition
    if differing:
        sheet.edition, sheet.written_at, sheet.written_by = stored.edition + 1, clock.now(), by.user
        sheet.save(update_fields=[*differing, "edition", "written_at", "written_by"])
        audit.record("sheet.written", sheet, by=by)
    return sheet


def _differing(stored: PresentationSheet, edition: int, typed: dict[str, Any]) -> list[str]:
    """The fields that say something else than the stored sheet; from an older edition, they are refused."""
    differing = [name for name, value in typed.items() if not _same(value, getattr(stored, name))]
    if differing and edition != stored.edition:
        raise StaleSheet(stored, differing)
    return differing


def _same(typed: Any, stored: Any) -> bool:
    """Whether two texts read the same: a browser ends its lines in its own way."""
    if isinstance(typed, str):
        return typed.strip().splitlines() == stored.strip().splitlines()
    return typed == stored


@transaction.atomic
def freeze_sheet(*, sheet: PresentationSheet, by: Actor, confirmed: bool = False) -> PresentationSheet:
    """Freeze a sheet for its session; the version it replaces is superseded. It never changes afterwards.

    Raises IdentifyingTextLeft while something identifying is left and nobody has confirmed, StaleSheet when
    somebody has corrected it since it was read.
    """
    _differing(lock_draft(sheet), sheet.edition, {name: getattr(sheet, name) for name in TYPED})
    _refuse_after_opening(sheet.session)
    sheet.full_clean(exclude=["findings", "profile", "changes"])
    parts = identifying_parts(sheet, sheet.case)
    if parts and not confirmed:
        raise IdentifyingTextLeft(parts)
    siblings = PresentationSheet.objects.filter(session=sheet.session_id, case=sheet.case_id)
    for former in siblings.filter(state=SheetState.FROZEN).order_by("pk"):
        move(former, SheetState.SUPERSEDED, allowed=SHEET_MOVES)
    move(sheet, SheetState.FROZEN, allowed=SHEET_MOVES, frozen_at=clock.now())
    AgendaItem.objects.filter(session=sheet.session_id, case=sheet.case_id).update(sheet=sheet)
    audit.record("sheet.frozen", sheet, by=by, changes={"confirmed": len(parts)})
    return sheet


@transaction.atomic
def renew_sheet(*, sheet: PresentationSheet, by: Actor) -> PresentationSheet:
    """Start a new version of a frozen sheet, before the session opens; members read the frozen one meanwhile."""
    _refuse_after_opening(sheet.session)
    # The item is held, not the last version: two people would both follow the same one.
    AgendaItem.objects.select_for_update(of=("self",)).get(session=sheet.session_id, case=sheet.case_id)
    siblings = PresentationSheet.objects.filter(session=sheet.session_id, case=sheet.case_id)
    last = siblings.order_by("-version").first()
    if last.state == SheetState.DRAFT:
        return last
    kept = {name: getattr(last, name) for name in (*_COPIED, *TYPED)}
    new = PresentationSheet.objects.create(version=last.version + 1, **kept)
    audit.record("sheet.renewed", new, by=by, changes={"version": new.version})
    return new


def lock_draft(sheet: PresentationSheet) -> PresentationSheet:
    """The row as it is stored, held until the act is done."""
    held = PresentationSheet.objects.select_for_update(of=("self",)).select_related("written_by")
    stored = held.get(pk=sheet.pk)
    if stored.state != SheetState.DRAFT:
        raise ValidationError("Cette fiche est figée : préparez-en une nouvelle version.", code="frozen")
    return stored


def _refuse_after_opening(session: Session) -> None:
    state = Session.objects.values_list("state", flat=True).get(pk=session.pk)
    if state not in BEFORE_SESSION:
        raise ValidationError("La séance a commencé : les fiches ne changent plus.", code="session_opened")
