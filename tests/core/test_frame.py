"""The frame: what each page carries, what errors say, and that nothing it names is missing."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import reverse

from veille.core.templatetags import veille as tags

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("accompaniment", "cellule", "funding", "households", "partners", "reports", "veille")
SPRITE = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
ICONS = set(re.findall(r'<symbol [^>]*\bid="([^"]+)"', SPRITE))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))


def templates() -> list[Path]:
    """Every page and fragment of the project."""
    own = [path for package in PACKAGES for path in (ROOT / package).glob("**/templates/**/*.html")]
    return sorted([*(ROOT / "templates").glob("**/*.html"), *own])


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def render(tag: str, **context) -> str:
    request = RequestFactory().get("/?q=lens&page=2")
    return Template("{% load veille %}" + tag).render(RequestContext(request, context))


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_icon_a_template_names_is_in_the_sprite(path):
    named = set(re.findall(r'\{% icon "([^"]+)"', path.read_text(encoding="utf-8")))
    assert named <= ICONS


def test_the_shapes_of_states_are_in_the_sprite():
    assert set(tags.TONE_ICONS.values()) <= ICONS


def test_the_icons_of_the_navigation_are_in_the_sprite():
    source = (ROOT / "veille" / "navigation.py").read_text(encoding="utf-8")
    assert set(re.findall(r'Entry\("[^"]+", "[^"]+", "([^"]+)"', source)) <= ICONS


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_a_style_or_a_script_of_its_own(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script\b(?![^>]*\b(?:src=|type=\"application/json\"))", source)


@pytest.mark.parametrize("path", [*templates(), *STYLES, *SCRIPTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_comes_from_another_host(path):
    addresses = re.findall(
        r"(?:src|href|action)=[\"'](https?:|//)|url\([\"']?(https?:|//)", path.read_text(encoding="utf-8")
    )
    assert addresses == []


def test_every_style_sheet_and_script_of_the_frame_exists():
    named = re.findall(r"{% static '([^']+)' %}", "".join(path.read_text(encoding="utf-8") for path in templates()))
    assert [name for name in named if not (ROOT / "static" / name).exists()] == []


def test_every_style_sheet_is_loaded_by_a_page():
    pages = "".join(path.read_text(encoding="utf-8") for path in templates())
    assert [path.name for path in STYLES if f"css/{path.name}" not in pages] == []


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_pages_of_a_server_in_trouble_need_no_request_and_no_database(name):
    page = get_template(name).render()
    assert len(Tags(page).named("h1")) == 1
    assert "{{" not in page


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "409.html", "500.html"])
def test_an_error_gives_the_reference_to_quote_when_there_is_one(name):
    assert "K7-2F90" in render_to_string(name, {"reference": "K7-2F90"})


def test_a_conflict_gives_back_the_text_that_was_typed():
    page = render_to_string("409.html", {"kept": ["Elle attend un <appel>."]})
    assert "Elle attend un &lt;appel&gt;." in page


def test_a_refusal_says_who_may_and_nothing_about_what_exists():
    page = render_to_string("403.html", {"allowed_roles": ["pilote", "secrétaire de la cellule"]})
    assert "Peuvent le faire&nbsp;: pilote, secrétaire de la cellule." in page


def test_a_state_is_a_word_and_a_shape():
    chip = render("{% state source %}", source={"label": "Suspendu", "tone": "warning"})
    assert "<span>Suspendu</span>" in chip
    assert "#exclamation-triangle-fill" in chip


def test_a_state_escapes_what_it_is_given():
    assert "<b>" not in render("{% state label=word %}", word="<b>x</b>")


@pytest.mark.parametrize(("door", "word"), [("access", "Accès"), ("retention", "Maintien")])
def test_a_door_keeps_its_word_even_when_compact(door, word):
    assert word in render("{% door value compact=True %}", value=door)


def test_a_form_carries_its_token_its_organisation_and_a_key_that_serves_once(cast):
    request = RequestFactory().get("/")
    request.actor = cast.referent
    forms = [Template("{% load veille %}{% acting_field %}").render(Context({"request": request})) for _ in range(2)]
    fields = [{field["name"]: field["value"] for field in Tags(form).named("input")} for form in forms]
    assert fields[0].keys() == {"csrfmiddlewaretoken", "acting_organisation", "submission_key"}
    assert fields[0]["acting_organisation"] == str(cast.referent.organisation_id)
    assert fields[0]["submission_key"] != fields[1]["submission_key"]


def test_the_hidden_fields_reach_a_fragment_included_with_only():
    request = RequestFactory().get("/")
    request.actor = None
    fragment = Template("{% load veille %}{% acting_field %}")
    page = Template("{% include fragment only %}").render(RequestContext(request, {"fragment": fragment}))
    assert "csrfmiddlewaretoken" in page


def test_turning_a_page_keeps_the_filters():
    assert render("{% address_with page=3 %}") == "?q=lens&amp;page=3"
    assert render("{% address_with page=None %}") == "?q=lens"


@pytest.mark.parametrize(("part", "target", "colour"), [(60, 50, tags.BAR_REACHED), (40, 50, tags.BAR_UNDER)])
def test_a_bar_below_its_target_changes_colour(part, target, colour):
    assert colour in render("{% bar part 100 target %}", part=part, target=target)


def test_a_bar_of_nothing_is_empty():
    assert 'width="0%"' in render("{% bar 0 0 %}")


def test_pages_in_the_middle_are_left_out():
    page = Paginator(range(1000), 50).page(10)
    assert tags.page_numbers(page) == [1, None, 8, 9, 10, 11, 12, None, 20]


def test_the_gallery_shows_every_component(cast, sign_in):
    page = sign_in(cast.referent).get(reverse("gallery")).content.decode()
    assert len(Tags(page).named("h1")) == 1
    identifiers = [attributes["id"] for _, attributes in Tags(page).found if "id" in attributes]
    assert sorted(identifiers) == sorted(set(identifiers))


def test_the_projector_page_has_no_navigation(cast, sign_in):
    page = sign_in(cast.referent).get(reverse("gallery"), {"vue": "projecteur"}).content.decode()
    assert Tags(page).named("nav") == []
