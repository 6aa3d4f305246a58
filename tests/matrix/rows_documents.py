"""Addresses of the documents of a file: notes.csv by level, and the organisation that deposited each."""

from tests.matrix.cells import table
from tests.matrix.rows import Row, form, reading
from tests.matrix.rules import all_of, any_of, nobody, of, reads_note, section, sees, writes_note

_WHY = "notes.csv : un document se lit et s’écrit comme une note du même niveau"
_WRITES_SOMETHING = any_of(
    *(section(one, "W") for one in ("interventions", "interventions_shared", "findings_support", "findings_landlord"))
)
_OWN_LEVELS = writes_note("association_only", "landlord_internal", "landlord_social")
_MAY_DEPOSIT = all_of(
    _WRITES_SOMETHING,
    any_of(_OWN_LEVELS, all_of(writes_note("factual_shared"), section("interventions_shared", "W"))),
)


def _reads_some_level(person, scene) -> bool:
    """Her role has a cell in notes.csv: the tab exists for her."""
    return any(row[person.role] != "-" for row in table("notes").values())


_SEEN = sees("main")
# Whether a document exists is asked once the tab is hers: the same 403 with and without it.
_INNER = all_of(_SEEN, reads_note("association_only"), of("association"))
_SHARED = all_of(_SEEN, reads_note("factual_shared"), any_of(section("interventions_shared", "R"), of("association")))
_LANDLORD = all_of(_SEEN, reads_note("landlord_internal"), of("landlord"))


def _one(name: str, make, word: str, seen, may, **more: str) -> list[Row]:
    """404 for who sees no such file, 403 for who has no tab, 404 for who does not read that document."""
    at = {"pk": "main", "document_pk": f"document_{word}", **more}
    gate = any_of(lambda person, scene: not _SEEN(person, scene), _reads_some_level)
    return make(name, at=at, gate=gate, seen=seen, may=may, why=_WHY)


def _document(word: str, seen, may) -> list[Row]:
    file = {"file_pk": f"file_{word}"}
    return [
        *_one("households:document_detail", reading, word, seen, seen),
        *_one("households:document_download", reading, word, seen, seen, **file),
        *_one("households:document_replace", form, word, seen, may),
        *_one("households:document_level", form, word, seen, may),
        *_one("households:document_withdraw", form, word, seen, may),
    ]


ROWS: list[Row] = [
    *reading("households:case_documents", at={"pk": "main"}, seen=_SEEN, may=_reads_some_level, why=_WHY),
    *form("households:document_add", at={"pk": "main"}, seen=_SEEN, may=_MAY_DEPOSIT, why=_WHY),
    *_document("inner", _INNER, all_of(of("association"), writes_note("association_only"))),
    *_document("shared", _SHARED, all_of(of("association"), writes_note("factual_shared"))),
    *_document("landlord", _LANDLORD, writes_note("landlord_internal")),
    *_one("households:document_detail", reading, "withdrawn", _SHARED, _SHARED),
    *_one("households:document_download", reading, "withdrawn", nobody, nobody, file_pk="file_withdrawn"),
    *_one("households:document_replace", form, "withdrawn", _SHARED, nobody),
]

_MAY_NOTE = any_of(section("summary", "W"), all_of(section("arrears", "W"), section("findings_landlord", "W")))
_LETTER_WHY = "grants.csv et roles.csv sur ce que le courrier dit ; il est gardé comme un document (notes.csv)"
_LETTERS = {
    "rendez-vous": section("contact", "W"),
    "avis-de-passage": section("contact", "W"),
    "notice-d-information": section("contact", "W"),
    "accord": section("measure", "W"),
    "reponse-a-l-orienteur": section("summary", "W"),
    "note-ccapex": _MAY_NOTE,
    "note-fsl": _MAY_NOTE,
    "note-pour-l-audience": _MAY_NOTE,
}
ROWS += reading(
    "households:letter_list",
    at={"pk": "main"},
    seen=_SEEN,
    may=all_of(_MAY_DEPOSIT, any_of(*_LETTERS.values())),
    why=_LETTER_WHY,
)
for _kind, _rule in _LETTERS.items():
    ROWS += form(
        "households:letter_write",
        at={"pk": "main", "kind": _kind},
        seen=_SEEN,
        may=all_of(_MAY_DEPOSIT, _rule),
        why=_LETTER_WHY,
    )
