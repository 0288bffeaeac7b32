"""Draw the places and the activities of the network; unsaved objects, the writer does the rest."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from ateliers.models import Offre
from ateliers.nomenclature import (
    ACCES,
    FORMES,
    GRAINS,
    LANGUES,
    METIERS,
    NIVEAUX,
    PAPIERS,
    POSTURES,
    PUBLICS,
    RESERVES,
    THEMES,
    Dispo,
    grain_de,
)
from comptes.models import Federation
from core.masques import Nomenclature
from core.uid import ALPHABET, LONGUEUR
from core.voies import Voie
from federation.grand_reseau.pays import Ville, decale
from structures.models import Fermeture, Lieu, Structure
from structures.nomenclature import ACCESSIBILITES, DISPOSITIFS

# Share of each kind, typologies, words of its name.
GENRES = (
    ("centre", 14, ["CS"], "Centre social"),
    ("evs", 4, ["ESS"], "Espace de vie sociale"),
    ("partenaire", 20, ["RFS"], "France Services"),
    ("partenaire", 20, ["BIB"], "Médiathèque"),
    ("partenaire", 14, ["CCAS"], "CCAS"),
    ("autre", 22, ["ASSO"], "Association"),
    ("autre", 6, ["TIERS_LIEUX"], "Tiers-lieu"),
)
ACTIVITES = (
    # nature, themes, share, name
    ("permanence", ("demarches", "droits"), 16, "Aide aux démarches"),
    ("permanence", ("courrier", "demarches"), 9, "Écrivain public"),
    ("accompagnement", ("demarches", "bases"), 14, "Accompagnement numérique"),
    ("accompagnement", ("emploi",), 7, "Aide au CV"),
    ("atelier", ("bases",), 14, "Premiers pas avec internet"),
    ("cycle", ("bases", "bureautique"), 8, "Cycle informatique"),
    ("atelier", ("parentalite", "securite"), 4, "Parents et écrans"),
    ("atelier", ("scolarite",), 4, "École numérique"),
    ("atelier", ("creation", "programmation"), 3, "Atelier fablab"),
    ("atelier", ("francais",), 5, "Français et numérique"),
    ("acces_libre", ("acces",), 11, "Accès libre"),
    ("pret", ("equipement",), 2, "Prêt d’ordinateur"),
    ("permanence", ("sante", "demarches"), 3, "Santé en ligne"),
)
JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa")
PLAGES = ("09:00-12:00", "09:30-11:30", "10:00-12:00", "14:00-16:00", "14:00-17:00", "13:30-17:30", "18:00-20:00")
DU_LIEU = (
    "Mo-Fr 09:00-12:00,14:00-18:00; PH off",
    "Tu-Fr 09:00-12:30,13:30-18:30; Sa 09:30-12:30; PH off",
    "Mo-We,Fr 08:45-12:15,13:30-17:15; Th 13:30-19:00; PH off",
    "Tu 15:00-19:00; We 10:00-18:00; Fr 15:00-19:00; Sa 10:00-17:30; PH off",
    "Mo,We,Fr 14:00-18:30; PH off",
)
QUARTIERS = (
    "du Parc",
    "de la Gare",
    "des Lilas",
    "du Moulin",
    "Jean-Zay",
    "Simone-Veil",
    "des Trois-Ponts",
    "du Marché",
)
_PAS = 179_424_691  # prime, and not 3: every index has an identifier of its own


def uid(graine: int, genre: int, n: int) -> str:
    """Return the identifier of the n-th row of a kind: stable, and never drawn twice."""
    nombre = (n * 8 + genre) * _PAS + graine * 7_919_191
    lettres = []
    for _ in range(LONGUEUR):
        nombre, reste = divmod(nombre, len(ALPHABET))
        lettres.append(ALPHABET[reste])
    return "".join(lettres)


@dataclass(frozen=True, slots=True)
class Tirage:
    """What every draw shares."""

    federation: Federation
    graine: int
    today: date


@dataclass(slots=True)
class Place:
    """A place with its structure, closures and activities."""

    structure: Structure
    lieu: Lieu
    fermetures: list[Fermeture]
    offres: list[Offre]


def places(tirage: Tirage, villes: list[Ville], *, lieux: int, offres: int) -> Iterator[Place]:
    """Yield the places one after the other; the n-th is the same whatever the number asked for.

    The number of activities is exact: the fraction that a place leaves goes to the next.
    """
    cumul = list(accumulate(v.poids for v in villes))
    moyenne = offres / lieux
    reste, faites = 0.0, 0
    for n in range(lieux):
        hasard = random.Random(f"{tirage.graine}:lieu:{n}")
        ville = hasard.choices(villes, cum_weights=cumul)[0]
        reste += moyenne * hasard.choices((0.75, 1.5), (2, 1))[0]
        combien = round(reste) if n < lieux - 1 else offres - faites
        combien = max(0, min(combien, offres - faites))
        reste -= combien
        yield _place(tirage, ville, n, range(faites, faites + combien), hasard)
        faites += combien


def _place(tirage: Tirage, ville: Ville, n: int, numeros: range, hasard: random.Random) -> Place:
    nature, _, typologies, mot = hasard.choices(GENRES, [g[1] for g in GENRES])[0]
    nom = f"{mot} {hasard.choice(QUARTIERS)} de {ville.fiche.nom}"
    structure = Structure(uid=uid(tirage.graine, 0, n), federation=tirage.federation, nom=nom, nature=nature)
    structure.telephone = f"+33199{n % 1_000_000:06d}"
    latitude, longitude = decale(hasard, ville.fiche, abs(hasard.gauss(0, ville.etalement_km)))
    lieu = Lieu(
        uid=uid(tirage.graine, 1, n),
        structure=structure,
        nom=nom,
        adresse=f"{hasard.randrange(1, 150)} rue {hasard.choice(QUARTIERS)}",
        code_postal=ville.fiche.codes_postaux[0],
        commune_id=ville.fiche.code_insee,
        latitude=latitude,
        longitude=longitude,
        typologies=typologies,
        horaires=hasard.choice(DU_LIEU) if hasard.random() < 0.85 else "",
        accessibilites=_un(ACCESSIBILITES, hasard, 0.5),
        dispositifs=DISPOSITIFS["France Services"].masque if mot == "France Services" else 0,
        etat="publie" if hasard.random() < 0.97 else "clos",
    )
    _verifier(lieu, hasard, tirage.today)
    fermetures = []
    if hasard.random() < 0.05:
        debut = tirage.today + timedelta(days=hasard.randrange(30))
        fermetures.append(Fermeture(lieu=lieu, debut=debut, fin=debut + timedelta(days=7), motif="fermé une semaine"))
    offres = [_offre(tirage, ville, lieu, m, random.Random(f"{tirage.graine}:{n}:{m}")) for m in numeros]
    return Place(structure, lieu, fermetures, offres)


def _offre(tirage: Tirage, ville: Ville, lieu: Lieu, n: int, hasard: random.Random) -> Offre:
    today = tirage.today
    nature, themes, _, nom = hasard.choices(ACTIVITES, [a[2] for a in ACTIVITES])[0]
    offre = Offre(
        uid=uid(tirage.graine, 2, n),
        structure=lieu.structure,
        nom=nom,
        nature=nature,
        themes=THEMES.masque(themes) | _un(THEMES, hasard, 0.15),
        publics=hasard.choices((0, PUBLICS["tous"].masque, _un(PUBLICS, hasard, 1)), (30, 40, 30))[0],
        postures=_un(POSTURES, hasard, 0.8),
        formes=FORMES["individuel" if nature in ("permanence", "accompagnement") else "collectif"].masque,
        niveaux=_un(NIVEAUX, hasard, 0.3) if nature in ("atelier", "cycle") else 0,
        langues=LANGUES["fr"].masque | _un(LANGUES, hasard, 0.2),
        metiers=METIERS["ecrivain_public"].masque if nom == "Écrivain public" else _un(METIERS, hasard, 0.5),
        reserves=_un(RESERVES, hasard, 0.2),
        acces=_acces(nature, hasard),
        tarif=hasard.choices(("gratuit", "adhesion", "participation", "quotient", ""), (60, 14, 10, 4, 12))[0],
        papiers=_un(PAPIERS, hasard, 0.4),
        aidants_connect=nature == "permanence" and hasard.random() < 0.2,
        etat="publie" if hasard.random() < 0.98 else "brouillon",
    )
    if nature == "accompagnement" and hasard.random() < 0.25:
        offre.mode, offre.zone = hasard.choice(("a_domicile", "telephone")), f"|{ville.departement}|"
    else:
        offre.lieu = lieu
    _horaires(offre, lieu, hasard, today)
    _dispo(offre, hasard, today)
    _verifier(offre, hasard, today)
    return offre


def _acces(nature: str, hasard: random.Random) -> int:
    if nature in ("atelier", "cycle"):
        return ACCES[hasard.choices(("inscription", "sans_rdv"), (7, 3))[0]].masque
    if nature in ("permanence", "accompagnement"):
        return ACCES.masque(hasard.choices((("rdv",), ("sans_rdv",), ("rdv", "sans_rdv")), (5, 3, 2))[0])
    return ACCES["sans_rdv"].masque


def _horaires(offre: Offre, lieu: Lieu, hasard: random.Random, today: date) -> None:
    """Give the hours of its place to what has none of its own, a weekly rule to most, none to one in ten."""
    sort = hasard.random()
    if offre.nature in ("acces_libre", "pret"):
        if offre.lieu is not None and lieu.horaires:
            offre.suit_le_lieu = True
        return
    if sort < 0.1:
        return
    jour, plage = hasard.choice(JOURS), hasard.choice(PLAGES)
    if sort < 0.7:
        offre.horaires = f"{jour} {plage}; PH off"
    elif sort < 0.85:
        autre = hasard.choice([j for j in JOURS if j != jour])
        offre.horaires = f"{jour} {plage}; {autre} {hasard.choice(PLAGES)}; PH off"
    else:
        offre.horaires = f"{jour}[{hasard.choice(('1', '2', '1,3'))}] {plage}; PH off"
    if offre.nature == "cycle":
        offre.fin = today + timedelta(days=hasard.choice((60, 120, 200)))


def _dispo(offre: Offre, hasard: random.Random, today: date) -> None:
    """Say the room of half of what has some to say; a third of it is too old to count."""
    valeurs = GRAINS[grain_de(offre.nature, offre.acces)]
    if not valeurs or hasard.random() < 0.5:
        return
    offre.dispo = hasard.choice(valeurs)
    offre.dispo_le = today - timedelta(days=hasard.choice((0, 2, 5, 9, 40, 90)))
    offre.dispo_voie = Voie.IMPORT
    if offre.dispo in (Dispo.COMPLET, Dispo.CLOSES) and hasard.random() < 0.5:
        offre.dispo_jusqu_au = today + timedelta(days=hasard.randrange(1, 60))


def _verifier(objet: Lieu | Offre, hasard: random.Random, today: date) -> None:
    """Three rows in four have been checked, in the year."""
    if hasard.random() < 0.75:
        objet.verifie_le = today - timedelta(days=hasard.randrange(360))
        objet.verifie_voie = Voie.IMPORT


def _un(nomenclature: Nomenclature, hasard: random.Random, part: float) -> int:
    """Return the mask of one term drawn at random, or 0; `part` is the chance of one."""
    return hasard.choice(nomenclature.termes).masque if hasard.random() < part else 0
