"""À faire: a line is put off in its place, and the focus follows what is asked and what is said."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_line_is_put_off_in_its_place(visit, size):
    window = visit("association_worker", size=size)
    line = window.page.locator(".todo-line").filter(has=window.page.locator("details.menu")).first
    words = line.locator(".todo-what").bounding_box()
    line.locator("details.menu summary").click()
    line.get_by_role("link", name="Reporter").click()
    expect(line.get_by_label("Reporter au")).to_be_focused()
    assert line.locator(".todo-what").bounding_box()["width"] == words["width"]
    line.get_by_role("button", name="Reporter").click()
    expect(line.locator(".error-summary")).to_be_focused()
    line.get_by_label("Reporter au").fill("2019-01-20")
    line.get_by_label("Raison").select_option(index=1)
    line.get_by_role("button", name="Reporter").click()
    expect(window.page.get_by_role("status").filter(has_text="reviendra d’elle-même")).to_be_focused()
    window.check()
