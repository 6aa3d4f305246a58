"""What should not be in a free text: said discreetly beside it, never refused, never kept.

A pattern knows words, not meanings: it prefers silence to a false alarm, and the vocabulary of the field
(dette, violence, expulsion, addiction, sortant de prison…) passes. Sources: RGPD art. 9 and 10, CNIL on
comment fields, and what the project decided not to collect.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 20_000


@dataclass(frozen=True)
class Advice:
    """A kind of thing found, and what to do instead."""

    kind: str
    sentence: str


_OFFENCE = Advice(
    "offence",
    "Une infraction ou une condamnation ? Notez des faits, leur date et leur source, sans les qualifier.",
)
_HEALTH = Advice(
    "health", "Une maladie ou un traitement ? La difficulté rencontrée suffit ; le diagnostic reste chez le soignant."
)
_NIR = Advice("nir", "Un numéro de sécurité sociale ? Il n’est pas recueilli ici.")
_BANK = Advice("bank", "Des coordonnées bancaires ? Elles ne sont pas recueillies ici.")
_CONTACT = Advice(
    "contact",
    "Une adresse, un téléphone ou un courriel ? Ceux du ménage vont dans « Coordonnées » ; ceux d’un tiers ne se "
    "notent pas.",
)
_ORIGIN = Advice(
    "origin", "Une religion, une origine, une opinion ou la vie intime ? Ce n’est pas utile à l’accompagnement."
)


def warnings(text: str) -> list[Advice]:
    """What seems to be there and should not, each kind once."""
    text = text[:LONGEST]
    plain = _plain(text)
    return [warning for warning, found in _RULES if found(text, plain)]


def _plain(text: str) -> str:
    """Lower case, without accents, one kind of space and apostrophe."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("’", "'"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", bare)


def _words(*patterns: str, but: str = "") -> Callable[[str, str], bool]:
    """Whether one of these words is there, outside the turns of phrase that make it harmless."""
    found = re.compile(rf"\b(?:{'|'.join(patterns)})")
    harmless = re.compile(but) if but else None
    return lambda _, plain: bool(found.search(harmless.sub(" ", plain) if harmless else plain))


_ACTS = (
    r"(?:vols?|viols?|violences?|trafic|escroqueries?|recel|coups|agressions?|meurtre|homicide|stupefiants|"
    r"usage de stupefiants|outrages?|degradations|attouchements|conduite sans permis|alcool au volant|incendie)\b"
)
_offence = _words(
    rf"(?:condamne\w*|poursuivi\w*|incarcere\w*|ecroue\w*|detenu\w*|arrete\w*|interpelle\w*|juge\w*|prison)"
    rf"(?: \w+){{0,3}} pour (?:des? |un |une |les? )?{_ACTS}",
    rf"auteur\w* (?:de |des |d'|presume\w* (?:de |des |d'))(?:\w+ )?{_ACTS}",
    r"condamn(?:e|ee|es|ees|ation|ations)\b",
    r"mis(?:e|es)? en examen\b",
    r"gardes? a vue\b",
    r"casier judiciaire\b",
    r"controle judiciaire\b",
    r"bracelet electronique\b",
    r"detention provisoire\b",
    r"multirecidiv\w*",
    r"recidiviste\w*",
    r"delinquan\w*",
    r"delits?\b",
    r"infractions? (?:penale|routiere|a la legislation)\w*",
    r"pedophil\w*",
    r"trafic de (?:stup|drogue|cannabis)\w*",
    r"(?:il|elle) deale\b",
    r"dealers?\b",
    r"cambrioleu\w*",
    # A judge orders to pay or to leave every day; a victim is not an author; a reprieve of eviction is civil.
    but=r"condamn\w+ (?:(?:solidairement|in solidum|par le (?:juge|tribunal)) )?(?:a|au|aux) (?:lui |leur |nous )?"
    r"(?:payer|paiement|verser|versement|quitter|regler|rembourser|remboursement|depens|liberer)|delits? de solidarite",
)
_health = _words(
    r"schizophren\w*",
    r"bipolair\w*",
    r"paranoi\w*",
    r"psychos[ei]\w*",
    r"psychotique\w*",
    r"borderline\b",
    r"depress(?:ion|if|ive|ifs|ives)\b",
    r"autis(?:te|tes|me|tique)\b",
    r"tdah\b",
    r"anorexi\w*",
    r"boulimi\w*",
    r"epilep\w*",
    r"alzheimer\b",
    r"parkinson\b",
    r"sclerose en plaques\b",
    r"cancer(?:s|euse|eux)?\b",
    r"tumeurs?\b",
    r"chimiotherapie\w*",
    r"dialyses?\b",
    r"diabet(?:e|ique|iques)\b",
    r"hepatites?\b",
    r"cirrhoses?\b",
    r"seropositi\w*",
    r"vih\b",
    r"sida\b",
    r"tuberculose\b",
    r"alcoolisme\b",
    r"alcoolodependan\w*",
    r"alcoolique\b",
    r"toxicoman\w*",
    r"heroin\w*",
    r"methadone\b",
    r"subutex\b",
    r"antidepresseurs?\b",
    r"anxiolytiques?\b",
    r"neuroleptiques?\b",
    r"tentatives? de suicide\b",
    r"soins? sans consentement\b",
    r"hospitalis\w+ (?:d'office|sous contrainte)",
    r"syndrome d[e']",
    r"ivg\b",
    but=r"(?:ligue|association|institut|centre)[^.;]{0,20}cancer|alcooliques anonymes|depression economique",
)
_origin = _words(
    r"musulman\w*",
    r"islamiste\w*",
    r"juifs?\b",
    r"juives?\b",
    r"catholiques?\b",
    r"protestants?\b",
    r"temoins? de jehovah\b",
    r"pratiquants?\b",
    r"homosexuel\w*",
    r"lesbiennes?\b",
    r"transgenre\w*",
    r"gitans?\b",
    r"gitanes?\b",
    r"tsiganes?\b",
    r"roms\b",
    r"d'origine (?:algerien|marocain|tunisien|maghreb|africain|malien|senegal|congol|turc|turque|kurde|roumain|bulgare|"
    r"tchetchen|syrien|afghan|arabe|asiat|etrangere)\w*",
    r"(?:race|ethnie)\b",
    r"syndicaliste\w*",
    r"(?:vote|militant\w*) (?:pour |au |a |du )",
    but=r"secours catholique\w*|(?:institut|lycee|college|ecole|universite) catholique",
)

_GAP = r"[ .\-\u00a0\u202f]?"
_NIR_SHAPE = re.compile(
    rf"(?<!\d)([12378]){_GAP}(\d{{2}}){_GAP}(0[1-9]|1[0-2]|[2-9]\d){_GAP}(\d{{2}}|2[abAB]){_GAP}(\d{{3}}){_GAP}(\d{{3}})"
    rf"(?:{_GAP}(\d{{2}}))?(?!\d)"
)
_NIR_SAID = re.compile(r"\b(?:nir|secu|securite sociale|immatriculation)\b")


def _nir(text: str, plain: str) -> bool:
    """Fifteen digits whose key is right, or thirteen beside the words that announce them."""
    for match in _NIR_SHAPE.finditer(text):
        if match[7] and _key_of(match) == int(match[7]):
            return True
        if not match[7] and _NIR_SAID.search(plain):
            return True
    return False


def _key_of(match: re.Match) -> int:
    """97 minus the rest of the number by 97; Corsica counts as 19 and 18."""
    number = "".join(match.groups()[:6]).upper().replace("2A", "19").replace("2B", "18")
    return 97 - int(number) % 97


_IBAN = re.compile(r"\b([A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,4})?)\b")
_CARD = re.compile(r"(?<!\d)\d{4}[ \-\u00a0]?\d{4}[ \-\u00a0]?\d{4}[ \-\u00a0]?\d{4}(?!\d)")
_RIB = re.compile(r"\b(?:rib|code banque|numero de compte|n° de compte|code secret|code de carte)\b[^.;\n]{0,30}\d{4}")


def _bank(text: str, plain: str) -> bool:
    shouted = text.upper()
    ibans = (re.sub(r"\s", "", match[1]) for match in _IBAN.finditer(shouted))
    cards = (re.sub(r"\D", "", match[0]) for match in _CARD.finditer(text))
    return any(map(_is_iban, ibans)) or any(map(_is_card, cards)) or bool(_RIB.search(plain))


def _is_iban(number: str) -> bool:
    """The rest by 97 of the number turned round is one (ISO 13616)."""
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def _is_card(number: str) -> bool:
    """Luhn's key."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


_PHONE = re.compile(
    r"(?<![\d.,])(?:0[1-9]|(?:\+|00)33[ .\-]?(?:\(0\))?[ .\-]?[1-9])(?:[ .\-\u00a0\u202f]?\d{2}){4}(?![\d,])"
)
_MAIL = re.compile(r"\b[\w.+\-]+@[\w\-]+\.[a-zA-Z]{2,}\b")
# After a number, a street; words that mean other things as well must lead to a proper name.
_NUMBER = r"\b\d{1,4} ?(?:bis|ter|quater)?,? "
_STREET = re.compile(rf"{_NUMBER}(?:rue|avenue|boulevard|impasse|all[ée]es?) \w", re.IGNORECASE)
_PLACE = re.compile(
    rf"{_NUMBER}(?:[Pp]lace|[Cc]ours|[Cc]hemin|[Rr]oute|[Qq]uai|[Ss]quare|[Cc]ité|[Pp]assage|[Vv]illa|[Rr]ésidence|"
    r"[Ll]otissement|[Ff]aubourg|[Bb]d|[Aa]v\.) (?:(?:de|du|des|la|le|les|à) )?(?:la )?(?:[ld][’'])?[A-ZÉÈÀ]"
)
_TOWN = re.compile(r"(?<!\d)(?:0[1-9]|[1-8]\d|9[0-8])\d{3} (?!Euros?\b|EUR\b|Francs?\b)[A-ZÉÈ][a-zéèêîôûç]{2,}")


def _contact(text: str, plain: str) -> bool:
    shapes = (_PHONE, _MAIL, _STREET, _PLACE, _TOWN)
    return any(shape.search(text) for shape in shapes)


_RULES: tuple[tuple[Advice, Callable[[str, str], bool]], ...] = (
    (_NIR, _nir),
    (_BANK, _bank),
    (_HEALTH, _health),
    (_OFFENCE, _offence),
    (_ORIGIN, _origin),
    (_CONTACT, _contact),
)
