"""No accompaniment runs without the admission its dispositif asks; none starts without an agreement, or the reason
why it is missing. Judged at commit, when all is written.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION accompaniment_measure_may_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state NOT IN ('preparation', 'active', 'suspended', 'relay') THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT 1 FROM households_case c JOIN partners_dispositifversion v ON v.id = c.rules_id
        WHERE c.id = NEW.case_id AND c.admitted_on IS NULL AND (v.data ->> 'entry_needs_admission')::boolean
    ) THEN
        RAISE EXCEPTION 'Ce ménage n’a pas encore été admis : la décision de l’instance vient d’abord.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'not_started' AND NEW.start_without_adhesion = '' AND NOT EXISTS (
        SELECT 1 FROM households_adhesion a WHERE a.case_id = NEW.case_id
        AND a.state IN ('agreed_oral', 'agreed_signed', 'conditional', 'renewed')
    ) THEN
        RAISE EXCEPTION 'Enregistrez l’accord du ménage, ou dites pourquoi l’accompagnement démarre sans lui.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER may_run AFTER INSERT OR UPDATE OF state ON accompaniment_measure
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accompaniment_measure_may_run();
"""


class Migration(migrations.Migration):
    dependencies = [("accompaniment", "0012_landlord_part_of_former_visits")]
    operations = [
        migrations.RunSQL(
            GUARDS, "DROP TRIGGER may_run ON accompaniment_measure; DROP FUNCTION accompaniment_measure_may_run();"
        )
    ]
