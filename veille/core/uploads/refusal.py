"""Why a file is not received: one French sentence that says what to do."""

from django.core.exceptions import ValidationError

from veille.core.uploads import bounds

EMPTY = "Ce fichier est vide : vérifiez que vous avez choisi le bon."
TOO_BIG = f"Ce fichier dépasse {bounds.FILE_BYTES // bounds.MEGABYTE} Mo : réduisez-le, ou déposez-le en plusieurs."
UNKNOWN = "Ce type de fichier n’est pas accepté : déposez un PDF, une photo (JPEG, PNG), un texte ou un classeur."
BROKEN = "Ce fichier est abîmé ou incomplet : ouvrez-le, enregistrez-le à nouveau, puis redéposez-le."
INFLATES = "Ce fichier prendrait une place démesurée une fois ouvert : il n’a pas été ouvert."
NOT_ITS_NAME = "Ce fichier ne contient pas ce que son nom annonce : enregistrez-le à nouveau dans le bon format."
BAD_NAME = "Le nom de ce fichier contient des caractères invisibles ou un chemin : renommez-le simplement."
RUNS = "Le nom de ce fichier est celui d’un programme ou d’une page web : il n’est pas accepté."
PROTECTED = "Ce fichier est protégé par un mot de passe : enregistrez-en une copie sans mot de passe."
MACROS = "Ce fichier contient des macros : enregistrez-le sans macros (DOCX, XLSX, ODT, ODS) ou en PDF."
EMBEDS = "Ce fichier en contient d’autres : enregistrez-le en PDF, ou déposez-les un par un."
FETCHES = "Ce fichier va chercher autre chose ailleurs quand on l’ouvre : enregistrez-le en PDF."
ACTS = "Ce PDF contient un programme ou une action : imprimez-le en PDF, ou prenez-le en photo."
TOO_LONG = f"Ce PDF a plus de {bounds.PDF_PAGES} pages : déposez celles qui servent."
TOO_LARGE_IMAGE = "Cette image est trop grande : réduisez-la, ou photographiez le papier de nouveau."
HEIC = (
    "Cette photo est au format HEIC : envoyez-la en JPEG "
    "(sur iPhone : Réglages, Appareil photo, Formats, « Le plus compatible »)."
)
OTHER_IMAGE = "Ce format d’image n’est pas accepté : enregistrez-la en JPEG ou en PNG."
OLD_OFFICE = (
    "Ce fichier est à un ancien format (.doc, .xls) ou protégé par un mot de passe : "
    "enregistrez-le en DOCX, XLSX ou PDF."
)
RTF = "Ce fichier est au format RTF : enregistrez-le en DOCX, en ODT ou en PDF."
WEB_PAGE = "Ce fichier est une page web ou un programme : imprimez-la en PDF, puis déposez le PDF."
NOT_A_TEXT = "Ce fichier n’est pas un texte lisible : enregistrez-le en PDF, ou en texte « UTF-8 »."


class Refused(ValidationError):
    """This file is not received; the sentence says why and what to do."""

    def __init__(self, sentence: str):
        super().__init__(sentence, code="upload")
