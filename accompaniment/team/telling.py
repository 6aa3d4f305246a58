"""The mail that says that files wait for somebody, and nothing of them."""

from django.conf import settings
from django.urls import reverse

from accompaniment.models import HandedFile
from partners.models import User
from veille.core.mails import write_to


def tell_receivers(key: str) -> None:
    """Write once to each person who received files; done twice, it writes twice and does no other harm."""
    files = HandedFile.objects.filter(handover=key)
    address = settings.SITE_ORIGIN + reverse("home")
    for user in User.objects.filter(pk__in=files.values("receiver"), is_active=True).order_by("pk"):
        template = "accompaniment/email/files_handed.txt"
        write_to(user.email, subject="des dossiers vous sont confiés", template=template, context={"address": address})
