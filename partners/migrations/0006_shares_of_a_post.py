"""The shares of a post's employers never exceed a hundred together; judged at commit, when all of them are written."""

from django.db import migrations

SHARES = """
CREATE FUNCTION partners_shares_of_a_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM partners_registeredworker WHERE id = NEW.worker_id FOR UPDATE;
    IF (SELECT sum(percent) FROM partners_workeremployment WHERE worker_id = NEW.worker_id) > 100 THEN
        RAISE EXCEPTION 'Les parts de temps d’une personne dépassent 100 pour cent.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER shares_of_a_post AFTER INSERT OR UPDATE ON partners_workeremployment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION partners_shares_of_a_post();
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0005_network_and_conventions")]
    operations = [
        migrations.RunSQL(
            SHARES,
            "DROP TRIGGER shares_of_a_post ON partners_workeremployment; DROP FUNCTION partners_shares_of_a_post();",
        )
    ]
