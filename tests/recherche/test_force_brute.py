"""The search equals a brute force over all activities, for random networks and random questions."""

# ruff: noqa: C901, PLR0917  one independent evaluation, told in one piece
import math
import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ateliers.models import Offre, Seance
from ateliers.nomenclature import (
    ACCES,
    GRAINS,
    PUBLICS,
    THEMES,
    Mode,
    Nature,
    Tarif,
    grain_de,
)
from recherche.besoins import Besoin
from recherche.criteres import Criteres, Origine
from recherche.queries import trouver
from structures.nomenclature import ACCESSIBILITES
from tests.distribution import creer_commune, creer_federation, ecrire, faire_lieu, faire_offre, faire_structure

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=PARIS)  # a Tuesday
TODAY = NOW.date()
HORAIRES = (
    "",
    "Tu 09:00-12:00",
    "Th 14:00-17:00; SH off",
    "Mo-Fr 09:00-18:00; PH off",
    "We 18:00-20:30",
    "Sa[1] 10:00-12:30",
)
NOMS = ("Écrivain public", "Atelier smartphone", "Aide aux démarches", "Œuvre numérique", "Café des parents")
MOTS = ("ecri", "atel", "oeuvre", "demarches", "cafe", "zzz", "numero")


class Annuler(Exception):
    """Undo what an example wrote."""


@st.composite
def offres(draw, lieux):
    mode = draw(st.sampled_from(["sur_place"] * 5 + ["telephone", "a_domicile"]))
    lieu = draw(st.sampled_from(lieux))
    nature = draw(st.sampled_from(Nature.values))
    acces = draw(st.integers(0, ACCES.complet))
    possibles = GRAINS[grain_de(nature, acces)]
    dispo = draw(st.sampled_from(("", *possibles)))
    suspendue = draw(st.booleans()) and draw(st.booleans())
    champs = {
        "nom": draw(st.sampled_from(NOMS)),
        "structure": lieu.structure,
        "nature": nature,
        "mode": mode,
        "acces": acces,
        "themes": draw(st.integers(0, 15)),
        "publics": draw(st.integers(0, 31)),
        "postures": draw(st.integers(0, 7)),
        "langues": draw(st.integers(0, 7)),
        "metiers": draw(st.integers(0, 3)),
        "reserves": draw(st.sampled_from((0, 0, 1, 2))),
        "aidants_connect": draw(st.booleans()),
        "tarif": draw(st.sampled_from(("", *Tarif.values))),
        "horaires": draw(st.sampled_from(HORAIRES)),
        "debut": None,
        "fin": draw(st.sampled_from((None, None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9)))),
        "etat": "suspendu" if suspendue else draw(st.sampled_from(("publie", "publie", "publie", "brouillon", "clos"))),
        "suspendu_jusqu_au": draw(st.sampled_from((TODAY, TODAY + timedelta(days=5)))) if suspendue else None,
        "dispo": dispo,
        "dispo_le": TODAY - timedelta(days=draw(st.sampled_from((0, 13, 14, 15, 59, 61)))) if dispo else None,
        "dispo_voie": "ecran" if dispo else "",
        "dispo_jusqu_au": TODAY + timedelta(days=draw(st.integers(-2, 4)))
        if dispo in ("complet", "closes") and draw(st.booleans())
        else None,
        "verifie_le": draw(st.sampled_from((None, TODAY, TODAY - timedelta(days=183), TODAY - timedelta(days=184)))),
        "zone": draw(st.sampled_from(("|94028|", "|94|", "|france|", "|75|"))) if mode != "sur_place" else "",
    }
    champs["verifie_voie"] = "ecran" if champs["verifie_le"] else ""
    return faire_offre(lieu if mode == "sur_place" else None, **champs)


def besoins():
    return st.builds(
        Besoin,
        themes=st.integers(1, 15),
        metiers=st.sampled_from((0, 0, 1, 2)),
        natures=st.sampled_from(((), (), ("permanence",), ("pret", "atelier"))),
        prefixes=st.lists(st.sampled_from(MOTS), max_size=2, unique=True).map(tuple),
        entiers=st.lists(st.sampled_from(("cafe", "caf", "parents", "oeuvre")), max_size=1).map(tuple),
    )


@st.composite
def questions(draw):
    def parfois(strategie, sinon):
        return draw(strategie) if draw(st.integers(0, 3)) == 0 else sinon

    points = [
        Origine("Créteil", 48.7771, 2.4531, "94028", "94"),
        Origine("Choisy-le-Roi", 48.7646, 2.4187, "94022", "94"),
        Origine("votre position", 48.9, 2.6),
    ]
    return Criteres(
        mots=tuple(parfois(st.lists(st.sampled_from(MOTS), min_size=1, max_size=2, unique=True), ())),
        besoins=tuple(parfois(st.lists(besoins(), min_size=1, max_size=2), ())),
        origine=draw(st.sampled_from([None, *points])),
        rayon_km=parfois(st.sampled_from((2.0, 5.0, 50.0)), None),
        themes=parfois(st.integers(1, 15), 0),
        quand=parfois(st.sampled_from(("maintenant", "aujourdhui", "semaine")), ""),
        jours=tuple(parfois(st.lists(st.integers(0, 6), min_size=1, max_size=2, unique=True), ())),
        moments=tuple(parfois(st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True), ())),
        sans_rdv=parfois(st.just(True), False),
        gratuit=parfois(st.just(True), False),
        place=parfois(st.just(True), False),
        publics=parfois(st.integers(1, 31), 0),
        natures=tuple(parfois(st.lists(st.sampled_from(Nature.values), min_size=1, max_size=3, unique=True), ())),
        modes=tuple(parfois(st.lists(st.sampled_from(Mode.values), min_size=1, max_size=2, unique=True), ())),
        postures=parfois(st.integers(1, 7), 0),
        langues=parfois(st.integers(1, 7), 0),
        metiers=parfois(st.integers(1, 3), 0),
        fauteuil=parfois(st.just(True), False),
        sans_condition=parfois(st.just(True), False),
        aidants_connect=parfois(st.just(True), False),
        lieux_natures=tuple(parfois(st.lists(st.sampled_from(("centre", "partenaire")), min_size=1, max_size=1), ())),
        federation=parfois(st.sampled_from(("val-de-marne", "autre")), ""),
        avant=parfois(st.sampled_from([TODAY + timedelta(days=n) for n in (0, 1, 3, 6, 10, 20, 40)]), None),
        tri=draw(st.sampled_from(("pres", "tot"))),
    )


def km_entre(a, b):
    """Great-circle km by the spherical law of cosines: another formula than the product's."""
    la, lo, lb, lp = map(math.radians, (*a, *b))
    c = math.sin(la) * math.sin(lb) + math.cos(la) * math.cos(lb) * math.cos(lo - lp)
    return 6371.0088 * math.acos(max(-1.0, min(1.0, c)))


def douteuse(o):
    age = (TODAY - o.dispo_le).days
    if o.dispo in ("complet", "closes") and o.dispo_jusqu_au:
        return o.dispo_jusqu_au <= TODAY
    if grain_de(o.nature, o.acces) == "rendez_vous":
        return age > 14
    return age > 60 or (o.nature == "cycle" and o.fin is not None and o.fin < TODAY)


def trop_tard(o, avant):
    """Say whether what is surely said of room comes after the day."""
    if not o.dispo or douteuse(o) or o.dispo in ("ouvertes", "cette_semaine"):
        return False
    match o.dispo:
        case "attente" | "closes":
            return True
        case "complet":
            return o.dispo_jusqu_au is None or o.dispo_jusqu_au >= avant
        case "semaine_prochaine":
            return o.dispo_le + timedelta(days=7 - o.dispo_le.weekday()) >= avant
        case "deux_trois_semaines":
            return o.dispo_le + timedelta(days=14) > avant
        case "plus_un_mois":
            return o.dispo_le + timedelta(days=31) > avant


def rang(o, km):
    facteur = 1.0
    if o.dispo and not douteuse(o):
        if o.dispo in ("cette_semaine", "semaine_prochaine", "deux_trois_semaines", "ouvertes"):
            facteur = 0.85
        elif o.dispo in ("attente", "plus_un_mois"):
            facteur = 1.3
    if o.verifie_le is None or (TODAY - o.verifie_le).days > 183:
        facteur *= 1.2
    return (km + 0.3) * facteur


def mots_de(o):
    def plier(t):
        t = unicodedata.normalize("NFKD", t.replace("œ", "oe").replace("Œ", "oe")).lower()
        return "".join(c for c in t if not unicodedata.combining(c))

    texte = [o.nom, o.structure.nom, Nature(o.nature).label, *THEMES.labels(o.themes)]
    if o.metiers & 1:
        texte.append("écrivain écrivaine public publique")
    if o.metiers & 2:
        texte.append("conseiller numérique")
    if o.aidants_connect:
        texte.append("Aidants Connect")
    if o.lieu:
        texte += [o.lieu.nom, o.lieu.commune.nom]
    lettres = "".join(c if c.isalnum() else " " for c in plier(" ".join(texte)))
    return lettres.split()


def debute_par(o, prefixe):
    return any(m.startswith(prefixe) for m in mots_de(o))


def repond(o, b):
    """One theme, function or nature of the need; or all its words, the short ones whole."""
    if o.themes & b.themes or o.metiers & b.metiers or o.nature in b.natures:
        return True
    tenus = mots_de(o)
    voulus = [any(m.startswith(p) for m in tenus) for p in b.prefixes] + [e in tenus for e in b.entiers]
    return bool(voulus) and all(voulus)


def visible(o):
    def etat(x):
        return x.etat == "publie" or (x.etat == "suspendu" and x.suspendu_jusqu_au <= TODAY)

    archivee = o.structure.archivee or (o.lieu is not None and o.lieu.structure.archivee)
    return etat(o) and (o.lieu is None or etat(o.lieu)) and not archivee and (o.fin is None or o.fin >= TODAY)


def seance_convient(s, c):
    if s.fin <= NOW or s.statut == "annulee":
        return False
    if c.quand == "maintenant" and not s.debut <= NOW:
        return False
    if c.avant and s.jour >= c.avant:
        return False
    if c.quand == "aujourdhui" and s.jour != TODAY:
        return False
    if c.quand == "semaine" and not TODAY <= s.jour <= TODAY + timedelta(days=6):
        return False
    if c.jours and s.jour.weekday() not in c.jours:
        return False
    return not c.moments or any(s.moments >> m & 1 for m in c.moments)


def convient(o, c, seances):
    f = ACCESSIBILITES["fauteuil"].masque
    checks = [
        visible(o),
        not c.federation or o.structure.federation.slug == c.federation,
        all(debute_par(o, m) for m in c.mots),
        all(repond(o, b) for b in c.besoins),
        not c.themes or o.themes & c.themes,
        not c.postures or o.postures & c.postures,
        not c.langues or o.langues & c.langues,
        not c.metiers or o.metiers & c.metiers,
        not c.sans_rdv or o.acces & ACCES["sans_rdv"].masque,
        not c.fauteuil or (o.lieu is not None and o.lieu.accessibilites & f),
        not c.publics or o.publics == 0 or o.publics & (c.publics | PUBLICS["tous"].masque),
        not c.gratuit or o.tarif == "gratuit",
        not c.natures or o.nature in c.natures,
        not c.modes or o.mode in c.modes,
        not c.lieux_natures or (o.lieu.structure if o.lieu else o.structure).nature in c.lieux_natures,
        not c.sans_condition or o.reserves == 0,
        not c.aidants_connect or o.aidants_connect,
    ]
    if c.place:
        dite = o.dispo in ("cette_semaine", "semaine_prochaine", "deux_trois_semaines", "ouvertes")
        vient = not o.dispo and grain_de(o.nature, o.acces) == "aucun" and o.acces == ACCES["sans_rdv"].masque
        checks.append((dite and not douteuse(o)) or vient)
    if c.avant:
        checks.append(not trop_tard(o, c.avant))
    if c.quand or c.avant:
        checks.append(any(seance_convient(s, c) for s in seances))
    elif c.jours or c.moments:
        checks.append(any(o.creneaux >> (j * 3 + m) & 1 for j in c.jours or range(7) for m in c.moments or range(3)))
    return all(checks)


def force_brute(c, toutes, seances):
    """Return (places in order with their activities, activities without a place, radius)."""
    bonnes = [o for o in toutes if convient(o, c, seances.get(o.pk, []))]
    sur_place, sans = [], []
    for o in bonnes:
        if o.mode == "sur_place":
            km = (
                km_entre((c.origine.latitude, c.origine.longitude), (o.lieu.latitude, o.lieu.longitude))
                if c.origine
                else None
            )
            sur_place.append((o, km))
        elif c.origine is None:
            sans.append(o)
        elif c.origine.code_insee:
            codes = o.zone.strip("|").split("|")
            if {c.origine.code_insee, c.origine.departement, "france"} & set(codes):
                sans.append(o)
    rayon = None
    if c.origine:
        rayon = c.rayon_km
        if rayon is None:
            rayons = (5.0, 10.0, 20.0, 50.0) if c.avant else (2.0, 5.0, 10.0, 20.0)
            distances = sorted({o.lieu_id: km for o, km in sur_place if km <= rayons[-1]}.values())
            if not distances:
                rayon = 50.0
            elif len(distances) < 10:
                rayon = rayons[-1]
            else:
                rayon = next(r for r in rayons if distances[9] <= r)
        sur_place = [(o, km) for o, km in sur_place if km <= rayon]
    lieux = {}
    for o, km in sur_place:
        lieux.setdefault(o.lieu_id, []).append((o, km))

    def complete(o):
        return o.dispo in ("complet", "closes") and not douteuse(o)

    def cle(item):
        pk, liste = item
        # The best activity of the place, full ones last, gives its rank.
        meilleur = min((complete(o), rang(o, km or 0.0)) for o, km in liste)[1] if c.origine else 0.0
        tot = math.inf
        for o, _ in liste:
            debuts = [s.debut.timestamp() for s in seances.get(o.pk, []) if seance_convient(s, replace(c, quand=""))]
            if debuts and not complete(o):
                tot = min(tot, *debuts)
        lieu = liste[0][0].lieu
        nom = () if c.origine else (lieu.commune.nom_plie, lieu.nom_plie)
        debut = (tot,) if c.tri == "tot" else ()
        return (all(complete(o) for o, _ in liste), *debut, round(meilleur, 9), *nom, pk)

    ordre = [(pk, {o.pk for o, _ in liste}) for pk, liste in sorted(lieux.items(), key=cle)]
    return ordre, {o.pk for o in sans}, rayon


OPTIONS = {
    "theme": [("demarches", {"themes": 1}), ("droits", {"themes": 4})],
    "public": [("enfants", {"publics": 2}), ("seniors", {"publics": 16})],
    "metier": [("ecrivain_public", {"metiers": 1})],
    "posture": [("avec", {"postures": 2})],
    "langue": [("en", {"langues": 2})],
    "nature": [("atelier", {"natures": ("atelier",)})],
    "mode": [("telephone", {"modes": ("telephone",)})],
    "lieu": [("centre", {"lieux_natures": ("centre",)})],
    "gratuit": [("on", {"gratuit": True})],
    "sans_rdv": [("on", {"sans_rdv": True})],
    "place": [("on", {"place": True})],
    "fauteuil": [("on", {"fauteuil": True})],
    "sans_condition": [("on", {"sans_condition": True})],
    "aidants_connect": [("on", {"aidants_connect": True})],
    "quand": [(q, {"quand": q}) for q in ("maintenant", "aujourdhui", "semaine")],
    "jour": [("ma", {"jours": (1,)}), ("je", {"jours": (3,)})],
    "moment": [("matin", {"moments": (0,)}), ("soir", {"moments": (2,)})],
}


def verifier_comptes(comptes, question, rayon, toutes, seances, data):
    """The number beside a choice is what one would find after choosing it, in the same radius."""
    champ = data.draw(st.sampled_from(sorted(OPTIONS)), label="compte")
    if champ not in comptes:
        assert champ in ("jour", "moment")
        assert question.quand or question.avant
        return
    for code, choix in OPTIONS[champ]:
        ordre, sans, _ = force_brute(replace(question, rayon_km=rayon, **choix), toutes, seances)
        assert comptes[champ].get(code, 0) == sum(len(p) for _, p in ordre) + len(sans), (champ, code)


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_search_equals_brute_force(data):
    with pytest.raises(Annuler), transaction.atomic():  # noqa: PT012
        federations = [creer_federation(), creer_federation("autre", departements=["75"])]
        communes = [creer_commune(c) for c in ("94028", "94022", "94041", "75113")]
        lieux = []
        for _ in range(data.draw(st.integers(1, 14), label="lieux")):
            structure = faire_structure(
                federation=data.draw(st.sampled_from(federations)),
                nature=data.draw(st.sampled_from(("centre", "partenaire"))),
                archivee=data.draw(st.integers(0, 9)) == 0,
            )
            commune = data.draw(st.sampled_from(communes))
            ecart = st.floats(-0.09, 0.09)
            lieu = faire_lieu(
                structure,
                commune=commune,
                latitude=commune.latitude + data.draw(ecart),
                longitude=commune.longitude + data.draw(ecart),
                accessibilites=data.draw(st.integers(0, 3)),
                etat=data.draw(st.sampled_from(("publie", "publie", "publie", "brouillon", "archive"))),
            )
            ecrire(structure, lieu, now=NOW)
            lieux.append(lieu)
        ecrire(*data.draw(st.lists(offres(lieux), min_size=1, max_size=30), label="offres"), now=NOW)
        toutes = list(Offre.objects.select_related("structure__federation", "lieu__structure", "lieu__commune"))
        seances = {}
        for s in Seance.objects.all():
            seances.setdefault(s.offre_id, []).append(s)
        for _ in range(12):
            question = data.draw(questions())
            obtenu = trouver(question, now=NOW)
            ordre, sans, rayon = force_brute(question, toutes, seances)
            assert obtenu.rayon_km == rayon
            assert [(g.lieu_id, {t.offre_id for t in g.trouvees}) for g in obtenu.groupes] == ordre
            assert {t.offre_id for t in obtenu.a_distance} == sans
            avec = trouver(question, now=NOW, avec_comptes=True)
            assert avec.groupes == obtenu.groupes
            assert avec.a_distance == obtenu.a_distance
            verifier_comptes(avec.comptes, question, rayon, toutes, seances, data)
        raise Annuler


def test_today_is_a_tuesday():
    assert date(2026, 11, 24) == TODAY
    assert TODAY.weekday() == 1
