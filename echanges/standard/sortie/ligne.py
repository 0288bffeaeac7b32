"""One place, its activities and where it came from → the 32 cells of the standard. Reads no database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from phonenumber_field.phonenumber import PhoneNumber

from ateliers.models import Offre
from core.textes import plier
from echanges.standard.colonnes import COLONNES
from echanges.standard.nettoyage.contacts import courriels
from echanges.standard.nettoyage.textes import texte, une_ligne
from echanges.standard.sortie import pliage, regles
from echanges.standard.sortie.precisions import avec_tete, tete
from structures.models import Lieu, Source
from structures.nomenclature import (
    ACCESSIBILITES,
    DISPOSITIFS,
    FORMATIONS,
    ITINERANCES,
    PRISES_EN_CHARGE,
    Precision,
)

# Free text, where a spreadsheet could meet a formula; the other columns hold codes, numbers and addresses.
LIBRES = (
    "nom", "commune", "adresse", "complement_adresse", "horaires", "presentation_resume", "presentation_detail",
    "source", "structure_parente", "autres_formations_labels",
)  # fmt: skip

OBLIGATOIRES = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj")


@dataclass
class _Refus:
    """What a list refuses, with its name: left out of its column, said in the presentation."""

    phrases: list[str] = field(default_factory=list)

    def tenir(self, nom: str, valeur: str, *, admise: bool) -> str:
        """Return the value when it is admitted; else '' and remember it."""
        if valeur and not admise:
            self.phrases.append(f"{nom} : {valeur}")
        return valeur if admise else ""


@dataclass(frozen=True, slots=True)
class Entree:
    """What a row is made of. `modifie_le` stands for a check that nobody has dated."""

    lieu: Lieu
    offres: Sequence[Offre]
    provenance: Source | None
    identifiant: str
    codes_postaux: Sequence[str]
    modifie_le: date


def ecrire_ligne(entree: Entree) -> dict[str, str] | None:
    """Return the cells by column, in their order; None for a place that cannot be a valid row."""
    lieu, structure, offres = entree.lieu, entree.lieu.structure, entree.offres
    brut = entree.provenance.brut if entree.provenance else None
    code_postal = next((c for c in (lieu.code_postal, *entree.codes_postaux) if regles.code_postal(c)), "")
    commune = regles.commune(lieu.commune.nom)
    refus = _Refus()
    appel = numero(lieu.telephone or structure.telephone)
    telephone = refus.tenir("téléphone", appel, admise=regles.telephone(appel))
    mails = _courriels(lieu, brut, refus)
    rdv = refus.tenir("prise de rendez-vous", lieu.prise_rdv_url, admise=regles.url(lieu.prise_rdv_url))
    acceslibre = refus.tenir("fiche Acceslibre", lieu.acces_libre_url, admise=regles.url(lieu.acces_libre_url))
    cellules = {
        "id": entree.identifiant,
        "pivot": structure.siret or structure.rna or regles.PIVOT_INCONNU,
        "nom": une_ligne(lieu.nom),
        "commune": commune,
        "code_postal": code_postal,
        "code_insee": regles.code_insee(lieu.commune_id),
        "adresse": _adresse(lieu, commune, refus),
        "complement_adresse": une_ligne(lieu.complement),
        **_position(lieu),
        "typologie": "|".join(lieu.typologies),
        "telephone": telephone,
        "courriels": "|".join(mails),
        "site_web": "|".join(_sites(lieu, refus)),
        "horaires": lieu.horaires or une_ligne(lieu.horaires_source),
        "presentation_resume": lieu.presentation_resume,
        "source": une_ligne((brut or {}).get("source", "") or _fournisseur(entree)),
        "itinerance": "|".join(ITINERANCES.codes(lieu.itinerance)),
        "structure_parente": _parente(lieu, brut),
        "date_maj": (lieu.verifie_le or entree.modifie_le).isoformat(),
        "services": "|".join(pliage.services(offres, brut)),
        "publics_specifiquement_adresses": "|".join(pliage.publics(offres)),
        "prise_en_charge_specifique": "|".join(_prises_en_charge(lieu, offres)),
        "frais_a_charge": "|".join(pliage.frais(offres)),
        "dispositif_programmes_nationaux": "|".join(
            DISPOSITIFS.codes(lieu.dispositifs | DISPOSITIFS.masque(pliage.dispositifs(offres)))
        ),
        "formations_labels": "|".join(_formations(lieu, refus)),
        "autres_formations_labels": une_ligne(lieu.autres_formations.replace("|", ", ")),
        "modalites_acces": "|".join(
            pliage.modalites_acces(offres, pliage.Moyens(bool(telephone), bool(mails), bool(rdv)), brut)
        ),
        "modalites_accompagnement": "|".join(pliage.accompagnements(offres, brut)),
        "fiche_acces_libre": acceslibre,
        "prise_rdv": rdv,
    }
    phrase = tete(lieu, offres, refus.phrases, f"{settings.SITE_URL}{lieu.get_absolute_url()}")
    cellules["presentation_detail"] = avec_tete(phrase, lieu.presentation)
    propres = {c: _propre(c, cellules[c]) for c in COLONNES}
    return propres if all(propres[c] for c in OBLIGATOIRES) else None


def _propre(colonne: str, valeur: str) -> str:
    """Return a cell without invisible characters, and without a formula where it is free text."""
    if colonne not in LIBRES:
        return valeur
    propre = regles.desarmer(texte(valeur, colonne)[0])
    return propre[: regles.RESUME_MAX] if colonne == "presentation_resume" else propre


def _adresse(lieu: Lieu, commune: str, refus: _Refus) -> str:
    """Return the address in the signs that the model takes; it is required, so the commune stands for a missing one."""
    entiere = une_ligne(lieu.adresse)
    ecrite = regles.adresse(entiere)
    refus.tenir("adresse", entiere, admise=ecrite == entiere)
    return ecrite or regles.adresse(lieu.complement) or commune


def _position(lieu: Lieu) -> dict[str, str]:
    """Return the point; the centre of a commune is nobody's address, so it is not given as one."""
    if lieu.precision == Precision.APPROXIMATIVE:
        return {"latitude": "", "longitude": ""}
    return {"latitude": _nombre(lieu.latitude), "longitude": _nombre(lieu.longitude)}


def _nombre(valeur: float) -> str:
    exact = repr(valeur)
    return format(valeur, ".9f") if "e" in exact else exact


def _courriels(lieu: Lieu, brut: pliage.Brut, refus: _Refus) -> list[str]:
    """Return the mail, and the ones beside it in the file that brought it as long as it is still the same."""
    premier = lieu.courriel or lieu.structure.courriel
    admis = refus.tenir("courriel", premier, admise=regles.courriel(premier))
    apportes = courriels((brut or {}).get("courriels", ""))[0]
    if admis and apportes[:1] == (admis,):
        return [c for c in apportes if regles.courriel(c)]
    return [admis] if admis else []


def _sites(lieu: Lieu, refus: _Refus) -> list[str]:
    adresses = dict.fromkeys([lieu.site_web, *(adresse for _, adresse in lieu.structure.reseaux)])
    return [a for a in adresses if refus.tenir("site", a, admise=regles.url(a))]


def _formations(lieu: Lieu, refus: _Refus) -> list[str]:
    labels = FORMATIONS.codes(lieu.formations)
    return [x for x in labels if refus.tenir("label", x, admise=x not in regles.LABELS_REFUSES)]


def _prises_en_charge(lieu: Lieu, offres: Sequence[Offre]) -> list[str]:
    dites = set(PRISES_EN_CHARGE.codes(lieu.prises_en_charge)) | set(pliage.prises_en_charge(offres))
    if lieu.accessibilites & ACCESSIBILITES["lsf"].masque:
        dites.add("Surdité")
    return [t.code for t in PRISES_EN_CHARGE if t.code in dites]


def _fournisseur(entree: Entree) -> str:
    return entree.provenance.source if entree.provenance else entree.lieu.structure.federation.nom


def _parente(lieu: Lieu, brut: pliage.Brut) -> str:
    """Return what an import said of the organisation above, or its name when the place has its own."""
    apportee = une_ligne((brut or {}).get("structure_parente", ""))
    if apportee or plier(lieu.structure.nom) == plier(lieu.nom):
        return apportee
    return une_ligne(lieu.structure.nom)


def numero(telephone: PhoneNumber | str) -> str:
    """Return a telephone number as it is dialled from anywhere, or as it was written."""
    if not isinstance(telephone, PhoneNumber):
        return str(telephone)
    return telephone.as_e164 if telephone.is_valid() else str(telephone.raw_input or telephone)
