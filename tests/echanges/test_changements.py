"""What changed in the open data, week after week: each kind of change, weeks missed, the page, the file, the feed."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from ateliers.models import Intervenant, Offre
from core import registre
from echanges.changements import views
from echanges.changements.releve import relever
from echanges.models import Changement, Empreinte, Releve
from tests.distribution import creer_lieu, creer_offre, ecrire, faire_structure

LUNDI = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SEMAINE = timedelta(days=7)
URL = "/opendata/changements/2026-11-23/"


def faits():
    """Say the changes of the last count, by name."""
    return {
        c.nom: (c.genre, c.champs_dits or c.raison)
        for c in Changement.objects.filter(releve=Releve.objects.order_by("-semaine").first()).order_by("pk")
    }


@pytest.mark.django_db
def test_chaque_sorte_de_changement_est_dite_en_mots():
    change = creer_lieu(nom="Changé", offres=0)
    ferme = creer_lieu(nom="Fermé", offres=0)
    double = creer_lieu(nom="Double", offres=0)
    suspendu = creer_lieu(nom="Suspendu", offres=0)
    archive = creer_lieu(nom="Archivé", offres=0, structure=faire_structure())
    creer_offre(ferme, nom="Dans le lieu fermé")
    creer_offre(change, nom="Finie", fin=date(2026, 11, 20))
    oubliee = creer_offre(change, nom="Que personne ne confirme")
    creer_lieu(nom="De retour bientôt", offres=0, etat="suspendu", suspendu_jusqu_au=date(2026, 11, 20))
    creer_lieu(nom="Intact", offres=0)
    relever(LUNDI - SEMAINE)
    assert faits() == {}  # the first one compares with nothing

    change.horaires, change.telephone = "Mo 09:00-12:00", "+33199001234"
    # Said again, confirmed, or not shown to anybody: not changes.
    change.verifie_le, change.verifie_voie = date(2026, 11, 18), "ecran"
    ferme.etat = "clos"
    double.etat, double.fusionne_dans = "fusionne", change
    suspendu.etat, suspendu.suspendu_jusqu_au = "suspendu", date(2026, 12, 18)
    archive.structure.archivee_le, archive.structure.archivee_voie = date(2026, 11, 18), "ecran"
    oubliee.masquee_des = date(2026, 11, 20)
    ecrire(change, ferme, double, suspendu, archive.structure, oubliee)
    creer_lieu(nom="Nouveau", offres=0)
    relever(LUNDI)
    assert faits() == {
        "Changé": ("change", "téléphone, horaires"),
        "Nouveau": ("nouveau", ""),
        "De retour bientôt": ("nouveau", ""),
        "Fermé": ("retire", "ferme"),
        "Double": ("retire", "fusionne"),
        "Suspendu": ("retire", "suspendu"),
        "Archivé": ("retire", "ferme"),
        "Dans le lieu fermé": ("retire", "lieu"),
        "Finie": ("retire", "termine"),
        "Que personne ne confirme": ("retire", "plus_confirme"),
    }
    assert Changement.objects.get(nom="Double").remplace_par == change.uid
    suspendu.etat, suspendu.suspendu_jusqu_au = "publie", None
    ecrire(suspendu)
    relever(LUNDI + SEMAINE)
    assert faits() == {"Suspendu": ("revenu", "")}


@pytest.mark.django_db
def test_une_fois_par_semaine_et_rien_ne_se_perd():
    lieu = creer_lieu(nom="Avant", offres=0)
    travail = registre.quotidiens["changements des données ouvertes"]
    assert "premier relevé" in travail(LUNDI - SEMAINE)
    lieu.nom = "Pendant"
    ecrire(lieu)
    # The site was stopped for two weeks, and on the Monday too: the next night tells since when.
    mercredi = LUNDI + timedelta(days=9)
    assert travail(mercredi) == "1\u00a0changement depuis le 16/11/2026"
    assert travail(mercredi) == travail(mercredi + timedelta(days=1)) == "la semaine a déjà son relevé"
    dernier = Releve.objects.get(semaine=date(2026, 11, 30))
    assert dernier.periode == "du 16 novembre au 2 décembre 2026"
    assert faits() == {"Pendant": ("change", "nom")}
    assert travail(LUNDI + 2 * SEMAINE) == "0\u00a0changement depuis le 02/12/2026"
    # A year, then nothing is left of it.
    travail(LUNDI + 60 * SEMAINE)
    assert not Releve.objects.filter(semaine__lt=date(2027, 1, 1)).exists()
    assert Changement.objects.count() == 0


@pytest.mark.django_db
def test_une_rubrique_que_le_site_ne_comparait_pas_n_est_pas_un_changement():
    creer_lieu(nom="Ici", offres=0, telephone="+33199001234")
    premier = relever(LUNDI - SEMAINE)
    premier.champs = [c for c in premier.champs if c != "lieu.telephone"]
    premier.save()
    empreinte = Empreinte.objects.get(quoi="lieu")
    del empreinte.champs["telephone"]
    empreinte.save()
    assert relever(LUNDI).total == 0


@pytest.mark.django_db
def test_la_page_le_fichier_et_le_flux(client, settings, monkeypatch):
    settings.SITE_URL = "https://annuaire.example.org"
    assert "Le premier reste à faire" in client.get("/opendata/").text
    lieu = creer_lieu(nom="=Le Lien", offres=0)
    relever(LUNDI - SEMAINE)
    assert "la comparaison viendra avec le suivant" in client.get("/opendata/").text
    assert "viendra avec le suivant, dans une semaine" in client.get("/opendata/changements/").text
    assert client.get("/opendata/changements/2026-11-16/").status_code == 404
    atelier = creer_offre(lieu, nom="Clics du soir")
    personne = Intervenant.objects.create(
        employeur=lieu.structure, metier="animateur", prenom="Zéphyrine", prenom_accorde_a=LUNDI
    )
    atelier.intervenants.add(personne)
    lieu.presentation, lieu.structure.presentation = "Demandez Zéphyrine", "Zéphyrine"
    ecrire(lieu, lieu.structure)
    relever(LUNDI)

    ouverte, liste, page = (client.get(u).text for u in ("/opendata/", "/opendata/changements/", URL))
    for texte in (ouverte, liste):
        assert f'href="{URL}"' in texte
        assert "Du 16 au 23\u00a0novembre 2026" in texte
        assert "1\u00a0lieu changé, 1\u00a0nouvelle activité" in texte
    assert "1\u00a0lieu de 1\u00a0structure, 1\u00a0activité" in page
    assert f'href="{atelier.get_absolute_url()}"' in page
    assert "&nbsp;: présentation" in page

    reponse = client.get("/opendata/changements/2026-11-23.csv")
    lignes = list(csv.DictReader(io.StringIO(reponse.content.decode(), newline="")))
    assert [(li["changement"], li["objet"], li["nom"], li["champs"]) for li in lignes] == [
        ("change", "lieu", "'=Le Lien", "presentation"),
        ("nouveau", "activite", "Clics du soir", ""),
    ]
    assert lignes[0]["adresse"] == f"https://annuaire.example.org{lieu.get_absolute_url()}"
    assert (lignes[0]["du"], lignes[0]["au"], lignes[0]["federation"]) == ("2026-11-16", "2026-11-23", "val-de-marne")
    with monkeypatch.context() as m:
        m.setattr(views, "EN_MEMOIRE", 1)  # the week of a large import is sent as it is read
        longue = client.get("/opendata/changements/2026-11-23.csv?longue")
        assert longue.streaming
        assert longue.getvalue() == reponse.content
    flux = client.get("/opendata/changements.atom").text
    assert f'<link href="https://annuaire.example.org{URL}" rel="alternate"/>' in flux
    assert "<title>Ce qui a changé du 16 au 23\u00a0novembre 2026</title>".replace("\u00a0", " ") in flux
    for texte in (ouverte, liste, page, reponse.text, flux):
        assert "Zéphyrine" not in texte
    for adresse in ("2026-02-31/", "2026-02-31.csv", "2026-11-30/", "0000-00-00/"):
        assert client.get(f"/opendata/changements/{adresse}").status_code == 404


@pytest.mark.django_db
def test_la_page_montre_les_premiers_et_coute_pareil(client, compte_requetes):
    lieu = creer_lieu(offres=1)
    relever(LUNDI - SEMAINE)
    creer_lieu(offres=0)
    semaine = relever(LUNDI)

    def agrandir():
        lettres = str.maketrans("01", "bc")
        neufs = [
            Changement(
                releve=semaine, federation=lieu.structure.federation, quoi="lieu", genre="nouveau",
                uid=f"{n:08}".translate(lettres), nom=f"Lieu {n}", structure="S",
            )
            for n in range(150)
        ]  # fmt: skip
        Changement.objects.bulk_create(neufs)
        semaine.comptes["lieu.nouveau"] = 151
        semaine.save()

    compte_requetes(URL, agrandir)
    page = client.get(URL).text
    assert "151\u00a0nouveaux lieux" in page
    assert "51\u00a0autres, dans le fichier" in page
    assert Offre.objects.count() == 1
