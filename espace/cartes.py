"""The small cards of « Mon espace »: what each edits, and how two people who edit the same one are reconciled.

A card posts a signed copy of what it showed. Three versions then meet, column by column: what was shown, what is in
the database now, what is proposed. What only one side changed is kept; what both changed is a conflict, that the
second person sees and decides. Nothing is lost, nothing is silently overwritten.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db import models

from ateliers.models import Offre
from centres.models import Centre, Equipement
from espace.forms import cartes as forms
from espace.forms.adresse import LieuAdresseForm, LieuPhotoForm
from espace.forms.horaires import HorairesLieuForm, HorairesOffreForm
from espace.forms.ou import OffreAnimeForm, OffreOuForm
from espace.valeurs import dire_valeur
from partenaires.models import Partenaire
from structures.models import Lieu, Structure
from structures.positions import commune_de, placer

SEL = "espace.cartes"
GENRES: dict[str, type[models.Model]] = {"structures": Structure, "lieux": Lieu, "offres": Offre}


@dataclass(frozen=True, slots=True)
class Carte:
    """One card: the page it is on, its form, and the object that it edits when that is not the page's own."""

    cle: str
    titre: str
    genre: str
    form: type[forms.CarteForm]
    icone: str
    objet: Callable[[Any], models.Model] = lambda hote: hote
    gabarit: str = "espace/cartes/_champs.html"
    tete: str = ""  # a template of styles and modules that the card needs
    # What the form is given beside what was posted: asked of other services before any transaction opens.
    prepare: Callable[[Mapping[str, Any], Any, datetime], dict[str, Any]] = lambda _envoye, _hote, _now: {}
    selon_qui: bool = False  # the form's choices depend on who edits
    aide: str = ""
    si: Callable[[Any], bool] = lambda _hote: True  # which pages have it

    @property
    def champs(self) -> list[models.Field]:
        """The columns that the card edits, in its order; some forms write a column through fields of their own."""
        meta = self.form._meta
        noms = getattr(self.form, "colonnes", None) or meta.fields or ()
        return [meta.model._meta.get_field(nom) for nom in noms]


def _placement(envoye: Mapping[str, Any], lieu: Lieu, now: datetime) -> dict[str, Any]:
    """Ask where a new address is; nothing is asked when it did not change, or when the pin was moved by hand."""
    if not envoye:
        return {}
    adresse, code, ville = (str(envoye.get(nom, "")).strip() for nom in ("adresse", "code_postal", "ville"))
    avant = (lieu.adresse, lieu.code_postal, lieu.commune.nom)
    if (adresse, code, ville) == avant or not (adresse and code and ville):
        return {}
    commune = commune_de(code.replace(" ", ""), ville)
    return {"placement": placer(adresse, code, commune, now=now)} if commune else {}


def _equipement(lieu: Lieu) -> Equipement:
    return Equipement.objects.filter(lieu=lieu).first() or Equipement(lieu=lieu)


def _est_centre(structure: Structure) -> bool:
    return Centre.objects.filter(structure=structure).exists()


def _est_partenaire(structure: Structure) -> bool:
    return Partenaire.objects.filter(structure=structure).exists()


_TOUTES: tuple[Carte, ...] = (
    Carte("identite", "Qui vous êtes", "structures", forms.StructureIdentiteForm, "landmark"),
    Carte("contacts", "Contacts et réseaux sociaux", "structures", forms.StructureContactsForm, "phone"),
    Carte("centre", "Le centre", "structures", forms.CentreForm, "house", si=_est_centre,
          objet=lambda structure: Centre.objects.get(structure=structure)),
    Carte("apport", "Ce que vous apportez au réseau", "structures", forms.PartenaireForm, "handshake",
          si=_est_partenaire, objet=lambda structure: Partenaire.objects.get(structure=structure)),
    Carte("identite", "Nom et présentation", "lieux", forms.LieuIdentiteForm, "map-pin"),
    Carte("contacts", "Contacts du lieu", "lieux", forms.LieuContactsForm, "phone",
          aide="Laissez vide ce qui est le même que pour la structure."),
    Carte("adresse", "Adresse", "lieux", LieuAdresseForm, "map", gabarit="espace/cartes/_adresse.html",
          tete="espace/cartes/_adresse_tete.html", prepare=_placement),
    Carte("photo", "Photo de l’entrée", "lieux", LieuPhotoForm, "camera", gabarit="espace/cartes/_photo.html"),
    Carte("horaires", "Horaires d’ouverture", "lieux", HorairesLieuForm, "clock",
          gabarit="espace/cartes/_horaires.html", tete="espace/cartes/_horaires_tete.html",
          aide="Les jours de fermeture et les ouvertures exceptionnelles se notent à part."),
    Carte("reconnaitre", "Comment vous reconnaître", "lieux", forms.LieuReconnaitreForm, "eye"),
    Carte("accessibilite", "Accessibilité", "lieux", forms.LieuAccessibiliteForm, "accessibility"),
    Carte("equipement", "Équipement", "lieux", forms.EquipementForm, "monitor", objet=_equipement),
    Carte("presentation", "Ce que c’est", "offres", forms.OffrePresentationForm, "info"),
    Carte("ou", "Où", "offres", OffreOuForm, "map-pin"),
    Carte("horaires", "Quand", "offres", HorairesOffreForm, "clock", gabarit="espace/cartes/_horaires.html",
          tete="espace/cartes/_horaires_tete.html"),
    Carte("public", "Pour qui", "offres", forms.OffrePublicForm, "users"),
    Carte("venir", "Comment venir, quoi apporter", "offres", forms.OffreVenirForm, "backpack"),
    Carte("tarif", "Prix et financement", "offres", forms.OffreTarifForm, "euro"),
    Carte("qui-recoit", "Qui reçoit", "offres", forms.OffreQuiRecoitForm, "user"),
    Carte("anime", "Animé par", "offres", OffreAnimeForm, "handshake", selon_qui=True),
)  # fmt: skip
CARTES: dict[tuple[str, str], Carte] = {(c.genre, c.cle): c for c in _TOUTES}


def cartes_de(genre: str, hote: Any) -> list[Carte]:
    """Return the cards of an object's page, in its order."""
    return [c for c in _TOUTES if c.genre == genre and c.si(hote)]


# ------------------------------------------------------------------------------------ what was shown
def plat(objet: models.Model, champs: Iterable[models.Field]) -> dict[str, Any]:
    """Return these columns as JSON values, the same before and after a round trip."""
    return {f.name: _plat(getattr(objet, f.attname)) for f in champs}


def _plat(valeur: Any) -> Any:
    if isinstance(valeur, date):
        return valeur.isoformat()
    if valeur is None or isinstance(valeur, bool | int | float | str):
        return valeur
    if isinstance(valeur, list | tuple):
        return [_plat(v) for v in valeur]
    if isinstance(valeur, dict):
        return {str(k): _plat(v) for k, v in valeur.items()}
    return str(valeur)


def signer(carte: Carte, hote: Any, montre: Mapping[str, Any]) -> str:
    """Return the signed copy of what a card shows of this object."""
    return signing.dumps(dict(montre), salt=f"{SEL}:{carte.genre}:{carte.cle}:{hote.uid}", compress=True)


def lire_signee(carte: Carte, hote: Any, jeton: str) -> dict[str, Any] | None:
    """Return what the card showed, or None when the copy is not ours, or another card's."""
    try:
        montre = signing.loads(jeton, salt=f"{SEL}:{carte.genre}:{carte.cle}:{hote.uid}")
    except (signing.BadSignature, ValueError):
        return None
    return montre if isinstance(montre, dict) else None


# ------------------------------------------------------------------------------------ three versions
@dataclass(frozen=True, slots=True)
class Conflit:
    """A column that somebody else changed while it was being edited here, both values in words."""

    champ: str
    nom: str
    actuel: str
    propose: str

    @property
    def parametre(self) -> str:
        return f"choix-{self.champ}"


@dataclass(frozen=True, slots=True)
class Fusion:
    """What saving a card comes to: the columns to write, those to decide, those that somebody else changed."""

    a_ecrire: tuple[str, ...]
    conflits: tuple[Conflit, ...]
    d_ailleurs: tuple[str, ...]  # changed meanwhile by somebody else, untouched here: kept


def fusionner(
    carte: Carte, *, actuel: Any, propose: Any, montre: Mapping[str, Any], choix: Mapping[str, str]
) -> Fusion:
    """Reconcile what was shown, what is there and what is proposed; `propose` ends as it may be written.

    `choix` says, by column, « leur » (keep what is there) or « mien » (write what is proposed).
    """
    champs = carte.champs
    ici, la = plat(propose, champs), plat(actuel, champs)
    a_ecrire, conflits, d_ailleurs = [], [], []
    for champ in champs:
        nom = champ.name
        vu = montre.get(nom, la[nom])
        change_ailleurs = la[nom] != vu
        if ici[nom] == la[nom]:
            continue
        if ici[nom] == vu or choix.get(nom) == "leur":
            # Not touched here, or left to the other person on purpose.
            setattr(propose, champ.attname, getattr(actuel, champ.attname))
            if change_ailleurs and ici[nom] == vu:
                d_ailleurs.append(str(champ.verbose_name))
        elif change_ailleurs and choix.get(nom) != "mien":
            conflits.append(
                Conflit(
                    nom,
                    str(champ.verbose_name),
                    dire_valeur(actuel, champ, getattr(actuel, champ.attname)),
                    dire_valeur(propose, champ, getattr(propose, champ.attname)),
                )
            )
        else:
            a_ecrire.append(nom)
    return Fusion(tuple(a_ecrire), tuple(conflits), tuple(d_ailleurs))
