"""Structures, their places, equipment and closures."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from centres.models import Agrement, Centre, Equipement, Statut
from comptes.models import Federation
from core.textes import cle_de_tri
from core.voies import Voie
from federation.demo import horaires, noms
from federation.demo.tirage import des, francais, uid
from structures.cycle import Etat
from structures.models import Commune, Fermeture, Lieu, Structure
from structures.models.lieux import distance_km
from structures.nomenclature import (
    ACCESSIBILITES,
    DISPOSITIFS,
    ITINERANCES,
    PRISES_EN_CHARGE,
    Nature,
    Precision,
)

COMPLEMENTS = ("", "", "", "", "Rez-de-chaussée", "Bâtiment B", "Premier étage", "Entrée par la cour")
AUTRES_RESEAUX = (("instagram", 0.6), ("whatsapp", 0.3), ("linkedin", 0.15), ("tiktok", 0.1))


@dataclass
class Atlas:
    """Communes, and the positions already taken, so that pins do not hide one another."""

    communes: dict[str, Commune]
    pris: list[tuple[float, float]] = field(default_factory=list)

    def placer(self, commune: Commune, hasard: random.Random) -> tuple[float, float]:
        """Return a point within a kilometre of the centre of a commune, nearer to it than to any other."""
        if commune.latitude is None or commune.longitude is None:
            raise ValueError(f"{commune} has no centre")
        rayon, ecart = 0.9, 0.18
        for _ in range(400):
            angle, km = hasard.uniform(0, 6.283), rayon * hasard.random() ** 0.5
            lat = commune.latitude + km * math.sin(angle) / 111.2
            lon = commune.longitude + km * math.cos(angle) / 73.3
            chez_elle = distance_km(lat, lon, commune.latitude, commune.longitude)
            ailleurs = min(
                distance_km(lat, lon, c.latitude, c.longitude)
                for c in self.communes.values()
                if c != commune and c.latitude is not None and c.longitude is not None
            )
            if chez_elle < ailleurs * 0.8 and all(distance_km(lat, lon, *p) > ecart for p in self.pris):
                break
            rayon, ecart = max(0.3, rayon * 0.99), ecart * 0.99
        self.pris.append((lat, lon))
        return round(lat, 5), round(lon, 5)


def telephone(*cle: object) -> str:
    """Return a number of the range that ARCEP keeps for fiction (01 99 00 xx xx)."""
    return f"+3319900{des('telephone', *cle).randrange(10_000):04d}"


def adresse_web(nom: str) -> str:
    """Return « les-tilleuls » for a name: what stands before example.org."""
    mots = [m for m in cle_de_tri(nom).split() if len(m) > 1][:5]
    return "-".join(mots) or "lieu"


def structure(federation: Federation, nom: str, nature: str, **champs: Any) -> Structure:
    """Return an unsaved organisation with its contacts."""
    cle = adresse_web(nom)
    valeurs: dict[str, Any] = {
        "telephone": telephone(nom),
        "courriel": f"contact.{cle}@example.org",
        "site_web": f"https://{cle}.example.org/" if des("site", nom).random() < 0.8 else "",
    }
    return Structure(
        uid=uid("structure", nom), federation=federation, nom=francais(nom), nature=nature, **valeurs | champs
    )


def lieu(
    proprietaire: Structure,
    commune: Commune,
    atlas: Atlas,
    *,
    nom: str,
    genre: str,
    typologies: list[str],
    today: date,
    dispositifs: Iterable[str] = (),
    **champs: Any,
) -> Lieu:
    """Return an unsaved place; `genre` is a key of `horaires.LIEUX`."""
    hasard = des("lieu", nom, commune.code_insee)
    latitude, longitude = atlas.placer(commune, hasard)
    codes = ACCESSIBILITES.codes(ACCESSIBILITES.complet)
    acces = [c for c, p in zip(codes, (0.72, 0.45, 0.25, 0.12, 0.04, 0.4, 0.2), strict=True) if hasard.random() < p]
    verifie = date_de_verification(hasard, today)
    valeurs: dict[str, Any] = {
        "adresse": f"{hasard.randrange(1, 98)} {hasard.choice(noms.RUES)}",
        "complement": hasard.choice(
            ("", "", "", "", "Rez-de-chaussée", "Bâtiment B", "Premier étage", "Entrée par la cour")
        ),
        "code_postal": hasard.choice([c.code for c in sorted(commune.codes_postaux.all(), key=lambda c: c.code)]),
        "precision": Precision.APPROXIMATIVE if hasard.random() < 0.04 else Precision.EXACTE,
        "itinerance": ITINERANCES.masque(["Fixe"]),
        "telephone": proprietaire.telephone,
        "courriel": proprietaire.courriel,
        "site_web": proprietaire.site_web,
        "horaires": horaires.du_lieu(genre, hasard) if hasard.random() < 0.94 else "",
        "reconnaitre": francais(hasard.choice(noms.REPERES)) if hasard.random() < 0.7 else "",
        "arret": francais(f"Arrêt {hasard.choice(noms.ARRETS)}, à {hasard.randrange(1, 9)} minutes à pied")
        if hasard.random() < 0.75
        else "",
        "accessibilites": ACCESSIBILITES.masque(acces),
        "prises_en_charge": PRISES_EN_CHARGE.masque(["Illettrisme"] if hasard.random() < 0.15 else []),
        "dispositifs": DISPOSITIFS.masque(dispositifs),
        "etat": Etat.PUBLIE,
        "verifie_le": verifie,
        "verifie_voie": hasard.choice((Voie.ECRAN, Voie.LIEN)) if verifie else "",
    }
    return Lieu(
        uid=uid("lieu", nom, commune.code_insee),
        structure=proprietaire,
        nom=francais(nom),
        commune=commune,
        latitude=latitude,
        longitude=longitude,
        typologies=typologies,
        **valeurs | champs,
    )


def date_de_verification(hasard: random.Random, today: date) -> date | None:
    """Return a day: mostly recent, sometimes old, sometimes never said."""
    tire, jours = hasard.random(), (hasard.randrange(1, 110), hasard.randrange(120, 235), hasard.randrange(245, 425))
    if tire < 0.72:
        return today - timedelta(days=jours[0])
    if tire < 0.83:
        return today - timedelta(days=jours[1])
    if tire < 0.94:
        return today - timedelta(days=jours[2])
    return None


def centre(proprietaire: Structure, *, statut: str, evs: bool, animateurs: int, today: date) -> Centre:
    """Return the unsaved row that makes an organisation a centre of the network."""
    hasard = des("centre", proprietaire.uid)
    return Centre(
        structure=proprietaire,
        statut=Statut.ASSOCIATIF if statut == "a" else Statut.MUNICIPAL,
        agrement=Agrement.EVS if evs else Agrement.CENTRE_SOCIAL,
        agrement_jusqu_au=date(today.year + hasard.randrange(1, 4), 12, 31),
        adhesion_annee=today.year,
        animateurs=animateurs,
        personnes_par_semaine=hasard.choice((10, 12, 15, 18, 20, 20, 24, 25, 25, 28, 30, 30, 35, 40, 60, 110)),
        adhesion_famille=francais(hasard.choice(noms.ADHESIONS)),
    )


def equipement_centre(
    place: Lieu, ordinateurs: int, *, salle: bool, portables: bool, geant: bool, renouveler: bool, municipal: bool
) -> Equipement:
    """Return what a centre puts at people's disposal: as in the survey, no tablet and one giant screen."""
    hasard = des("equipement", place.uid)
    mobiles = ordinateurs if portables else min(ordinateurs, hasard.choice((0, 0, 0, 1, 2)))
    return Equipement(
        lieu=place,
        salle_dediee=salle,
        ordinateurs_fixes=ordinateurs - mobiles,
        ordinateurs_portables=mobiles,
        tablettes=0,
        ecran_tactile_geant=geant,
        imprimante=hasard.random() < 0.92,
        scanner=hasard.random() < 0.8,
        wifi_public=hasard.random() < (0.7 if municipal else 0.25),
        a_renouveler=renouveler,
        apporter_appareil=hasard.random() < 0.96,
        precisions=francais(
            "Les ordinateurs portables sont sortis pour les ateliers : pas d’accès libre en dehors."
            if portables
            else "L’écran tactile géant sert à presque toutes les activités."
            if geant
            else ""
        ),
    )


def fermetures(lieux: list[Lieu], today: date) -> list[Fermeture]:
    """Return some twenty closures of the coming weeks and four exceptional openings."""
    ordre = sorted(lieux, key=lambda place: uid("fermeture", place.uid))
    rows = []
    for rang, place in enumerate(ordre[:21]):
        hasard = des("fermeture", place.uid)
        noel = date(today.year, 12, 24)
        if rang % 2 == 0 and timedelta(0) <= noel - today <= timedelta(days=75):
            debut, fin, motif = noel, date(today.year + 1, 1, 2), "Fermeture de fin d’année"
        else:
            debut = today + timedelta(days=hasard.randrange(2, 45))
            fin = debut + timedelta(days=hasard.choice((0, 0, 1, 4, 6)))
            motif = hasard.choice(
                ("Travaux", "Formation de l’équipe", "Inventaire", "Réunion d’équipe", "Peinture de la salle", "Congés")
            )
        rows.append(Fermeture(lieu=place, debut=debut, fin=fin, motif=motif))
    samedi = today + timedelta(days=(5 - today.weekday()) % 7 + 7)
    for rang, place in enumerate(ordre[25:29]):
        jour = samedi + timedelta(days=7 * rang)
        rows.append(
            Fermeture(
                lieu=place,
                genre="ouverture",
                debut=jour,
                fin=jour,
                heures=("10:00-17:00", "10:00-13:00", "14:00-18:00", "09:30-12:30")[rang],
                motif=("Portes ouvertes", "Inscriptions", "Fête du quartier", "Samedi des familles")[rang],
            )
        )
    return rows


def reseaux(nom: str) -> list[list[str]]:
    """Return the social networks of a centre, on invented addresses."""
    hasard, cle = des("reseaux", nom), adresse_web(nom)
    choisis = ["facebook", *(reseau for reseau, part in AUTRES_RESEAUX if hasard.random() < part)]
    return [[r, f"https://{r}.example.org/{cle}"] for r in choisis]


NATURES = {"cs": Nature.CENTRE, "evs": Nature.EVS}
