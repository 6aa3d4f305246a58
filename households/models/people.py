"""The people who live, or would live, together."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from households.contact_querysets import ContactQuerySet
from households.phones import PhoneDigits
from households.querysets import PersonQuerySet, ProtectedQuerySet
from partners.models import Dispositif
from partners.roles import Section
from veille.core.models import UUIDModel
from veille.core.normalise import sort_text


class Source(models.TextChoices):
    """Where a fact comes from; what was confided stays closed to the landlord until shared."""

    LANDLORD_KNOWN = "landlord_known", "Connu du bailleur"
    CONFIDED = "confided", "Confié à l’accompagnement"


class TenancyRole(models.TextChoices):
    """What a person is to the lease."""

    HOLDER = "holder", "Titulaire du bail"
    CO_HOLDER = "co_holder", "Cotitulaire"
    OCCUPANT = "occupant", "Occupant sans titre"
    APPLICANT = "applicant", "Demandeur"
    GUARANTOR = "guarantor", "Garant"
    NONE = "none", "Aucun"


class CustodyRhythm(models.TextChoices):
    """When a child who lives on both sides is here."""

    EVEN_WEEKS = "even_weeks", "Les semaines paires"
    ODD_WEEKS = "odd_weeks", "Les semaines impaires"
    HALF = "half", "La moitié du temps, selon l’accord des parents"
    WEEKENDS = "weekends", "Un week-end sur deux et la moitié des vacances"
    OTHER = "other", "Un autre rythme"


NAME_PARTS = ("first_name", "last_name", "alias")


def full_name(first_name: str, last_name: str, alias: str) -> str:
    """A person is called by her name, else by her alias."""
    return f"{first_name} {last_name}".strip() or alias or "Personne sans nom"


class Household(UUIDModel):
    """People who live or would live together, in one dispositif only."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="households", verbose_name="dispositif")
    created_at = models.DateTimeField(auto_now_add=True)

    keep = "avec ses dossiers"

    class Meta:
        verbose_name = "ménage"
        verbose_name_plural = "ménages"


class Person(UUIDModel):
    """A member of one household for ever; a separation copies the row, without any link."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="people", verbose_name="ménage")
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    alias = models.CharField("nom d’usage ou alias", max_length=80, blank=True)
    search_name = models.CharField(max_length=260, editable=False)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("année de naissance", null=True, blank=True)
    gender = models.CharField(
        "genre", max_length=6, choices=[("woman", "Femme"), ("man", "Homme"), ("", "Non renseigné")], blank=True
    )
    role = models.SlugField("place dans le ménage (liste person_role)")
    tenancy_role = models.CharField(
        "place dans le bail", max_length=12, choices=TenancyRole.choices, default=TenancyRole.NONE
    )
    source = models.CharField("source", max_length=16, choices=Source.choices, default=Source.LANDLORD_KNOWN)
    arrived_on = models.DateField("arrivée le", null=True, blank=True)
    left_on = models.DateField("départ le", null=True, blank=True)
    # A guarantor is written beside the household she vouches for, and never counted in it.
    lives_elsewhere = models.BooleanField("n’habite pas avec le ménage", default=False)
    custody_rhythm = models.CharField(
        "quand l’enfant est ici", max_length=12, choices=CustodyRhythm.choices, blank=True, default=""
    )
    custody_share = models.PositiveSmallIntegerField("part du temps passée ici (%)", null=True, blank=True)
    expected_month = models.DateField("naissance attendue (mois)", null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    personal = (
        "first_name",
        "last_name",
        "alias",
        "search_name",
        "birth_date",
        "birth_year",
        "gender",
        "role",
        "tenancy_role",
        "custody_rhythm",
        "custody_share",
        "expected_month",
    )
    keep = "avec le ménage"

    class Meta:
        verbose_name = "personne du ménage"
        verbose_name_plural = "personnes du ménage"
        ordering = ["birth_year", "search_name", "id"]
        constraints = [
            models.CheckConstraint(
                name="person_left_after_arrival",
                condition=models.Q(left_on=None)
                | models.Q(arrived_on=None)
                | models.Q(left_on__gte=models.F("arrived_on")),
                violation_error_message="Le départ ne peut pas précéder l’arrivée.",
            ),
            models.CheckConstraint(
                name="person_elsewhere_is_guarantor",
                condition=models.Q(lives_elsewhere=False) | models.Q(tenancy_role=TenancyRole.GUARANTOR),
                violation_error_message="Seul un garant figure ici sans habiter avec le ménage.",
            ),
            models.CheckConstraint(
                name="person_custody_of_a_shared_child",
                condition=models.Q(custody_rhythm="", custody_share=None) | models.Q(role="child_alternate"),
                violation_error_message="Seul un enfant en résidence alternée a un temps de présence.",
            ),
            models.CheckConstraint(
                name="person_custody_share_of_a_whole",
                condition=models.Q(custody_share=None) | models.Q(custody_share__range=(1, 99)),
                violation_error_message="La part du temps va de 1 à 99 pour cent.",
            ),
            models.CheckConstraint(
                name="person_expected_month_before_birth",
                condition=models.Q(expected_month=None) | models.Q(role="unborn_child"),
                violation_error_message="Seul un enfant à naître a un mois de naissance attendu.",
            ),
        ]
        indexes = [GinIndex(fields=["search_name"], name="person_search_name_trigram", opclasses=["gin_trgm_ops"])]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.search_name = sort_text(f"{self.first_name} {self.last_name} {self.alias}")
        if self.birth_date:
            self.birth_year = self.birth_date.year
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        return full_name(self.first_name, self.last_name, self.alias)


class ContactKind(models.TextChoices):
    PHONE = "phone", "Téléphone"
    EMAIL = "email", "Courriel"
    ADDRESS = "address", "Adresse"


class ContactDetail(UUIDModel):
    """A way to reach the household, and where it comes from."""

    case = models.ForeignKey("households.Case", models.CASCADE, related_name="contact_details", verbose_name="dossier")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, verbose_name="personne")
    kind = models.CharField("nature", max_length=10, choices=ContactKind.choices)
    value = models.CharField("coordonnée", max_length=250)
    preference = models.CharField("comment joindre", max_length=160, blank=True)
    source = models.CharField("source", max_length=16, choices=Source.choices, default=Source.LANDLORD_KNOWN)
    is_preferred = models.BooleanField("joindre d’abord par ce moyen", default=False)
    hours = models.CharField("quand", max_length=80, blank=True)
    no_message = models.BooleanField("ne pas laisser de message", default=False)
    is_unsafe = models.BooleanField("ne pas utiliser : quelqu’un d’autre peut le lire ou l’entendre", default=False)

    objects = ContactQuerySet.as_manager()
    # A source of its own decides of the section: see `SectionQuerySet`.
    sections_by_source = {Source.LANDLORD_KNOWN: Section.CONTACT, Source.CONFIDED: Section.CONFIDED}

    personal = ("value", "preference", "hours")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "coordonnée"
        verbose_name_plural = "coordonnées"
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                name="contact_preferred_is_safe",
                condition=models.Q(is_preferred=False) | models.Q(is_unsafe=False),
                violation_error_message="Un moyen à ne pas utiliser ne peut pas être le premier.",
            )
        ]
        indexes = [
            GinIndex(
                OpClass(PhoneDigits("value"), name="gin_trgm_ops"),
                name="contact_phone_digits",
                condition=models.Q(kind="phone"),
            )
        ]


class ProtectedDetail(UUIDModel):
    """A protected address, phone, school or new name: encrypted, read by a named act only."""

    case = models.ForeignKey(
        "households.Case", models.CASCADE, related_name="protected_details", verbose_name="dossier"
    )
    kind = models.CharField(
        "nature", max_length=10, choices=[*ContactKind.choices, ("school", "École"), ("name", "Nom")]
    )
    sealed = models.BinaryField("donnée chiffrée")
    source = models.CharField("source", max_length=16, choices=Source.choices, default=Source.LANDLORD_KNOWN)
    recorded_by = models.UUIDField("enregistrée par")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ProtectedQuerySet.as_manager()

    personal = ("sealed",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "donnée protégée"
        verbose_name_plural = "données protégées"
