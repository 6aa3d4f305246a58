"""A bilan names the one it replaces; the shareable part of a settled one keeps its words."""

import django.db.models.deletion
from django.db import migrations, models


KEPT = """
CREATE FUNCTION accompaniment_summary_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.text <> OLD.text AND EXISTS (
        SELECT 1 FROM accompaniment_progressreview WHERE id = OLD.review_id AND digest <> ''
    ) THEN
        RAISE EXCEPTION 'Ce texte est arrêté : il est remplacé par une nouvelle version, jamais récrit.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON accompaniment_reviewsummary
    FOR EACH ROW EXECUTE FUNCTION accompaniment_summary_is_kept();
"""
UNDO = "DROP TRIGGER kept ON accompaniment_reviewsummary; DROP FUNCTION accompaniment_summary_is_kept();"


class Migration(migrations.Migration):

    dependencies = [
        ('accompaniment', '0009_solicitations_and_landlord_part'),
    ]

    operations = [
        migrations.AddField(
            model_name='progressreview',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accompaniment.progressreview', verbose_name='remplace'),
        ),
        migrations.RunSQL(KEPT, UNDO),
    ]
