"""What points to somebody by its form alone, whatever the file holds: numbers, addresses, dates of birth, initials."""

import re

_UPPER = "A-ZÀ-ÖØ-Þ"
_WAY = (
    r"rue|avenue|av\.?|boulevard|boul\.?|bld\.?|bd\.?|allées?|all\.|impasse|imp\.|chemin|place|pl\.|square|quai|route|"
    r"résidence|rés\.|bâtiment|bât\.?|cité|cours|faubourg|fbg|hameau|lotissement|villa|passage|ruelle|sentier"
)
# « rue des Lilas », but neither « une place en crèche » nor « mise en place de l’aide ».
_NAMED_WAY = r"rue|avenue|boulevard|allée|impasse|chemin|place|square|quai|résidence|cité|faubourg|hameau|lotissement"
_LINK = r"(?:de\sla\s|de\sl[’']|du\s|des\s|de\s|d[’'])?"
_MONTH = (
    r"janv(?:ier|\.)?|févr?(?:ier|\.)?|mars|avr(?:il|\.)?|mai|juin|juil(?:let|\.)?|août|sept(?:embre|\.)?|"
    r"oct(?:obre|\.)?|nov(?:embre|\.)?|déc(?:embre|\.)?"
)
PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("Numéro de sécurité sociale", r"\b[12][\s.]?\d{2}[\s.]?[01235]\d[\s.]?(?:\d{2}|2[AB])(?:[\s.]?\d{3}){2}\b"),
        ("Numéro de téléphone", r"(?:\+\s?33|\b00\s?33|\b0)[\s.\-/]*(?:\(0\)[\s.\-/]*)?[1-9](?:[\s.\-/]*\d){8}(?!\d)"),
        ("Adresse électronique", r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\sarobase\s)\s?[\w-]+(?:\s?\.\s?|\spoint\s)[a-z]{2,}"),
        ("Numéro de dossier", r"(?i:\b[A-Z]{2,6}[\s-]?\d{4}[\s-]?\d{5}\b)"),
        ("Coordonnées bancaires", r"(?i:\bFR\d{2}(?:\s?[\dA-Z]{4}){5})"),
        ("Numéro", r"\b\d{7,}[A-Z]?\b"),
        ("Adresse", rf"(?i:\b\d{{1,4}}\s?(?:bis|ter|quater)?,?\s(?:{_WAY})\s[^.;\n]{{1,40}})"),
        ("Adresse", rf"\b(?i:{_NAMED_WAY})\s{_LINK}[{_UPPER}][\w’'-]+(?:\s[{_UPPER}][\w’'-]+)*"),
        ("Adresse", r"(?i:\b(?:appartement|appart\.?|appt\.?|apt\.?|porte)\s(?:n[o°]\s?)?\d+)"),
        ("Adresse", rf"\b\d{{5}}\s[{_UPPER}][\w’'-]+"),
        ("Date de naissance", r"(?i:\bn[ée]+(?:\(e\)|·e)?s?\s(?:le|en)\s[^.;,\n]{4,20})"),
        ("Date de naissance", r"(?i:\bd(?:ate\sde\snaissance|dn)\b[\s:.]*[^;,\n]{4,20})"),
        (
            "Nom ou initiales",
            rf"\b(?:M\.|Mr\.?|Mme|Mlle|Monsieur|Madame)\s[{_UPPER}](?:\.|[\w'’-]+|\b)(?:\s[{_UPPER}]\.)?",
        ),
        ("Initiales", rf"(?<![\w.])[{_UPPER}]\.[\s-]?[{_UPPER}]\.?(?!\w)"),
    )
)
