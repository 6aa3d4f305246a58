import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cellule", "0015_say_the_case_of_each_sheet")]

    operations = [
        migrations.AlterField(
            model_name="presentationsheet",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="presentation_sheets",
                to="households.case",
                verbose_name="dossier",
            ),
        ),
    ]
