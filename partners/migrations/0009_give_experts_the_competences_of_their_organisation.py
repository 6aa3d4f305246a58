"""Until now an expert answered for all that her organisation held: whoever holds the role keeps it."""

from django.db import migrations


def give(apps, schema_editor):
    experts = apps.get_model("partners", "Membership").objects.filter(role="expert", competences=[])
    for membership in experts.select_related("organisation"):
        membership.competences = list(membership.organisation.competences)
        membership.save(update_fields=["competences"])


class Migration(migrations.Migration):
    dependencies = [("partners", "0008_signed_papers_and_competences_of_experts")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
