import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cellule", "0013_keep_closed_decisions"),
        ("households", "0019_forget_hour_of_requests"),
        ("partners", "0007_forget_shortcuts_switch"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.organisation",
                verbose_name="porté par",
            ),
        ),
        migrations.AddField(
            model_name="presentationsheet",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="presentation_sheets",
                to="households.case",
                verbose_name="dossier",
            ),
        ),
        migrations.AddField(
            model_name="presentationsheet",
            name="presenter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.organisation",
                verbose_name="présentée par",
            ),
        ),
        migrations.AddField(
            model_name="presentationsheet",
            name="since_on",
            field=models.DateField(blank=True, null=True, verbose_name="examen précédent"),
        ),
        migrations.AddField(
            model_name="presentationsheet",
            name="changes",
            field=models.JSONField(blank=True, default=list, verbose_name="depuis l’examen précédent"),
        ),
        migrations.AlterField(
            model_name="presentationsheet",
            name="referral",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sheets",
                to="cellule.referral",
                verbose_name="orientation",
            ),
        ),
        migrations.RemoveConstraint(model_name="presentationsheet", name="sheet_version_once"),
        migrations.AddConstraint(
            model_name="presentationsheet",
            constraint=models.UniqueConstraint(
                fields=("session", "case", "version"),
                name="sheet_version_once",
                violation_error_message="Cette version de la fiche existe déjà.",
            ),
        ),
        migrations.AddConstraint(
            model_name="presentationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("referral__isnull", False), ("presenter__isnull", False), _connector="OR"),
                name="sheet_says_who_presents",
                violation_error_message="Une fiche dit quel organisme présente la situation.",
            ),
        ),
        migrations.CreateModel(
            name="SessionDocument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120, verbose_name="intitulé")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("jpeg", "Photo"),
                            ("png", "Image"),
                            ("docx", "Texte Word"),
                            ("xlsx", "Classeur Excel"),
                            ("odt", "Texte LibreOffice"),
                            ("ods", "Classeur LibreOffice"),
                            ("text", "Texte brut"),
                            ("csv", "Tableau CSV"),
                        ],
                        max_length=5,
                        verbose_name="type",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="taille (octets)")),
                ("content", models.BinaryField(verbose_name="fichier chiffré")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="déposé le")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="cellule.agendaitem",
                        verbose_name="sujet",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="cellule.session",
                        verbose_name="séance",
                    ),
                ),
            ],
            options={
                "verbose_name": "document d’une séance",
                "verbose_name_plural": "documents des séances",
                "ordering": ["added_at", "id"],
            },
        ),
    ]
