"""A real browser on a real instance: Debian's Chromium driven by Playwright."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.support.chromium import chromium
from tests.support.instance import Instance, demonstration

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 740}
IMAGES = Path(settings.BASE_DIR) / "docs" / "images"


@pytest.fixture(scope="module")
def instance(databases, tmp_path_factory, django_db_blocker) -> Iterator[Instance]:
    """The demonstration, served, for one module: its scenes change it."""
    with django_db_blocker.unblock(), demonstration(tmp_path_factory.mktemp("instance"), databases) as running:
        running.start("web", "worker", "beat")
        yield running


@pytest.fixture(scope="module")
def browser(instance: Instance) -> Iterator[Browser]:
    with chromium() as running:
        yield running


class Visit:
    """A person of the demonstration in her own browser window."""

    def __init__(self, browser: Browser, instance: Instance, size: dict):
        self.instance = instance
        self.context = browser.new_context(
            base_url=instance.origin, viewport=size, locale="fr-FR", accept_downloads=True
        )
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _hear(self, message) -> None:
        """A form sent back with its errors answers 422, which the console calls an error."""
        if message.type == "error" and "422 (Unprocessable" not in message.text:
            self.faults.append(message.text)

    def sign_in(self, role: str) -> "Visit":
        self._sign_in(self.page, role)
        return self

    def sign_in_in_another_tab(self, role: str) -> None:
        tab = self.context.new_page()
        self._sign_in(tab, role)
        tab.close()

    def _sign_in(self, page: Page, role: str) -> None:
        account = self.instance.accounts()[role]
        page.goto("/compte/connexion/")
        page.get_by_label("Courriel").fill(account["email"])
        page.locator("#id_password").fill(account["password"])
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("À faire")

    def act_for(self, organisation: str) -> "Visit":
        """Switch to another of her organisations, when she acts for one that is not this."""
        acting = self.page.locator("#acting-for")
        if organisation not in acting.locator("strong").first.inner_text():
            acting.locator("summary").click()
            acting.get_by_role("button", name=organisation).click()
            expect(acting.locator("strong").first).to_have_text(organisation)
        return self

    def picture(self, name: str) -> None:
        """Check the page and, in a full run, keep it as an image of the documentation."""
        self.check()
        if os.environ.get("VEILLE_FULL") != "1":
            return
        IMAGES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=IMAGES / f"{name}.png", full_page=False)

    def check(self) -> None:
        """Nothing in the console, nothing for axe, nothing wider than the window."""
        self.page.wait_for_load_state("networkidle")
        assert self.faults == []
        violations = Axe().run(self.page).response["violations"]
        assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in violations] == []
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
        assert not self.page.evaluate(wider), "la page déborde de l’écran"

    def leave(self) -> None:
        self.context.close()


@pytest.fixture
def visit(browser: Browser, instance: Instance) -> Iterator:
    """`visit("landlord_referent")` opens a window signed in as that role; `size=PHONE` for a phone."""
    opened: list[Visit] = []

    def open_window(role: str | None = None, size: dict = DESK) -> Visit:
        window = Visit(browser, instance, size)
        opened.append(window)
        return window.sign_in(role) if role else window

    yield open_window
    for window in opened:
        window.leave()
