"""What one person takes away and sends, by the real forms: lists, letters, everything that a page lets her send."""

from collections.abc import Callable, Iterator
from functools import partial
from unittest.mock import patch

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from households.exports.of_files import OfFiles
from households.letters.kinds import BY_SLUG
from households.letters.texts import VERSIONS
from households.models import DocumentFile
from tests.canaries.crawl import Answer, Crawler, ask, done
from tests.canaries.filling import Fields, filled
from tests.matrix.people import Person
from tests.matrix.rows import Row
from tests.matrix.urls import ROWS
from tests.matrix.visit import Visitor, rolled_back
from veille.core.exports import making
from veille.core.models import ExportFormat
from veille.core.offers import offered

# Acts that give a right for the rest of the day: what the next page shows then is read by that right.
OPENING = {"households:emergency_ask", "households:archive_open"}
# Files of the scene: the one of the lists, a restricted one, one that she does not see.
FILES = ("main", "restricted", "stranger")


class Acts:
    """One person's acts; each is undone before the next.

    `thorough`: each list in each format, each letter of each file in each version, each form; else each list in
    one format (they take turns), each letter of one file in French, and a form in four: rights are the same.
    """

    def __init__(self, visitor: Visitor, person: Person, *, thorough: bool = False):
        self.visitor, self.person, self.thorough = visitor, person, thorough
        self.crawler = Crawler(visitor)

    def client(self) -> Client:
        return self.crawler.client(self.person)

    def exports(self) -> Iterator[Answer]:
        """Every list with every column offered; one format is made by a worker."""
        for number, address in enumerate(self._lists()):
            turn = number % len(ExportFormat.values)
            for kind in ExportFormat.values if self.thorough else ExportFormat.values[turn : turn + 1]:
                yield self.export(address, kind)

    def export(self, address: str, kind: str) -> Answer:
        return done(f"{address} {kind}", partial(self._taken, address, kind))

    def _lists(self) -> Iterator[str]:
        ids = self.visitor.scene.ids
        for listing in (one for offer in offered("exports") for one in offer()):
            address = reverse("core:export_new", args=[listing.name])
            yield address
            if isinstance(listing, OfFiles):
                yield from (f"{address}?dossier={ids[name]}" for name in FILES)
        yield reverse("core:export_new", args=["plan-de-financement"]) + f"?plan={ids['plan']}"
        pseudonyms = reverse("core:export_new", args=["dossiers-sous-pseudonyme"])
        yield f"{pseudonyms}?dispositif={ids['dispositif']}&code=active"

    def _taken(self, address: str, kind: str, follow: Callable[[], None]) -> Iterator[HttpResponse]:
        """The form, its sending, the page of the file, the file."""
        client, at_once = self.client(), 0 if kind == ExportFormat.XLSX else making.AT_ONCE
        yield (page := client.get(address))
        form = filled(page.content.decode(), "columns")
        if form is None:
            return
        with patch.object(making, "AT_ONCE", at_once):
            yield (sent := client.post(address, form | {"format": [kind]}))
            follow()
        if sent.status_code == 302:
            yield client.get(sent.url)
            yield client.get(f"{sent.url}fichier/")

    def letters(self) -> Iterator[Answer]:
        """Each letter of each kind."""
        for name in FILES if self.thorough else FILES[:1]:
            for slug in BY_SLUG:
                yield from self.letter(reverse("households:letter_write", args=[self.visitor.scene.ids[name], slug]))

    def letter(self, address: str) -> Iterator[Answer]:
        """One letter: its form, then seen, made, taken from the documents, in each of its versions."""
        page = ask(self.client(), address)
        yield page
        form = filled(page.text, "submission_key") if page.status == 200 else None
        for asked in self._versions(form) if form else ():
            yield done(address, partial(self._written, address, asked))

    def _versions(self, form: Fields) -> Iterator[Fields]:
        """A notice exists in French, easier, aloud, and in other languages."""
        if "version" not in form or not self.thorough:
            yield form
        else:
            yield from (form | {"version": [version]} for version in VERSIONS)

    def _written(self, address: str, asked: Fields, follow: Callable[[], None]) -> Iterator[HttpResponse]:
        client = self.client()
        yield client.post(address, asked | {"preview": ["1"]})
        yield (sent := client.post(address, asked))
        follow()
        if sent.status_code == 302:
            yield client.get(sent.url)
            file = DocumentFile.objects.order_by("-added_at", "pk").select_related("document")[0]
            at = [file.document.case_id, file.document_id, file.pk]
            yield client.get(reverse("households:document_download", args=at))

    def posts(self) -> Iterator[Answer]:
        """Each address that is sent to: empty as it comes, and as its page fills it, with the page that follows."""
        rows = [row for row in ROWS if row.method == "POST"]
        for row in rows if self.thorough else rows[::4]:
            address = self.visitor.address(row)
            yield done(f"{row.label} vide", lambda follow, row=row, address=address: [self._empty(row, address)])
            yield from self._filled(row, address)

    def _empty(self, row: Row, address: str) -> HttpResponse:
        return self.client().post(address, row.sent(self.visitor.scene, "POST"))

    def _filled(self, row: Row, address: str) -> Iterator[Answer]:
        with rolled_back():
            page = self.client().get(address)
        is_page = page.status_code == 200 and page.get("Content-Type", "").startswith("text/html")
        if is_page and (form := filled(page.content.decode(), "submission_key")):
            yield done(f"{row.label} rempli", partial(self._sent, row, address, form))

    def _sent(self, row: Row, address: str, form: Fields, follow: Callable[[], None]) -> Iterator[HttpResponse]:
        client = self.client()
        yield (sent := client.post(address, form))
        follow()
        if sent.status_code == 302 and row.name not in OPENING and sent.url.startswith("/"):
            yield client.get(sent.url)
