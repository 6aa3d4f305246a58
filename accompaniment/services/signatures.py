"""Signing: on paper, on the screen, by word of mouth, or not wishing to. What is signed never changes after."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import guards
from accompaniment.agreed_texts import SIGNED_AS, Signed
from accompaniment.choices import PlanState
from accompaniment.drawn import Strokes, sealed
from accompaniment.models import Plan, ProgressReview, Signature
from accompaniment.plan_choices import AgreementState, ReviewState, SignatureWay, SignerPart
from accompaniment.services.plans import seal_plan
from households.models import Adhesion, AdhesionState, Document
from households.services import record_adhesion
from veille.core import audit, clock
from veille.core.actor import Actor

CHANGED = "Ce texte a changé depuis son affichage : relisez-le ensemble avant de le faire signer."


@transaction.atomic
def sign(
    *,
    subject: Signed,
    digest: str,
    part: str,
    name: str,
    way: str,
    by: Actor,
    signed_on: date | None = None,
    strokes: Strokes = (),
    document: Document | None = None,
    remark: str = "",
) -> Signature:
    """Note that somebody signed this very text, known by the `digest` that was on the page.

    Raises ValidationError when the text is still being written, was replaced, or is not the one that was shown.
    """
    stored = _locked(subject)
    guards.check_day(signed_on or clock.today(), not_before=_settled_on(stored), what="Signature")
    if stored.digest != digest:
        raise ValidationError(CHANGED, code="stale")
    signature = Signature(
        case=stored.case,
        digest=digest,
        part=part,
        name=name,
        way=way,
        signed_on=signed_on or clock.today(),
        document=document,
        remark=remark,
        witness=by.user,
        **{SIGNED_AS[type(stored)]: stored},
    )
    signature.drawing = sealed(strokes, signature.pk) if way == SignatureWay.SCREEN else None
    signature.full_clean()
    signature.save()
    audit.record(_act(signature), signature, by=by, changes={"part": part, "way": way})
    _note_adhesion(signature, by)
    return signature


def _act(signature: Signature) -> str:
    return "signature.not_wished" if signature.way == SignatureWay.DECLINED else "signature.signed"


def _locked(subject: Signed) -> Signed:
    """The stored text, which may be signed; a plan agreed before texts were kept is kept now."""
    stored = type(subject)._base_manager.select_for_update(of=("self",)).select_related("case").get(pk=subject.pk)
    if isinstance(stored, Plan) and stored.state != PlanState.CLOSED:
        return seal_plan(stored)
    if stored.state not in (AgreementState.CURRENT, ReviewState.SETTLED):
        raise ValidationError("Ce texte n’est pas celui qui se signe : il s’écrit encore, ou une version l’a remplacé.")
    return stored


def _settled_on(subject: Signed) -> date | None:
    if isinstance(subject, Plan):
        return subject.agreed_on
    return subject.held_on if isinstance(subject, ProgressReview) else subject.made_on


def _note_adhesion(signature: Signature, by: Actor) -> None:
    """Signing the agreement is agreeing to be accompanied; not signing says nothing of it."""
    if signature.agreement is None or signature.part != SignerPart.HOUSEHOLD:
        return
    oral = signature.way == SignatureWay.ORAL
    state = AdhesionState.AGREED_ORAL if oral else AdhesionState.AGREED_SIGNED
    said = Adhesion.objects.filter(case=signature.case).order_by("-noted_on", "-created_at").first()
    known = {AdhesionState.AGREED_SIGNED, state}
    if signature.way != SignatureWay.DECLINED and (said is None or said.state not in known):
        record_adhesion(case=signature.case, state=state, by=by)
