"""Which commune a row names: homonyms, CEDEX, abbreviations, former names, wrong INSEE codes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from echanges.remarques import Remarque, Remarques, note, repare, signale
from structures.communes import FicheCommune, cle_commune
from structures.models.communes import departement_de

AUTRE_COMMUNE = "ce nom et ce code postal sont de deux communes différentes"
RESSEMBLANCE = 88
_ARTICLES = re.compile(r"^(?:le|la|les|l|commune de|ville de|mairie de) ")
_ARRONDISSEMENT = re.compile(r"(paris|lyon|marseille) 0?(\d{1,2}) ?(?:er|e|eme|ieme)?(?: arrondissement)?")
_CODE = re.compile(r"\(?\b\d{5}\b\)?")
# Names that files still write, and the INSEE code of the commune that took them in.
ANCIENS_NOMS = {
    "evry": "91228",
    "courcouronnes": "91228",
    "chalons sur marne": "51108",
    "cherbourg octeville": "50129",
    "annecy le vieux": "74010",
    "seynod": "74010",
    "saint denis la plaine": "93066",
    "la plaine saint denis": "93066",
    "pierrefitte sur seine": "93066",
    "la varenne saint hilaire": "94068",
    "la varenne": "94068",
}


@dataclass(frozen=True, slots=True)
class CommuneLue:
    """A commune as the importer knows it; `nouvelle` is not in the referential yet."""

    code_insee: str
    nom: str
    codes_postaux: tuple[str, ...]
    centre: tuple[float, float] | None
    nouvelle: bool = False

    @property
    def departement(self) -> str:
        """The département, read from the INSEE code."""
        return departement_de(self.code_insee)


@dataclass
class Referentiel:
    """The communes known, by code, postcode and folded name; rows may add theirs."""

    par_insee: dict[str, CommuneLue] = field(default_factory=dict)
    par_code: dict[str, list[str]] = field(default_factory=dict)
    par_cle: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def de(cls, communes: Iterable[CommuneLue]) -> "Referentiel":
        """Index these communes."""
        referentiel = cls()
        for commune in communes:
            referentiel.ajouter(commune)
        return referentiel

    def ajouter(self, commune: CommuneLue) -> None:
        """Add a commune, or the postcodes that it did not have."""
        connue = self.par_insee.get(commune.code_insee)
        self.par_insee[commune.code_insee] = commune
        for code in commune.codes_postaux:
            if commune.code_insee not in self.par_code.setdefault(code, []):
                self.par_code[code].append(commune.code_insee)
        if connue is None:
            for cle in {cle_commune(commune.nom), _sans_article(cle_commune(commune.nom))}:
                self.par_cle.setdefault(cle, []).append(commune.code_insee)

    def du_nom(self, cle: str) -> list[CommuneLue]:
        """Return the communes that bear this folded name, with or without its article."""
        codes = self.par_cle.get(cle) or self.par_cle.get(_sans_article(cle)) or []
        if not codes and cle in ANCIENS_NOMS:
            codes = [ANCIENS_NOMS[cle]] if ANCIENS_NOMS[cle] in self.par_insee else []
        return [self.par_insee[c] for c in codes]

    def du_code(self, code_postal: str) -> list[CommuneLue]:
        """Return the communes of a postcode."""
        return [self.par_insee[c] for c in self.par_code.get(code_postal, [])]

    def nouvelles(self) -> list[FicheCommune]:
        """Return what rows have added, as the referential's loader takes it."""
        return [
            FicheCommune(c.code_insee, c.nom, c.codes_postaux, None, *(c.centre or (None, None)))
            for c in self.par_insee.values()
            if c.nouvelle
        ]


def _sans_article(cle: str) -> str:
    return _ARTICLES.sub("", cle)


def commune(
    nom: str, code_postal: str, code_insee: str, referentiel: Referentiel
) -> tuple[CommuneLue | None, str, Remarques]:
    """Return (commune, postcode, remarks); None when the row names none that can be trusted.

    `code_postal` and `code_insee` are clean or empty. An unknown commune is added from the row when it states all.
    """
    cle = cle_commune(_CODE.sub(" ", nom))
    if arrondissement := _ARRONDISSEMENT.fullmatch(cle):
        cle = f"{arrondissement[1]} {arrondissement[2]}"
    par_nom = referentiel.du_nom(cle) if cle else []
    trouvee, doute = _choisir(cle, par_nom, code_postal, code_insee, referentiel)
    if trouvee is None:
        return _ajoutee(nom, code_postal, code_insee, referentiel, ambigue=len(par_nom) > 1)
    remarques: list[Remarque] = []
    if doute:
        remarques.append(signale("commune", nom, doute, trouvee.nom))
    elif _plat(nom) != _plat(trouvee.nom):
        remarques.append(repare("commune", nom, trouvee.nom))
    if code_insee and code_insee != trouvee.code_insee:
        remarques.append(repare("code_insee", code_insee, trouvee.code_insee, "recalculé d’après la commune"))
    if trouvee.nouvelle and code_postal and code_postal not in trouvee.codes_postaux:
        # A commune that the file itself brought: its next postcode is as good as its first.
        trouvee = _avec_code(trouvee, code_postal, referentiel)
    if code_postal in trouvee.codes_postaux or not trouvee.codes_postaux:
        return trouvee, code_postal, tuple(remarques)
    officiel = trouvee.codes_postaux[0]
    if not code_postal:
        remarques.append(repare("code_postal", "", officiel, "complété d’après la commune"))
    elif referentiel.du_code(code_postal):
        remarques.append(signale("code_postal", code_postal, AUTRE_COMMUNE, officiel))
    else:
        remarques.append(repare("code_postal", code_postal, officiel, "CEDEX ou code inconnu : celui de la commune"))
    return trouvee, officiel, tuple(remarques)


def _choisir(
    cle: str, par_nom: list[CommuneLue], code_postal: str, code_insee: str, referentiel: Referentiel
) -> tuple[CommuneLue | None, str]:
    """Return the commune that name, postcode and INSEE code designate together, and the doubt if one is left."""
    par_code = referentiel.du_code(code_postal)
    des_deux = [c for c in par_nom if c in par_code]
    if len(des_deux) == 1:
        return des_deux[0], ""
    par_insee = referentiel.par_insee.get(code_insee)
    if par_insee is not None and par_insee in (des_deux or par_nom):
        return par_insee, ""
    if par_nom:
        du_departement = [c for c in par_nom if code_postal[:2] and c.departement[:2] == code_postal[:2]]
        if len(du_departement) == 1:
            return du_departement[0], ""
        if len(par_nom) == 1 and not code_postal:
            return par_nom[0], ""
        if len(par_nom) > 1:
            return None, ""
    if cle and (proche := _proche(cle, par_code)):
        return proche, ""
    if par_insee is not None:
        if par_insee in par_code or not par_code:
            return par_insee, "nom de commune inconnu, déduite du code INSEE"
        return None, ""
    if len(par_code) == 1 and not par_nom:
        return par_code[0], "nom de commune inconnu, déduite du code postal"
    return None, ""


def _proche(cle: str, candidates: list[CommuneLue]) -> CommuneLue | None:
    """Return the one commune of a postcode whose name begins so, or nearly reads so."""
    debutent = [c for c in candidates if _sans_article(cle_commune(c.nom)).startswith(_sans_article(cle))]
    if len(debutent) == 1:
        return debutent[0]
    # « KREMLIN-BICETRE (LE) » is the same name in another order.
    proches = [c for c in candidates if fuzz.token_sort_ratio(cle, cle_commune(c.nom)) >= RESSEMBLANCE]
    return proches[0] if len(proches) == 1 else None


def _plat(nom: str) -> str:
    return " ".join(nom.replace("’", "'").split())


def _avec_code(commune_: CommuneLue, code_postal: str, referentiel: Referentiel) -> CommuneLue:
    codes = (*commune_.codes_postaux, code_postal)
    complete = CommuneLue(commune_.code_insee, commune_.nom, codes, commune_.centre, nouvelle=True)
    referentiel.ajouter(complete)
    return complete


def _ajoutee(
    nom: str, code_postal: str, code_insee: str, referentiel: Referentiel, *, ambigue: bool
) -> tuple[CommuneLue | None, str, Remarques]:
    """Add a commune from a row that names it whole; its centre stays unknown."""
    if ambigue:
        return (
            None,
            code_postal,
            (signale("commune", nom, "plusieurs communes portent ce nom, et le code ne tranche pas"),),
        )
    coherents = code_insee[:2].replace("2A", "20").replace("2B", "20") == code_postal[:2]
    if not (nom.strip() and code_postal and code_insee and coherents) or code_insee in referentiel.par_insee:
        return None, code_postal, (signale("commune", nom, "commune introuvable"),)
    nouvelle = CommuneLue(code_insee, nom.strip()[:120], (code_postal,), None, nouvelle=True)
    referentiel.ajouter(nouvelle)
    return (
        nouvelle,
        code_postal,
        (note("commune", "", f"commune ajoutée au référentiel : {nouvelle.nom} ({code_insee})"),),
    )
