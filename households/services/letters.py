"""Letters: made, kept as a document, noted in the file and in the journal in one act."""

from django.db import transaction

from households import safety
from households.letters.kinds import LetterSpec
from households.models import (
    AdhesionState,
    Case,
    Document,
    InformationState,
    Letter,
    LetterKind,
    LetterLanguage,
    LetterWording,
)
from households.note_writing import default_level
from households.services.agreements import record_adhesion, record_information
from households.services.deposits import add_documents
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.uploads import FileKind, Received


@transaction.atomic
def write_letter(
    *,
    case: Case,
    spec: LetterSpec,
    content: bytes,
    by: Actor,
    wording: str = LetterWording.PLAIN,
    language: str = LetterLanguage.FRENCH,
    is_given: bool = False,
    release_reason: str = "",
) -> Letter:
    """Keep a letter as a document of its author's level; what was given or agreed today is noted with it.

    Raises ValidationError when the household asks for care and nobody said why the letter may leave.
    """
    safety.release(case=case, what=safety.Outgoing.LETTER, reason=release_reason, by=by)
    letter = Letter(
        case=case,
        document=_kept(case, spec, content, by),
        kind=spec.kind,
        wording=wording,
        language=language,
        template_version=spec.version,
        written_on=clock.today(),
        organisation=by.organisation,
        author=by.user,
    )
    letter.full_clean()
    letter.save()
    if is_given:
        _note_given(letter, by)
    audit.record("letter.written", letter, by=by, changes={"kind": spec.kind, "wording": wording, "language": language})
    return letter


def _kept(case: Case, spec: LetterSpec, content: bytes, by: Actor) -> Document:
    (document,) = add_documents(
        case=case,
        files=[Received(content, FileKind.PDF, "courrier.pdf")],
        title=spec.label,
        kind="letter_sent",
        dated_on=clock.today(),
        level=default_level(by, case),
        is_ours=True,
        by=by,
    )
    return document


def _note_given(letter: Letter, by: Actor) -> None:
    """Handing over a notice is informing; an agreement is signed, or said before a witness."""
    oral = letter.wording == LetterWording.ORAL
    if letter.kind == LetterKind.AGREEMENT:
        state = AdhesionState.AGREED_ORAL if oral else AdhesionState.AGREED_SIGNED
        record_adhesion(case=letter.case, state=state, by=by)
    elif letter.kind == LetterKind.INFORMATION_NOTICE:
        record_information(
            case=letter.case,
            state=_informed(letter),
            language=letter.get_language_display(),
            notice_version=str(letter.template_version),
            by=by,
        )


def _informed(letter: Letter) -> str:
    if letter.wording == LetterWording.ORAL:
        return InformationState.GIVEN_ORAL
    translated = letter.language != LetterLanguage.FRENCH
    return InformationState.GIVEN_TRANSLATED if translated else InformationState.GIVEN_WRITTEN
