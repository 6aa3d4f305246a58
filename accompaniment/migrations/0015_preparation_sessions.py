import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accompaniment", "0014_lease_is_told_by_housing"),
        ("households", "0021_terms_of_stays"),
        ("partners", "0009_give_experts_the_competences_of_their_organisation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreparationSession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("module", models.SlugField(verbose_name="module (configuration du dispositif)")),
                ("title", models.CharField(max_length=120, verbose_name="intitulé")),
                ("is_collective", models.BooleanField(default=True, verbose_name="séance collective")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Prévue"), ("held", "Tenue"), ("cancelled", "Annulée")],
                        default="planned",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="jour")),
                ("moved_from", models.DateField(blank=True, null=True, verbose_name="prévue d’abord le")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="heure")),
                ("minutes", models.PositiveSmallIntegerField(default=120, verbose_name="durée (minutes)")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="lieu")),
                ("places", models.PositiveSmallIntegerField(default=8, verbose_name="places")),
                (
                    "animator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="qui anime",
                    ),
                ),
                (
                    "dispositif",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.dispositif",
                        verbose_name="dispositif",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="preparation_session",
                        to="accompaniment.groupentry",
                        verbose_name="saisie de groupe",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.organisation",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "séance de préparation",
                "verbose_name_plural": "séances de préparation",
                "ordering": ["-planned_on", "-starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PreparationInvitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("expected", "Attendue"),
                            ("present", "Présente"),
                            ("late", "En retard"),
                            ("absent", "Absente"),
                            ("excused", "Excusée"),
                        ],
                        default="expected",
                        max_length=8,
                        verbose_name="présence",
                    ),
                ),
                ("reason", models.SlugField(blank=True, verbose_name="excuse (liste excuse_reason)")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preparation_invitations",
                        to="households.case",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "intervention",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="preparation_invitation",
                        to="accompaniment.intervention",
                        verbose_name="intervention au dossier",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invitation faite par",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accompaniment.measure",
                        verbose_name="mesure",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="accompaniment.preparationsession",
                        verbose_name="séance de préparation",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation à une séance de préparation",
                "verbose_name_plural": "invitations aux séances de préparation",
                "ordering": ["-session__planned_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="PreparationCertificate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reader",
                    models.CharField(
                        choices=[
                            ("commission", "La commission d’attribution (CAL, CALEOL)"),
                            ("landlord", "Le bailleur"),
                            ("household", "Le ménage lui-même"),
                        ],
                        max_length=10,
                        verbose_name="remise à",
                    ),
                ),
                ("agreed_on", models.DateField(verbose_name="accord du ménage le")),
                ("made_on", models.DateField(verbose_name="établie le")),
                ("content", models.JSONField(verbose_name="ce qu’elle dit")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="auteur",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="households.case",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accompaniment.measure",
                        verbose_name="mesure",
                    ),
                ),
            ],
            options={
                "verbose_name": "attestation de préparation",
                "verbose_name_plural": "attestations de préparation",
                "ordering": ["-made_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agreed_on__lte", models.F("made_on"))),
                        name="preparation_certificate_after_agreement",
                        violation_error_message="L’accord du ménage vient avant l’attestation.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="preparationsession",
            index=models.Index(fields=["organisation", "-planned_on"], name="preparation_by_organisation"),
        ),
        migrations.AddConstraint(
            model_name="preparationsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("site__isnull", False), models.Q(("place", ""), _negated=True), _connector="OR"),
                name="preparation_session_says_where",
                violation_error_message="Dites où se tient la séance : un lieu ou un site.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparationsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                name="preparation_session_lasts_a_day_at_most",
                violation_error_message="Une séance dure de 1 à 1 440 minutes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparationsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_collective", True), ("places__gte", 2)),
                    models.Q(("is_collective", False), ("places", 1)),
                    _connector="OR",
                ),
                name="preparation_session_has_places",
                violation_error_message="Une séance collective a deux places ou plus, une individuelle une seule.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparationsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entry", None), models.Q(("is_collective", True), ("state", "held")), _connector="OR"
                ),
                name="preparation_session_noted_once_held",
                violation_error_message="Seule une séance collective tenue est notée pour plusieurs ménages.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparationinvitation",
            constraint=models.UniqueConstraint(
                fields=("session", "case"),
                name="preparation_invitation_once",
                violation_error_message="Ce ménage est déjà invité à cette séance.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparationinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("presence", "excused"), models.Q(("reason", ""), _negated=True)),
                    models.Q(models.Q(("presence", "excused"), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="preparation_excuse_says_why",
                violation_error_message="Une absence excusée dit pourquoi, et elle seule.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparationinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("presence__in", ("present", "late")), ("intervention", None), _connector="OR"),
                name="preparation_presence_told_in_the_file",
                violation_error_message="Seule une présence est une intervention au dossier.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preparationinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("presence", "expected"), ("noted_by__isnull", False), _connector="OR"),
                name="preparation_presence_noted_by",
                violation_error_message="Une présence notée dit par qui.",
            ),
        ),
    ]
