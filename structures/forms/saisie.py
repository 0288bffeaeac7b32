"""Read what somebody has typed or painted as hours, and give it back as it was typed when it is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from structures.horaires.grille import CRENEAUX_MAX, RANGS, Grille, Rythme, Saison, Semaine, Vacances, a_l_envers
from structures.horaires.mots import JOURS, MOIS
from structures.horaires.regle import LONGUEUR_MAX
from structures.horaires.valeurs import MINUIT, HorairesInvalides, Plage

Rangee = tuple[str, str]

# The days of the ordinary week, then those of the season: what the name of an input starts with.
CLES = tuple("0123456")
CLES_SAISON = tuple(f"s{cle}" for cle in CLES)
RYTHMES: dict[str, str] = {
    "toutes": "Toutes les semaines",
    "paires": "Les semaines paires",
    "impaires": "Les semaines impaires",
    "quinzaine": "Tous les 14 jours",
    "mois": "Certaines semaines du mois",
}
NOMS_DES_RANGS = {1: "1re fois", 2: "2e", 3: "3e", 4: "4e", -1: "dernière"}
VACANCES: dict[str, str] = {
    "comme": "Ouvert comme d’habitude",
    "hors": "Fermé",
    "seulement": "Ouvert seulement pendant les vacances",
}
SAISONS: dict[str, str] = {
    "aucune": "Toute l’année pareil",
    "fermee": "Fermé pendant une période",
    "autre": "D’autres heures pendant une période",
}
ANNEES = range(2000, 2101)

_HEURE = re.compile(r"(\d{1,2})\s*(?:(?:h|:|\.)\s*(\d{1,2})?)?\s*(?:min)?", re.IGNORECASE | re.ASCII)
_COLLEE = re.compile(r"(\d{1,2})(\d{2})", re.ASCII)
_ECHO = 20


@dataclass
class Saisie:
    """Everything as it was typed: strings, right or wrong. `texte` keeps hours that no grid draws."""

    rangees: dict[str, list[Rangee]] = field(default_factory=dict)
    rythme: str = "toutes"
    rangs: list[str] = field(default_factory=list)
    ancre: str = ""
    vacances: str = "comme"
    hors_feries: bool = False
    saison: str = "aucune"
    saison_de: Rangee = ("1", "7")  # day, month
    saison_a: Rangee = ("31", "8")
    texte: bool = False
    osm: str = ""  # the string that was shown
    geste: str = ""

    @classmethod
    def de_grille(cls, grille: Grille | None, osm: str = "") -> "Saisie":
        """Show a grid, and the string that it comes from; hours that no grid draws are kept as text."""
        if grille is None:
            return cls(texte=True, osm=osm)
        saison = grille.saison
        saisie = cls(
            rangees=dict(zip(CLES, map(_rows, grille.semaine), strict=True)),
            rythme=grille.rythme,
            rangs=[str(rang) for rang in grille.rangs],
            ancre=grille.ancre.isoformat() if grille.ancre else "",
            vacances=grille.vacances or "comme",
            hors_feries=grille.hors_feries,
            osm=osm,
        )
        if saison:
            saisie.saison = "autre" if any(saison.semaine) else "fermee"
            (m1, j1), (m2, j2) = saison.debut, saison.fin
            saisie.saison_de, saisie.saison_a = (str(j1), str(m1)), (str(j2), str(m2))
            saisie.rangees |= dict(zip(CLES_SAISON, map(_rows, saison.semaine), strict=True))
        return saisie

    @classmethod
    def de_donnees(cls, data: Any, nom: str) -> "Saisie":
        """Read what a form has posted. An empty input may be missing; a gesture is one of the form's own buttons.

        Without a word on the form of the hours, no grid was on the page: they stay as they are.
        """

        def get(suffix: str, default: str = "") -> str:
            return str(data.get(f"{nom}-{suffix}") or default)[:_ECHO].strip()

        geste, osm = get("geste"), str(data.get(f"{nom}-osm") or "")[:LONGUEUR_MAX]
        if geste == "vide":
            return cls(geste=geste, osm=osm)
        rangees = {cle: list(_typed(data, nom, cle)) for cle in (*CLES, *CLES_SAISON)}
        added = geste.removeprefix("ajouter-")
        if added != geste and added in rangees:
            rangees[added] = [r for r in rangees[added] if any(r)] + [("", "")]
        return cls(
            rangees=rangees,
            rythme=get("rythme", "toutes"),
            rangs=[rang for rang in map(str, RANGS) if data.get(f"{nom}-rang{rang}")],
            ancre=get("ancre"),
            vacances=get("vacances", "comme"),
            hors_feries=bool(data.get(f"{nom}-hors_feries")),
            saison=get("saison", "aucune"),
            saison_de=(get("saison-de-jour"), get("saison-de-mois")),
            saison_a=(get("saison-a-jour"), get("saison-a-mois")),
            texte=get("forme") != "grille",
            osm=osm,
            geste=geste,
        )

    def grille(self, *, quinzaine: bool = True) -> Grille:
        """Give the grid that was meant; raise ValidationError with all that is wrong, in French."""
        wrong: list[str] = []
        semaine = self._week(CLES, wrong)
        rythme = self.rythme if self.rythme in RYTHMES else "toutes"
        if rythme == "quinzaine" and not quinzaine:
            wrong.append("Un lieu n’ouvre pas tous les 14 jours : choisissez les semaines paires ou impaires.")
        ancre = self._anchor(wrong) if rythme == "quinzaine" else None
        saison = self._season(wrong) if self.saison in {"fermee", "autre"} else None
        if wrong:
            raise ValidationError(wrong)
        vacances = self.vacances if self.vacances in {"hors", "seulement"} else ""
        return Grille(
            semaine=semaine,
            rythme=cast("Rythme", rythme),
            rangs=tuple(int(rang) for rang in self.rangs),
            ancre=ancre,
            vacances=cast("Vacances", vacances),
            hors_feries=self.hors_feries,
            saison=saison,
        )

    def _week(self, cles: tuple[str, ...], wrong: list[str]) -> Semaine:
        week = []
        for jour, cle in zip(JOURS, cles, strict=True):
            plages = []
            for rangee in self.rangees.get(cle, ()):
                plage, fault = lire_rangee(rangee)
                if plage:
                    plages.append(plage)
                elif fault:
                    wrong.append(f"{jour.capitalize()}, {fault[0].lower()}{fault[1:]}")
            week.append(tuple(plages))
        return tuple(week)

    def _anchor(self, wrong: list[str]) -> date | None:
        try:
            jour = forms.DateField(required=False).clean(self.ancre)
        except ValidationError:
            wrong.append("Tous les 14 jours : cette date n’existe pas.")
            return None
        if jour is None:
            wrong.append("Tous les 14 jours : dites à partir de quel jour.")
        elif jour.year not in ANNEES:
            wrong.append("Tous les 14 jours : vérifiez l’année.")
        return jour

    def _season(self, wrong: list[str]) -> Saison | None:
        semaine = self._week(CLES_SAISON, wrong) if self.saison == "autre" else ((),) * 7
        bounds = []
        for jour, mois in (self.saison_de, self.saison_a):
            if not re.fullmatch(r"\d{1,2}", jour, re.ASCII) or not re.fullmatch(r"\d{1,2}", mois, re.ASCII):
                wrong.append("La période : donnez son premier et son dernier jour.")
                return None
            bounds.append((int(mois), int(jour)))
        if self.saison == "autre" and not any(semaine):
            wrong.append("La période : donnez ses heures, ou dites que c’est fermé.")
        return Saison(bounds[0], bounds[1], semaine)


def lire_rangee(rangee: Rangee) -> tuple[Plage | None, str]:
    """Read one row: the slot, or what is wrong; neither when the row is empty."""
    de, a = rangee
    if not de and not a:
        return None, ""
    if not de:
        return None, f"… – {a} : il manque l’heure de début."
    if not a:
        return None, f"{de} – … : il manque l’heure de fin."
    try:
        plage = Plage(lire_heure(de), lire_heure(a, fin=True))
    except HorairesInvalides as unread:
        return None, str(unread)
    return (plage, "") if plage.debut < plage.fin else (None, a_l_envers(plage))


def lire_heure(texte: str, *, fin: bool = False) -> int:
    """Read « 9h », « 9 h 30 », « 09:30 », « 930 », « midi »: minutes since midnight; raise HorairesInvalides."""
    said = " ".join(texte.split()).lower()
    if said in {"midi", "minuit"}:
        return 720 if said == "midi" else MINUIT if fin else 0
    found = _COLLEE.fullmatch(said) or _HEURE.fullmatch(said)
    heures, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if minutes > 59 or heures * 60 + minutes > MINUIT or (heures == 24 and not fin):
        raise HorairesInvalides(f"« {texte} » n’est pas une heure : écrivez par exemple « 9 h 30 ».")
    return MINUIT if fin and heures * 60 + minutes == 0 else heures * 60 + minutes


def _typed(data: Any, nom: str, cle: str) -> Iterator[Rangee]:
    for i in range(CRENEAUX_MAX + 1):
        de, a = (str(data.get(f"{nom}-{cle}-{i}-{bout}") or "")[:_ECHO].strip() for bout in ("de", "a"))
        if de or a:
            yield de, a


def _rows(plages: tuple[Plage, ...]) -> list[Rangee]:
    return [(ecrire_heure(p.debut), ecrire_heure(p.fin)) for p in plages]


def ecrire_heure(minute: int) -> str:
    """Write « 9 h », « 9 h 30 », « 24 h », as an input shows it."""
    return f"{minute // 60} h" + (f" {minute % 60:02}" if minute % 60 else "")


MOIS_NUMEROTES = tuple((str(i), nom) for i, nom in enumerate(MOIS, 1))
