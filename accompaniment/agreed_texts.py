"""What is agreed with the household, as text: the sections that are printed, signed, and known by their digest.

A text is a list of sections under `sections`: each a `label`, its `lines`, and its `rows` (what, who, by when) when it
has some. It holds words, never codes: what was signed reads the same in ten years.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from accompaniment.choices import ActionState
from accompaniment.models import (
    Action,
    CharterAgreement,
    Objective,
    Plan,
    ProgressReview,
    ReviewSummary,
    SupportAgreement,
)
from households.models import DwellingCharter
from veille.core import reference
from veille.core.formats import far_date

Text = dict[str, list[dict[str, Any]]]
Signed = Plan | SupportAgreement | ProgressReview | CharterAgreement
# What is signed → how its signature names it.
SIGNED_AS: dict[type, str] = {
    Plan: "plan",
    SupportAgreement: "agreement",
    ProgressReview: "review",
    CharterAgreement: "charter",
}
# What a bilan says, in the order in which it is written and read.
REVIEW_PARTS = ("work_done", "progress", "household_word", "partners_word", "next_steps")


def digest_of(content: Any) -> str:
    """A print of a text: the same words give the same print, on any machine."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def section(label: str, lines: Iterable[str] = (), rows: Iterable[tuple[str, str, str]] = ()) -> dict[str, Any]:
    return {"label": label, "lines": [line for line in lines if line], "rows": [list(row) for row in rows]}


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def plan_text(plan: Plan) -> Text:
    """The plan as it is agreed: what the household wants first, then each objective with who does what."""
    return {
        "sections": [
            section("Ce que le ménage veut en premier", paragraphs(plan.priorities)),
            *objective_sections(plan),
            section("Quand nous en reparlons", [f"Le {far_date(plan.review_on)}."]),
        ]
    }


def objective_sections(plan: Plan) -> list[dict[str, Any]]:
    actions = Action.objects.exclude(state=ActionState.CANCELLED).order_by("position", "pk")
    found = Objective.objects.filter(plan=plan).prefetch_related(Prefetch("actions", actions))
    return [
        section(
            f"{number}. {objective.label}",
            [reference.label("life_area", objective.theme)],
            [_row(action) for action in objective.actions.all()],
        )
        for number, objective in enumerate(found.order_by("position", "pk"), 1)
    ]


def _row(action: Action) -> tuple[str, str, str]:
    # After a dash: some kinds hold brackets already.
    kind = f" – {reference.label('action_kind', action.kind).lower()}" if action.kind else ""
    return f"{action.label}{kind}", action.who, far_date(action.due_on) if action.due_on else ""


def text_of(subject: Signed) -> Text:
    """The text that is printed and signed; of a plan that nobody agreed on yet, as it stands."""
    if isinstance(subject, Plan):
        return subject.agreed_content or plan_text(subject)
    if isinstance(subject, SupportAgreement | CharterAgreement):
        return subject.content
    return review_text(subject, summary_of(subject))


def charter_text(charter: DwellingCharter) -> Text:
    """The charter of a shared dwelling: its words, and of those who live there nobody."""
    shared = [section("Parties communes", paragraphs(charter.common_parts))] if charter.common_parts else []
    return {"sections": [*shared, section("Règles de vie", paragraphs(charter.text))]}


def summary_of(review: ProgressReview) -> str:
    return ReviewSummary.objects.filter(review=review).values_list("text", flat=True).first() or ""


def review_text(review: ProgressReview, summary: str) -> Text:
    """The bilan as it is settled: its figures, what was written, the part that is shared."""
    written = [
        section(_label(name), paragraphs(getattr(review, name))) for name in REVIEW_PARTS if getattr(review, name)
    ]
    shared = [section("Synthèse partageable", paragraphs(summary))] if summary else []
    return {"sections": [*review.facts.get("sections", []), *written, *shared]}


def _label(name: str) -> str:
    return str(ProgressReview._meta.get_field(name).verbose_name).capitalize()
