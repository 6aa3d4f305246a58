"""What was agreed, settled or signed is replaced by a new version, never rewritten: the database keeps it so.

Rows go whole with their file. A signature is written on the very text that stands, known by its digest.
"""

from django.db import migrations

_KEPT = {
    "plan": ("digest", "agreed_content", "priorities", "agreed_on"),
    "supportagreement": ("digest", "content", "title", "made_on", "ends_on"),
    "progressreview": (
        "digest", "facts", "kind", "after_months", "held_on", "with_household", "present", "work_done", "progress",
        "household_word", "partners_word", "next_steps", "next_on",
    ),
    "signature": (
        "digest", "plan_id", "agreement_id", "review_id", "part", "name", "way", "signed_on", "drawing", "remark",
        "witness_id",
    ),
}  # fmt: skip
FUNCTIONS = """
CREATE FUNCTION accompaniment_agreed_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text;
BEGIN
    IF OLD.digest = '' THEN
        RETURN NEW;
    END IF;
    FOREACH kept IN ARRAY TG_ARGV LOOP
        IF to_jsonb(NEW) -> kept IS DISTINCT FROM to_jsonb(OLD) -> kept THEN
            RAISE EXCEPTION 'Ce texte est arrêté : il est remplacé par une nouvelle version, jamais récrit.'
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE FUNCTION accompaniment_signature_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM accompaniment_signature WHERE id = NEW.id) THEN
        RETURN NULL;  -- gone again with its file
    END IF;
    IF NEW.digest = '' OR NEW.digest IS DISTINCT FROM COALESCE(
        (SELECT digest FROM accompaniment_plan WHERE id = NEW.plan_id),
        (SELECT digest FROM accompaniment_supportagreement WHERE id = NEW.agreement_id),
        (SELECT digest FROM accompaniment_progressreview WHERE id = NEW.review_id)
    ) THEN
        RAISE EXCEPTION 'Ce texte a changé depuis son affichage : relisez-le avant de le faire signer.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER fits AFTER INSERT ON accompaniment_signature DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION accompaniment_signature_fits();
"""
UNDO = """
DROP TRIGGER fits ON accompaniment_signature;
DROP FUNCTION accompaniment_signature_fits();
DROP FUNCTION accompaniment_agreed_is_kept();
"""


def _keep(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    arguments = ", ".join(f"'{column}'" for column in columns)
    return migrations.RunSQL(
        f"CREATE TRIGGER kept BEFORE UPDATE ON accompaniment_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION accompaniment_agreed_is_kept({arguments});",
        f"DROP TRIGGER kept ON accompaniment_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [("accompaniment", "0006_reviews_agreements_and_signatures")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO), *(_keep(*kept) for kept in _KEPT.items())]
