"""What is asked of the table: read from the address, frozen, written back to an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from centres.models import Centre
from comptes.models import Federation
from core.textes import mots
from structures.communes import proposer
from structures.models import Commune
from structures.nomenclature import Nature

STRUCTURES, LIEUX = "structures", "lieux"
VUES = ((STRUCTURES, "Structures"), (LIEUX, "Lieux"))
MOTS_MAX = 6
FRAICHEURS = (
    ("", "peu importe"),
    ("recent", "moins de trois mois"),
    ("moyen", "trois à six mois"),
    ("ancien", "six mois à un an"),
    ("perime", "plus d’un an"),
    ("jamais", "jamais vérifié"),
)
COMPLETUDES = (
    ("", "peu importe"),
    ("complet", "tout est dit"),
    ("incomplet", "il manque quelque chose"),
    ("contacts", "il manque un numéro"),
    ("courriel", "il manque un courriel"),
    ("horaires", "il manque les horaires"),
    ("adresse", "il manque le point exact"),
    ("accessibilite", "il manque l’accès en fauteuil"),
)
ETATS = (
    ("", "tout, sauf les archives"),
    ("publie", "publié"),
    ("non_publie", "pas publié"),
    ("archive", "archivé"),
)
RESPONSABLES = (("", "peu importe"), ("avec", "a un·e responsable"), ("sans", "n’a personne"))
TRIS: dict[str, dict[str, str]] = {
    STRUCTURES: {
        "nom": "Nom",
        "nature": "Nature",
        "commune": "Commune",
        "verifie": "Vérification",
        "manques": "À compléter",
        "responsable": "Responsable",
        "adhesion": "Adhésion à la fédération",
    },
    LIEUX: {
        "nom": "Nom",
        "structure": "Structure",
        "commune": "Commune",
        "etat": "État",
        "verifie": "Vérification",
        "manques": "À compléter",
    },
}
AUCUNE = "aucune"


@dataclass(frozen=True, slots=True)
class Criteres:
    """The question. `tri` is a column of its view, after « - » when it goes down."""

    vue: str = STRUCTURES
    mots: tuple[str, ...] = ()
    siret: str = ""  # the first digits of one, nine at least
    natures: tuple[str, ...] = ()
    commune: str = ""
    qpv: bool = False
    fraicheur: str = ""
    completude: str = ""
    etat: str = ""
    adhesion: str = ""
    responsable: str = ""
    tri: str = "nom"

    @property
    def colonne(self) -> str:
        return self.tri.removeprefix("-")

    @property
    def descend(self) -> bool:
        return self.tri.startswith("-")


class TableauForm(forms.Form):
    """The filters; `criteres()` always answers: a field with an error counts as not asked, and is said."""

    use_required_attribute = False

    vue = forms.ChoiceField(choices=VUES, required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label="Nom, commune ou SIRET",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    nature = forms.MultipleChoiceField(
        label="Nature", choices=Nature.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    commune = forms.CharField(
        label="Commune",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "communes-connues", "autocomplete": "off"}),
    )
    etat = forms.ChoiceField(label="Publication", choices=ETATS, required=False)
    fraicheur = forms.ChoiceField(label="Vérifié depuis", choices=FRAICHEURS, required=False)
    completude = forms.ChoiceField(label="Complet", choices=COMPLETUDES, required=False)
    responsable = forms.ChoiceField(label="Responsable", choices=RESPONSABLES, required=False)
    adhesion = forms.ChoiceField(label="Adhésion à la fédération", required=False)
    qpv = forms.BooleanField(label="En quartier prioritaire (QPV)", required=False)
    tri = forms.ChoiceField(label="Ranger par", required=False)

    def __init__(self, data: QueryDict, *, federation: Federation) -> None:
        super().__init__(data, label_suffix="")
        vue = data.get("vue", "")
        self.adresse = data
        self.quoi = LIEUX if vue == LIEUX else STRUCTURES
        annees = (
            Centre.objects.filter(structure__federation=federation, adhesion_annee__isnull=False)
            .order_by("-adhesion_annee")
            .values_list("adhesion_annee", flat=True)
            .distinct()
        )
        self.fields["adhesion"].choices = [  # type: ignore[attr-defined]
            ("", "peu importe"),
            *((str(annee), str(annee)) for annee in annees),
            (AUCUNE, "aucune connue"),
        ]
        self.fields["tri"].choices = list(_tris(self.quoi))  # type: ignore[attr-defined]

    def clean_commune(self) -> Commune | None:
        texte = self.cleaned_data["commune"].strip()
        if not texte:
            return None
        trouvees = proposer(texte, limite=1)
        if not trouvees:
            raise forms.ValidationError(f"Nous ne connaissons pas de commune « {texte[:60]} ».")
        return trouvees[0]

    def criteres(self) -> Criteres:
        """Return the question."""
        self.is_valid()
        d: dict[str, Any] = self.cleaned_data
        texte, siret = d.get("q") or "", ""
        chiffres = "".join(texte.split())
        if chiffres.isascii() and chiffres.isdigit() and 9 <= len(chiffres) <= 14:
            texte, siret = "", chiffres
        return Criteres(
            vue=self.quoi,
            mots=tuple(mots(texte)[:MOTS_MAX]),
            siret=siret,
            natures=tuple(d.get("nature") or ()),
            commune=d["commune"].code_insee if d.get("commune") else "",
            qpv=bool(d.get("qpv")),
            fraicheur=d.get("fraicheur") or "",
            completude=d.get("completude") or "",
            etat=d.get("etat") or "",
            adhesion=d.get("adhesion") or "",
            responsable=d.get("responsable") or "",
            tri=d.get("tri") or "nom",
        )

    def phrases_erreurs(self) -> list[str]:
        """Return what was dropped, one French sentence each."""
        self.is_valid()
        return [
            str(next(iter(erreurs)))
            if champ == "commune"
            else f"{self.fields[champ].label or 'Un critère'} : cette valeur n’a pas été prise en compte."
            for champ, erreurs in self.errors.items()
        ]

    def requete(self, **plus: str) -> str:
        """Return the query string of the same question, with these parameters changed; "" leaves one out."""
        self.is_valid()
        couples = [(nom, v) for nom in self.fields for v in self.adresse.getlist(nom) if v and nom not in self.errors]
        gardes = [(nom, v) for nom, v in couples if nom not in plus]
        return urlencode(gardes + [(nom, v) for nom, v in plus.items() if v])

    @property
    def choisis_par_nom(self) -> dict[str, str]:
        """What is asked besides the words: the filters in force, and what each says (« Publication : publié »)."""
        self.is_valid()
        muets = ("vue", "q", "tri")
        return {n: self._dire(n, v) for n, v in self.cleaned_data.items() if v and n not in muets}

    def _dire(self, nom: str, valeur: Any) -> str:
        champ = self.fields[nom]
        if isinstance(champ, forms.ChoiceField):
            libelles = {str(code): str(libelle) for code, libelle in champ.widget.choices}
            valeur = ", ".join(libelles[v] for v in (valeur if isinstance(valeur, list) else [valeur]))
        return str(champ.label) if valeur is True else f"{champ.label} : {valeur}"

    def sans(self) -> list[tuple[str, str]]:
        """Return each filter in force in words, with the query of the same search without it."""
        return [(dit, self.requete(**{nom: ""})) for nom, dit in self.choisis_par_nom.items()]


def _tris(vue: str) -> Iterable[tuple[str, str]]:
    for code, nom in TRIS[vue].items():
        yield "" if code == "nom" else code, nom
        yield f"-{code}", f"{nom}, à l’envers"
