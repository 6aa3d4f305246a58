"""Why a file is not read: one French sentence that says what to do."""

from django.core.exceptions import ValidationError

from veille.core import formats
from veille.core.spreadsheets import bounds

BROKEN = "Ce fichier est abîmé ou incomplet : ouvrez-le dans votre tableur et enregistrez-le à nouveau."
EMPTY = "Ce fichier ne contient aucune ligne : vérifiez que vous avez choisi le bon."
UNKNOWN = "Ce fichier n’est pas un tableau : déposez un fichier XLSX, ODS ou CSV."
TOO_BIG = f"Ce fichier dépasse {bounds.FILE_BYTES // bounds.MEGABYTE} Mo : partagez-le en plusieurs."
INFLATES = "Ce fichier prendrait une place démesurée une fois ouvert : il n’a pas été ouvert."
TOO_MANY_ROWS = f"Ce tableau a plus de {formats.number(bounds.ROWS)} lignes : partagez-le en plusieurs fichiers."
TOO_MANY_COLUMNS = f"Ce tableau a plus de {bounds.COLUMNS} colonnes : gardez celles qui servent."
TOO_MANY_CELLS = "Ce tableau est trop grand : gardez les lignes et les colonnes qui servent."
TOO_MANY_SHEETS = f"Ce classeur a plus de {bounds.SHEETS} feuilles : enregistrez à part celle qui sert."
LONG_TEXT = "Une case contient un texte démesuré : raccourcissez-la."
PROTECTED = (
    "Ce classeur est protégé par un mot de passe : enregistrez-en une copie sans mot de passe, puis redéposez-la."
)
OLD_EXCEL = "Ce fichier est à l’ancien format d’Excel (.xls) : enregistrez-le au format .xlsx, puis redéposez-le."
BINARY_EXCEL = "Ce fichier est au format binaire d’Excel (.xlsb) : enregistrez-le au format .xlsx, puis redéposez-le."
WEB_PAGE = (
    "Ce fichier est une page web qui porte un nom de tableau : ouvrez-le dans votre tableur et enregistrez-le en .xlsx."
)
MACROS = "Ce classeur contient des macros : enregistrez-le au format .xlsx, sans macros."
OTHER_FILES = (
    "Ce classeur va chercher des valeurs dans d’autres fichiers : "
    "copiez son contenu, collez les valeurs seules dans un nouveau classeur, puis redéposez-le."
)
FORBIDDEN_XML = "Ce fichier contient des définitions qu’aucun tableur n’écrit : il n’a pas été ouvert."
NOT_A_TEXT = "Ce fichier n’est pas un texte lisible : enregistrez votre tableau en XLSX ou en « CSV UTF-8 »."
ONE_COLUMN = "Ce fichier n’a qu’une colonne : séparez les colonnes par des points-virgules, ou déposez un fichier XLSX."
NO_HEADERS = "La ligne des titres de colonnes n’a pas été trouvée : mettez-la en haut du tableau."


class Refused(ValidationError):
    """This file is not read; the sentence says why and what to do."""

    def __init__(self, sentence: str):
        super().__init__(sentence, code="spreadsheet")
