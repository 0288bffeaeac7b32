"""Catalogues of the paper's fixed words: read what the code says, read a .po, write its .mo. No msgfmt is needed.

Django reads `locale/<language>/LC_MESSAGES/django.mo`. Both files are kept together; a test compares them, and refuses
a catalogue that lacks a message, holds one too many, or loses a placeholder.
"""

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DOSSIER = Path(__file__).resolve().parent
LOCALE = DOSSIER.parent / "locale"
_TROU = re.compile(r"%\(\w+\)[sd]")
_CHAINE = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A message id: its French words, the plural ones when it counts something, its context when it has one."""

    texte: str
    pluriel: str = ""
    contexte: str = ""

    @property
    def cle(self) -> str:
        """The key of a .mo."""
        return (f"{self.contexte}\x04" if self.contexte else "") + (
            f"{self.texte}\x00{self.pluriel}" if self.pluriel else self.texte
        )


@dataclass(slots=True)
class Catalogue:
    """What a .po holds: its header and, for each message, one translation or one a plural form."""

    entete: str = ""
    traductions: dict[Message, tuple[str, ...]] = field(default_factory=dict)

    @property
    def formes(self) -> int:
        """How many plural forms the language has."""
        trouve = re.search(r"nplurals\s*=\s*(\d+)", self.entete)
        return int(trouve[1]) if trouve else 0


def messages_du_code() -> set[Message]:
    """Return every message that the modules of this app say."""
    trouves = set()
    for fichier in DOSSIER.glob("*.py"):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Name):
                trouves |= set(_messages(noeud.func.id, [_texte(a) for a in noeud.args]))
    return trouves


def _messages(fonction: str, arguments: list[str]) -> Iterator[Message]:
    if fonction in ("_", "gettext") and arguments and arguments[0]:
        yield Message(arguments[0])
    elif fonction == "pgettext" and len(arguments) > 1:
        yield Message(arguments[1], contexte=arguments[0])
    elif fonction == "ngettext" and len(arguments) > 1:
        yield Message(arguments[0], pluriel=arguments[1])


def _texte(noeud: ast.expr) -> str:
    return noeud.value if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str) else ""


def lire_po(fichier: Path) -> Catalogue:
    """Read a .po; a line that is not understood raises ValueError with its number."""
    catalogue = Catalogue()
    entree: dict[str, str] = {}
    champ = ""
    for numero, ligne in enumerate([*fichier.read_text(encoding="utf-8").splitlines(), ""], 1):
        ligne = ligne.strip()
        if not ligne or ligne.startswith("#"):
            if not ligne:
                _ranger(catalogue, entree)
                entree = {}
            continue
        mot, _, reste = ligne.partition(" ") if not ligne.startswith('"') else (champ, "", ligne)
        trouve = _CHAINE.fullmatch(reste.strip())
        if trouve is None or not re.fullmatch(r"msgctxt|msgid|msgid_plural|msgstr(\[\d\])?", mot):
            raise ValueError(f"{fichier}, line {numero}: {ligne}")
        champ = mot
        entree[mot] = entree.get(mot, "") + _sans_echappement(trouve[1])
    return catalogue


def _sans_echappement(texte: str) -> str:
    return texte.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def _ranger(catalogue: Catalogue, entree: dict[str, str]) -> None:
    if not entree:
        return
    if entree.get("msgid") == "" and "msgctxt" not in entree:
        catalogue.entete = entree["msgstr"]
        return
    message = Message(entree["msgid"], entree.get("msgid_plural", ""), entree.get("msgctxt", ""))
    formes = sorted(cle for cle in entree if cle.startswith("msgstr"))
    if message in catalogue.traductions:
        raise ValueError(f"said twice: {message.texte}")
    catalogue.traductions[message] = tuple(entree[cle] for cle in formes)


def fautes(catalogue: Catalogue, attendus: set[Message]) -> list[str]:
    """Return what keeps a catalogue from being shown: complete, or absent."""
    dits = catalogue.traductions
    trouvees = [f"missing: {m.texte}" for m in sorted(attendus - dits.keys())]
    trouvees += [f"no longer said: {m.texte}" for m in sorted(dits.keys() - attendus)]
    for message, textes in dits.items():
        voulues = catalogue.formes if message.pluriel else 1
        if len(textes) != voulues or not all(t.strip() for t in textes):
            trouvees.append(f"{len(textes)} forms of {voulues}, or an empty one: {message.texte}")
        trous = set(_TROU.findall(message.pluriel or message.texte))
        trouvees += [f"other placeholders: {message.texte} → {t}" for t in textes if set(_TROU.findall(t)) != trous]
    return trouvees


def ecrire_mo(catalogue: Catalogue) -> bytes:
    """Return the .mo of a catalogue: little-endian, sorted by key, no hash table, as gettext reads it."""
    paires = [("", catalogue.entete)]
    paires += [(m.cle, "\x00".join(textes)) for m, textes in catalogue.traductions.items()]
    encodees = sorted((cle.encode(), texte.encode()) for cle, texte in paires)
    nombre = len(encodees)
    cles, textes = b"", b""
    table_cles, table_textes = [], []
    for cle, texte in encodees:
        table_cles += [len(cle), len(cles)]
        table_textes += [len(texte), len(textes)]
        cles += cle + b"\x00"
        textes += texte + b"\x00"
    debut = 28 + 16 * nombre
    for i in range(1, 2 * nombre, 2):
        table_cles[i] += debut
        table_textes[i] += debut + len(cles)
    entete = struct.pack("<7I", 0x950412DE, 0, nombre, 28, 28 + 8 * nombre, 0, debut)
    return entete + struct.pack(f"<{4 * nombre}I", *table_cles, *table_textes) + cles + textes


def fichiers_po() -> list[Path]:
    """Return the .po files that are there, by language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
