"""Templates hold nothing inline, nothing of other hosts, and fragments that a page and an htmx answer share."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.test_imports import FILES

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
# Documents on paper: WeasyPrint reads them without a browser, scripts or policy.
_PAPER = re.compile(r"(^pdf/|_pdf\.html$)")
_TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
_COMMENT = re.compile(r"{% comment.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
_INLINE = {
    "attribut style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "gestionnaire en attribut": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script sans nonce": re.compile(r"<script(?![^>]*(?:\ssrc=|nonce=|application/json))", re.IGNORECASE),
    "style sans nonce": re.compile(r"<style(?![^>]*nonce=)", re.IGNORECASE),
    "autre hôte": re.compile(r"""(?:src|href|action|hx-\w+)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
    "texte non échappé": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
}
_POSTED = re.compile(r"<form[^>]*method=.post.*?</form>", re.IGNORECASE | re.DOTALL)
_FRAGMENT = re.compile(r"^\w+/_\w+\.html$")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def source(path: Path) -> str:
    return _COMMENT.sub("", path.read_text(encoding="utf-8"))


def inline_faults(html: str) -> list[str]:
    return [words for words, pattern in _INLINE.items() if pattern.search(html)]


def unsigned_forms(html: str) -> int:
    """Forms that write without saying for whom, or at least without their token."""
    return sum("acting_field" not in form and "csrf_token" not in form for form in _POSTED.findall(html))


def served_fragments() -> list[str]:
    """Fragments that a view answers by themselves."""
    found = set()
    for path in FILES:
        if "view" in str(path):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
            found |= {text for text in strings if isinstance(text, str) and _FRAGMENT.match(text)}
    return sorted(found)


def roots(html: str) -> list[str]:
    """The opening tags that stand at the first level of a fragment; each branch of an `if` counts.

    A template tag becomes a letter first: a `>` inside it closes no element.
    """
    depth, found = 0, []
    for tag in re.findall(r"<(/?)(\w+)([^>]*?)(/?)>", _TAGS.sub("x", html)):
        closing, name, attributes, alone = tag
        if closing:
            depth -= 1
            continue
        if depth == 0:
            found.append(f"<{name}{attributes}>")
        depth += not alone and name not in {"input", "br", "img", "hr", "use", "meta", "link"}
    return found


def parts(name: str) -> list[str]:
    """The components a fragment is made of when it holds no element of its own."""
    return re.findall(r'{%\s*include\s+"([^"]+)"', source(ROOT / name))


PAGES = [path for path in TEMPLATES if not _PAPER.search(name_of(path))]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_nothing_inline_nothing_from_elsewhere(path):
    assert inline_faults(source(path)) == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_forms_that_write_say_for_whom(path):
    assert unsigned_forms(source(path)) == 0


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.name.startswith("_")], ids=name_of)
def test_a_fragment_is_no_page(path):
    extends = re.search(r"{%\s*extends", source(path))
    assert not extends or path.name == "_error_page.html"  # the frame that error pages share


@pytest.mark.parametrize("name", served_fragments())
def test_a_served_fragment_has_one_root_with_an_id(name):
    found = roots(source(ROOT / name)) or [root for part in parts(name) for root in roots(source(ROOT / part))]
    assert found
    assert all(re.search(r"\sid=", root) for root in found), found


@pytest.mark.parametrize("name", served_fragments())
def test_a_served_fragment_is_included_with_only(name):
    """So that the page and the htmx answer cannot differ."""
    included = re.compile(r'{%\s*include\s+"' + re.escape(name) + r'"(.*?)%}', re.DOTALL)
    uses = [use for path in TEMPLATES for use in included.findall(source(path))]
    assert [use for use in uses if not use.strip().endswith("only")] == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<p style="margin: 0">', "attribut style"),
        ('<button type="button" onclick="go()">', "gestionnaire en attribut"),
        ("<script>go()</script>", "script sans nonce"),
        ("<style>p {}</style>", "style sans nonce"),
        ('<script src="//exemple.invalid/a.js"></script>', "autre hôte"),
        ("{{ note.text|safe }}", "texte non échappé"),
    ],
)
def test_a_planted_fault_is_seen(html, fault):
    assert inline_faults(html) == [fault]


def test_what_is_allowed_is_no_fault():
    assert inline_faults('<script src="{% static \'js/a.js\' %}" defer></script><a href="{% url "home" %}">') == []


def test_an_unsigned_form_is_seen():
    assert unsigned_forms('<form method="post"><button>Retirer</button></form>') == 1
    assert unsigned_forms('<form method="post">{% acting_field %}</form><form method="get"></form>') == 0


def test_a_fragment_with_two_roots_is_seen():
    assert roots('<div id="a"><p>{% if a > b %}x{% endif %}</p></div><p>y</p>') == ['<div id="a">', "<p>"]
    assert served_fragments()
