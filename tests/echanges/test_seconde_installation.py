"""An export of ours, imported into a second, empty installation, gives the same answers to the same searches.

What a format cannot hold is not asked: the networks are drawn from what it can. data·inclusion has no word for room,
sessions, languages, levels, functions, access on wheels, nor for four of our audiences and half of our themes; it has
one for « at a distance », none for the telephone. The standard says audiences, cost and ways of coming once for a whole
place, and its services are nine.
"""

import random
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, PUBLICS, THEMES
from comptes.models import Federation
from core.voies import Voie
from echanges.classeurs.inclusion import reunir
from echanges.inclusion.sortie import fichier as fichier_inclusion
from echanges.sortie import standard
from echanges.standard.valeurs import SERVICES, themes_de
from recherche.criteres import Criteres, Origine
from recherche.queries import trouver
from structures.models import Commune, Lieu, Source
from tests.distribution import ecrire, faire_lieu, faire_offre, faire_structure

HORAIRES = ("", "Tu 09:00-12:00", "Mo-Fr 09:00-18:00; PH off", "We 18:00-20:30", "Sa 10:00-12:30")
CENTRES = ("94028", "94041", "94068", "94022", "94038")
# Those that come back alone, and the same: the other themes and audiences share their words.
THEMES_TENUS = ("demarches", "droits", "bases", "parentalite", "francais", "equipement", "acces", "emploi")
PUBLICS_TENUS = ("tous", "jeunes", "seniors", "femmes", "etudiants", "demandeurs_emploi", "handicap")


class Annuler(Exception):
    """Undo what was written: the second installation is empty."""


def au_hasard(hasard, federation, **champs):
    """Return an unsaved published place near one of the centres, and its structure."""
    commune = Commune.objects.get(code_insee=hasard.choice(CENTRES))
    structure = faire_structure(federation=federation, nom=f"Maison {hasard.randrange(10**6)}", nature="partenaire")
    lieu = faire_lieu(
        structure,
        commune=commune,
        adresse=f"{hasard.randrange(1, 99)} rue du Parc",
        latitude=round(commune.latitude + hasard.uniform(-0.02, 0.02), 5),
        longitude=round(commune.longitude + hasard.uniform(-0.02, 0.02), 5),
        telephone="+33145123456",
        verifie_le=timezone.localdate(),
        verifie_voie=Voie.ECRAN,
        **champs,
    )
    return structure, lieu


def questions(hasard, themes, publics, combien=60):
    """Draw searches on what the formats hold."""
    for _ in range(combien):
        commune = Commune.objects.get(code_insee=hasard.choice(CENTRES))
        origine = Origine(commune.nom, commune.latitude, commune.longitude, commune.code_insee, commune.departement)
        yield Criteres(
            origine=hasard.choice((None, origine)),
            themes=hasard.choice((0, hasard.choice(themes))),
            publics=hasard.choice((0, 0, hasard.choice(publics))),
            gratuit=hasard.random() < 0.3,
            sans_rdv=hasard.random() < 0.3,
            jours=hasard.choice(((), (), (1,), (5,))),
            moments=hasard.choice(((), (), (0,), (2,))),
        )


def reponses(criteres, cle):
    """Return, for each question, the places in their order, each as `cle` of what matches, then what has no place."""
    now = timezone.now()
    sorties = []
    for c in criteres:
        trouvailles = trouver(c, now=now)
        lieux = [sorted({cle(t.offre_id) for t in g.trouvees}) for g in trouvailles.groupes]
        if c.origine is None:
            lieux.sort()  # by name, that two imports of one structure may share
        sorties.append((lieux, sorted(cle(t.offre_id) for t in trouvailles.a_distance)))
    return sorties


def seconde_installation(importer, reseau, exporter, cles, criteres):
    """Return the answers of the first installation, and of the second one, that has read its export."""
    try:
        with transaction.atomic():
            reseau()
            avant = reponses(criteres, cles[0]())
            octets = exporter()
            raise Annuler
    except Annuler:
        pass
    assert not Lieu.objects.exists()
    importer(octets, now=timezone.now())
    return avant, reponses(criteres, cles[1]())


@pytest.mark.parametrize("graine", [1, 2])
def test_data_inclusion(federation, importer, graine):
    hasard = random.Random(graine)
    criteres = list(
        questions(hasard, [THEMES[t].masque for t in THEMES_TENUS], [PUBLICS[p].masque for p in PUBLICS_TENUS])
    )

    def reseau():
        for _ in range(14):
            structure, lieu = au_hasard(hasard, federation)
            annexe = au_hasard(hasard, federation)[1]
            annexe.structure, annexe.principal = structure, False
            lieux = [lieu, annexe] if hasard.random() < 0.3 else [lieu]
            offres = []
            for n in range(hasard.randrange(1, 4)):
                loin = hasard.random() < 0.2
                offres.append(
                    faire_offre(
                        None if loin else hasard.choice(lieux),
                        nom=f"Activité {n}",
                        structure=structure,
                        nature=hasard.choice(("permanence", "atelier")),
                        mode="a_distance" if loin else "sur_place",
                        zone=hasard.choice(("|94|", "|france|", "|94028|94041|")) if loin else "",
                        themes=THEMES.masque(hasard.sample(THEMES_TENUS, hasard.randrange(1, 3))),
                        publics=PUBLICS.masque(hasard.sample(PUBLICS_TENUS[1:], hasard.randrange(1, 3))),
                        acces=0 if loin else hasard.choice((0, ACCES["sans_rdv"].masque)),
                        tarif=hasard.choice(("", "gratuit", "participation")),
                        horaires=hasard.choice(HORAIRES),
                        verifie_le=timezone.localdate(),
                        verifie_voie=Voie.ECRAN,
                    )
                )
            ecrire(structure, *lieux, *offres)

    def exporter():
        today = timezone.localdate()
        return reunir(*("".join(fichier_inclusion(quoi, today=today)).encode() for quoi in ("structures", "services")))

    def de_chez_nous():
        return dict(Offre.objects.values_list("pk", "uid")).__getitem__

    def revenue():
        uids = dict(Source.objects.filter(noun="offre").values_list("uid", "identifiant"))
        return {pk: uids[uid].rpartition("#")[2] for pk, uid in Offre.objects.values_list("pk", "uid")}.__getitem__

    avant, apres = seconde_installation(importer, reseau, exporter, (de_chez_nous, revenue), criteres)
    assert sum(1 for lieux, loin in avant if lieux or loin) > 20
    assert apres == avant


@pytest.mark.parametrize("graine", [1, 2])
def test_the_national_standard(federation, importer, graine):
    hasard = random.Random(graine)
    services = sorted(s for s in SERVICES if s)
    criteres = [
        replace(c, jours=(), moments=(), sans_rdv=False)
        for c in questions(hasard, [themes_de(s) for s in services], [PUBLICS[p].masque for p in ("jeunes", "seniors")])
    ]

    def reseau():
        for _ in range(14):
            structure, lieu = au_hasard(hasard, federation)
            commun = {
                "publics": PUBLICS.masque(hasard.choice(([], ["jeunes"], ["seniors"]))),
                "tarif": hasard.choice(("", "gratuit")),
                "verifie_le": timezone.localdate(),
                "verifie_voie": Voie.ECRAN,
            }
            choisis = hasard.sample(services, hasard.randrange(1, 4))
            ecrire(structure, lieu, *(faire_offre(lieu, themes=themes_de(s), **commun) for s in choisis))

    def exporter():
        return standard(today=timezone.localdate(), federation=federation).octets

    def de_chez_nous():
        return dict(Offre.objects.values_list("pk", "lieu__uid")).__getitem__

    def revenue():
        uids = dict(Source.objects.filter(noun="lieu").values_list("uid", "identifiant"))
        return {pk: uids[uid] for pk, uid in Offre.objects.values_list("pk", "lieu__uid")}.__getitem__

    avant, apres = seconde_installation(importer, reseau, exporter, (de_chez_nous, revenue), criteres)
    assert sum(1 for lieux, _ in avant if lieux) > 20
    assert apres == avant


def test_the_second_installation_was_empty(federation):
    assert list(Federation.objects.all()) == [federation]
