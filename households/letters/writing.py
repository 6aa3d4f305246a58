"""From what was answered to the letter: the words of each kind."""

from typing import Any

from households import safety
from households.letters.facts import facts_of
from households.letters.kinds import NOTICES, TO_INSTITUTIONS, LetterSpec
from households.letters.texts import VERSIONS, Letter, sections_of, words_of
from households.models import ContactDetail, ContactKind, LetterKind, LetterWording, Person
from households.pages import CasePage
from veille.core import formats

SUGGESTED = {
    LetterKind.APPOINTMENT: "Nous ferons le point ensemble. Si cette date ne vous convient pas, dites-le-moi : "
    "nous en trouverons une autre.",
    LetterKind.VISIT_NOTICE: "Vous pouvez me rappeler quand vous le souhaitez, ou me proposer un autre moment.",
    LetterKind.REFERRER_ANSWER: "Merci de votre orientation.",
    LetterKind.CCAPEX_NOTE: "Nous proposons à la commission :",
    LetterKind.FSL_NOTE: "L’aide demandée permettrait :",
    LetterKind.HEARING_NOTE: "Nous portons à la connaissance du tribunal les éléments suivants :",
}
_BY_HAND = "À remettre en main propre"
_TO = {
    LetterKind.CCAPEX_NOTE: "Commission de coordination des actions de prévention des expulsions (CCAPEX)",
    LetterKind.FSL_NOTE: "Fonds de solidarité pour le logement (FSL)",
    LetterKind.HEARING_NOTE: "Tribunal, à l’attention de la juge ou du juge",
    LetterKind.REFERRER_ANSWER: "À l’attention de l’orienteur",
}


def write(page: CasePage, spec: LetterSpec, answers: dict[str, Any]) -> Letter:
    """The letter as it will be read."""
    if spec.kind in NOTICES:
        return _notice(page, spec, answers)
    if spec.kind in TO_INSTITUTIONS:
        return _note(page, spec, answers)
    if spec.kind == LetterKind.REFERRER_ANSWER:
        return _answer(page, spec, answers)
    return _to_household(page, spec, answers)


def _names(page: CasePage, spec: LetterSpec) -> dict[str, str]:
    """A household that asks for care reads the neutral name of the service only, as does a letterbox."""
    quiet = safety.must_confirm(page.case, page.actor) or spec.kind == LetterKind.VISIT_NOTICE
    service = page.case.dispositif.public_name
    keeper = "" if quiet else page.actor.organisation.name
    return {"author": page.actor.user.get_full_name(), "service": service, "keeper": keeper}


def _addressee(page: CasePage, person: Person | None) -> tuple[str, ...]:
    """Her name, and the address one may write to: never one to be avoided, none at all when care is asked."""
    name = person.full_name if person else "Madame, Monsieur"
    if safety.must_confirm(page.case, page.actor):
        return (name, _BY_HAND)
    addresses = ContactDetail.objects.visible_to(page.actor).filter(case=page.case, kind=ContactKind.ADDRESS)
    address = addresses.filter(is_unsafe=False).order_by("-is_preferred", "pk").first()
    return (name, *address.value.splitlines()) if address else (name, _BY_HAND)


def _to_household(page: CasePage, spec: LetterSpec, answers: dict[str, Any]) -> Letter:
    day, hour = formats.far_date(answers["day"]), answers["hour"].strftime("%H h %M").removesuffix(" 00")
    if spec.kind == LetterKind.APPOINTMENT:
        first = f"Je vous propose de nous rencontrer le {day} à {hour}, {answers['place']}."
    else:
        first = f"Je suis passé·e le {day} vers {hour} et je ne vous ai pas trouvé·e."
    return Letter(
        title=spec.label,
        addressee=_addressee(page, answers.get("recipient")),
        paragraphs=("Bonjour,", first, *_lines(answers["paragraph"])),
        **_names(page, spec),
    )


def _answer(page: CasePage, spec: LetterSpec, answers: dict[str, Any]) -> Letter:
    """The number and where the file stands: the organisation that referred is told that much, and no name."""
    state = page.banner.state
    return Letter(
        title=spec.label,
        addressee=(_TO[spec.kind],),
        reference=page.case.number,
        facts=(("Dossier", page.case.number), ("État", " ".join(filter(None, (state.label, state.detail))))),
        paragraphs=tuple(_lines(answers["paragraph"])),
        **_names(page, spec),
    )


def _note(page: CasePage, spec: LetterSpec, answers: dict[str, Any]) -> Letter:
    known = facts_of(page)
    return Letter(
        title=spec.label,
        addressee=(_TO[spec.kind],),
        facts=tuple(known[code] for code in answers["facts"] if code in known),
        paragraphs=tuple(_lines(answers["paragraph"])),
        **_names(page, spec),
    )


def _notice(page: CasePage, spec: LetterSpec, answers: dict[str, Any]) -> Letter:
    version = answers["version"]
    _, wording, language, _ = VERSIONS[version]
    names = _names(page, spec)
    # A sentence needs a subject: the neutral name stands for the organisation where it must not be read.
    named = {**names, "keeper": names["keeper"] or names["service"]}
    words = words_of(version)
    return Letter(
        title=words[spec.kind]["title"],
        french_title=words_of("fr")[spec.kind]["title"] if language != "fr" else "",
        addressee=(answers["recipient"].full_name,) if answers.get("recipient") else (),
        sections=sections_of(version, spec.kind, **named),
        closing=_said(answers) if wording == LetterWording.ORAL else (),
        signatures=_signatures(spec, words["words"], wording),
        language=language,
        direction=words["direction"],
        is_easy=wording == LetterWording.EASY,
        **names,
    )


def _said(answers: dict[str, Any]) -> tuple[str, ...]:
    spoken = f" en {answers['spoken']}" if answers.get("spoken") else ""
    return (f"Lu et expliqué à l’oral{spoken}, en présence de {answers['witness']}, témoin.",)


def _signatures(spec: LetterSpec, words: dict[str, str], wording: str) -> tuple[str, ...]:
    if wording == LetterWording.ORAL:
        return (words["date"], words["witness"])
    return (words["date"], words["name"], words["signature"]) if spec.kind == LetterKind.AGREEMENT else ()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
