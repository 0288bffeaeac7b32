"""Where an activity takes place: at a place of the structure, or over a zone when one does not come."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ateliers.models import Offre
from ateliers.nomenclature import Mode
from espace.forms.cartes import CarteForm
from structures.communes import proposer
from structures.cycle import CYCLE
from structures.models import Commune, Lieu, Structure

COMMUNES_MAX = 60
TERRITOIRE, COMMUNES, FRANCE = "territoire", "communes", "france"
ETENDUES = ((TERRITOIRE, "Tout le territoire"), (COMMUNES, "Seulement ces communes"), (FRANCE, "Toute la France"))


def lieux_possibles(structures: Iterable[int]) -> list[Lieu]:
    """Return the places where these structures may hold an activity: neither closed nor archived."""
    vivants = [etat for etat, regle in CYCLE.items() if regle.page not in ("disparu", "renvoi")]
    return list(
        Lieu.objects.filter(structure__in=list(structures), etat__in=vivants)
        .select_related("commune", "structure")
        .order_by("-principal", "nom_plie", "pk")
    )


class OuMixin(forms.BaseForm):
    """The three questions, for any form: the place or the way, how far, which communes."""

    federation: Any
    lieux: dict[str, Lieu]

    def poser(self, structure: Structure, lieux: Iterable[Lieu]) -> None:
        """Add the fields; the choices are these places, then the ways of not coming."""
        self.federation = structure.federation
        self.lieux = {lieu.uid: lieu for lieu in lieux}
        modes = [(m.value, m.label) for m in Mode if m != Mode.SUR_PLACE]
        territoire = f"{ETENDUES[0][1]} : {self.federation.territoire}"
        self.fields["ou"] = forms.ChoiceField(
            label="Où cela se passe",
            choices=[(uid, lieu.nom) for uid, lieu in self.lieux.items()] + modes,
            widget=forms.RadioSelect,
            error_messages={"required": "Choisissez un lieu, ou une façon de ne pas se déplacer."},
        )
        self.fields["etendue"] = forms.ChoiceField(
            label="Si l’on ne se déplace pas : pour quels habitants",
            choices=[(TERRITOIRE, territoire), *ETENDUES[1:]],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields["communes"] = forms.CharField(
            label="Ces communes",
            required=False,
            max_length=1500,
            help_text=(
                "Obligatoire pour « Seulement ces communes ». Séparées par des virgules : "
                "« Créteil, 94600, Alfortville »."
            ),
        )

    def lire_ou(self, donnees: dict[str, Any]) -> tuple[Lieu | None, str, str]:
        """Return the place, the mode and the zone that the three answers give; errors are put beside their field."""
        ou = donnees.get("ou", "")
        if ou in self.lieux:
            return self.lieux[ou], Mode.SUR_PLACE.value, ""
        return None, ou, self._zone(donnees) if ou else ""

    def _zone(self, donnees: dict[str, Any]) -> str:
        etendue, texte = donnees.get("etendue") or "", donnees.get("communes") or ""
        if etendue == FRANCE:
            return "|france|"
        if etendue == COMMUNES or (not etendue and texte.strip()):
            return self._zone_de(texte)
        departements = self.federation.departements
        if not departements:
            self.add_error("etendue", "Donnez les communes : le territoire de la fédération n’est pas renseigné.")
        return "".join(f"|{code}" for code in departements) + "|"

    def _zone_de(self, texte: str) -> str:
        morceaux = [m.strip() for m in texte.replace(";", ",").replace("\n", ",").split(",") if m.strip()]
        if not morceaux:
            self.add_error("communes", "Écrivez au moins une commune.")
            return ""
        if len(morceaux) > COMMUNES_MAX:
            self.add_error("communes", f"Pas plus de {COMMUNES_MAX} communes : choisissez plutôt tout le territoire.")
            return ""
        codes: list[str] = []
        for morceau in morceaux:
            trouvees = proposer(morceau, limite=1)
            if not trouvees:
                self.add_error("communes", f"Nous ne connaissons pas de commune « {morceau[:60]} ».")
                return ""
            codes += [c.code_insee for c in trouvees if c.code_insee not in codes]
        return "".join(f"|{code}" for code in codes) + "|"


class OffreOuForm(OuMixin, CarteForm):
    """Move an activity to another place, or make it come to people."""

    colonnes = ("lieu", "mode", "zone", "suit_le_lieu")
    # Written with the others, told by the hours' own card.
    muettes = ("suit_le_lieu",)
    si_dites = ("lieu", "zone")

    class Meta:
        model = Offre
        fields: list[str] = []
        labels = {"mode": "Comment", "zone": "Pour les habitants de"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offre = self.instance
        structures = {offre.structure_id} | ({offre.lieu.structure_id} if offre.lieu else set())
        lieux = lieux_possibles(structures)
        if offre.lieu is not None and offre.lieu not in lieux:
            lieux.append(offre.lieu)
        self.poser(offre.structure, lieux)
        self.initial.update(self._actuels(offre))

    def _actuels(self, offre: Offre) -> dict[str, str]:
        if offre.mode == Mode.SUR_PLACE and offre.lieu is not None:
            return {"ou": offre.lieu.uid, "etendue": "", "communes": ""}
        codes = [c for c in offre.zone.split("|") if c]
        if "france" in codes:
            return {"ou": offre.mode, "etendue": FRANCE, "communes": ""}
        if codes and set(codes) == set(self.federation.departements):
            return {"ou": offre.mode, "etendue": TERRITOIRE, "communes": ""}
        noms = Commune.objects.in_bulk(codes)
        connues = [noms[c].nom if c in noms else c for c in codes]
        return {"ou": offre.mode, "etendue": COMMUNES, "communes": ", ".join(connues)}

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        lieu, mode, zone = self.lire_ou(donnees)
        if self.errors:
            return donnees
        if mode == Mode.SUR_PLACE or not self._garde_son_lieu():
            self.instance.lieu = lieu
        self.instance.mode, self.instance.zone = mode, zone
        if self.instance.lieu is None:
            self.instance.suit_le_lieu = False
        return donnees

    def _garde_son_lieu(self) -> bool:
        """Keep the place of what is done from there: it says who answers; and whose it is, when a partner runs it."""
        offre = self.instance
        return offre.lieu is not None and (
            offre.mode != Mode.SUR_PLACE or offre.structure_id != offre.lieu.structure_id
        )


class OffreAnimeForm(CarteForm):
    """Who runs it: the structure itself, or one of its partners; both then keep the page."""

    class Meta:
        model = Offre
        fields = ["structure"]
        labels = {"structure": "Animé par"}

    def __init__(self, *args: Any, utilisateur: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offre = self.instance
        accueil = offre.lieu.structure if offre.lieu else offre.structure
        choix = {accueil.pk, offre.structure_id}
        # The keepers of the place choose among its partners; a partner may only hand the activity back.
        if offre.lieu and Structure.objects.editable_by(utilisateur).filter(pk=accueil.pk).exists():
            choix |= set(accueil.partenariats.values_list("partenaire_id", flat=True))
        structures = Structure.objects.filter(pk__in=choix)
        champ = forms.ModelChoiceField(
            label="Animé par",
            queryset=structures.active() | structures.filter(pk=offre.structure_id),
            widget=forms.RadioSelect,
            empty_label=None,
            help_text=(
                "Parmi les partenaires de qui accueille. L’un et l’autre peuvent ensuite modifier cette page."
                if offre.lieu
                else "Une activité sans lieu est tenue par la structure qui la propose."
            ),
        )
        champ.error_messages["required"] = "Choisissez qui anime."
        self.fields["structure"] = champ
