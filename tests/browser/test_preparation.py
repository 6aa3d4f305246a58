"""A session prepared without a mouse, from what is ready to the convocation; then lines dragged."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

SECRETARY = "instance_secretary"
PATIENCE = 30_000  # milliseconds; a machine that does other things answers late


def open_next_session(page: Page) -> None:
    """The first session to come that has situations on its agenda."""
    page.goto("/seances/")
    addresses = page.get_by_role("table").first.get_by_role("link").evaluate_all("links => links.map(a => a.href)")
    for address in addresses:
        page.goto(address)
        if page.locator("[data-part='entry'] [data-item]").count() > 1:
            return
    raise AssertionError("aucune séance à venir n’a deux situations")


def names(page: Page, part: str) -> list[str]:
    return page.locator(f"[data-part='{part}'] [data-item]").evaluate_all("lines => lines.map(l => l.dataset.name)")


def tab_to(page: Page, locator, most: int = 400) -> None:
    """Walk with the tabulation key alone until the element has the focus."""
    for _ in range(most):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("le clavier n’y mène pas")


def test_1_the_keyboard_alone_orders_an_agenda(visit):
    window = visit(SECRETARY)
    page = window.page
    open_next_session(page)
    window.check()
    before = names(page, "entry")
    tab_to(page, page.locator("[data-part='entry'] [data-grip]").first)
    page.keyboard.press("Alt+ArrowDown")
    expected = [before[1], before[0], *before[2:]]
    expect(page.locator("[data-agenda-live]")).to_have_text(re.compile(re.escape(before[0])))
    assert names(page, "entry") == expected
    # The hand stays on the line that moved: it goes on.
    assert page.evaluate("document.activeElement.closest('[data-item]').dataset.name") == before[0]
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-part='entry'] [data-item]").first).to_have_attribute("data-name", before[0])
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-agenda-live]")).to_have_text(re.compile("déjà en tête"))
    page.reload()
    assert names(page, "entry") == before


def test_2_keys_pressed_faster_than_the_answers_are_all_heard(visit):
    page = visit(SECRETARY).page
    open_next_session(page)
    before = names(page, "entry")
    page.locator("[data-part='entry'] [data-grip]").first.focus()
    for key in ("Alt+ArrowDown", "Alt+ArrowUp", "Alt+ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[data-agenda-live]")).to_have_text(re.compile("déjà en tête"))
    page.reload()
    assert names(page, "entry") == before


def test_3_the_keyboard_alone_brings_back_what_is_due_and_gives_minutes(visit):
    window = visit(SECRETARY)
    page = window.page
    open_next_session(page)
    button = page.locator("#reviews form button").first
    if button.count():
        followed = len(names(page, "follow_up"))
        tab_to(page, button)
        page.keyboard.press("Enter")
        expect(page.locator("#messages")).to_contain_text("à l’ordre du jour")
        assert len(names(page, "follow_up")) > followed
    minutes = page.locator("[data-part='entry'] .agenda-minutes input[name='minutes']").first
    tab_to(page, minutes)
    page.keyboard.press("Control+a")
    page.keyboard.type("240")
    page.keyboard.press("Enter")
    expect(page.locator("#agenda-total")).to_contain_text("de trop")
    window.check()


def test_4_a_line_is_dragged_and_another_window_loses_nothing(visit):
    window, other = visit(SECRETARY), visit(SECRETARY)
    page, second = window.page, other.page
    open_next_session(page)
    second.goto(page.url)
    before = names(page, "entry")
    lines = page.locator("[data-part='entry'] [data-item]")
    with page.expect_response(lambda answer: answer.request.method == "POST"):  # kept before the other window acts
        lines.nth(1).locator("[data-grip]").drag_to(lines.nth(0), target_position={"x": 40, "y": 4})
    expect(lines.first).to_have_attribute("data-name", before[1])
    stale = second.locator("[data-part='entry'] [data-item]")
    stale.last.locator("[data-grip]").focus()
    second.keyboard.press("Alt+ArrowUp")
    expect(second.locator("#orders")).to_contain_text("modifié entre-temps", timeout=PATIENCE)
    expect(second.get_by_role("button", name="Garder mon ordre")).to_be_visible()
    assert names(second, "entry")[0] == before[1]
    second.get_by_role("button", name="Garder mon ordre").click()
    expect(second.locator("#orders")).to_have_count(0, timeout=PATIENCE)
    assert names(second, "entry")[0] == before[0]


def test_5_what_is_ready_is_dragged_among_the_entries_and_reads_on_a_phone(visit):
    window = visit(SECRETARY)
    page = window.page
    open_next_session(page)
    ready = page.locator("[data-ready]")
    if ready.count():
        count = len(names(page, "entry"))
        ready.first.locator(".todo-since").first.drag_to(
            page.locator("[data-part='entry'] [data-item]").first, target_position={"x": 40, "y": 4}
        )
        expect(page.locator("[data-part='entry'] [data-item]")).to_have_count(count + 1)
    phone = visit(SECRETARY, PHONE)
    phone.page.goto(page.url)
    phone.check()
