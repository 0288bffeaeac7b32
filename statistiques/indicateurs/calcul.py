"""The one pass: every indicator of a federation on one day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comptes.models import Federation
from statistiques.indicateurs.faits import Faits, lire_faits
from statistiques.indicateurs.modele import CHAPITRES, Base, Reponse, Resultat, Unite
from statistiques.indicateurs.registre import REGISTRE


@dataclass(frozen=True, slots=True)
class EtatDesLieux:
    """Every indicator, by key in the order of the registry, and the facts they were counted from."""

    faits: Faits
    resultats: dict[str, Resultat]

    def chapitres(self) -> list[tuple[str, str, list[Resultat]]]:
        """Return (code, name, results) of each chapter, without what details another indicator."""
        return [
            (code, nom, [r for r in self.resultats.values() if r.indicateur.chapitre == code and not _detail(r)])
            for code, nom in CHAPITRES.items()
        ]

    def details(self, cle: str) -> list[Resultat]:
        """Return what details an indicator (which networks, which sort of activity)."""
        return [r for r in self.resultats.values() if r.indicateur.detail_de == cle]

    def taille(self, base: str) -> int:
        """Return how many structures, or communes, a base holds."""
        if base == Base.TERRITOIRE:
            return len(self.faits.communes)
        return len(self.faits.membres if base == Base.RESEAU else self.faits.reponses.par_structure)

    def par_statut(self, resultat: Resultat) -> list[tuple[str, Resultat]]:
        """Split a result by what runs the structure; nothing for what is not asked of structures."""
        if resultat.indicateur.unite != Unite.STRUCTURES:
            return []
        return [
            (nom, self._parmi(resultat, (m.pk for m in self.faits.membres.values() if m.statut == statut)))
            for statut, nom in (("associatif", "Associatives"), ("municipal", "Municipales"))
        ]

    def par_commune(self, resultat: Resultat) -> list[tuple[str, Resultat]]:
        """Split a result by commune of the structures, in the order of the alphabet; nothing for the rest."""
        if resultat.indicateur.unite != Unite.STRUCTURES:
            return []
        groupes: dict[str, list[Reponse]] = {}
        for reponse in resultat.reponses:
            if isinstance(reponse.cle, int):
                commune = self.faits.membres[reponse.cle].commune
                groupes.setdefault(commune if commune in self.faits.communes else "", []).append(reponse)
        lignes = [(c.nom, groupes[code]) for code, c in self.faits.communes.items() if code in groupes]
        lignes += [("Hors du territoire", groupes[""])] if "" in groupes else []
        return [(nom, Resultat(resultat.indicateur, tuple(reponses))) for nom, reponses in lignes]

    def _parmi(self, resultat: Resultat, cles: Iterable[int]) -> Resultat:
        voulues = set(cles)
        return Resultat(resultat.indicateur, tuple(r for r in resultat.reponses if r.cle in voulues))


def _detail(resultat: Resultat) -> bool:
    return bool(resultat.indicateur.detail_de)


def indicateurs(federation: Federation, today: date) -> EtatDesLieux:
    """Count every indicator of a federation as of one day: eight queries, whatever its size; nothing is written."""
    faits = lire_faits(federation, today)
    return EtatDesLieux(faits, {i.cle: Resultat(i, tuple(i.repondre(faits))) for i in REGISTRE})
