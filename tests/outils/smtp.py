"""A mail server on this machine, that keeps what it is given."""

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller


class Boite:
    """What the server was given, in order: address, subject, text, Message-ID."""

    def __init__(self) -> None:
        self.recus: list[tuple[str, str, str, str]] = []
        self.port = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.recus.append(
            (envelope.rcpt_tos[0], message["Subject"], message.get_content(), message["Message-ID"])  # type: ignore[attr-defined]
        )
        return "250 pris"

    def pour(self, adresse: str) -> list[str]:
        """Return the texts sent to an address, in order."""
        return [texte for a, _, texte, _ in self.recus if a == adresse]


@contextmanager
def serveur_de_courriels() -> Iterator[Boite]:
    """Serve on 127.0.0.1 for the length of the block."""
    boite = Boite()
    with socket.create_server(("127.0.0.1", 0)) as libre:
        boite.port = libre.getsockname()[1]
    controller = Controller(boite, hostname="127.0.0.1", port=boite.port, ready_timeout=30)
    controller.start()
    try:
        yield boite
    finally:
        controller.stop()
