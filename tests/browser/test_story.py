"""The story, walked whole by the demonstration persons; its pictures are those of the documentation.

The scenes follow each other on one instance: each leaves what the next one needs.
"""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE
from tests.browser.menus import open_line

pytestmark = pytest.mark.browser

# The neutral name under which people outside know the dispositif.
VEILLE_SOCIALE = "Accompagnement logement Habitat Réuni"
ASSOCIATION, WORKER = "La Vie active", "Rachel Obadia"
SECRET = "Elle a confié avoir peur de son voisin de palier."
HOUSEHOLD = {"first_name": "Solange", "last_name": "Vercoutre", "birth_year": "1971"}


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """What one scene leaves to the next: addresses and the number."""
    return {}


def choose(page: Page, name: str, value: str) -> None:
    """Tick the card of a choice."""
    page.locator(f"[name='{name}'][value='{value}']").check()


def go_on(page: Page, name: str = "Continuer") -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def pdf_text(window, address: str) -> str:
    """The words of a PDF downloaded by the person of a window."""
    answer = window.context.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)


def shows_results(page: Page, everybody: str, access: str, retention: str) -> None:
    """Targets beside results, each with its unit and period."""
    page.get_by_role("link", name="Résultats").first.click()
    table = page.get_by_role("table").filter(has_text="Objectif").first
    for target, result in (("100", everybody), ("50", access), ("50", retention)):
        row = (
            table.get_by_role("row")
            .filter(has_text=re.compile(rf"\b{target} ménages"))
            .filter(has_text=f"{result} ménages")
        )
        expect(row.first).to_be_visible()


def test_0_the_pilot_finds_the_figures_of_the_project(visit):
    window = visit("project_manager")
    shows_results(window.page, "120", "67", "53")
    window.picture("23-resultats")


def test_1_the_referent_refers_a_household(visit, told):
    window = visit("landlord_referent")
    page = window.page
    window.picture("01-a-faire")
    page.get_by_role("link", name="Orienter un ménage").first.click()
    expect(page.get_by_text("Y a-t-il un danger à la contacter ou à noter son adresse ?")).to_be_visible()
    window.picture("02-orienter-danger")
    choose(page, "danger", "no")
    go_on(page)
    choose(page, "door", "retention")
    page.get_by_label(VEILLE_SOCIALE).check()
    go_on(page)
    fill_household(page)
    draft_is_found_after_signing_in_anew(window)
    nothing_is_lost_when_the_session_expires(window)
    fill_housing(page)
    window.check()
    go_on(page)
    fill_situation(page)
    window.picture("03-orienter-situation")
    go_on(page)
    choose(page, "information", "given_oral")
    choose(page, "adhesion", "agreed_oral")
    window.picture("04-orienter-relire")
    page.get_by_role("button", name="Transmettre l’orientation").click()
    expect(heading(page)).to_have_text("Où en est mon orientation ?")
    window.picture("05-ou-en-est-mon-orientation")
    told["tracking"] = page.url
    told["number"] = re.search(r"VS-2018-\d{5}", page.content()).group()


def fill_household(page: Page) -> None:
    for name, value in HOUSEHOLD.items():
        page.locator(f"[name='{name}']").fill(value)
    expect(page.get_by_role("status").filter(has_text="Brouillon enregistré")).to_be_visible(timeout=10_000)


def draft_is_found_after_signing_in_anew(window) -> None:
    address = window.page.url
    window.context.clear_cookies()
    window.sign_in("landlord_referent")
    window.page.goto(address)
    expect(window.page.locator("[name='last_name']")).to_have_value(HOUSEHOLD["last_name"])


def nothing_is_lost_when_the_session_expires(window) -> None:
    """She types, her session is over, she sends: the page stays, and goes on once she has signed in elsewhere."""
    page = window.page
    window.context.clear_cookies()
    page.locator("[name='alias']").fill("Solange la brodeuse")
    go_on(page)
    expect(page.get_by_role("link", name="Se reconnecter (nouvel onglet)")).to_be_visible()
    window.sign_in_in_another_tab("landlord_referent")
    window.faults.clear()
    go_on(page)
    expect(heading(page)).to_have_text("Le logement")


def fill_housing(page: Page) -> None:
    page.locator("[name='situation']").select_option("social_tenant")
    page.get_by_role("combobox", name="Commune du logement").press_sequentially("harn")
    page.get_by_role("option", name=re.compile("Harnes")).click()
    page.get_by_label("Dette locative").fill("1240")
    page.get_by_label("Téléphone").fill("06 39 98 12 34")


def fill_situation(page: Page) -> None:
    page.get_by_role("combobox", name="Motif principal").press_sequentially("impay")
    page.get_by_role("option", name=re.compile("Impayés de loyer")).click()
    choose(page, "severity_main", "3")
    page.locator("[name='source_main']").select_option("observed")
    choose(page, "already_tried", page.locator("[name='already_tried']").first.get_attribute("value"))
    page.locator("[name='situation']").fill("La dette grandit depuis six mois, elle ne répond plus aux courriers.")
    choose(page, "urgency", "normal")


def test_2_the_secretary_completes_and_schedules(visit, told):
    window = visit("instance_secretary")
    page = window.page
    open_line(page, "Orientations", "Orientations reçues")
    window.picture("06-orientations-recues")
    page.get_by_role("link", name=told["number"]).click()
    assert HOUSEHOLD["last_name"] not in page.content()
    window.check()
    page.get_by_role("button", name="Déclarer le dossier complet").click()
    page.get_by_role("button", name=re.compile("ordre du jour")).click()
    expect(page.get_by_text("À l’ordre du jour").first).to_be_visible()


def test_3_the_presenter_freezes_an_anonymous_sheet(visit, told):
    window = visit("landlord_referent")
    page = window.page
    page.get_by_role("link", name="Fiches à présenter").first.click()
    window.check()
    page.get_by_role("button", name=f"Préparer la fiche du dossier {told['number']}").click()
    told["pseudonym"] = re.search(r"«\s*(.+?)\s*»", heading(page).inner_text()).group(1)
    page.locator("[name='facts']").fill("Mme Vercoutre ne répond plus depuis le mois de juin, la dette grandit.")
    page.locator("[name='question']").fill("Comment reprendre contact avec elle ?")
    go_on(page, "Figer la fiche pour la séance")
    expect(page.locator("#sheet-warning")).to_contain_text("Vercoutre")
    window.picture("07-fiche-avertissement")
    page.locator("[name='facts']").fill("Elle ne répond plus depuis le mois de juin, la dette grandit.")
    go_on(page, "Figer la fiche pour la séance")
    expect(page.get_by_text("La fiche est figée pour la séance.")).to_be_visible()
    window.picture("08-fiche-figee")
    words = pdf_text(window, page.get_by_role("link", name="Fiche en PDF").get_attribute("href"))
    assert told["pseudonym"] in words
    assert not [secret for secret in (HOUSEHOLD["last_name"], told["number"], "Harnes") if secret in words]


def test_4_the_session_decides_once_and_closes(visit, told):
    window = visit("instance_secretary")
    page = window.page
    open_session_of_the_day(window)
    told["session"] = page.url
    page.goto(f"{told['session']}presences/")
    for box in page.get_by_role("checkbox").all()[:5]:
        box.check()
    window.check()
    go_on(page, "Noter les présences")
    page.goto(told["session"])
    page.get_by_role("link", name="Reprendre la séance").click()
    page.get_by_role("navigation", name="Ordre du jour").get_by_text(told["pseudonym"]).click()
    expect(heading(page)).to_have_text(told["pseudonym"])
    window.picture("09-seance")
    other = visit("instance_secretary")
    other.page.goto(page.url)
    decide_admission(page)
    expect(page.get_by_role("button", name="Enregistrer la décision")).to_have_count(0)
    window.picture("10-decision")
    decide_admission(other.page)
    expect(other.page.get_by_text("a déjà enregistré une décision sur ce point")).to_be_visible()
    projector_shows(visit, told)
    page.goto(f"{told['session']}cloture/")
    window.picture("11-cloture")
    page.get_by_role("button", name="Clore la séance et envoyer").click()
    page.get_by_role("dialog").get_by_role("button", name="Clore et envoyer").click()
    page.get_by_role("link", name="Relevé de décisions").wait_for()
    words = pdf_text(window, page.get_by_role("link", name="Relevé de décisions").first.get_attribute("href"))
    assert told["pseudonym"] in words
    assert told["number"] not in words
    the_referrer_reads_the_answer(visit, told)


def open_session_of_the_day(window) -> None:
    page = window.page
    open_line(page, "Séances", "Séances")
    window.check()
    page.get_by_role("link", name=re.compile("14 décembre 2018")).first.click()
    expect(heading(page)).to_contain_text("Séance du 14 décembre 2018")
    address = page.url
    page.get_by_role("button", name="Ouvrir la séance").click()
    page.wait_for_load_state()
    page.goto(address)


def decide_admission(page: Page) -> None:
    choose(page, "code", "admit")
    page.get_by_label("Opérateur").select_option(label=ASSOCIATION)
    page.get_by_label("Niveau d’accompagnement").select_option("custom")
    page.get_by_label("Référent·e de parcours").select_option(label=WORKER)
    page.get_by_label("Qui contacte le ménage").select_option(label=ASSOCIATION)
    go_on(page, "Enregistrer la décision")


def projector_shows(visit, told) -> None:
    """The screen of the room: the sheet alone, in large type."""
    screen = visit("instance_secretary", size={"width": 1920, "height": 1080})
    screen.page.goto(f"{told['session']}projection/")
    screen.picture("12-projection")


def the_referrer_reads_the_answer(visit, told) -> None:
    referrer = visit("landlord_referent")
    referrer.page.goto(told["tracking"])
    expect(referrer.page.get_by_text("Retenue").first).to_be_visible()
    expect(referrer.page.get_by_text("La Vie active").first).to_be_visible()
    referrer.picture("13-reponse")
    referrer.page.goto("/courriels/")
    mails = referrer.page.content()
    assert told["number"] not in mails
    assert HOUSEHOLD["last_name"] not in mails


def test_5_the_worker_works_and_the_landlord_does_not_read(visit, told):
    window = visit("association_worker").act_for(ASSOCIATION)
    page = window.page
    window.picture("14-a-faire-travailleuse")
    line = page.locator(".todo-line").filter(has_text=told["number"]).filter(has_text=re.compile("[Dd]émarrer"))
    line.get_by_role("link").or_(line.get_by_role("button")).last.click()
    page.get_by_role("button", name="Démarrer").click()
    told["case"] = re.search(r".*/dossiers/[0-9a-f-]+/", page.url).group()
    page.goto(told["case"])
    expect(heading(page)).to_be_visible()
    window.picture("15-dossier")
    note_a_visit_on_a_phone(visit, told)
    write_a_plan(window, told)
    report_the_diagnosis(window, told)
    page.goto(f"{told['case']}suivi/")
    expect(page.get_by_text(SECRET)).to_be_visible()
    window.picture("18-suivi")
    the_landlord_sees_nothing(visit, told)


def note_a_visit_on_a_phone(visit, told) -> None:
    phone = visit("association_worker", size=PHONE).act_for(ASSOCIATION)
    page = phone.page
    page.goto(f"{told['case']}noter/")
    choose(page, "kind", "home_visit")
    choose(page, "outcome", "effective")
    page.locator("textarea").first.fill(SECRET)
    expect(page.get_by_text("La Vie active").first).to_be_visible()
    phone.picture("16-noter-une-visite")
    go_on(page, "Enregistrer")
    expect(page.get_by_text(SECRET)).to_be_visible()


def write_a_plan(window, told) -> None:
    page = window.page
    page.goto(f"{told['case']}plan/")
    page.get_by_role("link", name=re.compile("plan", re.IGNORECASE)).filter(
        has_text=re.compile("[ÉE]crire|Construire|Nouveau|Commencer")
    ).first.click()
    page.locator("[name='priorities']").fill("Garder mon logement et ne plus avoir peur du courrier.")
    page.locator("[name='review_on']").fill("2019-03-14")
    go_on(page, "Continuer avec les objectifs")
    page.locator("[name='label']").fill("Mettre en place un plan d’apurement")
    page.locator("[name='theme']").select_option(index=1)
    page.locator("[name='actions-0-label']").fill("Prendre rendez-vous avec le bailleur")
    page.locator("[name='actions-0-who']").fill("La travailleuse sociale")
    go_on(page, "Enregistrer l’objectif")
    expect(page.get_by_text("Prendre rendez-vous avec le bailleur")).to_be_visible()
    window.picture("17-plan")


def report_the_diagnosis(window, told) -> None:
    page = window.page
    page.goto("/")
    line = (
        page.locator(".todo-line")
        .filter(has_text=told["number"])
        .filter(has_text=re.compile("diagnostic", re.IGNORECASE))
    )
    line.get_by_role("link").last.click()
    page.get_by_role("link", name="Rendre le diagnostic").click()
    choose(page, "result", "support_recommended")
    page.locator("[name='recommendation']").fill("Un accompagnement régulier, autour du budget et du courrier.")
    page.locator("[name='detail']").fill("Elle dit ne plus ouvrir son courrier depuis le printemps.")
    window.picture("19-diagnostic")
    go_on(page, "Rendre le diagnostic")
    expect(page.get_by_text("Un accompagnement régulier")).to_be_visible()


def the_landlord_sees_nothing(visit, told) -> None:
    """On the same case, her referent reads neither the note nor the detailed diagnosis, nor that they exist."""
    landlord = visit("landlord_referent")
    for place in ("", "suivi/", "plan/", "menage/"):
        answer = landlord.page.goto(told["case"] + place)
        assert answer.status in {200, 404}
        landlord.page.wait_for_load_state("networkidle")
        content = landlord.page.content()
        assert SECRET not in content
        assert "ne plus ouvrir son courrier" not in content
        if answer.status == 200:
            assert "0 note" not in content
            landlord.check()
    landlord.page.goto(told["case"])
    landlord.page.wait_for_load_state("networkidle")
    landlord.picture("20-dossier-bailleur")


def test_6_the_pilot_follows_money_and_targets(visit):
    window = visit("project_manager")
    page = window.page
    page.get_by_role("link", name="Financement").first.click()
    window.check()
    page.get_by_role("link", name=re.compile("2014")).first.click()
    for amount in ("390 760,00", "140 910,00", "246 850,00"):
        expect(page.get_by_text(re.compile(amount.replace(" ", r"\s"))).first).to_be_visible()
    window.picture("21-plan-de-financement")
    page.get_by_role("link", name="Coût par ménage").click()
    for amount in (r"3\s409,40", r"1\s704,70"):
        expect(page.get_by_text(re.compile(amount)).first).to_be_visible()
    window.picture("22-cout-par-menage")
    # The household of the story is counted: the figures follow the rows.
    shows_results(page, "121", "67", "54")
    window.check()


def test_7_the_pilot_gets_two_documents_even_if_a_worker_dies(visit, instance):
    window = visit("project_manager")
    page = window.page
    for kind, name in (("evaluation", "rapport d’évaluation"), ("fiche_projet", "fiche projet")):
        page.get_by_role("link", name="Résultats").first.click()
        page.get_by_role("button", name=re.compile(name, re.IGNORECASE)).first.click()
        if kind == "evaluation":
            window.picture("24-rapport-en-cours")
        download = page.get_by_role("link", name=re.compile("Télécharger|Ouvrir")).first
        download.wait_for(timeout=90_000)
        words = pdf_text(window, download.get_attribute("href"))
        assert re.search(r"14\s?décembre\s?2018", words)
        assert "120" in words
        assert re.search(r"\d+\s?/\s?\d+", words)


PAGES = {
    "landlord_referent": (
        "/",
        "/menages/",
        "/mes-orientations/",
        "/orienter/",
        "/fiches/",
        "{case}",
        "{case}menage/",
        "{tracking}",
    ),
    "association_worker": ("/", "{case}", "{case}suivi/", "{case}plan/", "{case}acces/", "{case}notes/nouvelle/"),
    "instance_secretary": ("/", "/orientations/", "/seances/", "{session}", "/resultats/"),
    "project_manager": ("/", "/financement/", "/resultats/", "/dispositifs/"),
}


@pytest.mark.parametrize("role", PAGES)
def test_8_every_page_of_the_story_holds_on_a_phone(visit, told, role):
    phone = visit(role, size=PHONE)
    if role == "association_worker":
        phone.act_for(ASSOCIATION)
    for address in PAGES[role]:
        assert phone.page.goto(address.format(**told)).status == 200, address
        phone.check()
