"""The same information as a message that says it all by itself: SMS, mail, copy, the telephone's own sharing."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from ateliers.models import Offre, Seance
from ateliers.nomenclature import Mode
from orientations.langues import FRANCAIS, Langue, en_langue
from orientations.lignes import Contexte, comment, phrase_seance, prochaines_seances
from orientations.papier import url_vivante
from orientations.vivant import empechement
from recherche.fiche_offre import zone_en_francais


@dataclass(frozen=True, slots=True)
class Partage:
    """A message and the links that carry it."""

    titre: str
    texte: str
    adresse: str

    @property
    def lignes(self) -> list[str]:
        """The message line by line: each has its own direction of writing."""
        return self.texte.split("\n")

    @property
    def sms(self) -> str:
        # « ?& »: iOS wants one of the two signs, Android the other; both take the pair.
        return f"sms:?&body={quote(self.texte)}"

    @property
    def mail(self) -> str:
        return f"mailto:?subject={quote(self.titre)}&body={quote(self.texte)}"


def partage(offre: Offre, langue: Langue, *, now: datetime) -> Partage:
    """Return the message: place; what prevents, day, hour, telephone in French and in the language; the link."""
    seances = prochaines_seances(offre, now=now)
    langues = [FRANCAIS] if langue is FRANCAIS else [FRANCAIS, langue]
    lignes, courriel = [offre.nom, _ou(offre)], ""
    for une in langues:
        contexte = Contexte(offre, seances, une, now)
        with en_langue(une):
            empeche = empechement(contexte)
            # What no longer exists is said, and nobody is told when to come, nor whom to call.
            disparue = empeche is not None and empeche.code == "disparue"
            phrases = [] if disparue else [_quand(contexte), *comment(contexte).phrases]
            lignes.append(" ".join(filter(None, (*(empeche.phrases if empeche else ()), *phrases))))
            courriel = "" if disparue else next(iter(comment(contexte).propres), "")
    adresse = url_vivante(offre.uid, langue)
    return Partage(offre.nom, "\n".join(filter(None, (*lignes, courriel, adresse))), adresse)


def _ou(offre: Offre) -> str:
    lieu = offre.lieu if offre.mode == Mode.SUR_PLACE else None
    if lieu is None:
        return zone_en_francais(offre)
    return f"{lieu.nom}, {lieu.adresse}, {lieu.code_postal} {lieu.commune.nom}"


def _quand(c: Contexte) -> str:
    seance = next((s for s in c.seances if s.statut != Seance.Statut.ANNULEE), None)
    return f"{phrase_seance(seance, c)}." if seance else ""
