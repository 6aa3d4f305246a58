"""A published version of a dispositif never changes: cases keep the rules they were admitted under."""

from django.db import migrations

IMMUTABLE = """
CREATE FUNCTION partners_version_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Une version publiée ne se modifie pas : publiez la suivante.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON partners_dispositifversion
    FOR EACH ROW EXECUTE FUNCTION partners_version_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]
    operations = [
        migrations.RunSQL(
            IMMUTABLE,
            "DROP TRIGGER immutable ON partners_dispositifversion; DROP FUNCTION partners_version_is_immutable();",
        )
    ]
