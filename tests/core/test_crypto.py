"""What is sealed opens with our key, in its place, and nowhere else."""

import base64
import os

import pytest

from veille.core import crypto


@pytest.fixture(autouse=True)
def keys(tmp_path, settings):
    """Keys of this test alone."""
    for name in (crypto.PROTECTED, crypto.TOTP, crypto.DRAFTS):
        (tmp_path / f"{name}.key").write_bytes(base64.b64encode(os.urandom(32)))
    settings.VEILLE_KEYS_DIR = tmp_path
    crypto._keys.cache_clear()
    yield tmp_path
    crypto._keys.cache_clear()


def seal(text="12 rue des Lilas", **place):
    return crypto.encrypt(text, **{"purpose": crypto.PROTECTED, "table": "t", **place})


def test_a_sealed_text_opens_in_its_place():
    assert (
        crypto.decrypt(seal("rue de l’Église, œuvre"), purpose=crypto.PROTECTED, table="t") == "rue de l’Église, œuvre"
    )


def test_the_text_is_not_in_the_bytes_and_two_seals_differ():
    assert b"Lilas" not in seal()
    assert seal() != seal()


@pytest.mark.parametrize("elsewhere", [{"table": "other"}, {"purpose": crypto.DRAFTS}])
def test_a_seal_moved_elsewhere_does_not_open(elsewhere):
    with pytest.raises(crypto.DecryptionFailed):
        crypto.decrypt(seal(), **{"purpose": crypto.PROTECTED, "table": "t", **elsewhere})


def test_one_changed_bit_is_refused():
    sealed = bytearray(seal())
    sealed[-1] ^= 1
    with pytest.raises(crypto.DecryptionFailed, match="altéré"):
        crypto.decrypt(sealed, purpose=crypto.PROTECTED, table="t")


def test_after_a_rotation_old_and_new_texts_open(keys):
    old = seal("ancien")
    path = keys / "protected.key"
    path.write_bytes(base64.b64encode(os.urandom(32)) + b"\n" + path.read_bytes())
    crypto._keys.cache_clear()
    assert crypto.decrypt(old, purpose=crypto.PROTECTED, table="t") == "ancien"
    assert seal()[:4] != old[:4]


def test_a_lost_key_fails_loudly(keys):
    sealed = seal()
    (keys / "protected.key").write_bytes(base64.b64encode(os.urandom(32)))
    crypto._keys.cache_clear()
    with pytest.raises(crypto.DecryptionFailed, match="Aucune clé"):
        crypto.decrypt(sealed, purpose=crypto.PROTECTED, table="t")


def test_a_missing_file_says_which(keys):
    (keys / "totp.key").unlink()
    with pytest.raises(crypto.KeysMissing, match="totp"):
        crypto.encrypt("x", purpose=crypto.TOTP, table="t")
