"""The demonstration shows the mails it would have sent."""

from django.core.mail import get_connection, send_mail
from django.urls import reverse


def test_kept_mails_are_listed_newest_first(cast, sign_in, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    for subject in ("Première réponse à l’orientation", "Deuxième"):
        backend = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(tmp_path))
        send_mail(subject, "Une réponse vous attend.", None, ["referente@exemple.invalid"], connection=backend)
    page = sign_in(cast.referent).get(reverse("mailbox")).content.decode()
    assert page.index("Deuxième") < page.index("Première réponse à l’orientation")
    assert "Une réponse vous attend." in page


def test_an_empty_mailbox_says_so(cast, sign_in, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    assert "Aucun courriel" in sign_in(cast.referent).get(reverse("mailbox")).content.decode()
