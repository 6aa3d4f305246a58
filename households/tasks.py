"""Background work of the files."""

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from partners.models import User


@shared_task(name="households.tasks.tell_protected_read")
def tell_protected_read(user_id: str, address: str) -> None:
    """One mail; a second one, if the worker dies in between, does no harm."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    send_mail(
        "Veille sociale : une donnée protégée a été lue",
        render_to_string("households/mail/protected_read.txt", {"address": address}),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )
