from django.db import migrations
from django.db.models import F, Q


def tell_apart(apps, schema_editor):
    """What people of a landlord noted where another organisation accompanies, or nobody."""
    interventions = apps.get_model("accompaniment", "Intervention").objects
    led = Q(measure__isnull=False, measure__operator=F("organisation"))
    found = interventions.filter(organisation__kind="landlord", is_shared=True).exclude(led)
    found.update(is_landlord_part=True)


class Migration(migrations.Migration):
    dependencies = [("accompaniment", "0011_tell_landlord_part_apart")]
    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop)]
