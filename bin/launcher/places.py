"""Where things lie: the checkout, its environment, and the folder of everything that is made (`var/`)."""

import os
from dataclasses import dataclass
from pathlib import Path

from launcher.messages import LaunchError


@dataclass(frozen=True)
class Places:
    """`shared` is the folder both commands use; the test run has its own folder inside it."""

    root: Path
    shared: Path
    var: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def keys(self) -> Path:
        return self.var / "keys"

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def postgres(self) -> Path:
        return self.var / "postgres"

    @property
    def postgres_unfinished(self) -> Path:
        return self.var / "postgres.partial"

    @property
    def passwords(self) -> Path:
        return self.var / "database.json"

    @property
    def redis(self) -> Path:
        return self.var / "redis"

    @property
    def prepared(self) -> Path:
        return self.var / "prepared.json"

    @property
    def accounts(self) -> Path:
        return self.var / "demo-accounts.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def checkout() -> Path:
    return Path(__file__).resolve().parents[2]


def demonstration_places() -> Places:
    root = checkout()
    var = Path(os.environ.get("VEILLE_VAR_DIR") or root / "var").absolute()
    return Places(root=root, shared=var, var=var)


def testing_places() -> Places:
    return _inside("test")


def benchmark_places() -> Places:
    return _inside("bench")


def _inside(name: str) -> Places:
    places = demonstration_places()
    return Places(root=places.root, shared=places.shared, var=places.shared / name)


def make_folders(places: Places) -> None:
    """Under root the servers run as another account, which must walk through `var/` to reach its data."""
    for folder in (places.shared, places.var):
        _make(folder, 0o711 if os.geteuid() == 0 else 0o700)
    for folder in (places.run, places.logs):
        _make(folder, 0o700)


def _make(folder: Path, mode: int) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise LaunchError(
            f"{folder} existe mais n’est pas un dossier.", way_out="Déplacez ce fichier, puis recommencez."
        ) from None
    if folder.stat().st_uid != os.geteuid():  # root as well: what it wrote there, the owner could not use any more
        raise LaunchError(
            f"{folder} appartient à un autre compte.",
            way_out="Relancez avec le compte qui l’a créé, ou supprimez ce dossier pour repartir de données vides.",
        )
    folder.chmod(mode)
