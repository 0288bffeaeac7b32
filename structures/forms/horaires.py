"""Let a form hold hours drawn on a grid, with or without JavaScript.

A form that inherits `FormulaireGrille` has one more field, `grille`, made of plain named inputs, and is shown by
`{% include "composants/grille_horaires.html" with form=form only %}` (the page loads `css/grille.css` and
`js/grille.js`). The form's own buttons (one more row, an empty grid, a look at the sessions) post the form like any
other: it is then not valid, so that nothing is saved, and it is shown again.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone

from structures.forms.saisie import (
    CLES,
    CLES_SAISON,
    MOIS_NUMEROTES,
    NOMS_DES_RANGS,
    RYTHMES,
    SAISONS,
    VACANCES,
    Saisie,
    lire_rangee,
)
from structures.horaires import HorairesInvalides, Regle, en_francais, lisible
from structures.horaires.apercu import Ligne, apercu
from structures.horaires.grille import Grille, normaliser, osm_de
from structures.horaires.lecture_grille import grille_de
from structures.horaires.mots import JOURS

GESTE = "geste"
_DIT = {
    "vide": "La grille est vide. Rien n’est encore enregistré.",
    "voir": "Rien n’est encore enregistré : relisez, puis enregistrez.",
}
_AJOUTE = "Un créneau de plus. Rien n’est encore enregistré."


class GrilleWidget(forms.Widget):
    """Read the inputs of a grid; they are drawn by the component, which needs the whole form."""

    template_name = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Saisie:
        return Saisie.de_donnees(data, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class GrilleField(forms.Field):
    """Clean to a `Grille` that can be written, or to None when hours are kept as text."""

    widget = GrilleWidget

    def __init__(self, *, quinzaine: bool = True, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.quinzaine = quinzaine

    def clean(self, value: Saisie) -> Grille | None:
        if value.geste and value.geste != "voir":
            raise ValidationError(_DIT.get(value.geste, _AJOUTE), code=GESTE)
        grille = self.lire(value)
        if value.geste:
            raise ValidationError(_DIT["voir"], code=GESTE)
        return grille

    def lire(self, saisie: Saisie) -> Grille | None:
        """Read it, whatever button was pressed."""
        if saisie.texte:
            return None
        try:
            grille = normaliser(saisie.grille(quinzaine=self.quinzaine))
            osm_de(grille)
        except HorairesInvalides as refused:
            raise ValidationError(str(refused)) from refused
        return grille

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return isinstance(initial, Saisie) and self.lire(initial) != self.lire(data)
        except ValidationError:
            return True


@dataclass(frozen=True)
class RangeeVue:
    """One row: the names and values of its two inputs, and what is wrong with it."""

    nom: str
    de: str
    a: str
    faute: str


@dataclass(frozen=True)
class JourVu:
    """One day of a week."""

    cle: str
    nom: str
    rangees: list[RangeeVue]


@dataclass(frozen=True)
class Apercu:
    """What would be said once saved: a sentence, the next sessions; or what is wrong."""

    phrase: str
    lignes: list[Ligne]
    fautes: list[str]


class FormulaireGrille(forms.BaseForm):
    """Give a form its grid, and what the component shows of it.

    The grid starts from `horaires_initiaux` (string and anchor). `url_apercu` is where the page asks for the sentence
    while somebody draws; '' asks nothing.
    """

    quinzaine = True
    url_apercu = ""

    def __init__(self, *args: Any, today: date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today or timezone.localdate()
        self.fields["grille"] = GrilleField(quinzaine=self.quinzaine, label="Horaires")
        osm, ancre = self.horaires_initiaux()
        # A string that nothing can compute is text too.
        self.initial["grille"] = Saisie.de_grille(grille_de(osm, ancre), osm)

    def horaires_initiaux(self) -> tuple[str, date | None]:
        """Give the string and the anchor that the grid starts from."""
        return "", None

    def regle(self, osm: str, ancre: date | None) -> Regle:
        """Give the rule that these hours would make, with the closures and the calendar of the place."""
        return Regle(osm, ancre)

    @property
    def champ_grille(self) -> GrilleField:
        return cast("GrilleField", self.fields["grille"])

    @cached_property
    def saisie(self) -> Saisie:
        """What is in the inputs."""
        return self["grille"].value()

    def horaires_ecrits(self) -> tuple[str, date | None]:
        """Give the string and the anchor of what is in the inputs; raise ValidationError.

        A grid that nobody has changed keeps the string that was shown, as it was written.
        """
        grille = self.champ_grille.lire(self.saisie)
        if grille is None:
            return self.horaires_initiaux()
        if grille == grille_de(self.saisie.osm, grille.ancre):
            return self.saisie.osm, grille.ancre
        return osm_de(grille)

    @cached_property
    def apercu(self) -> Apercu:
        """What would be said and opened."""
        if self.is_bound:
            self.is_valid()  # the rule may need what the other fields now hold
        try:
            osm, ancre = self.horaires_ecrits()
        except ValidationError as refused:
            return Apercu("", [], refused.messages)
        regle = self.regle(lisible(osm), ancre)
        return Apercu(en_francais(regle), apercu(regle, self.today), [])

    # ---- what the component reads

    @cached_property
    def vue(self) -> dict[str, Any]:
        """Give the component its names, values, choices and messages."""
        nom, saisie = self.add_prefix("grille"), self.saisie
        errors = self.errors.as_data().get("grille", []) if self.is_bound else []
        lists = [e for error in errors for e in error.error_list]
        osm, ancre = self.horaires_initiaux()
        return {
            "nom": nom,
            "texte": saisie.texte,
            "osm": osm,
            "montre": saisie.osm,
            "phrase": en_francais(Regle(lisible(osm), ancre)),
            "infos": [m for e in lists if e.code == GESTE for m in e.messages],
            "fautes": [m for e in lists if e.code != GESTE for m in e.messages],
            "jours": self._days(CLES, nom, saisie),
            "jours_saison": self._days(CLES_SAISON, nom, saisie),
            "rythmes": _choices(
                {k: v for k, v in RYTHMES.items() if self.quinzaine or k != "quinzaine"}, saisie.rythme
            ),
            "rangs": [(str(rang), label, str(rang) in saisie.rangs) for rang, label in NOMS_DES_RANGS.items()],
            "quinzaine": self.quinzaine,
            "ancre": saisie.ancre,
            "vacances": _choices(VACANCES, saisie.vacances),
            "hors_feries": saisie.hors_feries,
            "saisons": _choices(SAISONS, saisie.saison),
            "bornes": [
                ("de", "du", saisie.saison_de[0], _choices(dict(MOIS_NUMEROTES), saisie.saison_de[1])),
                ("a", "au", saisie.saison_a[0], _choices(dict(MOIS_NUMEROTES), saisie.saison_a[1])),
            ],
            "suit_le_lieu": self.champ("suit_le_lieu"),
            "periode": [champ for champ in (self.champ("debut"), self.champ("fin")) if champ],
            "source": self.champ("horaires_source"),
            "refus": [m for champ in ("horaires", "horaires_ancre") for m in self._refused(champ)],
            "url_apercu": self.url_apercu,
        }

    def champ(self, nom: str) -> BoundField | None:
        """Give a field that only some of these forms have."""
        return self[nom] if nom in self.fields else None

    def _refused(self, nom: str) -> list[str]:
        return [str(e) for e in self[nom].errors] if nom in self.fields and self.is_bound else []

    def _days(self, cles: tuple[str, ...], nom: str, saisie: Saisie) -> list[JourVu]:
        return [
            JourVu(
                cle,
                jour,
                [
                    RangeeVue(f"{nom}-{cle}-{i}", de, a, lire_rangee((de, a))[1] if self.is_bound else "")
                    for i, (de, a) in enumerate(saisie.rangees.get(cle) or [("", "")])
                ],
            )
            for cle, jour in zip(cles, JOURS, strict=True)
        ]


def _choices(choices: dict[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    return [(code, label, code == chosen) for code, label in choices.items()]
