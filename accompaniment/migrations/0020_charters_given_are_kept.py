"""The charter a household was given is kept word for word, and what it signs is that very text."""

from django.db import migrations

_FITS = """
CREATE OR REPLACE FUNCTION accompaniment_signature_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM accompaniment_signature WHERE id = NEW.id) THEN
        RETURN NULL;  -- gone again with its file
    END IF;
    IF NEW.digest = '' OR NEW.digest IS DISTINCT FROM COALESCE(
        (SELECT digest FROM accompaniment_plan WHERE id = NEW.plan_id),
        (SELECT digest FROM accompaniment_supportagreement WHERE id = NEW.agreement_id),
        (SELECT digest FROM accompaniment_progressreview WHERE id = NEW.review_id){charter}
    ) THEN
        RAISE EXCEPTION 'Ce texte a changé depuis son affichage : relisez-le avant de le faire signer.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
_CHARTER = ",\n        (SELECT digest FROM accompaniment_charteragreement WHERE id = NEW.charter_id)"
_SIGNATURE = (
    "digest", "plan_id", "agreement_id", "review_id", "part", "name", "way", "signed_on", "drawing", "remark",
    "witness_id",
)  # fmt: skip
_GIVEN = ("digest", "content", "title", "made_on", "charter_id")


def _kept(table: str, columns: tuple[str, ...]) -> str:
    arguments = ", ".join(f"'{column}'" for column in columns)
    return (
        f"CREATE TRIGGER kept BEFORE UPDATE ON accompaniment_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION accompaniment_agreed_is_kept({arguments});"
    )


def _dropped(table: str) -> str:
    return f"DROP TRIGGER kept ON accompaniment_{table};"


class Migration(migrations.Migration):
    dependencies = [("accompaniment", "0019_charters_of_shared_dwellings")]
    operations = [
        migrations.RunSQL(_FITS.format(charter=_CHARTER), _FITS.format(charter="")),
        migrations.RunSQL(_kept("charteragreement", _GIVEN), _dropped("charteragreement")),
        migrations.RunSQL(
            _dropped("signature") + _kept("signature", (*_SIGNATURE, "charter_id")),
            _dropped("signature") + _kept("signature", _SIGNATURE),
        ),
    ]
