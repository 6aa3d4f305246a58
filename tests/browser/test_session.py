"""A whole monthly session of twelve situations on three devices: secretary, member, screen of the room.

The device of the member loses the network while she types; the one of the secretary loses it while she decides.
"""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SITUATIONS = 12
PATIENCE = 30_000  # milliseconds; a machine that does other things answers late
LINE = "Écrit pendant la coupure."
REASON = "Écrit sans réseau, envoyé ensuite."


def heading(page: Page):
    return page.get_by_role("heading", level=1)


@pytest.fixture(scope="module")
def session(instance) -> str:
    """The session of 14 December in the north, with twelve situations and their frozen sheets, under way."""
    return instance.manage("shell", "-c", PREPARE).strip().splitlines()[-1]


PREPARE = f"""
from datetime import date
from django.utils import timezone
from cellule.models import AgendaItem, PresentationSheet, Referral, Session
from households.models import Case
session = Session.objects.get(held_on=date(2018, 12, 14), instance__code="cell", state="convened")
items = session.items.filter(case__isnull=False)
items.delete()
waiting = Referral.objects.filter(instance=session.instance, state__in=["complete", "scheduled", "deferred", "refused"])
kept = waiting.filter(case__is_restricted=False).order_by("-submitted_on", "id")[:{SITUATIONS}]
for rank, referral in enumerate(kept, start=1):
    Referral.objects.filter(pk=referral.pk).update(state="scheduled", closed_on=None)
    Case.objects.filter(pk=referral.case_id).update(closed_on=None)
    sheet = PresentationSheet.objects.create(
        session=session, referral=referral, case=referral.case, state="frozen", frozen_at=timezone.now(), version=50,
        pseudonym=f"Situation {{rank}}", door=referral.case.door, territory="Hauts-de-France",
        composition="Une personne seule", age_bands="35 à 44 ans", facts="La dette grandit depuis six mois.",
        question="Quel accompagnement proposer ?",
    )
    AgendaItem.objects.create(
        session=session, case=referral.case, referral=referral, sheet=sheet, kind="entry", position=rank
    )
print(session.items.filter(case__isnull=False).count())
print(f"/seances/{{session.pk}}/")
"""


def test_a_monthly_session_on_three_devices(visit, session):
    secretary, member = visit("instance_secretary"), visit("instance_member")
    screen = visit("instance_secretary", size={"width": 1920, "height": 1080})
    secretary.page.goto(session)
    secretary.page.get_by_role("button", name="Ouvrir la séance").click()
    expect(heading(secretary.page)).to_have_text("Situation 1", timeout=PATIENCE)
    screen.page.goto(f"{session}projection/")
    member.page.goto(session)
    member.page.get_by_role("link", name="Situation 1", exact=True).click()
    for window in (secretary, member, screen):
        expect(heading(window.page)).to_have_text("Situation 1", timeout=PATIENCE)
        window.check()
    gives_an_opinion(member, secretary)
    member_loses_the_network(member, secretary)
    decides(secretary.page, "defer")
    expect(screen.page.locator("#screen")).to_contain_text("Ajournement", timeout=PATIENCE)
    for rank in range(2, SITUATIONS + 1):
        goes_on(secretary, member, screen, rank)
        if rank == 3:
            secretary_loses_the_network(secretary, screen)
        else:
            decides(secretary.page, "defer")
    closes(secretary, member, screen, session)


def gives_an_opinion(member, secretary) -> None:
    page = member.page
    page.locator("[name='value'][value='favourable']").check()
    page.get_by_role("button", name="Donner l’avis").click()
    expect(page.get_by_text("Votre avis est enregistré")).to_be_visible(timeout=PATIENCE)
    expect(secretary.page.locator("#said .tally-favourable .tally-count")).to_have_text("1", timeout=PATIENCE)


def member_loses_the_network(member, secretary) -> None:
    """She types and sends without network: nothing is lost, it leaves by itself, once."""
    page = member.page
    member.context.set_offline(True)
    page.locator("[name='line']").fill(LINE)
    page.get_by_role("button", name="Changer l’avis").click()
    expect(page.get_by_text("sera envoyé dès le retour du réseau")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#offline")).to_be_visible()
    assert LINE in page.evaluate("JSON.stringify({...sessionStorage})")
    page.wait_for_timeout(2_500)
    member.context.set_offline(False)
    expect(page.get_by_text("Avis de votre organisme")).to_contain_text(LINE, timeout=PATIENCE)
    assert LINE not in page.evaluate("JSON.stringify({...sessionStorage})")
    expect(secretary.page.locator("#said")).to_contain_text(LINE, timeout=PATIENCE)
    offline_is_no_fault(member)


def offline_is_no_fault(window) -> None:
    """What the browser itself says of a network that is gone."""
    window.faults[:] = [fault for fault in window.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    assert window.faults == []


def decides(page: Page, code: str) -> None:
    """Two clicks: the decision, then its recording."""
    page.locator(f"[name='code'][value='{code}']").check()
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_role("button", name="Enregistrer la décision")).to_have_count(0, timeout=PATIENCE)


def goes_on(secretary, member, screen, rank: int) -> None:
    """Enter leads the room to the next situation; the member who followed goes along."""
    expect(secretary.page.locator("[data-next]")).to_be_focused(timeout=PATIENCE)
    secretary.page.keyboard.press("Enter")
    expect(heading(secretary.page)).to_have_text(f"Situation {rank}", timeout=PATIENCE)
    expect(screen.page.locator("#screen h1")).to_have_text(f"Situation {rank}", timeout=PATIENCE)
    expect(heading(member.page)).to_have_text(f"Situation {rank}", timeout=PATIENCE)


def secretary_loses_the_network(secretary, screen) -> None:
    page = secretary.page
    secretary.context.set_offline(True)
    page.locator("[name='code'][value='defer']").check()
    page.locator("[name='reserved_reason']").fill(REASON)
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_text("sera envoyé dès le retour du réseau")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[name='reserved_reason']")).to_have_value(REASON)
    page.wait_for_timeout(2_500)
    secretary.context.set_offline(False)
    expect(page.get_by_text(REASON)).to_be_visible(timeout=PATIENCE)
    expect(screen.page.locator("#screen")).to_contain_text("Ajournement", timeout=PATIENCE)
    assert REASON not in screen.page.content()
    offline_is_no_fault(secretary)


def closes(secretary, member, screen, session: str) -> None:
    """Subjects of practice may be left for another day."""
    page = secretary.page
    page.goto(f"{session}cloture/")
    page.get_by_role("button", name="Clore la séance et envoyer").click()
    page.get_by_role("dialog").get_by_role("button", name="Clore et envoyer").click()
    expect(page.get_by_role("link", name="Relevé de décisions").first).to_be_visible(timeout=PATIENCE)
    expect(screen.page.get_by_text("La séance est close")).to_be_visible(timeout=PATIENCE)
    assert "La dette grandit" not in screen.page.locator("#screen").inner_text()
    expect(member.page.locator("#seat-now")).to_contain_text("La séance est close", timeout=PATIENCE)
    screen.check()
    offline_is_no_fault(member)


def test_one_decision_was_recorded_for_each_situation(instance, session):
    """One effect each, the two that were sent without network included."""
    key = re.search(r"/seances/([^/]+)/", session).group(1)
    count = "from cellule.models import Decision; print(Decision.objects.filter(agenda_item__session='%s').count())"
    assert instance.manage("shell", "-c", count % key).strip().splitlines()[-1] == str(SITUATIONS)
    said = "from cellule.models import Opinion; print(Opinion.objects.filter(item__session='%s', line='%s').count())"
    assert instance.manage("shell", "-c", said % (key, LINE)).strip().splitlines()[-1] == "1"
