"""Enough of Redis for Django's cache, where no redis-server is installed: keys and values, that nothing ever expires.

python -m tests.tenue.faux_redis PORT
"""

import socketserver
import sys

VALEURS: dict[bytes, bytes] = {}


def repondre(nom: bytes, arguments: list[bytes]) -> bytes:
    """Return the answer to one command, as the protocol writes it."""
    match nom:
        case b"GET":
            return en_bloc(VALEURS.get(arguments[0]))
        case b"MGET":
            return b"*%d\r\n" % len(arguments) + b"".join(en_bloc(VALEURS.get(cle)) for cle in arguments)
        case b"SET":
            VALEURS[arguments[0]] = arguments[1]
            return b"+OK\r\n"
        case b"MSET":
            VALEURS.update(zip(arguments[::2], arguments[1::2], strict=True))
            return b"+OK\r\n"
        case b"DEL" | b"EXISTS":
            presentes = [cle for cle in arguments if cle in VALEURS]
            if nom == b"DEL":
                for cle in presentes:
                    del VALEURS[cle]
            return b":%d\r\n" % len(presentes)
        case b"EXPIRE":
            return b":1\r\n"
        case b"DBSIZE":
            return b":%d\r\n" % len(VALEURS)
        case b"FLUSHDB":
            VALEURS.clear()
            return b"+OK\r\n"
        case b"SELECT" | b"MULTI":
            return b"+OK\r\n"
    return b"-ERR unknown command\r\n"


def en_bloc(valeur: bytes | None) -> bytes:
    return b"$-1\r\n" if valeur is None else b"$%d\r\n%s\r\n" % (len(valeur), valeur)


class Client(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        attente: list[tuple[bytes, list[bytes]]] | None = None  # between MULTI and EXEC
        while debut := self.rfile.readline():
            mots = []
            for _ in range(int(debut[1:])):
                taille = int(self.rfile.readline()[1:])
                mots.append(self.rfile.read(taille + 2)[:-2])
            nom, arguments = mots[0].upper(), mots[1:]
            if nom == b"EXEC" and attente is not None:
                reponse = b"*%d\r\n" % len(attente) + b"".join(repondre(*commande) for commande in attente)
                attente = None
            elif attente is not None:
                attente.append((nom, arguments))
                reponse = b"+QUEUED\r\n"
            else:
                attente = [] if nom == b"MULTI" else None
                reponse = repondre(nom, arguments)
            self.wfile.write(reponse)


class Serveur(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    with Serveur(("127.0.0.1", int(sys.argv[1])), Client) as serveur:
        serveur.serve_forever()
