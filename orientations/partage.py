"""The same information as a message that says it all by itself: SMS, mail, copy, the telephone's own sharing.

The message is kept as short as two SMS (`orientations.sms`): when names are long, what matters least is left to the
page that its link opens. Never the place, its address, the day, the number to call, nor the link.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from ateliers.models import Offre, Seance
from ateliers.nomenclature import Mode
from orientations.langues import FRANCAIS, Langue, en_langue
from orientations.lignes import Contexte, comment, phrase_seance, prochaines_seances
from orientations.papier import url_vivante
from orientations.sms import allege, tient
from orientations.vivant import empechement
from recherche.fiche_offre import zone_en_francais


@dataclass(frozen=True, slots=True)
class Partage:
    """A message and the links that carry it; a mail has room for all of it."""

    titre: str
    texte: str
    adresse: str
    entier: str

    @property
    def lignes(self) -> list[str]:
        """The message line by line: each has its own direction of writing."""
        return self.texte.split("\n")

    @property
    def leger(self) -> str:
        """The message in the telephones' alphabet: what is sent, copied or shared is cut into as few SMS."""
        return allege(self.texte)

    @property
    def sms(self) -> str:
        # « ?& »: iOS wants one of the two signs, Android the other; both take the pair.
        return f"sms:?&body={quote(self.leger)}"

    @property
    def mail(self) -> str:
        return f"mailto:?subject={quote(self.titre)}&body={quote(self.entier)}"


@dataclass(slots=True)
class _Dit:
    """What the message says in one language: what prevents, when, how, and the number alone."""

    empeche: list[str]
    quand: str
    comment: list[str]
    numero: str
    disparue: bool

    @property
    def texte(self) -> str:
        return " ".join(filter(None, (*self.empeche, self.quand, *self.comment)))


@dataclass(slots=True)
class _Message:
    nom: str
    ou: str
    sur_place: bool
    adresse: str
    courriel: str = ""
    dits: list[_Dit] = field(default_factory=list)

    @property
    def texte(self) -> str:
        lignes = (self.nom, self.ou, *(dit.texte for dit in self.dits), self.courriel, self.adresse)
        return "\n".join(filter(None, lignes))


def partage(offre: Offre, langue: Langue, *, now: datetime) -> Partage:
    """Return the message: place; what prevents, day, hour, telephone in French and in the language; the link."""
    seances = prochaines_seances(offre, now=now)
    langues = [FRANCAIS] if langue is FRANCAIS else [FRANCAIS, langue]
    message = _Message(offre.nom, _ou(offre), offre.mode == Mode.SUR_PLACE, url_vivante(offre.uid, langue))
    for une in langues:
        contexte = Contexte(offre, seances, une, now)
        with en_langue(une):
            empeche, venir = empechement(contexte), comment(contexte)
            # What no longer exists is said, and nobody is told when to come, nor whom to call.
            disparue = empeche is not None and empeche.code == "disparue"
            dit = _Dit(list(empeche.phrases) if empeche else [], "", [], "", disparue)
            if not disparue:
                dit.quand, dit.comment, dit.numero = _quand(contexte), list(venir.phrases), contexte.appel[0]
                message.courriel = next(iter(venir.propres), "")
            message.dits.append(dit)
    entier = message.texte
    for abreger in ABREGER:
        if tient(message.texte, langues=len(langues)):
            break
        abreger(message)
    return Partage(offre.nom, message.texte, message.adresse, entier)


def _ou(offre: Offre) -> str:
    lieu = offre.lieu if offre.mode == Mode.SUR_PLACE else None
    if lieu is None:
        return zone_en_francais(offre)
    return f"{lieu.nom}, {lieu.adresse}, {lieu.code_postal} {lieu.commune.nom}"


def _quand(c: Contexte) -> str:
    seance = next((s for s in c.seances if s.statut != Seance.Statut.ANNULEE), None)
    return f"{phrase_seance(seance, c)}." if seance else ""


# ------------------------------------------------------------------------------------ shorter, what matters least first
NOM_COURT, ZONE_COURTE = 40, 60


def couper(texte: str, longueur: int) -> str:
    """Return the first words of a text, and « … » when some are left out."""
    if len(texte) <= longueur:
        return texte
    mots = texte[:longueur].rpartition(" ")[0] or texte[: longueur - 1]
    return f"{mots.rstrip(' ,;:-–(')}…"


def _couper_le_nom(m: _Message) -> None:
    m.nom = couper(m.nom, NOM_COURT)


def _dire_comment_dans_une_langue(m: _Message) -> None:
    """Leave to the person's language how one comes: the number is in it."""
    for dit in m.dits[:-1]:
        dit.comment = []


def _taire_la_suite_de_ce_qui_empeche(m: _Message) -> None:
    for dit in m.dits:
        del dit.empeche[1:]


def _donner_le_numero_seul(m: _Message) -> None:
    if m.dits[-1].numero:
        m.dits[-1].comment[-1:] = [m.dits[-1].numero]


def _taire_comment(m: _Message) -> None:
    dit = m.dits[-1]
    dit.comment = [dit.numero] if dit.numero else []


def _dire_dans_une_langue(m: _Message) -> None:
    del m.dits[:-1]


def _couper_la_zone(m: _Message) -> None:
    if not m.sur_place:
        m.ou = couper(m.ou, ZONE_COURTE)


def _taire_le_nom(m: _Message) -> None:
    m.nom = ""


def _taire_ce_qui_empeche(m: _Message) -> None:
    """Leave to the page why it is full or closed: the day that is named is not."""
    for dit in m.dits:
        if not dit.disparue:
            dit.empeche = []


ABREGER: tuple[Callable[[_Message], None], ...] = (
    _couper_le_nom,
    _dire_comment_dans_une_langue,
    _taire_la_suite_de_ce_qui_empeche,
    _couper_la_zone,
    _donner_le_numero_seul,
    _taire_comment,
    _dire_dans_une_langue,
    _taire_le_nom,
    _taire_ce_qui_empeche,
)
