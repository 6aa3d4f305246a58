"""The port of the web server."""

import os
import socket

from launcher.messages import LaunchError

DEFAULT_PORT = 8000
HOST = "127.0.0.1"


def chosen_port() -> int:
    written = os.environ.get("PORT", "").strip() or str(DEFAULT_PORT)
    if not written.isdigit() or not 1 <= int(written) <= 65535:
        raise LaunchError(f"PORT={written} n’est pas un numéro de port.", way_out="Exemple : PORT=8001 bin/demo")
    return int(written)


def check_free(port: int) -> None:
    """Say so before anything is started when the port cannot be had."""
    try:
        _bind(port)
    except PermissionError:
        raise LaunchError(
            f"Le port {port} est réservé à root.", way_out=f"Choisissez-en un autre : PORT={DEFAULT_PORT} bin/demo"
        ) from None
    except OSError:
        raise LaunchError(f"Le port {port} est déjà pris par un autre programme.", way_out=_other_port(port)) from None


def _bind(port: int) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        attempt.bind((HOST, port))


def _other_port(port: int) -> str:
    for other in range(port + 1, min(port + 50, 65536)):
        try:
            _bind(other)
        except OSError:
            continue
        return f"Choisissez-en un autre : PORT={other} bin/demo"
    return "Choisissez-en un autre avec PORT=…"
