"""One row of the file → a Fiche or a Rejet. Reads no database and writes nothing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from core.voies import Voie
from echanges.remarques import Remarque, Remarques, note, signale
from echanges.standard import offres, offres_inclusion
from echanges.standard.colonnes import COLONNES
from echanges.standard.fiche import Fiche, Rejet, Valeurs
from echanges.standard.lignes import LigneLue
from echanges.standard.nettoyage import codes, communes, contacts, dates, enumerations, horaires, identifiants
from echanges.standard.nettoyage.positions import Position, position
from echanges.standard.nettoyage.textes import borner, est_vide, texte, une_ligne
from echanges.standard.sortie.precisions import sans_tete
from echanges.standard.sortie.regles import rearmer
from echanges.standard.valeurs import SANS_PUBLIC
from structures.cycle import Etat
from structures.nomenclature import DISPOSITIFS, FORMATIONS, ITINERANCES, PRISES_EN_CHARGE, Nature, Precision

IDENTIFIANT_MAX = 140
# Outside the standard: how one comes, that nearly every file says; the services of data·inclusion, as JSON.
ARRET, ACTIVITES = "arret", "activites"
# Read by nobody here, but the raw words are kept: an export gives them back.
GARDEES = ("structure_parente", "source", "modalites_acces", "modalites_accompagnement")
_RESEAUX = {
    "facebook.com": "facebook", "instagram.com": "instagram", "youtube.com": "youtube", "linkedin.com": "linkedin",
    "x.com": "x", "twitter.com": "x", "tiktok.com": "tiktok", "whatsapp.com": "whatsapp", "wa.me": "whatsapp",
}  # fmt: skip


@dataclass
class _Lecture:
    """The cells of a row, and the remarks that reading them brings."""

    cellules: dict[str, str]
    remarques: list[Remarque] = field(default_factory=list)
    identifiant: str = ""
    nom: str = ""
    colonnes: frozenset[str] = frozenset()  # that the file has: nothing is said of a column that is not there

    def dire(self, resultat: tuple) -> Any:
        """Keep the remarks, which come last, and return the rest."""
        *valeurs, remarques = resultat
        self.remarques += remarques
        return valeurs[0] if len(valeurs) == 1 else tuple(valeurs)

    def mot(self, champ: str, maximum: int) -> str:
        """Return a text of one line that fits its field."""
        return self.dire(borner(une_ligne(self.cellules[champ]), maximum, champ))

    def liste(self, champ: str) -> list[str]:
        """Return the values of a closed list."""
        valeurs, _ = self.dire(enumerations.enumeration(self.cellules[champ], champ))
        return valeurs


def lire_ligne(ligne: LigneLue, referentiel: communes.Referentiel, *, today: date) -> Fiche | Rejet:
    """Read one row; the referential may gain the commune that the row states whole."""
    lu = _Lecture({}, colonnes=frozenset(ligne.valeurs))
    for champ in (*COLONNES, ARRET):
        propre, remarques = texte(ligne.valeurs.get(champ, ""), champ)
        propre = rearmer(propre)
        lu.cellules[champ] = "" if est_vide(propre) else propre
        lu.remarques += remarques
    if ligne.en_trop:
        debut = " ; ".join(ligne.en_trop)[:200]
        lu.remarques.append(signale("ligne", debut, "cellules au-delà des colonnes, laissées de côté"))
    lu.identifiant, lu.nom = une_ligne(lu.cellules["id"]), lu.mot("nom", 160)
    raison = _sans_identite(lu.identifiant, lu.nom)
    if raison:
        return _rejet(ligne, lu, raison)
    commune, code_postal = _commune(lu, referentiel)
    if commune is None:
        return _rejet(ligne, lu, f"{lu.remarques[-1].raison} : {lu.cellules['commune']}")
    point = lu.dire(
        position(
            lu.cellules["latitude"],
            lu.cellules["longitude"],
            centre=commune.centre,
            metropole=not commune.departement.startswith(("97", "98")),
        )
    )
    if point is None:
        return _rejet(
            ligne, lu, "ni position, ni centre connu de la commune (chargez les communes : manage.py communes)"
        )
    return _fiche(ligne, lu, commune, code_postal, point, today=today)


def _rejet(ligne: LigneLue, lu: _Lecture, raison: str) -> Rejet:
    return Rejet(ligne.numero, lu.identifiant[:IDENTIFIANT_MAX], lu.nom, raison, tuple(lu.remarques))


def _sans_identite(identifiant: str, nom: str) -> str:
    if not identifiant:
        return "la ligne n’a pas d’identifiant"
    if len(identifiant) > IDENTIFIANT_MAX:
        return f"l’identifiant dépasse {IDENTIFIANT_MAX} caractères"
    return "" if nom else "la ligne n’a pas de nom"


def _commune(lu: _Lecture, referentiel: communes.Referentiel) -> tuple[communes.CommuneLue | None, str]:
    code_postal = lu.dire(codes.code_postal(lu.cellules["code_postal"]))
    code_insee = lu.dire(codes.code_insee(lu.cellules["code_insee"]))
    nom = une_ligne(lu.cellules["commune"])[:200]
    return lu.dire(communes.commune(nom, code_postal, code_insee, referentiel))


def _fiche(
    ligne: LigneLue,
    lu: _Lecture,
    commune: communes.CommuneLue,
    code_postal: str,
    point: Position,
    *,
    today: date,
) -> Fiche:
    siret, rna = lu.dire(identifiants.pivot(lu.cellules["pivot"]))
    typologies = lu.liste("typologie")
    site, reseaux = _sites(lu)
    verifie = lu.dire(dates.date_maj(lu.cellules["date_maj"], today=today)) if "date_maj" in lu.colonnes else None
    date_et_voie = [verifie.isoformat(), Voie.IMPORT.value] if verifie else [None, ""]
    osm, phrase = lu.dire(horaires.horaires(lu.cellules["horaires"]))
    resume, presentation = _presentations(lu)
    dispositifs, formations = _dispositifs(lu)
    publics, prises_en_charge = _publics(lu)
    lieu: Valeurs = {
        "nom": [lu.nom],
        "adresse": [_adresse(lu)],
        "complement": [lu.mot("complement_adresse", 200)],
        "commune": [code_postal, commune.code_insee],
        "position": [point.latitude, point.longitude, Precision(point.precision).value],
        "typologies": [typologies],
        "itinerance": [ITINERANCES.masque(lu.liste("itinerance"))],
        "telephone": [lu.dire(contacts.telephone(lu.cellules["telephone"], commune.departement))],
        "courriel": [_courriel(lu)],
        "site_web": [site],
        "prise_rdv_url": [_lien(lu, "prise_rdv")],
        "acces_libre_url": [_lien(lu, "fiche_acces_libre")],
        "presentation_resume": [resume],
        "presentation": [presentation],
        "horaires": [osm, phrase],
        "dispositifs": [DISPOSITIFS.masque(dispositifs)],
        "formations": [FORMATIONS.masque(formations)],
        "autres_formations": [_autres_formations(lu)],
        "prises_en_charge": [PRISES_EN_CHARGE.masque(prises_en_charge)],
        "verifie": date_et_voie,
    }
    if ARRET in lu.colonnes:
        lieu["arret"] = [lu.mot(ARRET, 160)]
    services, par_defaut, ferme = _services(lu) if ACTIVITES not in lu.colonnes else ([], False, False)
    conditions = offres.Conditions(
        accompagnements=tuple(lu.liste("modalites_accompagnement")),
        acces=tuple(_modalites_acces(lu, ouvert=bool(services or par_defaut))),
        publics=tuple(publics),
        frais=tuple(lu.dire(enumerations.frais(lu.liste("frais_a_charge"), lu.cellules["frais_a_charge"]))),
        dispositifs=tuple(dispositifs),
        prises_en_charge=tuple(prises_en_charge),
        departement=commune.departement,
        suit_le_lieu=bool(osm),
        verifie=date_et_voie,
    )
    activites, remarques = offres.offres(services, conditions, par_defaut=par_defaut)
    lu.remarques += remarques
    if ACTIVITES in lu.colonnes:
        activites, remarques = offres_inclusion.offres(
            ligne.valeurs[ACTIVITES], departement=commune.departement, today=today
        )
        lu.remarques += remarques
    structure: Valeurs = {
        "nom": [lu.nom],
        "nature": [nature_de(typologies)],
        "siret": [siret],
        "rna": [rna],
        "reseaux": [reseaux],
    }
    return Fiche(
        numero=ligne.numero,
        identifiant=lu.identifiant,
        nom=lu.nom,
        commune=commune,
        structure=structure,
        lieu=lieu,
        # A place that receives nobody is not published: somebody decides.
        lieu_creation={"etat": (Etat.BROUILLON if ferme else Etat.PUBLIE).value},
        offres=activites,
        brut=_brut(ligne, lu.remarques),
        parente=_parente(lu),
        remarques=tuple(lu.remarques),
    )


def nature_de(typologies: list[str]) -> str:
    """Return what the organisation is to the network, from the national codes.

    Only a social centre and an EVS are told by their code. Whether a médiathèque or an association is a partner of
    the federation is not in the file: it is « autre » until the federation says so, and the import never undoes it.
    """
    if "CS" in typologies or "CSC" in typologies:
        return Nature.CENTRE.value
    return Nature.EVS.value if "EVS" in typologies else Nature.AUTRE.value


def _parente(lu: _Lecture) -> str:
    """Return the name of the organisation above the place; a number is not a name."""
    parente = une_ligne(lu.cellules["structure_parente"])
    return parente if len(parente) <= 200 and any(c.isalpha() for c in parente) else ""


def _adresse(lu: _Lecture) -> str:
    adresse = lu.mot("adresse", 200)
    if not adresse and "adresse" in lu.colonnes:
        lu.remarques.append(signale("adresse", "", "adresse manquante"))
    return adresse


def _courriel(lu: _Lecture) -> str:
    trouves = lu.dire(contacts.courriels(lu.cellules["courriels"]))
    tenus = [c for c in trouves if len(c) <= 254]
    lu.remarques += [note("courriels", c, "gardé à côté : la page montre le premier") for c in tenus[1:]]
    return tenus[0] if tenus else ""


def _sites(lu: _Lecture) -> tuple[str, list[list[str]]]:
    """Return the site to show, and the social networks with their address."""
    trouves = lu.dire(contacts.sites(lu.cellules["site_web"]))
    reseaux = [[r, s] for s in trouves if (r := _reseau(s))]
    propres = [s for s in trouves if not _reseau(s)]
    lu.remarques += [note("site_web", s, "gardé à côté : la page montre le premier") for s in propres[1:]]
    return (propres or trouves or [""])[0], reseaux


def _reseau(adresse: str) -> str:
    hote = (urlsplit(adresse).hostname or "").casefold()
    return next((r for d, r in _RESEAUX.items() if hote == d or hote.endswith(f".{d}")), "")


def _lien(lu: _Lecture, champ: str) -> str:
    trouves = lu.dire(contacts.sites(lu.cellules[champ], champ))
    lu.remarques += [note(champ, s, "gardé à côté : un seul lien") for s in trouves[1:]]
    return trouves[0] if trouves else ""


def _presentations(lu: _Lecture) -> tuple[str, str]:
    """Return the short and the long text; a short one that is too long gives its whole to the long one."""
    resume, detail = lu.cellules["presentation_resume"], sans_tete(lu.cellules["presentation_detail"])
    if len(resume) > 280 and not detail:
        detail = resume
    return lu.dire(borner(resume, 280, "presentation_resume")), lu.dire(borner(detail, 20_000, "presentation_detail"))


def _dispositifs(lu: _Lecture) -> tuple[list[str], list[str]]:
    champ = "dispositif_programmes_nationaux"
    dispositifs, labels = lu.dire(enumerations.enumeration(lu.cellules[champ], champ))
    formations = lu.liste("formations_labels")
    return dispositifs, list(dict.fromkeys([*formations, *labels]))


def _publics(lu: _Lecture) -> tuple[list[str], list[str]]:
    champ = "publics_specifiquement_adresses"
    publics, soins = lu.dire(enumerations.enumeration(lu.cellules[champ], champ))
    prises = lu.liste("prise_en_charge_specifique")
    return lu.dire(enumerations.publics(publics, lu.cellules[champ])), list(dict.fromkeys([*prises, *soins]))


def _autres_formations(lu: _Lecture) -> str:
    morceaux = [une_ligne(m) for m in lu.cellules["autres_formations_labels"].split("|")]
    return lu.dire(borner(", ".join(m for m in morceaux if m), 300, "autres_formations_labels"))


def _services(lu: _Lecture) -> tuple[list[str], bool, bool]:
    """Return (keys of services, « defaults of another tool », « receives nobody »)."""
    valeurs = lu.liste("services")
    if not valeurs and SANS_PUBLIC in enumerations.enumeration(lu.cellules["modalites_acces"], "modalites_acces")[0]:
        lu.remarques.append(
            signale("modalites_acces", SANS_PUBLIC, "ce lieu ne reçoit pas de public : pris en brouillon")
        )
        return [], False, True
    if not valeurs and "services" not in lu.colonnes:
        return [], False, False
    services, par_defaut = lu.dire(enumerations.services(valeurs, lu.cellules["services"]))
    return services, par_defaut, False


def _modalites_acces(lu: _Lecture, *, ouvert: bool) -> list[str]:
    modalites = lu.liste("modalites_acces")
    if ouvert and SANS_PUBLIC in modalites:
        lu.remarques.append(signale("modalites_acces", SANS_PUBLIC, "contredit par les services : laissé de côté"))
        modalites.remove(SANS_PUBLIC)
    return modalites


def _brut(ligne: LigneLue, remarques: list[Remarque] | Remarques) -> dict[str, str]:
    """Return the raw cells of what was touched, and of what we have no field for."""
    touchees = {r.champ for r in remarques if r.avant} | set(GARDEES)
    if "latitude" in touchees:
        touchees.add("longitude")
    return {c: v for c, v in ligne.valeurs.items() if c in touchees and v.strip()}
