"""What a page must never hold, and what each must."""

from html.parser import HTMLParser

_ADDRESSES = {"src", "href", "action", "srcset", "poster", "data", "formaction", "hx-get", "hx-post", "hx-put"}


class Page(HTMLParser):
    """A page read once: its frame, and the faults a browser or a reader would meet."""

    def __init__(self, html: str, nonce: str):
        super().__init__()
        self.nonce = nonce
        self.faults: list[str] = []
        self.language = ""
        self.title = ""
        self.headings = 0
        self._ids: set[str] = set()
        self._in_title = False
        self._depth_of_drawing = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._check_frame(tag, found)
        self._check_policy(tag, found)
        self._check_hosts(tag, found)
        identifier = found.get("id")
        if identifier in self._ids:
            self.faults.append(f"id répété : {identifier}")
        self._ids.add(identifier or "")

    def _check_frame(self, tag: str, found: dict) -> None:
        if tag == "svg":
            self._depth_of_drawing += 1
        self._in_title = tag == "title" and not self._depth_of_drawing
        if tag == "html":
            self.language = found.get("lang") or ""
        if tag == "h1":
            self.headings += 1

    def _check_policy(self, tag: str, found: dict) -> None:
        self.faults += [f"attribut {name} sur <{tag}>" for name in found if name == "style" or name.startswith("on")]
        inline = tag == "style" or (tag == "script" and "src" not in found)
        if inline and found.get("nonce", "") != self.nonce and found.get("type") != "application/json":
            self.faults.append(f"<{tag}> sans nonce")

    def _check_hosts(self, tag: str, found: dict) -> None:
        for name, value in found.items():
            if name in _ADDRESSES and (value or "").strip().startswith(("http:", "https:", "//", "javascript:")):
                self.faults.append(f"adresse hors de l’application : {value}")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag == "svg":
            self._depth_of_drawing -= 1


def faults(html: str, policy: str, *, whole: bool) -> list[str]:
    """What is wrong with an answer; `whole` asks for the frame of a page besides."""
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    page = Page(html, nonce or "absent")
    found = list(page.faults)
    if "default-src 'none'" not in policy or "'unsafe-" in policy:
        found.append("politique de sécurité absente ou large")
    if not whole:
        return found
    if page.language != "fr":
        found.append("langue absente")
    if page.headings != 1:
        found.append(f"{page.headings} titres de premier rang")
    if not page.title.strip().endswith("Veille sociale") or page.title.strip().startswith("–"):
        found.append(f"titre « {page.title} »")
    return found
