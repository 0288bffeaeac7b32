"""A network that a test makes slow, or cuts: it stands between a browser and the server, for every request of both."""

import contextlib
import socket
import threading
import time

ALLER_RETOUR = 0.4  # seconds: « slow 3G » in the browsers' own tools
OCTETS_PAR_SECONDE = 50_000  # 400 kbit/s


class Reseau:
    """Forward what comes to `url` to the server; `lent` makes it a slow 3G, `couper()` ends everything."""

    def __init__(self, vers: str) -> None:
        hote, port = vers.removeprefix("http://").split(":")
        self.vers = (hote, int(port))
        self.lent = False
        self.octets = 0
        self._debit = threading.Lock()
        self._ouvertes: set[socket.socket] = set()
        self._ecoute = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._ecoute.getsockname()[1]}"
        threading.Thread(target=self._accepter, daemon=True).start()

    def couper(self) -> None:
        """Refuse and end every connection, as a machine that is off."""
        with contextlib.suppress(OSError):
            self._ecoute.shutdown(socket.SHUT_RDWR)
        self._ecoute.close()
        for prise in list(self._ouvertes):
            with contextlib.suppress(OSError):
                prise.shutdown(socket.SHUT_RDWR)
            prise.close()

    def _accepter(self) -> None:
        while True:
            try:
                client, _ = self._ecoute.accept()
            except OSError:
                return
            threading.Thread(target=self._relier, args=(client,), daemon=True).start()

    def _relier(self, client: socket.socket) -> None:
        if self.lent:
            time.sleep(ALLER_RETOUR)  # the connection's own round trip
        try:
            serveur = socket.create_connection(self.vers)
        except OSError:
            client.close()
            return
        self._ouvertes |= {client, serveur}
        threading.Thread(target=self._passer, args=(client, serveur, False), daemon=True).start()
        self._passer(serveur, client, True)

    def _passer(self, de: socket.socket, vers: socket.socket, vers_le_client: bool) -> None:
        dernier = 0.0
        with contextlib.suppress(OSError):
            while morceau := de.recv(4096):
                if vers_le_client:
                    self.octets += len(morceau)
                if self.lent and vers_le_client:
                    if time.monotonic() - dernier > 0.2:
                        time.sleep(ALLER_RETOUR)  # a new answer
                    with self._debit:
                        time.sleep(len(morceau) / OCTETS_PAR_SECONDE)
                vers.sendall(morceau)
                dernier = time.monotonic()
        for prise in (de, vers):
            with contextlib.suppress(OSError):
                prise.shutdown(socket.SHUT_RDWR)
