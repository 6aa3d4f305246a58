"""What is said of an item in session: the words of a seat, in the order of the page, and the forms being typed."""

from django.db import models

# Forms of an item that are kept while they are typed, and forgotten once the session is closed.
DRAFTS_OF_AN_ITEM = ("opinion", "session_advice", "decision")


class OpinionValue(models.TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Réservé"
    UNFAVOURABLE = "unfavourable", "Défavorable"
    ABSTAINS = "abstains", "Ne participe pas"
