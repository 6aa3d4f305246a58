"""A sheet hung on its orientation; one of a follow-up has none, so each names its case."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_cases(apps, schema_editor):
    referrals = apps.get_model("cellule", "Referral").objects.filter(pk=OuterRef("referral"))
    sheets = apps.get_model("cellule", "PresentationSheet").objects.filter(case=None)
    sheets.update(case=Subquery(referrals.values("case")[:1]))


class Migration(migrations.Migration):
    dependencies = [("cellule", "0014_sheets_of_follow_ups")]

    operations = [migrations.RunPython(name_cases, migrations.RunPython.noop)]
