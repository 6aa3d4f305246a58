"""The small scripts of the frame, in a real browser, on pages written for each test."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.chromium import chromium

pytestmark = pytest.mark.browser

SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"
ADDRESS = "http://frame.test/"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"
NAMES = ("frame", "shortcuts", "confirm", "submit", "draft", "formset", "readers")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


class Site:
    """A site of one page: answers what it is told to and keeps what it received."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.body = ""
        self.drafts: list[str] = []
        self.sent: list[str] = []
        self.answer: Callable[[Route], None] = lambda route: route.fulfill(json={"saved_at": "14 h 32", "version": 1})
        page.clock.install()
        page.route(f"{ADDRESS}**", self._serve)

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.endswith(".js"):
            route.fulfill(path=SCRIPTS / path, content_type="text/javascript; charset=utf-8")
        elif path == "brouillon":
            self.drafts.append(route.request.post_data or "")
            self.answer(route)
        elif route.request.method == "POST":
            self.sent.append(route.request.post_data or "")
            route.fulfill(status=204)
        else:
            policy = {"Content-Security-Policy": POLICY}
            route.fulfill(body=self.body, content_type="text/html; charset=utf-8", headers=policy)

    def open(self, main: str) -> Page:
        scripts = "".join(f'<script src="/{name}.js" defer></script>' for name in NAMES)
        self.body = f'<!doctype html><html lang="fr"><head>{scripts}</head><body>{main}</body></html>'
        self.page.goto(ADDRESS)
        return self.page


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    context = browser.new_context(locale="fr-FR")
    yield Site(context.new_page())
    context.close()


DRAFT = """
<form method="post" action="/envoi" data-draft-url="/brouillon">
  <input type="hidden" name="draft_version" value="0">
  <textarea name="text" aria-label="Texte"></textarea>
  <p role="status" data-draft-status></p>
  <button>Transmettre</button>
</form>"""


def type_and_wait(page: Page, text: str) -> None:
    page.get_by_label("Texte").fill(text)
    page.clock.run_for(1600)


def test_what_is_typed_is_kept_a_moment_after_the_last_key(site):
    page = site.open(DRAFT)
    page.get_by_label("Texte").fill("Elle attend")
    page.clock.run_for(1000)
    assert site.drafts == []
    page.clock.run_for(600)
    expect(page.get_by_role("status")).to_have_text("Brouillon enregistré à 14 h 32")
    assert "Elle attend" in site.drafts[0]


def test_the_next_draft_names_the_version_it_was_made_from(site):
    page = site.open(DRAFT)
    type_and_wait(page, "un")
    expect(page.locator("[name=draft_version]")).to_have_value("1")


def test_a_draft_that_cannot_be_sent_is_tried_again(site):
    page = site.open(DRAFT)
    site.answer = lambda route: route.abort()
    type_and_wait(page, "un")
    expect(page.get_by_role("status")).to_contain_text("Connexion perdue")
    site.answer = lambda route: route.fulfill(json={"saved_at": "14 h 33", "version": 1})
    page.clock.run_for(10_100)
    expect(page.get_by_role("status")).to_have_text("Brouillon enregistré à 14 h 33")
    assert len(site.drafts) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_an_expired_session_is_said_and_the_text_stays(site, status):
    page = site.open(DRAFT)
    site.answer = lambda route: route.fulfill(status=status)
    type_and_wait(page, "Elle attend")
    expect(page.get_by_role("status")).to_contain_text("Votre session a expiré, votre texte est gardé")
    expect(page.get_by_label("Texte")).to_have_value("Elle attend")


def test_a_redirection_to_the_sign_in_page_is_an_expired_session(site):
    page = site.open(DRAFT)
    site.answer = lambda route: route.fulfill(status=302, headers={"Location": "/compte/login/"})
    type_and_wait(page, "Elle attend")
    expect(page.get_by_role("status")).to_contain_text("Votre session a expiré")


def test_a_draft_changed_in_another_window_is_not_overwritten(site):
    page = site.open(DRAFT)
    site.answer = lambda route: route.fulfill(status=409)
    type_and_wait(page, "un")
    expect(page.get_by_role("status")).to_contain_text("modifié dans une autre fenêtre")
    type_and_wait(page, "deux")
    page.clock.run_for(20_000)
    assert len(site.drafts) == 1


def test_behind_an_expired_session_the_form_does_not_leave(site):
    """What was typed would be lost on the way to the sign-in page."""
    page = site.open(DRAFT)
    site.answer = lambda route: route.fulfill(status=302, headers={"Location": "/compte/login/"})
    page.get_by_label("Texte").fill("Elle attend")
    page.get_by_role("button", name="Transmettre").click()
    expect(page.get_by_role("link", name="Se reconnecter (nouvel onglet)")).to_be_visible()
    expect(page.get_by_label("Texte")).to_have_value("Elle attend")
    site.answer = lambda route: route.fulfill(json={"saved_at": "14 h 33", "version": 1})
    with page.expect_request(lambda request: request.url.endswith("/envoi")):
        page.get_by_role("button", name="Transmettre").click()
    assert "Elle attend" in site.drafts[-1]


def test_nothing_is_written_on_the_device(site):
    page = site.open(DRAFT)
    type_and_wait(page, "Elle attend")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


CONFIRM = """
<form method="post" action="/envoi" data-confirm="Supprimer ce brouillon ?" data-confirm-verb="Supprimer">
  <button name="act" value="delete">Enlever</button>
</form>"""


def test_a_destructive_act_asks_first_and_cancelling_sends_nothing(site):
    page = site.open(CONFIRM)
    page.get_by_role("button", name="Enlever").click()
    expect(page.get_by_role("dialog")).to_contain_text("Supprimer ce brouillon ?")
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert site.sent == []


def test_confirming_sends_once_with_the_button_that_was_pressed(site):
    page = site.open(CONFIRM)
    page.get_by_role("button", name="Enlever").click()
    with page.expect_response(f"{ADDRESS}envoi"):
        page.get_by_role("button", name="Supprimer").click()
    assert site.sent == ["act=delete"]


def test_a_second_click_sends_nothing_more(site):
    page = site.open('<form method="post" action="/envoi"><button>Transmettre</button></form>')
    with page.expect_response(f"{ADDRESS}envoi"):
        page.evaluate("const b = document.querySelector('button'); b.click(); b.click(); b.click()")
    page.clock.run_for(500)
    assert len(site.sent) == 1


FORMSET = """
<form method="post" action="/envoi"><div data-formset="persons">
  <input type="hidden" name="persons-TOTAL_FORMS" value="1">
  <div class="formset-row">
    <label>Prénom <input name="persons-0-first_name"></label>
    <div class="form-check"><label>Supprimer <input type="checkbox" name="persons-0-DELETE"></label></div>
  </div>
  <template data-formset-empty><div class="formset-row">
    <label>Prénom <input name="persons-__prefix__-first_name"></label>
    <div class="form-check"><label>Supprimer <input type="checkbox" name="persons-__prefix__-DELETE"></label></div>
  </div></template>
  <button type="button" data-formset-add hidden>Ajouter une personne</button>
</div></form>"""


def test_a_row_is_added_with_its_own_number_and_takes_the_focus(site):
    page = site.open(FORMSET)
    page.get_by_role("button", name="Ajouter une personne").press("Enter")
    expect(page.locator("[name=persons-TOTAL_FORMS]")).to_have_value("2")
    expect(page.locator("[name=persons-1-first_name]")).to_be_focused()


def test_a_row_taken_away_stays_in_the_form_marked_as_deleted(site):
    page = site.open(FORMSET)
    page.get_by_role("button", name="Retirer cette ligne").press("Enter")
    assert page.locator("[name=persons-0-DELETE]").is_checked()
    expect(page.locator(".formset-row")).to_have_class("formset-row is-removed")


READERS = """
<form><label><input type="radio" name="level" value="team" checked>Équipe</label>
<label><input type="radio" name="level" value="shared">Partagée</label>
<div data-readers="level"><p data-readers-value="team">Lu par l’équipe</p>
<p data-readers-value="shared">Lu par le bailleur aussi</p></div></form>"""


def test_the_page_says_who_reads_the_level_chosen(site):
    page = site.open(READERS)
    expect(page.get_by_text("Lu par l’équipe")).to_be_visible()
    expect(page.get_by_text("Lu par le bailleur aussi")).to_be_hidden()
    page.get_by_label("Partagée").check()
    expect(page.get_by_text("Lu par le bailleur aussi")).to_be_visible()
    expect(page.get_by_text("Lu par l’équipe")).to_be_hidden()


SHORTCUTS = """
<label>Chercher <input type="search" data-search></label><h1 tabindex="-1">Page</h1>
<dialog id="shortcuts"><label><input type="checkbox" data-shortcuts-switch>Utiliser</label>
<form method="dialog"><button>Fermer</button></form></dialog>"""


def test_a_slash_goes_to_the_search_field_but_not_while_typing(site):
    page = site.open(SHORTCUTS)
    page.keyboard.press("/")
    expect(page.get_by_label("Chercher")).to_be_focused()
    page.keyboard.type("a/b?")
    expect(page.get_by_label("Chercher")).to_have_value("a/b?")


def test_shortcuts_are_listed_and_can_be_switched_off(site):
    page = site.open(SHORTCUTS)
    page.get_by_role("heading").focus()
    page.keyboard.press("?")
    page.get_by_label("Utiliser").uncheck()
    page.get_by_role("button", name="Fermer").click()
    page.get_by_role("heading").focus()
    page.keyboard.press("/")
    expect(page.get_by_label("Chercher")).not_to_be_focused()
    assert json.loads(page.evaluate("JSON.stringify({...localStorage})")) == {"veille-shortcuts": "off"}


def test_an_error_of_the_summary_leads_into_its_field(site):
    page = site.open(
        '<div class="error-summary"><a href="#div_id_door">Porte – à choisir</a></div>'
        '<fieldset id="div_id_door"><input type="radio" name="door" aria-label="Accès"></fieldset>'
    )
    page.get_by_role("link", name="Porte").click()
    expect(page.get_by_label("Accès")).to_be_focused()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(site):
    page = site.open('<details class="menu"><summary>Compte</summary><a href="#x">Quitter</a></details>')
    page.get_by_text("Compte").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Quitter")).to_be_hidden()
    expect(page.locator("summary")).to_be_focused()
