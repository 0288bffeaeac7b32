"""A structure and an activity as data·inclusion's Structure and Service: nothing invented, nobody's name."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django.core.validators import validate_email
from django.forms import ValidationError

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, PUBLICS, THEMES, Tarif
from ateliers.nomenclature import Nature as NatureOffre
from ateliers.seances import regle_de
from echanges.inclusion import codes
from recherche.fiches import lien_web
from recherche.phrases import TARIFS, ages_en_francais, papiers_de, reserve_en_francais, themes_en_francais
from recherche.referencement import absolue
from structures.horaires.phrases import en_francais
from structures.models import Lieu, Structure
from structures.nomenclature import Nature

SOURCE = "au-bon-endroit"
JOUR_MIN = date(2000, 1, 1)
NOM_MIN, NOM_MAX = 3, 150
TEXTE_MAX = 9_000
DEJA_DIT = 200  # characters: what is longer speaks for itself
CODE_INSEE = re.compile(r"\w{5}")
CODE_POSTAL = re.compile(r"\d{5}")
SIRET = re.compile(r"\d{14}")


def identifiant(uid: str) -> str:
    return f"{SOURCE}--{uid}"


def structure(s: Structure, lieu: Lieu | None, *, membre: bool, modifie_le: date, today: date) -> dict[str, Any]:
    """Return a structure at its main place; `membre`: it belongs to a federation of centres sociaux.

    `modifie_le` is the day of its last check, or of its last change.
    """
    return _sans_vides(
        {
            "source": SOURCE,
            "id": identifiant(s.uid),
            "nom": _nom(s.nom),
            "date_maj": _jour(modifie_le, today),
            "description": _texte(s.presentation) if len(s.presentation.strip()) >= 5 else None,
            "lien_source": absolue(lieu.get_absolute_url()) if lieu else None,
            "siret": s.siret if SIRET.fullmatch(s.siret) else None,
            **_adresse(lieu),
            "telephone": _telephone(lieu and lieu.telephone, s.telephone),
            "courriel": _courriel(lieu.courriel if lieu else "", s.courriel),
            "site_web": lien_web(s.site_web or (lieu.site_web if lieu else "")),
            "horaires_accueil": lieu.horaires if lieu else None,
            "accessibilite_lieu": lien_web(lieu.acces_libre_url) if lieu else None,
            "reseaux_porteurs": ["fcsf"] if membre and s.nature in (Nature.CENTRE, Nature.EVS) else None,
        }
    )


def service(offre: Offre, *, modifie_le: date, today: date) -> dict[str, Any]:
    """Return an activity, loaded with its structure and its place; `modifie_le`: its last check, or change."""
    lieu, s = offre.lieu, offre.structure
    publics = _publics(offre)
    themes = sorted({t for code in THEMES.codes(offre.themes) for t in codes.THEMES[code]})
    telephone = _telephone(offre.telephone, lieu and lieu.telephone, lieu and lieu.structure.telephone, s.telephone)
    courriel = _courriel(offre.courriel, lieu.courriel if lieu else "", s.courriel)
    lien = lien_web(offre.inscription_url)
    tarif = codes.FRAIS.get(offre.tarif)
    return _sans_vides(
        {
            "source": SOURCE,
            "structure_id": identifiant(s.uid),
            "id": identifiant(offre.uid),
            "nom": _nom(offre.nom),
            "description": description(offre),
            "lien_source": absolue(offre.get_absolute_url()),
            "date_maj": _jour(modifie_le, today),
            "type": codes.NATURES[offre.nature],
            "thematiques": themes,
            "frais": tarif,
            "frais_precisions": (offre.tarif_detail or TARIFS[Tarif(offre.tarif)]) if tarif == "payant" else None,
            "publics": publics,
            "publics_precisions": _phrases(PUBLICS.labels(offre.publics), [ages_en_francais(offre)]),
            "conditions_acces": _phrases(reserve_en_francais(offre), _a_apporter(offre)),
            **_adresse(lieu),
            "telephone": telephone,
            "courriel": courriel,
            "modes_accueil": [codes.MODES[offre.mode]],
            "zone_eligibilite": _zone(offre),
            "lien_mobilisation": lien,
            "modes_mobilisation": _mobilisation(offre, telephone, courriel, lien),
            "mobilisable_par": ["professionnels", "usagers"],
            "mobilisation_precisions": _phrases(ACCES.labels(offre.acces)),
            "horaires_accueil": regle_de(offre).osm,
        }
    )


def _publics(offre: Offre) -> list[str]:
    """Return the audiences. One that the list has no word for narrows nothing there: « publics_precisions » says it."""
    officiels = sorted({p for code in PUBLICS.codes(offre.publics) if (p := codes.PUBLICS[code])})
    seul = "tous-publics" in officiels or (offre.publics and not officiels)
    return ["tous-publics"] if seul else officiels


def description(offre: Offre) -> str:
    """Return what an activity is, in short sentences: its own words, then what its fields say when they are few."""
    texte = offre.presentation.strip()
    if len(texte) >= DEJA_DIT:
        return _texte(texte)
    themes = themes_en_francais(offre.themes)
    horaires = en_francais(regle_de(offre))
    phrases = [
        texte,
        f"{NatureOffre(offre.nature).label} : {offre.nom}",
        f"Pour quoi : {', '.join(themes)}" if themes else "",
        f"Quand : {horaires}" if horaires else "",
        f"Où : {offre.lieu.nom}, {offre.lieu.adresse}, {offre.lieu.commune.nom}" if offre.lieu else "",
        f"Proposé par : {offre.structure.nom}",
        ", ".join(ACCES.labels(offre.acces)),
        f"Tarif : {offre.tarif_detail or TARIFS[Tarif(offre.tarif)]}" if offre.tarif else "",
        f"Pour qui : {', '.join(PUBLICS.labels(offre.publics)).lower()}" if offre.publics else "",
        *_a_apporter(offre),
        "La place qui reste et les prochaines séances se lisent sur la page de l’activité, tenue par le lieu",
    ]
    return _texte(_phrases(phrases) or offre.nom)


def _a_apporter(offre: Offre) -> list[str]:
    papiers = papiers_de(offre)
    return [f"À apporter : {', '.join(papiers)}"] if papiers else []


def _mobilisation(offre: Offre, telephone: str | None, courriel: str | None, lien: str) -> list[str]:
    modes = ["telephoner"] if telephone else []
    modes += ["envoyer-un-courriel"] if courriel else []
    modes += ["utiliser-lien-mobilisation"] if lien else []
    if offre.lieu is not None and offre.acces & ACCES["sans_rdv"].masque:
        modes.append("se-presenter")
    return sorted(modes)


def _zone(offre: Offre) -> list[str] | None:
    """Return where one must live: said only of what goes to people or answers from afar."""
    morceaux = [code for code in offre.zone.split("|") if code]
    return ["france"] if "france" in morceaux else morceaux


def _adresse(lieu: Lieu | None) -> dict[str, Any]:
    if lieu is None:
        return {}
    exacte = lieu.precision == "exacte"
    return {
        "commune": lieu.commune.nom,
        "code_postal": lieu.code_postal if CODE_POSTAL.fullmatch(lieu.code_postal) else None,
        "code_insee": lieu.commune.code_insee if CODE_INSEE.fullmatch(lieu.commune.code_insee) else None,
        "adresse": lieu.adresse,
        "complement_adresse": lieu.complement,
        "longitude": lieu.longitude if exacte else None,
        "latitude": lieu.latitude if exacte else None,
    }


def _nom(nom: str) -> str:
    """Return a name as the list wants it: 3 to 150 characters, no full stop at the end."""
    court = nom.strip()[:NOM_MAX].rstrip(". ")
    return court if len(court) >= NOM_MIN else f"{court} ({SOURCE})"


def _texte(texte: str) -> str:
    return texte[:TEXTE_MAX]


def _phrases(*listes: list[str]) -> str | None:
    phrases = [p.strip() for liste in listes for p in liste if p and p.strip()]
    return " ".join(p if p.endswith((".", "!", "?")) else f"{p}." for p in phrases) or None


def _jour(jour: date, today: date) -> str:
    """Return a day that the list takes: of this century, and not to come, even for a reader whose clock is in UTC."""
    return min(max(jour, JOUR_MIN), today, datetime.now(UTC).date()).isoformat()


def _telephone(*numeros: Any) -> str | None:
    return next((n.as_e164 for n in numeros if n and n.is_valid()), None)


def _courriel(*adresses: str) -> str | None:
    for adresse in filter(None, adresses):
        try:
            validate_email(adresse)
        except ValidationError:
            continue
        return adresse
    return None


def _sans_vides(ligne: dict[str, Any]) -> dict[str, Any]:
    return {champ: valeur for champ, valeur in ligne.items() if valeur not in (None, "", [])}
