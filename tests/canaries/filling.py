"""Fill a form as somebody in a hurry would: everything ticked, a date where one is asked, a neutral word elsewhere."""

from collections import defaultdict
from html.parser import HTMLParser
from uuid import uuid4

_TYPED = {
    "date": "2018-12-20",
    "month": "2018-12",
    "time": "10:00",
    "number": "3",
    "email": "quelquun@exemple.invalid",
}
_WORDS = "Une phrase de passage."
Fields = dict[str, list[str]]


class _Forms(HTMLParser):
    """Every form that is sent, with what a browser would send of it."""

    def __init__(self, html: str):
        super().__init__()
        self.forms: list[tuple[str, Fields]] = []
        self.fields: Fields | None = None
        self.list: str = ""
        self.text: str = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and found.get("method") == "post":
            self.fields = defaultdict(list)
            self.forms.append((found.get("action", ""), self.fields))
        elif self.fields is not None and "disabled" not in found:
            self._control(tag, found)

    def _control(self, tag: str, found: dict[str, str]) -> None:
        if tag == "input" and found.get("name"):
            self._input(found, found.get("type", "text"))
        elif tag == "select":
            self.list = found.get("name", "")
        elif tag == "textarea":
            self.text = found.get("name", "")
        elif tag == "option" and self.list and found.get("value"):
            self.fields[self.list] = [found["value"]]

    def _input(self, found: dict[str, str], kind: str) -> None:
        name, value = found["name"], found.get("value", "")
        if kind in {"checkbox", "hidden"}:
            self.fields[name].append(value or "on")
        elif kind == "radio":
            if "checked" in found or name not in self.fields:
                self.fields[name] = [value]
        elif kind != "file":
            self.fields[name] = [value or _TYPED.get(kind, _WORDS)]

    def handle_data(self, data: str) -> None:
        if self.text and self.fields is not None and data.strip():
            self.fields[self.text] = [f"{data.strip()} {_WORDS}"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text and self.fields is not None:
            self.fields[self.text] = self.fields.get(self.text) or [_WORDS]
        self.list = "" if tag == "select" else self.list
        self.text = "" if tag == "textarea" else self.text
        self.fields = None if tag == "form" else self.fields


def filled(html: str, asking: str = "submission_key") -> Fields | None:
    """The last form of the page that asks this; None when there is none. Sent once, under a key of its own."""
    forms = [fields for _, fields in _Forms(html).forms if asking in fields]
    return {**forms[-1], "submission_key": [str(uuid4())]} if forms else None
