"""An independent evaluation of a question, activity by activity: what the search must equal."""

# ruff: noqa: C901  told in one piece
import math
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ateliers.nomenclature import ACCES, PUBLICS, THEMES, Nature, grain_de
from structures.nomenclature import ACCESSIBILITES

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=PARIS)  # a Tuesday
TODAY = NOW.date()


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
            return o.dispo_le + timedelta(days=14) >= avant
        case "plus_un_mois":
            return o.dispo_le + timedelta(days=31) >= avant


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

    archivee = o.structure.archivee_le or (o.lieu is not None and o.lieu.structure.archivee_le)
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
        else:
            # A bare point has no commune: only what comes everywhere comes there.
            codes = o.zone.strip("|").split("|")
            ici = {c.origine.code_insee, c.origine.departement} if c.origine.code_insee else set()
            if (ici | {"france"}) & set(codes):
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
