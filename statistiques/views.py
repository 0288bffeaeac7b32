"""The état des lieux of a federation: its administrators read it, nobody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.models import Federation
from core.tableur import format_demande, reponse_tableau, telechargements
from statistiques.graphiques import barres, courbe
from statistiques.indicateurs import EtatDesLieux, indicateurs
from statistiques.indicateurs.registre import GENRES_CHERCHES
from statistiques.instantanes import evolution, evolutions, precedents, serie
from statistiques.presentation import NOMS_DES_BASES, bases, chapitres, communes, dessiner_repartition, qui
from statistiques.tableaux import table_des_communes, table_des_indicateurs, table_des_reponses

AU_LIVRET = 100  # communes on paper: beyond, only where the network is; the file holds all of them
MONTREES = 300  # rows of a list on the screen; the file holds all of them


def _federation(request: HttpRequest, slug: str) -> Federation:
    return get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)


def _etat(request: HttpRequest, slug: str) -> tuple[Federation, EtatDesLieux]:
    federation = _federation(request, slug)
    return federation, indicateurs(federation, timezone.localdate())


@require_safe
def etat(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every indicator, by chapter, with its base and what changed."""
    federation, compte = _etat(request, slug)
    if format_ := format_demande(request):
        return reponse_tableau(table_des_indicateurs(federation, compte), format_)
    contexte = {
        "federation": federation,
        "jour": compte.faits.jour,
        "bases": bases(compte, federation.territoire),
        "chapitres": chapitres(compte, evolutions(federation, compte)),
        "non_publies": compte.faits.non_publies,
        "telecharger": telechargements(request),
        "page_active": "espace",
    }
    return render(request, "statistiques/etat.html", contexte)


@require_safe
def indicateur(request: HttpRequest, slug: str, cle: str) -> HttpResponse:
    """Show one indicator: its months, its split, and who is behind it."""
    federation, compte = _etat(request, slug)
    resultat = compte.resultats.get(cle)
    if resultat is None:
        raise Http404
    gens = qui(compte, resultat)
    if format_ := format_demande(request):
        return reponse_tableau(table_des_reponses(federation, compte, resultat, gens), format_)
    statuts = compte.par_statut(resultat)
    part = resultat.indicateur.genre == "part"
    jour = compte.faits.jour
    contexte = {
        "federation": federation,
        "jour": jour,
        "resultat": resultat,
        "base": NOMS_DES_BASES[resultat.indicateur.base],
        "evolution": evolution(resultat, precedents(federation, jour).get(cle), jour),
        "statuts": statuts,
        "par_statut": barres("g-statut", "Selon qui porte la structure", "structures", statuts)
        if part and statuts
        else None,
        "repartition": dessiner_repartition(resultat),
        "courbe": courbe(
            "g-mois", f"{resultat.indicateur.nom}, mois par mois", resultat, serie(federation, resultat, jour)
        ),
        "gens": gens[:MONTREES],
        "en_plus": max(0, len(gens) - MONTREES),
        "communes": [x for x in compte.par_commune(resultat) if x[1].reponses],
        "telecharger": telechargements(request),
        "page_active": "espace",
    }
    return render(request, "statistiques/indicateur.html", contexte)


@require_safe
def par_commune(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what each commune of the territory holds, and lacks."""
    federation, compte = _etat(request, slug)
    lignes = communes(compte)
    if format_ := format_demande(request):
        return reponse_tableau(table_des_communes(federation, compte, lignes), format_)
    contexte = {
        "federation": federation,
        "jour": compte.faits.jour,
        "genres": [nom for _, nom, _, _ in GENRES_CHERCHES],
        "lignes": lignes,
        "telecharger": telechargements(request),
        "page_active": "espace",
    }
    return render(request, "statistiques/communes.html", contexte)


@require_safe
def livret(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the whole état des lieux as a booklet to print."""
    federation, compte = _etat(request, slug)
    toutes = communes(compte)
    lignes = toutes if len(toutes) <= AU_LIVRET else [x for x in toutes if x.structures][:AU_LIVRET]
    contexte = {
        "federation": federation,
        "jour": compte.faits.jour,
        "bases": bases(compte, federation.territoire),
        "chapitres": chapitres(compte, evolutions(federation, compte)),
        "genres": [nom for _, nom, _, _ in GENRES_CHERCHES],
        "lignes": lignes,
        "absentes": len(toutes) - len(lignes),
        "manquent": [x for x in lignes if len(x.manque) > 1],
        "sans_reponse": [
            m.nom for pk, m in compte.faits.membres.items() if pk not in compte.faits.reponses.par_structure
        ],
        "inconnus": [r for r in compte.resultats.values() if r.inconnus],
        "non_publies": compte.faits.non_publies,
        "page_active": "espace",
    }
    return render(request, "statistiques/livret.html", contexte)
