"""A visit noted on a phone: few taps, no network, an answer that never comes, a session that expires.

Each scene notes one visit and finds it once in the feed of the file.
"""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

# Where the worker of the demonstration leads a file from the first day.
EMPLOYER = "Habitat du Nord"
# What a phone keeps of a form while there is no network (static/js/offline.js).
KEPT = "Object.keys(sessionStorage).filter((name) => name.startsWith('veille-hors-ligne:')).length"


class Phone:
    """The worker with her phone, who counts her taps."""

    def __init__(self, window):
        self.window = window
        self.page: Page = window.page
        self.taps = 0

    def tap(self, target) -> None:
        self.taps += 1
        target.click()

    def opens_the_entry(self) -> None:
        self.page.goto("/visites/")
        self.tap(self.page.get_by_role("link", name=re.compile("^Noter une visite")).first)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Noter")

    def says(self, sentence: str) -> None:
        self.tap(self.page.locator("[name=kind][value=home_visit]"))
        self.tap(self.page.locator("[name=themes][value=budget]"))
        self.tap(self.words)
        self.words.press_sequentially(sentence)

    @property
    def words(self):
        return self.page.locator("[name=text]")

    def saves(self) -> None:
        self.tap(self.page.get_by_role("button", name="Enregistrer"))

    def finds_once(self, sentence: str) -> None:
        """In the feed, once; nothing waits in the form, nothing stays on the phone."""
        expect(self.page).to_have_url(re.compile("/suivi/"), timeout=30_000)
        expect(self.page.get_by_text(sentence)).to_have_count(1)
        assert self.page.evaluate(KEPT) == 0
        self.opens_the_entry()
        expect(self.words).to_have_value("")


@pytest.fixture
def phone(visit) -> Phone:
    return Phone(visit("association_worker", size=PHONE).act_for(EMPLOYER))


def said(phone: Phone, words: str):
    """The line under the form that says where the text is."""
    return phone.page.locator("[role=status]").filter(has_text=words).first


def test_a_visit_is_noted_in_less_than_ten_taps(phone):
    phone.opens_the_entry()
    phone.says("Elle a ouvert le courrier avec moi.")
    phone.window.check()
    phone.saves()
    assert phone.taps < 10
    phone.finds_once("Elle a ouvert le courrier avec moi.")


def test_the_network_goes_while_she_types(phone):
    phone.opens_the_entry()
    phone.window.context.set_offline(True)
    phone.says("Le robinet fuit toujours.")
    expect(said(phone, "Hors ligne")).to_be_visible()
    expect(said(phone, "Connexion perdue")).to_be_visible(timeout=15_000)
    assert phone.page.evaluate(KEPT) == 1
    phone.window.context.set_offline(False)
    expect(said(phone, "Brouillon enregistré")).to_be_visible(timeout=30_000)
    assert phone.page.evaluate(KEPT) == 0
    phone.saves()
    phone.finds_once("Le robinet fuit toujours.")


def test_the_network_is_gone_when_she_sends(phone):
    phone.opens_the_entry()
    phone.says("Rendez-vous pris à la CAF.")
    phone.window.context.set_offline(True)
    phone.saves()
    expect(said(phone, "sera envoyé dès le retour du réseau")).to_be_visible(timeout=15_000)
    assert phone.page.evaluate(KEPT) == 1
    phone.window.context.set_offline(False)
    phone.finds_once("Rendez-vous pris à la CAF.")


def test_what_was_received_and_never_answered_is_noted_once(phone):
    """The network is cut after the server has done its work, for the draft and for the visit: each is sent again."""
    lost: set[str] = set()

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method != "POST" or route.request.url in lost:
            return route.fallback()
        lost.add(route.request.url)
        route.fetch(max_redirects=0)
        return route.abort("connectionreset")

    phone.opens_the_entry()
    phone.page.route("**/noter/", lose_the_first_answer)
    phone.says("Le chauffage est réparé.")
    phone.saves()
    phone.finds_once("Le chauffage est réparé.")
    assert len(lost) == 2


def test_the_session_expires_while_she_types(phone):
    phone.opens_the_entry()
    phone.window.context.clear_cookies()
    phone.says("Elle a revu sa sœur.")
    link = phone.page.get_by_role("link", name="Se reconnecter (nouvel onglet)")
    expect(link).to_be_visible(timeout=15_000)
    phone.window.sign_in_in_another_tab("association_worker")
    expect(phone.words).to_have_value("Elle a revu sa sœur.")
    phone.saves()
    phone.finds_once("Elle a revu sa sœur.")


def test_nothing_stays_on_the_phone_after_she_signs_out(phone):
    phone.opens_the_entry()
    phone.window.context.set_offline(True)
    phone.says("À ne laisser nulle part.")
    expect(said(phone, "Connexion perdue")).to_be_visible(timeout=15_000)
    assert phone.page.evaluate(KEPT) == 1
    phone.page.once("dialog", lambda dialog: dialog.accept())
    phone.window.context.set_offline(False)
    phone.window.context.clear_cookies()
    phone.page.goto("/compte/connexion/")
    assert phone.page.evaluate(KEPT) == 0
    assert "À ne laisser nulle part" not in phone.page.evaluate(
        "JSON.stringify([{...sessionStorage}, {...localStorage}])"
    )
