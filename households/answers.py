"""The letters that answer a request: plain French, what was decided, why, and what one may still do."""

from households.models import RightsRequest
from households.rights_choices import RightsKind, RightsState
from veille.core.formats import far_date

_ASKED = {
    RightsKind.ACCESS: "à recevoir une copie de ce que nous conservons sur vous",
    RightsKind.RECTIFICATION: "à faire corriger ce que nous conservons sur vous",
    RightsKind.ERASURE: "à faire effacer ce que nous conservons sur vous",
    RightsKind.RESTRICTION: "à limiter l’usage de ce que nous conservons sur vous",
    RightsKind.OBJECTION: "à vous opposer à ce que des informations sur vous soient partagées",
    RightsKind.PORTABILITY: "à recevoir vos informations dans un fichier réutilisable",
    RightsKind.COMPLAINT: "à nous faire part d’une réclamation sur l’usage de vos informations",
}
_DONE = {
    RightsKind.ACCESS: "Votre dossier vous est remis avec cette lettre. Il contient ce qui vous concerne ; ce qui "
    "concerne d’autres personnes n’y figure pas.",
    RightsKind.RECTIFICATION: "Nous avons corrigé les informations que vous avez signalées.",
    RightsKind.ERASURE: "Nous avons effacé ce que nous conservions sur vous. Seuls restent des chiffres qui ne "
    "permettent pas de vous reconnaître.",
    RightsKind.RESTRICTION: "Vos informations sont conservées mais ne sont plus utilisées ni modifiées. Nous vous "
    "préviendrons avant de lever cette limitation.",
    RightsKind.OBJECTION: "Nous ne partageons plus d’informations sur vous avec les organismes que votre accord "
    "autorisait.",
    RightsKind.PORTABILITY: "Vos informations vous sont remises avec cette lettre, dans un fichier réutilisable.",
    RightsKind.COMPLAINT: "Nous avons examiné votre réclamation.",
}
_RECOURSE = (
    "Si cette réponse ne vous convient pas, vous pouvez nous le dire, ou vous adresser à la CNIL "
    "(3 place de Fontenoy, 75007 Paris, www.cnil.fr/plaintes). C’est gratuit."
)


def letter(request: RightsRequest) -> list[str]:
    """The paragraphs of the letter, as the request stands: more time, or the answer."""
    first = f"Le {far_date(request.received_on)}, vous avez demandé {_ASKED[request.kind]}."
    if not request.is_closed:
        return [first, *_more_time(request), _RECOURSE]
    return [first, *_decided(request), *([request.answer] if request.answer else []), _RECOURSE]


def _more_time(request: RightsRequest) -> list[str]:
    return [
        f"Nous avons besoin de plus de temps pour vous répondre : {request.extension_reason}",
        f"Vous aurez notre réponse au plus tard le {far_date(request.due_on)}.",
    ]


def _decided(request: RightsRequest) -> list[str]:
    if request.state == RightsState.ANSWERED:
        return [_DONE[request.kind]]
    why = f"Motif : {request.get_refusal_ground_display()}."
    if request.state == RightsState.REFUSED:
        return ["Nous ne pouvons pas donner suite à votre demande.", why]
    return [_DONE[request.kind], "Une partie de votre demande n’a pas pu être acceptée.", why]
