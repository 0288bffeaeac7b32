"""The results page as one value: groups of cards, active criteria, links to relax, pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.forms import MultipleChoiceField
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from ateliers.nomenclature import THEMES, Mode
from core.routes import route
from core.textes import accord, en_nombre
from core.travailleur import PARIS
from recherche.cartes_gardees import de_l_activite, du_groupe, montrer
from recherche.criteres import Criteres, Depuis, Origine
from recherche.filters import RAYONS, RechercheForm
from recherche.ordre import Groupe, Trouvailles
from recherche.phrases import de_la_commune, titre_des_resultats
from recherche.precisions import Precision
from structures.horaires import jour_en_francais

PAR_PAGE = 10
A_DISTANCE_MAX = 8


@dataclass(frozen=True, slots=True)
class GroupeDeCartes:
    titre: str
    cartes: list[SafeString]


@dataclass(frozen=True, slots=True)
class Actif:
    label: str
    url_sans: str


@dataclass(frozen=True, slots=True)
class Conseil:
    texte: str
    url: str
    nombre: int | None = None


@dataclass(frozen=True, slots=True)
class Urgence:
    texte: str
    url_quitter: str


@dataclass(frozen=True, slots=True)
class Bureau:
    """The desk one searches from."""

    nom: str
    url: str
    url_quitter: str
    url_semaine: str


@dataclass(frozen=True, slots=True)
class Rien:
    """What « Je n’ai rien trouvé » would record; `jeton` is a trap that people never fill."""

    theme: str
    commune: str
    retour: str
    jeton: str = ""


@dataclass(frozen=True, slots=True)
class Compris:
    phrase: str
    url_litteral: str


@dataclass(frozen=True, slots=True)
class Correction:
    tape: str
    pris: str


@dataclass(frozen=True, slots=True)
class Resultats:
    lieux_total: int
    activites_total: int
    titre: str
    sous_titre: str
    origine: Origine | None
    messages: list[str]
    criteres_actifs: list[Actif]
    url_effacer: str
    tri: str
    url_tri_pres: str
    url_tri_tot: str
    groupes: list[GroupeDeCartes]
    a_distance: list[SafeString]
    page: int
    pages: int
    pagination: str
    url_precedente: str
    url_suivante: str
    vide: bool
    conseils: list[Conseil]
    points_url: str
    question: str
    urgence: Urgence | None
    depuis: Bureau | None
    comptes: dict[str, dict[str, int]]
    presque: list[SafeString]
    rien: Rien
    rien_note: bool
    compris: Compris | None
    corrections: list[Correction]
    proposition: Conseil | None
    precisions: list[Conseil]
    avec_adhesion: Conseil | None
    autres_a_distance: Conseil | None


def _url(chemin: str, parametres: QueryDict) -> str:
    return f"{chemin}?{parametres.urlencode()}" if parametres else chemin


def _avec(parametres: QueryDict, **valeurs: Any) -> QueryDict:
    """Return a copy with these parameters set (None removes), and back to the first page."""
    # Made anew: `copy()` goes to the bottom of each text, seven times a page.
    copie = QueryDict(mutable=True)
    for nom, textes in parametres.lists():
        if nom not in ("page", "note") and valeurs.get(nom, "") is not None:
            copie.setlist(nom, list(textes))
    for nom, valeur in valeurs.items():
        if valeur is not None:
            copie[nom] = str(valeur)
    return copie


def nettoyer(parametres: QueryDict, form: RechercheForm) -> QueryDict:
    """Return the parameters that mean something: known, not empty, once; the rest never spreads into links."""
    propres = QueryDict(mutable=True)
    for nom in (*form.fields, "tout", "page", "note"):
        valeurs = parametres.getlist(nom)
        if not isinstance(form.fields.get(nom), MultipleChoiceField):
            valeurs = valeurs[-1:]  # the one that the form reads
        # Each value is a link that holds the others: doubles would make a page that grows with their square.
        valeurs = list(dict.fromkeys(v for v in valeurs if v.strip() and "\x00" not in v))
        if valeurs:
            propres.setlist(nom, valeurs)
    return propres


def criteres_actifs(form: RechercheForm, parametres: QueryDict, chemin: str) -> list[Actif]:
    """Return one removable chip per value in force; what was dropped is not there."""
    actifs = []
    for nom, champ in form.fields.items():
        if nom in ("tri", "pres", "rayon", "depuis", "avant") or nom in form.errors or not form.cleaned_data.get(nom):
            continue
        choix = dict(getattr(champ, "choices", ()))
        for valeur in parametres.getlist(nom):
            sans = _avec(parametres)
            sans.setlist(nom, [v for v in parametres.getlist(nom) if v != valeur])
            if nom == "q":
                label = f"« {valeur} »".replace("« ", "«\u00a0").replace(" »", "\u00a0»")
            else:
                label = str(choix.get(valeur) or champ.label)
            actifs.append(Actif(label, _url(chemin, sans)))
    return actifs


# The fields of the form behind each choice that can be relaxed.
CHAMPS = {"temps": ("quand", "jour", "moment", "avant")}


def conseils(form: RechercheForm, trouvailles: Trouvailles, parametres: QueryDict, chemin: str) -> list[Conseil]:
    """Return what to relax when nothing matches: the choice that brings most back first, then wider."""
    liste = []
    for famille, nombre in sorted(trouvailles.manques.items(), key=lambda paire: (-paire[1], paire[0])):
        champs = CHAMPS.get(famille, (famille,))
        enleve = next((c for c in champs if form.cleaned_data.get(c)), champs[0])
        nom = "C’est urgent" if enleve == "avant" else form.fields[enleve].label
        # Without the date, what comes too late comes back too: the number would be too small.
        combien = None if form.cleaned_data.get("avant") and famille == "temps" else nombre
        sans = _avec(parametres, **dict.fromkeys(champs))
        liste.append(Conseil(f"Sans «\u00a0{nom}\u00a0»", _url(chemin, sans), combien))
    if trouvailles.rayon_km is not None and trouvailles.rayon_km < float(RAYONS[-1][0]):
        liste.append(Conseil("Jusqu’à 50\u00a0km", _url(chemin, _avec(parametres, rayon=RAYONS[-1][0]))))
    if form.cleaned_data.get("q"):
        liste.append(Conseil("Sans les mots cherchés", _url(chemin, _avec(parametres, q=None))))
    return liste[:6]


def bureau(depuis: Depuis | None, parametres: QueryDict, chemin: str) -> Bureau | None:
    """Return the desk as the page names it."""
    if depuis is None:
        return None
    return Bureau(
        nom=depuis.nom,
        url=reverse("recherche:lieu", args=[depuis.uid, ""]),
        url_quitter=_url(chemin, _avec(parametres, depuis=None)),
        url_semaine=reverse("recherche:semaine", args=[depuis.uid, ""]),
    )


def resultats(
    form: RechercheForm,
    criteres: Criteres,
    trouvailles: Trouvailles,
    parametres: QueryDict,
    *,
    chemin: str,
    page: int,
    version: int,
    now: datetime,
) -> Resultats:
    """Return one page of results, ready to show; a page beyond the last is the last.

    `version` is that of the data, read before them.
    """
    groupes = _chez_nous_dabord(trouvailles.groupes, criteres)
    pages = max(1, -(-len(groupes) // PAR_PAGE))
    page = min(max(1, page), pages)
    debut = (page - 1) * PAR_PAGE
    sur_page = groupes[debut : debut + PAR_PAGE]
    # Whoever asks for these modes sees them all; otherwise the first few, and the way to the others.
    montres = len(trouvailles.a_distance) if criteres.modes else A_DISTANCE_MAX
    sans_lieu = trouvailles.a_distance[:montres] if page == 1 else ()
    presque = trouvailles.presque if not groupes else ()
    demandes = [du_groupe(g, numero) for numero, g in enumerate(sur_page, start=debut + 1)]
    demandes += [de_l_activite(t) for t in sans_lieu]
    demandes += [du_groupe(Groupe(t.lieu_id or 0, (t,))) for t in presque]
    cartes = iter(montrer(demandes, criteres, version=version, now=now))
    blocs = _blocs(sur_page, list(islice(cartes, len(sur_page))), criteres)
    a_distance = list(islice(cartes, len(sans_lieu)))
    vide = not groupes and not trouvailles.a_distance
    precisions = form.precisions(now.astimezone(PARIS).date())
    # The same question, for an address that does not say which network.
    ailleurs = _avec(parametres, federation=criteres.federation or None)
    return Resultats(
        lieux_total=len(groupes),
        activites_total=trouvailles.activites_total,
        titre=titre_des_resultats(len(groupes), trouvailles.activites_total),
        sous_titre=_sous_titre(criteres, trouvailles),
        origine=criteres.origine,
        messages=form.messages_erreurs() + form.messages_ignores(sauf=precisions),
        criteres_actifs=criteres_actifs(form, parametres, chemin),
        url_effacer=_url(chemin, _depuis_seul(parametres)),
        tri=criteres.tri,
        url_tri_pres=_url(chemin, _avec(parametres, tri=None)),
        url_tri_tot=_url(chemin, _avec(parametres, tri="tot")),
        groupes=blocs,
        a_distance=a_distance,
        page=page,
        pages=pages,
        pagination=f"Page {en_nombre(page)} sur {en_nombre(pages)}",
        url_precedente=_url(chemin, _avec(parametres, page=page - 1)) if page > 1 else "",
        url_suivante=_url(chemin, _avec(parametres, page=page + 1)) if page < pages else "",
        vide=vide,
        conseils=conseils(form, trouvailles, parametres, chemin) if not groupes else [],
        points_url=_url(route("recherche:points"), ailleurs),
        question=ailleurs.urlencode(),
        urgence=_urgence(criteres, parametres, chemin, now=now),
        depuis=bureau(criteres.depuis, parametres, chemin),
        comptes=trouvailles.comptes,
        presque=list(cartes),
        rien=Rien(
            theme=next(iter(THEMES.codes(criteres.themes_cherches)), ""),
            commune=criteres.origine.code_insee if criteres.origine else "",
            retour=_url(chemin, _avec(parametres)),
        ),
        rien_note=parametres.get("note") == "1",
        compris=_compris(form, parametres, chemin),
        corrections=[Correction(tape, pris) for tape, pris in form.comprise.corrections],
        proposition=_proposition(form, parametres, chemin),
        precisions=_precisions(precisions, form, trouvailles, parametres, chemin),
        autres_a_distance=_autres_a_distance(len(trouvailles.a_distance) - len(sans_lieu), page, parametres, chemin),
        avec_adhesion=_avec_adhesion(criteres, trouvailles, parametres, chemin),
    )


def _compris(form: RechercheForm, parametres: QueryDict, chemin: str) -> Compris | None:
    """Return how the words were understood, and the way to search them as they are."""
    if not form.comprise.a_traduit or not form.comprise.phrase:
        return None
    return Compris(form.comprise.phrase, _url(chemin, _avec(parametres, litteral="on")))


def _proposition(form: RechercheForm, parametres: QueryDict, chemin: str) -> Conseil | None:
    """Propose the commune that ends the question as « Près de »; nothing is done unasked."""
    comprise = form.comprise
    if not comprise.commune_possible or form.cleaned_data.get("pres") or form.cleaned_data.get("depuis"):
        return None
    ailleurs = _avec(parametres, q=comprise.q_sans_commune or None, pres=comprise.commune_possible)
    return Conseil(f"Chercher près {de_la_commune(comprise.commune_possible)}", _url(chemin, ailleurs))


def _precisions(
    dites: list[Precision], form: RechercheForm, trouvailles: Trouvailles, parametres: QueryDict, chemin: str
) -> list[Conseil]:
    """Propose the words that are a criterion, unless that field is answered; with what one choice would leave."""
    proposees = []
    for p in dites:
        if any(form.cleaned_data.get(champ) for champ in p.valeurs):
            continue
        avec = _avec(parametres)
        for champ, valeurs in p.valeurs.items():
            avec.setlist(champ, list(valeurs))
        champ, valeurs = next(iter(p.valeurs.items()))
        seule = len(p.valeurs) == len(valeurs) == 1
        nombre = trouvailles.comptes.get(champ, {}).get(valeurs[0]) if seule else None
        proposees.append(Conseil(p.texte, _url(chemin, avec), nombre))
    return proposees


def _autres_a_distance(nombre: int, page: int, parametres: QueryDict, chemin: str) -> Conseil | None:
    """Lead to what comes without a place and is not shown."""
    if nombre <= 0 or page > 1:
        return None
    tout = _avec(parametres)
    tout.setlist("mode", [m.value for m in Mode if m != Mode.SUR_PLACE])
    return Conseil(f"Voir {accord(nombre, 'autre activité', 'autres activités')} sans se déplacer", _url(chemin, tout))


def _avec_adhesion(criteres: Criteres, trouvailles: Trouvailles, parametres: QueryDict, chemin: str) -> Conseil | None:
    """Count, beside what is free, what is free with the centre's card: « gratuit » never means it."""
    nombre = trouvailles.comptes.get("gratuit", {}).get("adhesion", 0)
    if not criteres.gratuit or not nombre:
        return None
    suite = "gratuite avec l’adhésion" if nombre == 1 else "gratuites avec l’adhésion"
    return Conseil(f"Voir aussi {accord(nombre, 'activité')} {suite}", _url(chemin, _avec(parametres, gratuit=None)))


def _depuis_seul(parametres: QueryDict) -> QueryDict:
    """« Tout effacer » keeps the desk: the people at the desk have not moved."""
    propres = QueryDict(mutable=True)
    if depuis := parametres.get("depuis"):
        propres["depuis"] = depuis
    return propres


def _chez_nous_dabord(groupes: Sequence[Groupe], criteres: Criteres) -> Sequence[Groupe]:
    """Put the desk's own places first; the order is otherwise kept."""
    if criteres.depuis is None:
        return groupes
    nous = criteres.depuis.structure_id
    return sorted(groupes, key=lambda g: g.trouvees[0].structure_id != nous)


def _blocs(groupes: Sequence[Groupe], liste: list[SafeString], criteres: Criteres) -> list[GroupeDeCartes]:
    """Cut one page of cards into « Chez nous », « Ailleurs, près d’ici » and « Complet pour le moment »."""
    nous = criteres.depuis.structure_id if criteres.depuis else None
    blocs: dict[str, list[SafeString]] = {}
    for groupe, carte in zip(groupes, liste, strict=True):
        if nous is not None and groupe.trouvees[0].structure_id == nous:
            titre = "Chez nous"
        elif groupe.complet:
            titre = "Complet pour le moment"
        else:
            titre = "" if nous is None else "Ailleurs, près d’ici"
        blocs.setdefault(titre, []).append(carte)
    return [GroupeDeCartes(titre, cartes_du_bloc) for titre, cartes_du_bloc in blocs.items()]


def _urgence(criteres: Criteres, parametres: QueryDict, chemin: str, *, now: datetime) -> Urgence | None:
    if criteres.avant is None:
        return None
    jour = jour_en_francais(criteres.avant, now.astimezone(PARIS).date())
    article = "" if jour.startswith(("aujourd", "demain", "hier")) else "le "
    return Urgence(f"avant {article}{jour}", _url(chemin, _avec(parametres, avant=None)))


def _sous_titre(criteres: Criteres, trouvailles: Trouvailles) -> str:
    km = trouvailles.rayon_km
    if criteres.origine is None or km is None:
        return ""
    rayon = f"{km:g}\u00a0km".replace(".", ",") if km >= 1 else f"{km * 1000:.0f}\u00a0m"
    if criteres.depuis and criteres.origine == criteres.depuis.origine:
        autour = "de votre lieu"
    elif criteres.origine.code_insee:
        autour = de_la_commune(criteres.origine.nom)
    else:
        autour = "de votre position"
    return f"à moins de {rayon} {autour}"
