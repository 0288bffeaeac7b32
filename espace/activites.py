"""The activities of a structure as « Mon espace » lists them, and their state with what may be done about it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Min
from django.urls import reverse

from ateliers.completude import Manque, manques, manques_du_lieu
from ateliers.etats import Geste, activites_cachees, etat_du_jour, gestes_possibles
from ateliers.models import Offre, Seance
from core.textes import accord
from core.travailleur import PARIS
from echanges.inclusion.qualite import SEUIL, qualite
from espace.cartes import CARTES
from structures.cycle import Etat
from structures.horaires import date_en_francais, heure, jour_en_francais
from structures.models import Lieu

# In the order of a list: what is alive first.
RANGS: dict[str, int] = {Etat.PUBLIE: 0, Etat.BROUILLON: 1, Etat.SUSPENDU: 2, Etat.CLOS: 3}


@dataclass(frozen=True, slots=True)
class LigneActivite:
    """One activity of the list."""

    offre: Offre
    etat: str  # of today
    etat_dit: str  # « brouillon », « suspendue jusqu’au 12 janvier », « » when it is simply published
    prochaine: str
    manques: int

    @property
    def manques_dits(self) -> str:
        return accord(self.manques, "chose à compléter", "choses à compléter")


@dataclass(slots=True)
class GroupeActivites:
    """The activities of one place, or those that come to people; `lieu` is None for the latter and for elsewhere."""

    cle: str
    titre: str
    lieu: Lieu | None = None
    ailleurs: bool = False
    etat: str = ""
    etat_dit: str = ""
    lignes: list[LigneActivite] = field(default_factory=list)


def dire_etat(objet: Lieu | Offre, today: date) -> str:
    """Return the state in a few words that agree with the noun; nothing to say of what is published."""
    e = "" if isinstance(objet, Lieu) else "e"
    match etat_du_jour(objet, today):
        case Etat.BROUILLON:
            return "brouillon"
        case Etat.SUSPENDU:
            return f"suspendu{e} jusqu’au {date_en_francais(objet.suspendu_jusqu_au)}"  # type: ignore[arg-type]
        case Etat.CLOS:
            return f"fermé{e}"
    return ""


def groupes(lieux: list[Lieu], offres: list[Offre], *, now: datetime) -> list[GroupeActivites]:
    """Return the places with their activities, then what is held elsewhere, then what comes to people: one query."""
    today = now.astimezone(PARIS).date()
    prochaines = dict(
        Seance.objects.held()
        .filter(offre__in=[o.pk for o in offres], fin__gt=now)
        .order_by()
        .values_list("offre")
        .annotate(premiere=Min("debut"))
    )
    par_lieu: dict[Any, GroupeActivites] = {
        lieu.pk: GroupeActivites(
            lieu.uid, lieu.nom, lieu, etat=etat_du_jour(lieu, today), etat_dit=dire_etat(lieu, today)
        )
        for lieu in lieux
    }
    ailleurs: dict[int, GroupeActivites] = {}
    loin = GroupeActivites("loin", "Sans se déplacer")
    for offre in sorted(offres, key=lambda o: (RANGS.get(etat_du_jour(o, today), 9), o.nom_plie, o.pk)):
        ligne = _ligne(offre, prochaines.get(offre.pk), today)
        if offre.lieu is None or offre.mode != "sur_place":
            loin.lignes.append(ligne)
        elif offre.lieu_id in par_lieu:
            par_lieu[offre.lieu_id].lignes.append(ligne)
        else:
            nouveau = GroupeActivites(offre.lieu.uid, f"Chez {offre.lieu.nom}", ailleurs=True)
            ailleurs.setdefault(offre.lieu.pk, nouveau).lignes.append(ligne)
    return [*par_lieu.values(), *ailleurs.values(), *([loin] if loin.lignes else [])]


def _ligne(offre: Offre, prochaine: datetime | None, today: date) -> LigneActivite:
    etat = etat_du_jour(offre, today)
    return LigneActivite(
        offre=offre,
        etat=etat,
        etat_dit=dire_etat(offre, today),
        prochaine=_dire_seance(prochaine, today) if prochaine and etat == Etat.PUBLIE else "",
        manques=len(manques(offre)) if etat in (Etat.PUBLIE, Etat.BROUILLON) else 0,
    )


def _dire_seance(debut: datetime, today: date) -> str:
    local = debut.astimezone(PARIS)
    return f"{jour_en_francais(local.date(), today)} à {heure(local)}"


# ------------------------------------------------------------------------------------ state of one page
@dataclass(frozen=True, slots=True)
class ManqueLu:
    """What is missing, and where to say it (no address when the card does not exist)."""

    quoi: str
    cout: str
    essentiel: bool
    url: str
    cible: str  # the card, on the same page


@dataclass(frozen=True, slots=True)
class GesteLu:
    """A change of state, as a button (a POST) or as a link to the page that asks more."""

    code: str
    verbe: str
    icone: str
    url: str  # "" for a plain button


@dataclass(slots=True)
class EtatLu:
    """Where a place or an activity stands: its state, what is missing, what may be done."""

    etat: str
    nom: str
    phrase: str
    genre: str
    uid: str
    manques: list[ManqueLu]
    gestes: list[GesteLu]
    attention: str = ""
    insertion: str = ""

    @property
    def essentiels(self) -> list[ManqueLu]:
        return [m for m in self.manques if m.essentiel]

    @property
    def autres(self) -> list[ManqueLu]:
        return [m for m in self.manques if not m.essentiel]

    @property
    def url(self) -> str:
        return reverse("espace:etat", args=[self.genre, self.uid])


PHRASES = {
    Etat.BROUILLON: "Personne d’autre que votre structure et votre fédération ne voit cette page.",
    Etat.PUBLIE: "Tout le monde peut trouver cette page.",
    Etat.SUSPENDU: "La page se lit encore ; la recherche ne la propose plus jusqu’à ce jour.",
    Etat.CLOS: "La page dit « n’existe plus » et montre ce qui est tout près.",
    Etat.ARCHIVE: "Ce brouillon a été jeté.",
    Etat.FUSIONNE: "Cette page renvoie à une autre.",
}
DEMANDENT = ("suspendre", "clore")  # what opens a page of its own


def etat_lu(objet: Lieu | Offre, *, now: datetime) -> EtatLu:
    """Return the state of a place or an activity, ready to show; reads its structure and its place."""
    today = now.astimezone(PARIS).date()
    etat = etat_du_jour(objet, today)
    genre = "lieux" if isinstance(objet, Lieu) else "offres"
    dit = dire_etat(objet, today) or ("publié" if genre == "lieux" else "publiée")
    manque = manques_du_lieu(objet) if isinstance(objet, Lieu) else manques(objet)
    return EtatLu(
        etat=etat,
        nom=objet.nom,
        phrase=f"{dit[0].upper()}{dit[1:]}. {PHRASES[Etat(etat)]}",
        genre=genre,
        uid=objet.uid,
        manques=[_manque_lu(m, genre, objet.uid) for m in manque] if etat in (Etat.BROUILLON, Etat.PUBLIE) else [],
        gestes=[_geste_lu(g, genre, objet.uid) for g in gestes_possibles(objet, today)],
        attention=_attention(objet, etat, today),
        insertion=_insertion(objet, today) if isinstance(objet, Offre) and etat == Etat.PUBLIE else "",
    )


def _insertion(offre: Offre, today: date) -> str:
    """Return how good the activity's sheet is for the services of insertion, and what would make it better."""
    lue = qualite(offre, today=today)
    note = f"{_decimale(lue.note)}\u00a0sur\u00a01"
    phrase = f"Qualité de la fiche pour les services de l’insertion (data·inclusion) : {note}."
    if not lue.montree:
        phrase += f" En dessous de {_decimale(SEUIL)}, ils ne la montrent pas."
    return f"{phrase} Pour monter : {', '.join(lue.conseils)}." if lue.conseils else phrase


def _decimale(nombre: float) -> str:
    """Return « 0,85 », or « 1 »."""
    return f"{nombre:g}".replace(".", ",")


def _manque_lu(manque: Manque, genre: str, uid: str) -> ManqueLu:
    connue = (genre, manque.carte) in CARTES
    url = reverse("espace:carte", args=[genre, uid, manque.carte]) if connue else ""
    return ManqueLu(manque.quoi, manque.cout, manque.essentiel, url, f"carte-{manque.carte}")


def _geste_lu(geste: Geste, genre: str, uid: str) -> GesteLu:
    url = reverse(f"espace:{geste.code}", args=[genre, uid]) if geste.code in DEMANDENT else ""
    return GesteLu(geste.code, geste.verbe, geste.icone, url)


def _attention(objet: Lieu | Offre, etat: str, today: date) -> str:
    """Return what keeps an activity out of sight although it is published, or what a place keeps out of sight."""
    if isinstance(objet, Offre) and objet.lieu is not None and etat in (Etat.PUBLIE, Etat.BROUILLON):
        match etat_du_jour(objet.lieu, today):
            case Etat.BROUILLON:
                return f"Le lieu, {objet.lieu.nom}, est encore en brouillon : l’activité ne se verra qu’avec lui."
            case Etat.SUSPENDU | Etat.CLOS | Etat.ARCHIVE:
                return f"Le lieu, {objet.lieu.nom}, est fermé : l’activité ne se voit pas."
    if isinstance(objet, Lieu) and etat == Etat.BROUILLON:
        en_attente = objet.offres.filter(etat=Etat.PUBLIE).count()
        if en_attente:
            sujet = accord(en_attente, "activité publiée attend", "activités publiées attendent")
            return f"{sujet} la publication du lieu."
    return ""


def ce_que_cela_cache(objet: Lieu | Offre, today: date) -> str:
    """Return what leaves search with this place, in a sentence; "" for an activity, or when nothing does."""
    if isinstance(objet, Offre):
        return ""
    combien = activites_cachees(objet, today)
    if not combien:
        return "Aucune activité publiée n’a lieu ici."
    return f"{accord(combien, 'activité ne se trouvera plus', 'activités ne se trouveront plus')} dans la recherche."
