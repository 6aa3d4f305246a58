"""The navigation as a person uses it."""

from playwright.sync_api import Page


def open_line(page: Page, subject: str, line: str) -> None:
    """A line of the navigation, under the subject that folds it."""
    menu = page.get_by_role("navigation", name="Navigation principale")
    menu.locator("summary").filter(has_text=subject).click()
    menu.get_by_role("link", name=line, exact=True).click()
