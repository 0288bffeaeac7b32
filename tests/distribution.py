"""The cast: who appears in the tests, and how to make places and activities.

Everything of the directory is written through the one writer, as in the product.
"""

import itertools
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from ateliers.actions import enregistrer_lot
from ateliers.models import Offre
from ateliers.nomenclature import THEMES
from comptes.models import Administrateur, Federation, Utilisateur
from core.textes import cle_de_tri
from core.voies import Voie
from structures.models import CodePostal, Commune, Lieu, Membre, Structure
from tests.outils import instantane

MOT_DE_PASSE = "une-phrase-pour-les-tests"
_numeros = itertools.count(1)

COMMUNES = {
    "94022": ("Choisy-le-Roi", "94600", 48.7646, 2.4187),
    "94028": ("Créteil", "94000", 48.7771, 2.4531),
    "94038": ("L'Haÿ-les-Roses", "94240", 48.7793, 2.3376),
    "94041": ("Ivry-sur-Seine", "94200", 48.8125, 2.3872),
    "94068": ("Saint-Maur-des-Fossés", "94100", 48.8, 2.49),
    "75113": ("Paris 13e Arrondissement", "75013", 48.8286, 2.3624),
}


def creer_commune(code: str = "94028") -> Commune:
    """Return one of the test communes, created when missing."""
    nom, cp, lat, lon = COMMUNES[code]
    commune, creee = Commune.objects.get_or_create(
        code_insee=code,
        defaults={
            "nom": nom,
            "nom_plie": cle_de_tri(nom),
            "departement": code[:2],
            "population": 50000,
            "latitude": lat,
            "longitude": lon,
        },
    )
    if creee:
        CodePostal.objects.create(commune=commune, code=cp)
    return commune


def creer_federation(slug: str = "val-de-marne", **champs: Any) -> Federation:
    """Return a federation, created when missing."""
    defauts = {"nom": f"Fédération {slug}", "territoire": "Val-de-Marne", "departements": ["94"]}
    return Federation.objects.get_or_create(slug=slug, defaults=defauts | champs)[0]


def faire_structure(**champs: Any) -> Structure:
    """Return an unsaved structure."""
    champs.setdefault("federation", creer_federation())
    champs.setdefault("nom", f"Centre social numéro {next(_numeros)}")
    champs.setdefault("nature", "centre")
    return Structure(**champs)


def faire_lieu(structure: Structure, **champs: Any) -> Lieu:
    """Return an unsaved published place, at the centre of its commune."""
    commune = champs.pop("commune", None) or creer_commune()
    defauts = {
        "nom": structure.nom,
        "adresse": "1 rue de la Démonstration",
        "code_postal": commune.codes_postaux.values_list("code", flat=True).first(),
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "etat": "publie",
        "typologies": ["CS"],
    }
    return Lieu(structure=structure, commune=commune, **(defauts | champs))


def faire_offre(lieu: Lieu | None, **champs: Any) -> Offre:
    """Return an unsaved published activity."""
    defauts: dict[str, Any] = {
        "nom": f"Permanence numéro {next(_numeros)}",
        "nature": "permanence",
        "etat": "publie",
        "themes": THEMES["demarches"].masque,
        "tarif": "gratuit",
    }
    if lieu is not None:
        defauts["structure"] = lieu.structure
    return Offre(lieu=lieu, **(defauts | champs))


def ecrire(*objets: Any, **options: Any) -> None:
    """Write objects through the one writer."""
    options.setdefault("by", None)
    options.setdefault("voie", Voie.ECRAN)
    enregistrer_lot(objets, **options)


def creer_lieu(offres: int = 1, *, structure: Structure | None = None, **champs: Any) -> Lieu:
    """Write a place of a new structure (or of this one) with so many plain activities, and return it."""
    structure = structure or faire_structure()
    lieu = faire_lieu(structure, **champs)
    nouvelles = [structure] if structure.pk is None else []
    ecrire(*nouvelles, lieu, *(faire_offre(lieu) for _ in range(offres)))
    return lieu


def creer_offre(lieu: Lieu | None = None, **champs: Any) -> Offre:
    """Write one activity, at a new place when none is given, and return it."""
    if lieu is None and champs.get("mode", "sur_place") == "sur_place":
        lieu = creer_lieu(offres=0)
    offre = faire_offre(lieu, **champs)
    ecrire(offre)
    offre.refresh_from_db()
    return offre


def creer_compte(courriel: str) -> Utilisateur:
    """Return an account that signs in with MOT_DE_PASSE."""
    return Utilisateur.objects.create_user(courriel, MOT_DE_PASSE)


@pytest.fixture
def distribution(db) -> SimpleNamespace:
    """The whole cast, with the places they keep."""
    return instantane.garder(ecrire_la_distribution)


def ecrire_la_distribution() -> SimpleNamespace:
    """Write the cast through the one writer, and return it."""
    f = creer_federation()
    autre = creer_federation("autre", territoire="Ailleurs", departements=["75"])
    le_lien = faire_structure(federation=f, nom="Le Lien")
    voisin = faire_structure(federation=f, nom="Le Voisin")
    municipal = faire_structure(federation=f, nom="Le Municipal")
    associe = faire_structure(federation=f, nom="Médiathèque des Tests", nature="partenaire")
    lieux = {s.nom: faire_lieu(s) for s in (le_lien, voisin, municipal, associe)}
    brouillon = faire_lieu(le_lien, nom="Annexe en travaux", etat="brouillon", principal=False)
    offres = {nom: faire_offre(lieu) for nom, lieu in lieux.items()}
    ecrire(le_lien, voisin, municipal, associe, *lieux.values(), brouillon, *offres.values())
    comptes = {
        nom: creer_compte(f"{nom}@example.org")
        for nom in ("amina", "bruno", "chloe", "mairie", "paula", "seul", "fede", "autre_fede")
    }
    Membre.objects.create(structure=le_lien, utilisateur=comptes["amina"], role="responsable")
    Membre.objects.create(structure=le_lien, utilisateur=comptes["bruno"], role="equipe")
    Membre.objects.create(structure=voisin, utilisateur=comptes["chloe"], role="responsable")
    for s in (voisin, municipal):
        Membre.objects.create(structure=s, utilisateur=comptes["mairie"], role="responsable")
    Membre.objects.create(structure=associe, utilisateur=comptes["paula"], role="responsable")
    Administrateur.objects.create(federation=f, utilisateur=comptes["fede"])
    Administrateur.objects.create(federation=autre, utilisateur=comptes["autre_fede"])
    return SimpleNamespace(
        federation=f,
        autre_federation=autre,
        lieux=lieux,
        brouillon=brouillon,
        offres=offres,
        aujourdhui=date(2026, 11, 23),
        **comptes,
    )
