"""What somebody types in each step of an orientation: the least that can be sent."""

from uuid import uuid4

# The widest way: a household not informed yet, a commune of no territory, a dwelling of another landlord.
LEAST = {
    "entree": {"door": "retention"},
    "menage": {"last_name": "Ouazène", "birth_year": "1984"},
    "logement": {"situation": "social_tenant", "commune": "62413"},
    "situation": {
        "main_reason": "rent_arrears",
        "situation": "La dette grandit depuis six mois, les courriers restent sans réponse.",
        "already_tried": ["letter"],
    },
    "envoi": {"information": "given_oral", "adhesion": "agreed_oral"},
}


def start(client, danger: str = "no") -> str:
    """Answer the first question; gives the draft's address, without its step."""
    answer = client.post("/orienter/", {"danger": danger})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].rsplit("/", 2)[0] + "/"


def fill(client, address: str, answers: dict = LEAST) -> None:
    """Type every step but the last, which is typed when it is sent."""
    for step, data in answers.items():
        if step != "envoi":
            answer = client.post(f"{address}{step}/", {**data, "action": "next", "page_key": "page"})
            assert answer.status_code == 302, (step, answer.context["form"].errors)


def send(client, address: str, answers: dict = LEAST, key: str = ""):
    """Press « Transmettre l'orientation »."""
    key = key or str(uuid4())
    data = {**answers["envoi"], "action": "send", "page_key": "page", "submission_key": key}
    return client.post(f"{address}envoi/", data)
