"""Compare a file with the base and return a Diff. Reads only: a dry run stops here."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import models
from phonenumber_field.phonenumber import PhoneNumber

from ateliers.models import Offre
from ateliers.nomenclature import grain_de
from comptes.models import Federation
from core.textes import cle_de_tri
from core.travailleur import PARIS
from echanges.classeurs.inclusion import premiere_adresse
from echanges.diff import Diff, Disparue, Ecart, Ecriture, Etat, LigneDiff
from echanges.dits import communes_sans_centre, dire
from echanges.remarques import note, signale
from echanges.standard.fiche import Fiche, Rejet, Valeurs, champs_de
from echanges.standard.ligne import lire_ligne
from echanges.standard.lignes import Fichier
from echanges.standard.nettoyage.communes import CommuneLue, Referentiel
from echanges.standard.valeurs import SERVICES, themes_de
from structures.models import CodePostal, Commune, Lieu, Source, Structure

MODELES: dict[str, type[models.Model]] = {"structure": Structure, "lieu": Lieu, "offre": Offre}


def comparer(
    fichier: Fichier,
    *,
    federation: Federation,
    source: str,
    now: datetime,
    liens: Mapping[str, str] | None = None,
    avance: Callable[[int, int], None] = lambda _fait, _tout: None,
) -> Diff:
    """Return what this file changes in the federation's places; nothing is written.

    `liens`: identifier of a row → uid of the place of ours that somebody said it is. `avance` hears (rows read, rows).
    """
    today = now.astimezone(PARIS).date()
    referentiel = _referentiel()
    fiches: dict[str, Fiche] = {}
    rejets: list[Rejet] = []
    premiers: dict[str, int] = {}
    for rang, ligne in enumerate(fichier.lignes):
        if not rang % 100:
            avance(rang, len(fichier.lignes))
        lue = lire_ligne(ligne, referentiel, today=today)
        if lue.identifiant and lue.identifiant in premiers:
            raison = f"l’identifiant « {lue.identifiant} » est déjà celui de la ligne {premiers[lue.identifiant]}"
            rejets.append(Rejet(lue.numero, lue.identifiant, lue.nom, raison))
            continue
        if lue.identifiant:
            premiers[lue.identifiant] = lue.numero
        if isinstance(lue, Rejet):
            rejets.append(lue)
        else:
            fiches[lue.identifiant] = lue
    connu = _Connu(federation, source, liens or {}, now)
    comparees = _comparer_fiches(_nommer_les_partagees(fiches), connu)
    lignes = [*comparees, *(_ligne_rejetee(r) for r in rejets)]
    lignes.sort(key=lambda ligne: ligne.numero)
    # A commune that only rejected rows named is not worth adding.
    utiles = {f.commune.code_insee for f in fiches.values()}
    disparues, revenues = connu.disparues(set(premiers), fiches)
    return Diff(
        fichier=fichier.nom,
        source=source,
        lignes=tuple(lignes),
        disparues=tuple(disparues),
        communes=tuple(c for c in referentiel.nouvelles() if c.code_insee in utiles),
        avertissements=(
            *fichier.avertissements,
            *communes_sans_centre(fiches.values()),
            *connu.avertir({i: f.nom for i, f in fiches.items()}),
        ),
        revenues=tuple(revenues),
    )


def _ligne_rejetee(rejet: Rejet) -> LigneDiff:
    return LigneDiff(
        rejet.numero, rejet.identifiant, rejet.nom, Etat.REJETEE, raison=rejet.raison, remarques=rejet.remarques
    )


def _referentiel() -> Referentiel:
    codes: dict[str, list[str]] = {}
    for commune_id, code in CodePostal.objects.order_by("code").values_list("commune_id", "code"):
        codes.setdefault(commune_id, []).append(code)
    return Referentiel.de(
        CommuneLue(
            code_insee=c.code_insee,
            nom=c.nom,
            codes_postaux=tuple(codes.get(c.code_insee, ())),
            centre=None if c.latitude is None or c.longitude is None else (c.latitude, c.longitude),
        )
        for c in Commune.objects.order_by("code_insee")
    )


class _Connu:
    """What the base holds of a source: its memory, and the objects it brought."""

    def __init__(self, federation: Federation, source: str, liens: Mapping[str, str], now: datetime) -> None:
        self.federation, self.source = federation, source
        self.sources = {
            (s.noun, s.identifiant): s
            for s in Source.objects.filter(federation=federation, source=source).order_by("pk")
        }
        self._lier(liens, now)
        self.objets: dict[tuple[str, str], Any] = {}
        for noun, modele in MODELES.items():
            uids = sorted({s.uid for s in self.sources.values() if s.noun == noun})
            for lot in _par_lots(uids):
                trouves = modele._default_manager.filter(uid__in=lot).order_by("pk")
                if noun == "lieu":
                    trouves = trouves.select_related("structure")
                for objet in trouves:
                    self.objets[noun, objet.uid] = objet  # type: ignore[attr-defined]
        du_reseau = Structure.objects.managed_by(federation)
        actives = {s.pk: s for s in du_reseau.active().order_by("pk")}
        # The number of a merged structure is that of the one that it was merged into.
        fusionnees = du_reseau.filter(fusionnee_dans__isnull=False).order_by("pk")
        structures = [(s, actives[s.fusionnee_dans_id]) for s in fusionnees if s.fusionnee_dans_id in actives]
        structures += [(s, s) for s in actives.values()]
        self.par_siret = {s.siret: cible for s, cible in structures if s.siret}
        self.par_rna = {s.rna: cible for s, cible in structures if s.rna}

    def _lier(self, liens: Mapping[str, str], now: datetime) -> None:
        """Know a row under the place that somebody said it is, as if the source had brought it and said nothing yet:
        what is empty here is filled, what is here stays and is said.
        """
        nouveaux = {i: uid for i, uid in liens.items() if uid and ("lieu", i) not in self.sources}
        uids = sorted(set(nouveaux.values()))
        connus = set(
            Lieu.objects.filter(uid__in=uids, structure__federation=self.federation)
            .order_by("pk")
            .values_list("uid", flat=True)
        )
        self.lies = {i: uid for i, uid in nouveaux.items() if uid in connus}
        for identifiant, uid in self.lies.items():
            self.sources["lieu", identifiant] = self._vierge("lieu", identifiant, uid, now)
        par_lieu: dict[str, list[tuple[int, str]]] = {}
        offres = Offre.objects.in_use().filter(lieu__uid__in=sorted(connus)).order_by("pk")
        for lieu_uid, themes, uid in offres.values_list("lieu__uid", "themes", "uid"):
            par_lieu.setdefault(lieu_uid, []).append((themes, uid))
        for identifiant, lieu_uid in self.lies.items():
            for service in SERVICES:
                # An activity of ours on one of its themes is what the file calls a service.
                meme = next((uid for themes, uid in par_lieu.get(lieu_uid, ()) if themes & themes_de(service)), None)
                if meme is not None:
                    cle = f"{identifiant}#{service}"
                    self.sources.setdefault(("offre", cle), self._vierge("offre", cle, meme, now))

    def _vierge(self, noun: str, identifiant: str, uid: str, now: datetime) -> Source:
        return Source(
            federation=self.federation, source=self.source, noun=noun, identifiant=identifiant, uid=uid, recue_a=now
        )

    def objet(self, noun: str, identifiant: str) -> tuple[Source | None, Any]:
        """Return the memory of an identifier and its object; (None, None) when it is new."""
        source = self.sources.get((noun, identifiant))
        objet = self.objets.get((noun, source.uid)) if source else None
        return (source, objet) if objet is not None else (None, None)

    def disparues(self, vus: set[str], fiches: dict[str, Fiche]) -> tuple[list[Disparue], list[tuple[str, str]]]:
        """Return what is gone (places and activities), and what has come back."""
        disparues, revenues = [], []
        for (noun, identifiant), source in self.sources.items():
            if source._state.adding:
                continue  # linked just now: it was never in an earlier file
            lieu, _, service = identifiant.rpartition("#")
            if noun == Source.Noun.OFFRE:
                # Of a row that is rejected today nothing is known: its activities are not gone.
                la = lieu in vus and (lieu not in fiches or service in fiches[lieu].offres)
            else:
                la = identifiant in vus
            if la and source.disparue_a:
                revenues.append((noun, identifiant))
            elif not la and noun != Source.Noun.STRUCTURE:
                objet = self.objets.get((noun, source.uid))
                if objet is not None:
                    disparues.append(Disparue(noun, identifiant, source.uid, str(objet), source.disparue_a))
        return disparues, revenues

    def avertir(self, noms: Mapping[str, str]) -> list[str]:
        """Say that another source of the federation gives these identifiers to places of these names: it may be the
        same producer. `noms`: the name of each identifier; numbers from one to forty alone tell nothing.
        """
        if any(not s._state.adding for s in self.sources.values()) or not noms:
            return []
        connus: list[tuple[str, str, str]] = []
        for lot in _par_lots(sorted(noms)):
            connus += (
                Source.objects.filter(federation=self.federation, noun=Source.Noun.LIEU, identifiant__in=lot)
                .exclude(source=self.source)
                .order_by("pk")
                .values_list("source", "identifiant", "uid")
            )
        dits: dict[str, str] = {}
        for lot in _par_lots(sorted({uid for _, _, uid in connus})):
            dits |= dict(Lieu.objects.filter(uid__in=lot).order_by("pk").values_list("uid", "nom"))
        autres = Counter(s for s, i, uid in connus if cle_de_tri(dits.get(uid, "")) == cle_de_tri(noms[i]))
        return [
            f"{nombre} identifiants de ce fichier sont déjà ceux de la source « {autre} ». Si c’est le même "
            f"fournisseur, redites ce nom (sur le serveur, --source {autre}), sinon ces lieux seront en double."
            for autre, nombre in sorted(autres.items())
            if nombre * 2 >= len(noms)
        ]


def _par_lots(cles: list[str], taille: int = 500) -> Iterable[list[str]]:
    for debut in range(0, len(cles), taille):
        yield cles[debut : debut + taille]


def _nommer_les_partagees(fiches: dict[str, Fiche]) -> dict[str, Fiche]:
    """Name an organisation of several places by what the rows say above them, when they all say the same.

    Fourteen places of a mairie are not fourteen times the first of them.
    """
    groupes: dict[str, list[Fiche]] = {}
    for fiche in fiches.values():
        cle = fiche.structure["siret"][0] or fiche.structure["rna"][0]
        if cle:
            groupes.setdefault(cle, []).append(fiche)
    noms: dict[str, str] = {}
    for groupe in groupes.values():
        parentes = {f.parente for f in groupe}
        if len(groupe) > 1 and len(parentes) == 1 and (parente := parentes.pop()):
            noms |= dict.fromkeys((f.identifiant for f in groupe), parente)
    return {i: replace(f, structure=f.structure | {"nom": [noms[i]]}) if i in noms else f for i, f in fiches.items()}


def _comparer_fiches(fiches: dict[str, Fiche], connu: _Connu) -> list[LigneDiff]:
    # Which row of this file brings a structure with this SIRET or RNA: the next ones join it.
    nouvelles: dict[str, str] = {}
    return [_comparer_fiche(fiche, connu, nouvelles) for fiche in fiches.values()]


def _comparer_fiche(fiche: Fiche, connu: _Connu, nouvelles: dict[str, str]) -> LigneDiff:
    source_lieu, lieu = connu.objet("lieu", fiche.identifiant)
    ecritures: list[Ecriture] = []
    ecarts: list[Ecart] = []
    remarques = list(fiche.remarques)
    structure_uid, structure_de = "", ""
    if lieu is None:
        structure_uid, structure_de = _structure_d_un_nouveau(fiche, connu, nouvelles)
        if structure_de and structure_de != fiche.identifiant:
            remarques.append(note("pivot", "", f"même organisme que la ligne « {structure_de} » : même structure"))
        elif not structure_de and structure_uid:
            remarques.append(note("pivot", "", "organisme déjà connu de la fédération : même structure"))
    if structure_de == fiche.identifiant:
        champs = _champs("structure", fiche.structure)
        ecritures.append(_nouvelle("structure", fiche.identifiant, champs, fiche.structure))
    elif lieu is None:
        # Known by another way: linked, and never written by this row (its memory holds no value).
        ecritures.append(_liee(fiche, connu, structure_uid))
    else:
        _comparer_structure(fiche, connu, ecritures, ecarts, remarques)
    if lieu is None or source_lieu is None:
        champs = _champs("lieu", fiche.lieu) | fiche.lieu_creation | {"principal": structure_de == fiche.identifiant}
        ecritures.append(_nouvelle("lieu", fiche.identifiant, champs, fiche.lieu, fiche.brut))
    else:
        ecriture, ecarts_lieu = _fusionner("lieu", lieu, source_lieu, fiche.lieu, fiche.brut)
        ecritures.append(ecriture)
        ecarts += ecarts_lieu
    for service, valeurs in fiche.offres.items():
        identifiant = f"{fiche.identifiant}#{service}"
        source_offre, offre = connu.objet("offre", identifiant)
        if offre is None or source_offre is None:
            champs = _champs("offre", valeurs) | {"etat": "publie", "a_preciser": True}
            ecritures.append(_nouvelle("offre", identifiant, champs, valeurs))
            if lieu is not None:
                ecarts.append(Ecart("offre", valeurs["nom"][0], "activité", "", "ajoutée"))
        else:
            ecriture, ecarts_offre = _fusionner("offre", offre, source_offre, valeurs, {})
            ecritures.append(ecriture)
            ecarts += ecarts_offre
    change = any(e.champs for e in ecritures)
    return LigneDiff(
        numero=fiche.numero,
        identifiant=fiche.identifiant,
        nom=fiche.nom,
        etat=Etat.AJOUTEE if lieu is None else Etat.CHANGEE if change else Etat.INCHANGEE,
        remarques=tuple(remarques),
        ecarts=tuple(ecarts),
        ecritures=tuple(ecritures),
        structure_uid=structure_uid,
        structure_de=structure_de,
    )


def _structure_d_un_nouveau(fiche: Fiche, connu: _Connu, nouvelles: dict[str, str]) -> tuple[str, str]:
    """Return (uid of a known structure, '') or ('', identifier of the row of this file that brings it)."""
    siret, rna = fiche.structure["siret"][0], fiche.structure["rna"][0]
    premiere = premiere_adresse(fiche.identifiant)
    for identifiant in dict.fromkeys((fiche.identifiant, premiere)):
        source, structure = connu.objet("structure", identifiant)
        if source is not None:
            return structure.uid, ""
    if siret or rna:
        connue = connu.par_siret.get(siret) if siret else connu.par_rna.get(rna)
        if connue is not None:
            return connue.uid, ""
    return "", nouvelles.setdefault(siret or rna or premiere, fiche.identifiant)


def _comparer_structure(
    fiche: Fiche, connu: _Connu, ecritures: list[Ecriture], ecarts: list[Ecart], remarques: list
) -> None:
    """Merge the structure that this row brought; one that it was only linked to is left alone."""
    source, structure = connu.objet("structure", fiche.identifiant)
    if source is None or not source.valeurs:
        return
    valeurs = dict(fiche.structure)
    for champ, connues in (("siret", connu.par_siret), ("rna", connu.par_rna)):
        autre = connues.get(valeurs[champ][0])
        if autre is not None and autre.pk != structure.pk:
            raison = f"c’est déjà celui de « {autre.nom} » : à fusionner peut-être, rien n’est changé"
            remarques.append(signale("pivot", valeurs[champ][0], raison))
            valeurs[champ] = source.valeurs.get(champ, [""])
        elif autre is None and valeurs[champ][0]:
            connues[valeurs[champ][0]] = structure
    ecriture, nouveaux = _fusionner("structure", structure, source, valeurs, {})
    ecritures.append(ecriture)
    ecarts += nouveaux


def _liee(fiche: Fiche, connu: _Connu, structure_uid: str) -> Ecriture:
    connue = connu.sources.get(("structure", fiche.identifiant))
    return Ecriture("structure", fiche.identifiant, structure_uid or None, {}, {}, {}, memoire_change=connue is None)


def _nouvelle(
    noun: str, identifiant: str, champs: dict[str, Any], valeurs: Valeurs, brut: dict[str, str] | None = None
) -> Ecriture:
    return Ecriture(noun, identifiant, None, champs, valeurs, brut or {}, memoire_change=True)


def _champs(noun: str, valeurs: Valeurs) -> dict[str, Any]:
    """Return the fields of all the blocks, as JSON values."""
    return {c: v for bloc, vs in valeurs.items() for c, v in zip(champs_de(noun, bloc), vs, strict=True)}


def _json(valeur: Any) -> Any:
    """Return a value of a field as the memory keeps it."""
    if isinstance(valeur, PhoneNumber):
        return valeur.as_e164 if valeur.is_valid() else str(valeur.raw_input or "")
    return valeur.isoformat() if isinstance(valeur, date) else valeur


def _fusionner(
    noun: str, objet: Any, source: Source, recues: Valeurs, brut: dict[str, str]
) -> tuple[Ecriture, list[Ecart]]:
    """Merge three ways: what the file said last time, what it says now, and what is here.

    A block that somebody edited here since keeps its value, and the report says so.
    """
    champs: dict[str, Any] = {}
    ecarts: list[Ecart] = []
    for bloc, recue in recues.items():
        noms = champs_de(noun, bloc)
        locale = [_json(getattr(objet, c)) for c in noms]
        if locale == recue:
            continue
        # Where the memory says nothing of a block, an empty one is nobody's edit.
        derniere = source.valeurs.get(bloc, [_json(objet._meta.get_field(c).get_default()) for c in noms])
        garde = locale != derniere or _contraire(objet, noun, bloc, recue)
        if garde and bloc == "verifie":
            continue  # a later check than the file's is no disagreement
        if not garde:
            champs |= dict(zip(noms, recue, strict=True))
        avant, apres = (dire(MODELES[noun], noms, v) for v in (locale, recue))
        ecarts.append(Ecart(noun, str(objet), bloc, avant, apres, garde=garde))
    memoire_change = source.valeurs != recues or source.brut != brut
    return Ecriture(noun, source.identifiant, source.uid, champs, recues, brut, memoire_change), ecarts


def _contraire(objet: Any, noun: str, bloc: str, recue: list[Any]) -> bool:
    """Tell whether a value of the file would contradict what was said here: room has the grain of its nature."""
    if noun != "offre" or bloc != "nature" or not objet.dispo:
        return False
    return grain_de(recue[0], recue[1]) != objet.grain
