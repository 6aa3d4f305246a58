"""What a seat may say of a proposal, in the order of the page."""

from django.db import models


class OpinionValue(models.TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Réservé"
    UNFAVOURABLE = "unfavourable", "Défavorable"
    ABSTAINS = "abstains", "Ne participe pas"
