"""The agreement signed on a phone, with a finger: drawn, kept, drawn again on the paper; an empty frame is refused."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

EMPLOYER = "Habitat du Nord"
# A flourish, as shares of the frame.
FLOURISH = [(0.1, 0.6), (0.2, 0.2), (0.3, 0.7), (0.4, 0.3), (0.5, 0.7), (0.6, 0.3), (0.7, 0.6), (0.9, 0.4)]
# How far one stroke of the drawing goes from a point to the next, in the content of a page.
LINES = re.compile(rb"[\d.]+ [\d.]+ l\b")


@pytest.fixture
def page(visit) -> Page:
    """The worker with her phone, before an agreement that she has just made with the household."""
    window = visit("association_worker", size=PHONE).act_for(EMPLOYER)
    page = window.page
    page.window = window
    page.goto("/visites/")
    noting = page.get_by_role("link", name=re.compile("^Noter une visite")).first.get_attribute("href")
    page.goto(f"{noting.partition('/noter')[0]}/plan/")
    page.locator("a[href$='/contrat/nouveau/']").click()
    page.get_by_label("Nous nous voyons").select_option(index=2)
    page.get_by_label("Ce que fait le ménage").fill("Ouvrir le courrier.")
    page.get_by_label("Ce que nous faisons").fill("Le lire ensemble.")
    page.get_by_role("button", name="Établir").click()
    page.locator("a[href^='/contrats/'][href$='/signer/']").click()
    expect(page.locator("canvas")).to_be_visible()
    return page


def draws(page: Page) -> None:
    """One stroke without lifting, inside the frame."""
    frame = page.locator("canvas")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in FLOURISH]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def lines_of(page: Page) -> int:
    """How many lines the printed agreement draws."""
    address = page.locator("a[href^='/contrats/'][href$='/imprimer/']").first.get_attribute("href")
    answer = page.context.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    leaves = PdfReader(io.BytesIO(answer.body())).pages
    return sum(len(LINES.findall(leaf.get_contents().get_data())) for leaf in leaves)


def signs(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer la signature").click()


def test_a_signature_is_drawn_kept_and_printed(page):
    page.window.check()
    draws(page)
    expect(page.get_by_text("Tracé gardé.")).to_be_visible()
    signs(page)
    expect(page).to_have_url(re.compile("/plan/"))
    expect(page.locator("svg[role=img] path").first).to_be_attached()
    assert lines_of(page) >= len(FLOURISH)


def test_an_empty_frame_is_refused_and_so_is_one_that_was_wiped(page):
    signs(page)
    expect(page.get_by_text("Le tracé manque").first).to_be_visible()
    draws(page)
    page.get_by_role("button", name="Effacer le tracé").click()
    signs(page)
    expect(page.get_by_text("Le tracé manque").first).to_be_visible()
    page.window.check()
