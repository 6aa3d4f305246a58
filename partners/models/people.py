"""People who sign in, and what they do in which organisation."""

import uuid

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from partners.models.dispositifs import Dispositif, Instance, Territory
from partners.models.organisations import Organisation
from partners.roles import ROLE_SENTENCES, Role
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class UserManager(BaseUserManager):
    """Accounts are made from an e-mail address; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A professional who signs in by e-mail; rights come from memberships only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None
    email = models.EmailField("adresse électronique", unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    personal = ("email", "first_name", "last_name")
    keep = "1 an après la dernière adhésion"

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["last_name", "first_name", "id"]

    def __str__(self):
        return self.get_full_name() or "Compte sans nom"


class Membership(DatedModel):
    """A role in an organisation, for a time, whole or inside a scope."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name="organisme")
    role = models.CharField("rôle", max_length=30, choices=Role.choices)
    dispositif = models.ForeignKey(Dispositif, models.PROTECT, null=True, blank=True, verbose_name="dispositif")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, verbose_name="territoire")
    instance = models.ForeignKey(Instance, models.PROTECT, null=True, blank=True, verbose_name="instance")
    competences = ArrayField(
        models.SlugField(), verbose_name="compétences tenues (liste competence)", default=list, blank=True
    )
    given_by = models.UUIDField("donné par", null=True, editable=False)

    keep = "3 ans après la fin"

    class Meta:
        verbose_name = "rôle dans un organisme"
        verbose_name_plural = "rôles dans les organismes"
        ordering = ["organisation__sort_name", "role", "starts_on"]
        constraints = [
            ends_after_start("membership_ends_after_start"),
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "dispositif", "territory", "instance"],
                condition=models.Q(ends_on=None),
                name="membership_open_once",
                nulls_distinct=False,
                violation_error_message="Cette personne tient déjà ce rôle dans cet organisme.",
            ),
            models.CheckConstraint(
                name="membership_competences_of_an_expert",
                condition=models.Q(role=Role.EXPERT) | models.Q(competences=[]),
                violation_error_message="Seul le rôle d’expert·e porte des compétences.",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} – {self.organisation}"

    @property
    def sentence(self) -> str:
        return ROLE_SENTENCES[self.role]


class Invitation(UUIDModel):
    """The only way to an account: a manager invites, the link lets choose a password once."""

    user = models.OneToOneField(User, models.CASCADE, related_name="invitation", verbose_name="personne invitée")
    invited_by = models.UUIDField("invitée par", null=True)
    sent_at = models.DateTimeField("envoyée le", default=timezone.now)
    accepted_at = models.DateTimeField("acceptée le", null=True)

    keep = "avec le compte"

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
