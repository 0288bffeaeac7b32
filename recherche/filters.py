"""The search form: one FilterSet declares the fields, its form gives the frozen Criteres.

The FilterSet's own `.qs` is never used: with one invalid value it would return everything, or nothing. Here an
invalid field is dropped and said, the others hold.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property
from typing import Any, cast

import django_filters as filters
from django import forms
from django.http import QueryDict

from ateliers.models import Offre
from ateliers.nomenclature import (
    JOURS,
    JOURS_LABELS,
    LANGUES,
    METIERS,
    MOMENTS,
    MOMENTS_LABELS,
    POSTURES,
    PUBLICS,
    THEMES,
    Mode,
    Nature,
)
from core.masques import Nomenclature
from core.textes import mots
from core.uid import LONGUEUR
from recherche.adresses import avis_en_francais, lire_pres
from recherche.comprendre import Comprise, comprendre
from recherche.criteres import Criteres, Depuis, Origine
from recherche.precisions import Precision, precisions
from structures.cycle import CYCLE
from structures.models import Lieu
from structures.nomenclature import Nature as NatureLieu
from structures.typologies import GROUPES

RAYONS = (("", "automatique"), ("2", "2 km"), ("5", "5 km"), ("10", "10 km"), ("20", "20 km"), ("50", "50 km"))
QUAND = (
    ("", "n’importe quand"),
    ("maintenant", "Maintenant"),
    ("aujourdhui", "Aujourd’hui"),
    ("semaine", "Sous 7 jours"),
)
TRIS = (("pres", "Le plus près"), ("tot", "Le plus tôt"))


class RechercheForm(forms.Form):
    """The form behind the FilterSet: `criteres()` always answers."""

    use_required_attribute = False

    def clean_q(self) -> str:
        return " ".join(self.cleaned_data["q"].split())

    def clean_pres(self) -> Origine | None:
        """Read a point, a postcode or a commune; what is not recognised is said, never guessed."""
        texte = self.cleaned_data["pres"].strip()
        if not texte:
            return None
        try:
            lecture = lire_pres(texte)
        except ValueError as erreur:
            raise forms.ValidationError(str(erreur)) from None
        if lecture.origine is None:
            raise forms.ValidationError(
                f"Nous n’avons pas reconnu « {texte[:60]} ». Écrivez une commune ou un code postal."
            )
        if lecture.message_code:
            # An address came in a URL: it goes no further, neither in the field nor in the page's links.
            donnees = cast("QueryDict", self.data).copy()
            donnees["pres"], donnees["avis"] = lecture.parametre, lecture.message_code
            self.data = donnees
        return lecture.origine

    def clean_depuis(self) -> Depuis | None:
        """Read the desk's place by its uid, or the one it was merged into; one that is gone is said.

        A place that is closed for a while keeps its desk.
        """
        uid = self.cleaned_data["depuis"].strip()
        if not uid:
            return None
        lieux = Lieu.objects.select_related(
            "structure", "commune", "fusionne_dans__structure", "fusionne_dans__commune"
        )
        lieu = lieux.filter(uid=uid).first() if len(uid) == LONGUEUR else None
        lieu = lieu and (lieu.fusionne_dans or lieu)
        # A draft is nobody's to see: not its name, nor where it is.
        if lieu is None or CYCLE[lieu.etat].page != "oui" or lieu.structure.archivee_le is not None:
            raise forms.ValidationError("Le lieu de départ n’existe plus. Indiquez une commune.")
        origine = Origine(lieu.nom, lieu.latitude, lieu.longitude, lieu.commune.code_insee, lieu.commune.departement)
        return Depuis(uid=lieu.uid, nom=lieu.nom, structure_id=lieu.structure_id, origine=origine)

    @cached_property
    def comprise(self) -> Comprise:
        """What the words were understood as: read once, by the question and by the screen."""
        self.is_valid()
        return comprendre(self.cleaned_data.get("q") or "", litteral=bool(self.cleaned_data.get("litteral")))

    def criteres(self, *, federation: str = "") -> Criteres:
        """Return the question; a field with an error counts as not asked."""
        self.is_valid()
        d: dict[str, Any] = self.cleaned_data
        return Criteres(
            q=d.get("q") or "",
            mots=self.comprise.mots,
            besoins=self.comprise.besoins,
            origine=d.get("pres") or (d["depuis"].origine if d.get("depuis") else None),
            rayon_km=float(d["rayon"]) if d.get("rayon") else None,
            themes=_masque(THEMES, d.get("theme")),
            quand=d.get("quand") or "",
            jours=tuple(JOURS.index(j) for j in d.get("jour") or ()),
            moments=tuple(MOMENTS.index(m) for m in d.get("moment") or ()),
            sans_rdv=bool(d.get("sans_rdv")),
            gratuit=bool(d.get("gratuit")),
            place=bool(d.get("place")),
            publics=_masque(PUBLICS, d.get("public")),
            natures=tuple(d.get("nature") or ()),
            modes=tuple(d.get("mode") or ()),
            postures=_masque(POSTURES, d.get("posture")),
            langues=_masque(LANGUES, [d["langue"]] if d.get("langue") else ()),
            metiers=_masque(METIERS, d.get("metier")),
            fauteuil=bool(d.get("fauteuil")),
            sans_condition=bool(d.get("sans_condition")),
            aidants_connect=bool(d.get("aidants_connect")),
            types=_masque(GROUPES, d.get("type")),
            lieux_natures=tuple(d.get("lieu") or ()),
            federation=federation,
            avant=d.get("avant"),
            depuis=d.get("depuis"),
            # Urgent means earliest first, whatever the sort asked for.
            tri="tot" if d.get("avant") else d.get("tri") or "pres",
        )

    def precisions(self, today: date) -> list[Precision]:
        """Return the words left aside that are criteria of this form."""
        return precisions(self.comprise.q, self.comprise.ignores, today=today)

    def messages_ignores(self, sauf: Iterable[Precision] = ()) -> list[str]:
        """Return the words that were left aside, in one sentence, but those that are proposed as criteria."""
        dits = {mot for p in sauf for mot in p.dits}
        return self.comprise.laisses([brut for brut in self.comprise.ignores if not dits.intersection(mots(brut))])

    def messages_erreurs(self) -> list[str]:
        """Return what was dropped, one French sentence each."""
        self.is_valid()
        # What is wrong with « Près de » is said once, by the field itself when it has something to say.
        avis = (
            "" if "pres" in self.errors else avis_en_francais(self.data.get("avis", ""), self.cleaned_data.get("pres"))
        )
        dites = [
            str(erreur)
            if champ in ("pres", "depuis")
            else f"{self.fields[champ].label} : cette valeur n’a pas été prise en compte."
            for champ, erreurs in self.errors.items()
            for erreur in list(erreurs)[:1]
        ]
        return [avis, *dites] if avis else dites


def _masque(nomenclature: Nomenclature, codes: Any) -> int:
    return nomenclature.masque(codes or ())


def _cases(nomenclature: Nomenclature, label: str) -> filters.MultipleChoiceFilter:
    return filters.MultipleChoiceFilter(
        label=label, choices=nomenclature.choices(), widget=forms.CheckboxSelectMultiple
    )


class CaseFilter(filters.Filter):
    """One check box: ticked or not asked."""

    field_class = forms.BooleanField

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)


class RechercheFilterSet(filters.FilterSet):
    """Every field of the question, with its name in the URL."""

    q = filters.CharFilter(
        label="En quelques mots",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "courrier, CV, imprimer…"}),
    )
    litteral = CaseFilter("Seulement ces mots")
    pres = filters.CharFilter(
        label="Près de",
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": "adresse ou commune", "autocomplete": "postal-code"}),
    )
    rayon = filters.ChoiceFilter(label="Distance", choices=RAYONS[1:], empty_label=RAYONS[0][1])
    theme = _cases(THEMES, "Besoin")
    quand = filters.ChoiceFilter(label="Quand", choices=QUAND[1:], empty_label=QUAND[0][1], widget=forms.RadioSelect)
    jour = filters.MultipleChoiceFilter(
        label="Jour", choices=list(zip(JOURS, JOURS_LABELS, strict=True)), widget=forms.CheckboxSelectMultiple
    )
    moment = filters.MultipleChoiceFilter(
        label="Moment", choices=list(zip(MOMENTS, MOMENTS_LABELS, strict=True)), widget=forms.CheckboxSelectMultiple
    )
    sans_rdv = CaseFilter("Sans rendez-vous")
    gratuit = CaseFilter("Gratuit")
    place = CaseFilter("Il y a de la place")
    public = _cases(PUBLICS, "S’adresse à")
    nature = filters.MultipleChoiceFilter(
        label="Forme d’activité", choices=Nature.choices, widget=forms.CheckboxSelectMultiple
    )
    mode = filters.MultipleChoiceFilter(label="Où", choices=Mode.choices, widget=forms.CheckboxSelectMultiple)
    posture = _cases(POSTURES, "Ce que la personne attend")
    langue = filters.ChoiceFilter(label="Langue parlée sur place", choices=LANGUES.choices(), empty_label="toutes")
    metier = _cases(METIERS, "Qui reçoit")
    fauteuil = CaseFilter("Accessible en fauteuil")
    sans_condition = CaseFilter("Ouvert à tout le monde, sans condition")
    aidants_connect = CaseFilter("Peut faire la démarche au nom de la personne")
    type = _cases(GROUPES, "Type de lieu")
    lieu = filters.MultipleChoiceFilter(
        label="Qui propose", choices=NatureLieu.choices, widget=forms.CheckboxSelectMultiple
    )
    avant = filters.DateFilter(
        label="C’est urgent : avant le…",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    depuis = filters.CharFilter(label="Depuis", max_length=40, widget=forms.HiddenInput)
    tri = filters.ChoiceFilter(label="Trier", choices=TRIS, empty_label=None, widget=forms.RadioSelect)

    class Meta:
        model = Offre
        fields: list[str] = []
        form = RechercheForm


class _Partages(dict):
    """Fields that nothing changes: each form has the same, not a copy that costs more than reading the question."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return dict(self)


@cache
def _classe() -> type[RechercheForm]:
    classe = RechercheFilterSet({}, queryset=Offre.objects.none()).get_form_class()
    for champ in classe.base_fields.values():
        if hasattr(champ.widget, "choices"):
            champ.widget.choices = list(champ.widget.choices)  # an iterator would say them anew each time
    classe.base_fields = _Partages(classe.base_fields)
    return cast("type[RechercheForm]", classe)


def formulaire(donnees: Any) -> RechercheForm:
    """Return the bound search form of a query string."""
    return _classe()(donnees)
