"""Papers of some files: a lease, a bill, a photo, what a person confided; one replaced, one withdrawn, one waiting."""

from datetime import timedelta
from functools import cache, partial
from io import BytesIO

from django.db import transaction
from PIL import Image, ImageDraw

from households.letters import texts
from households.models import Document, DocumentFile, DocumentReader, Letter, LetterKind, LetterWording, ScanState
from households.note_levels import NoteLevel
from partners.configuration import Door
from partners.models import Organisation, User
from veille.core import uploads, vault
from veille.core.pdf import make_one_page_pdf
from veille.core.uploads import FileKind, Received
from veille.demonstration.dice import STORY_DAY, Dice
from veille.demonstration.files import File
from veille.demonstration.frames import World
from veille.demonstration.remarkable import running_cases

_SEED = 7715
_EVERY = 3
# Nature, title, level, format, days before the story: what a team really keeps.
_INNER = (
    ("income_proof", "Bulletin de salaire", NoteLevel.ASSOCIATION_ONLY, "pdf", 40),
    ("benefits_statement", "Attestation CAF", NoteLevel.TEAM_SHARED, "pdf", 25),
    ("signed_agreement", "Contrat d’accompagnement signé", NoteLevel.TEAM_SHARED, "pdf", 60),
    ("dwelling_photo", "Infiltration dans la chambre", NoteLevel.FACTUAL_SHARED, "jpg", 15),
    ("bill", "Régularisation d’électricité", NoteLevel.ASSOCIATION_ONLY, "jpg", 12),
    ("letter_received", "Courrier de l’école", NoteLevel.ASSOCIATION_ONLY, "txt", 8),
)
_LANDLORD = (
    ("lease", "Bail", NoteLevel.FACTUAL_SHARED, "pdf", 400),
    ("debt_statement", "Relevé de compte locataire", NoteLevel.LANDLORD_INTERNAL, "pdf", 20),
)
# One a household: the notice in clear French, the same in another language, an agreement said aloud.
_LETTERS = (
    (LetterKind.INFORMATION_NOTICE, "fr"),
    (LetterKind.INFORMATION_NOTICE, "ar"),
    (LetterKind.AGREEMENT, "fr_easy"),
)


def make(world: World) -> None:
    dice = Dice(_SEED)
    running = [file for file in running_cases(world) if file.lead is not None]
    for number, file in enumerate(running[::_EVERY]):
        for paper in dice.some(_INNER, 3):
            _deposit(dice, file, paper, file.operator, file.lead)
        if file.door == Door.RETENTION and file.referrer is file.landlord:
            _deposit(dice, file, _LANDLORD[number % 2], file.landlord, file.author)
    hers = [file for file in running if file.lead is world.person("Marchetti")]
    for file, (kind, version) in zip(hers[1:], _LETTERS, strict=False):
        _write(dice, file, kind, version)
    _remarkable(dice, hers[0])


def _remarkable(dice: Dice, file: File) -> None:
    """A paper for named persons, one replaced, one withdrawn, one that waits for the antivirus."""
    by, own = file.lead, file.operator
    named = _deposit(dice, file, ("procedure_act", "Ordonnance", NoteLevel.LEGAL_SENSITIVE, "pdf", 30), own, by)
    file.world.rows.add(DocumentReader, document=named, user=by)
    replaced = _deposit(dice, file, ("form", "Dossier FSL", NoteLevel.TEAM_SHARED, "pdf", 18), own, by)
    _version(dice, file, replaced, 2, by, invented_paper("pdf"))
    withdrawn = _deposit(dice, file, ("other", "Photo floue", NoteLevel.ASSOCIATION_ONLY, "jpg", 9), own, by)
    withdrawn.withdrawn_on, withdrawn.withdrawn_by = STORY_DAY - timedelta(days=8), by
    withdrawn.withdrawn_because = "Illisible, refaite le lendemain"
    waiting = ("letter_received", "Courrier reçu ce matin", NoteLevel.ASSOCIATION_ONLY, "jpg", 0)
    _deposit(dice, file, waiting, own, by, scan=ScanState.WAITING)


def _write(dice: Dice, file: File, kind: LetterKind, version: str) -> None:
    """A notice handed over at the first meeting, kept as its author's document."""
    on, fields = file.measure.started_on, {"organisation": file.operator, "author": file.lead}
    content = make_one_page_pdf(
        "households/letter_pdf.html", {"letter": _words(file, kind, version), "today": on, "demo": True}, sizes=("",)
    )
    document = file.add(
        Document,
        kind="letter_sent",
        title=str(kind.label),
        level=NoteLevel.ASSOCIATION_ONLY,
        dated_on=on,
        **fields,
    )
    _version(dice, file, document, 1, file.lead, Received(content, FileKind.PDF, "courrier.pdf"))
    _, wording, language, _ = texts.VERSIONS[version]
    told = {"kind": kind, "wording": wording, "language": language, "template_version": 1}
    file.add(Letter, document=document, written_on=on, **told, **fields)


def _words(file: File, kind: LetterKind, version: str) -> texts.Letter:
    _, wording, language, _ = texts.VERSIONS[version]
    words = texts.words_of(version)
    names = {
        "author": file.lead.get_full_name(),
        "service": file.case.dispositif.public_name,
        "keeper": file.operator.name,
    }
    return texts.Letter(
        title=words[kind]["title"],
        addressee=(file.people[0].full_name,),
        sections=texts.sections_of(version, kind, **names),
        is_easy=wording == LetterWording.EASY,
        language=language,
        direction=words["direction"],
        **names,
    )


def _deposit(
    dice: Dice, file: File, paper: tuple, organisation: Organisation, author: User, scan: str = ScanState.NOT_ASKED
) -> Document:
    kind, title, level, form, days = paper
    document = file.add(
        Document,
        kind=kind,
        title=title,
        level=level,
        dated_on=max(file.opened_on, STORY_DAY - timedelta(days=days)),
        organisation=organisation,
        author=author,
    )
    _version(dice, file, document, 1, author, invented_paper(form), scan)
    return document


def _version(
    dice: Dice,
    file: File,
    document: Document,
    number: int,
    by: User,
    received: Received,
    scan: str = ScanState.NOT_ASKED,
) -> None:
    drawn = dice.key().hex
    version = file.add(
        DocumentFile,
        document=document,
        number=number,
        original_name=received.original_name,
        kind=received.kind,
        size=len(received.content),
        digest=received.digest,
        storage_name=f"sealed/{drawn[:2]}/{drawn[2:]}",
        scan=scan,
        added_by=by,
    )
    transaction.on_commit(partial(vault.keep, version.storage_name, received.content, place=version.pk))


@cache
def invented_paper(form: str) -> Received:
    """The same invented sheet of paper in each format, received like any other."""
    if form == "txt":
        return uploads.check("papier.txt", "Document de démonstration : aucun papier réel.".encode())
    sheet = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(sheet)
    draw.text((60, 60), "Document de démonstration", fill="black")
    for line in range(120, 780, 24):
        draw.line((60, line, 560 - (line * 37) % 160, line), fill="#9aa5b1", width=3)
    out = BytesIO()
    sheet.save(out, {"pdf": "PDF", "jpg": "JPEG"}[form])
    return uploads.check(f"papier.{form}", out.getvalue())
