"""The calendar, sessions planned ahead, moved or cancelled, invitations, the feed of one's own agenda."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rows_meetings import GIVES_SEATS, KEEPS, OWN_LIST, SEAT, of_session
from tests.matrix.rules import all_of, any_of, cell, of, only, seated

OWN_FEED = "un abonnement n’a qu’une titulaire"
SECRET = "l’adresse est le secret : un agenda ne se connecte pas"
_KEPT_INSTANCE = {"seen": any_of(GIVES_SEATS, SEAT), "may": KEEPS}
_INSTANCE = {"pk": "instance"}

# A landlord of the scene is invited to the convened session. The seats that give an opinion are expected there; the
# secretary, who keeps the invitations, is not.
_GUEST = all_of(of("landlord"), cell("session_invitation", "W", "own", "own or seat"))
_EXPECTED = any_of(_GUEST, all_of(seated, cell("opinion", "W", "seat")))


def _kept(name: str, make, **at: str) -> list[Row]:
    return make(name, at=_INSTANCE | at, **_KEPT_INSTANCE)


ROWS = [
    *reading("cellule:session_calendar", why=OWN_LIST),
    *reading("cellule:feed_detail", why=OWN_FEED),
    *act("cellule:feed_give", why=OWN_FEED),
    *act("cellule:feed_revoke", seen=only("instance_member"), why=OWN_FEED),
    *reading("cellule:feed_read", at={"token": "feed_token"}, public=True, why=SECRET),
    *_kept("cellule:session_ahead", form),
    *_kept("cellule:habits_edit", form),
    *_kept("cellule:closing_add", form),
    *_kept("cellule:closing_remove", act, closing="closing"),
    *form("cellule:synthesis_call", gate=cell("session_agenda", "W")),
    *of_session("cellule:session_move", "planned", form),
    *of_session("cellule:session_move", "convened", form),
    *of_session("cellule:session_cancel", "planned", form),
    *of_session("cellule:session_cancel", "convened", form),
    *of_session("cellule:session_invitations", "convened", reading),
    *of_session("cellule:invitation_organisation", "convened", act),
    *of_session("cellule:invitation_person", "convened", act),
    *of_session("cellule:invitations_remind", "convened", act),
    *of_session("cellule:invitation_withdraw", "convened", act, invitation="invitation"),
    *of_session("cellule:invitation_note", "convened", act, invitation="invitation"),
    *form("cellule:session_answer", at={"pk": "session_convened"}, seen=any_of(KEEPS, SEAT, _GUEST), may=_EXPECTED),
]
