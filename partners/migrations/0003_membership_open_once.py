"""Two people giving the same role at once make one row."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0002_immutable_versions'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('user', 'organisation', 'role', 'dispositif', 'territory', 'instance'), name='membership_open_once', nulls_distinct=False, violation_error_message='Cette personne tient déjà ce rôle dans cet organisme.'),
        ),
    ]
