"""The table of structures and places: what an administrator finds, sorts, and takes away."""

from datetime import date, timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from ateliers.completude import MANQUE_AU_LIEU, combien, manques_du_lieu
from centres.models import Centre
from federation.bureau.tableau.criteres import COMPLETUDES, FRAICHEURS, TRIS, TableauForm
from federation.bureau.tableau.lignes import lignes
from federation.bureau.tableau.requete import trouves
from structures.models import Lieu, Structure
from tests.distribution import creer_commune, creer_federation, creer_lieu, ecrire, faire_structure

PAGE = "/f/val-de-marne/structures/"
SIRET = "13002526500013"


@pytest.fixture
def reseau(client, distribution):
    """The cast, with what tells its structures apart; the administrator is signed in."""
    le_lien = Structure.objects.get(nom="Le Lien")
    le_lien.siret, le_lien.courriel, le_lien.presentation = SIRET, "contact@example.org", "Tout près."
    lieu = distribution.lieux["Le Lien"]
    lieu.refresh_from_db()
    lieu.horaires, lieu.telephone, lieu.reconnaitre = "Mo 09:00-12:00", "+33199001234", "Porte verte"
    lieu.accessibilites, lieu.verifie_le, lieu.verifie_voie = 1, timezone.localdate(), "ecran"
    annexe = distribution.brouillon
    annexe.refresh_from_db()
    annexe.horaires, annexe.telephone, annexe.reconnaitre, annexe.accessibilites = "24/7", "+33199001235", "Cour", 1
    voisin = distribution.lieux["Le Voisin"]
    voisin.refresh_from_db()
    voisin.commune, voisin.autres_formations = creer_commune("94041"), "QPV, autre label"
    voisin.verifie_le, voisin.verifie_voie = timezone.localdate() - timedelta(days=400), "import"
    seule = faire_structure(nom="Sans personne", nature="evs")
    ecrire(le_lien, lieu, annexe, voisin, Centre(structure=le_lien, statut="associatif", agrement="centre_social",
           adhesion_annee=2026), seule)  # fmt: skip
    creer_lieu(structure=faire_structure(nom="Ailleurs", federation=creer_federation("essonne")))
    client.force_login(distribution.fede)
    return distribution


def noms(client, question=""):
    """Return the names of the table's rows, in order."""
    page = client.get(f"{PAGE}?{question}")
    assert page.status_code == 200
    return [ligne.nom for ligne in page.context["lignes"]]


QUESTIONS = {
    "": {"Le Lien", "Le Voisin", "Le Municipal", "Médiathèque des Tests", "Sans personne"},
    "q=le+liën": {"Le Lien"},
    "q=annexe": {"Le Lien"},  # by the name of one of its places
    "q=ivry": {"Le Voisin"},
    f"q={SIRET}": {"Le Lien"},
    "q=130+025+265+00013": {"Le Lien"},
    "q=introuvable": set(),
    "nature=partenaire&nature=evs": {"Médiathèque des Tests", "Sans personne"},
    "commune=Ivry-sur-Seine": {"Le Voisin"},
    "qpv=on": {"Le Voisin"},
    "etat=non_publie": {"Sans personne"},
    "etat=publie&nature=centre": {"Le Lien", "Le Voisin", "Le Municipal"},
    "etat=archive": set(),
    "fraicheur=recent": {"Le Lien"},
    "fraicheur=perime": {"Le Voisin"},
    "fraicheur=jamais": {"Le Municipal", "Médiathèque des Tests"},
    "completude=complet": {"Le Lien"},
    "completude=courriel&nature=evs": {"Sans personne"},
    "completude=horaires": {"Le Voisin", "Le Municipal", "Médiathèque des Tests"},
    "responsable=sans": {"Sans personne"},
    "adhesion=2026": {"Le Lien"},
    "adhesion=aucune&responsable=avec": {"Le Voisin", "Le Municipal", "Médiathèque des Tests"},
    "vue=lieux&q=annexe": {"Annexe en travaux"},
    "vue=lieux&etat=non_publie": {"Annexe en travaux"},
    "vue=lieux&completude=complet": {"Le Lien", "Annexe en travaux"},
    "vue=lieux&fraicheur=perime": {"Le Voisin"},
    "vue=lieux&qpv=on": {"Le Voisin"},
    "vue=lieux&adhesion=2026&etat=publie": {"Le Lien"},
}


def test_what_is_asked_is_found(client, reseau):
    assert {question: set(noms(client, question)) for question in QUESTIONS} == QUESTIONS


def test_each_filter_is_said_and_taken_off_alone(client, reseau):
    formulaire = client.get(f"{PAGE}?q=lien&etat=publie&nature=evs&nature=centre&tri=commune").context["form"]
    assert formulaire.sans() == [
        ("Nature : Espace de vie sociale, Centre social", "q=lien&etat=publie&tri=commune"),
        ("Publication : publié", "q=lien&nature=evs&nature=centre&tri=commune"),
    ]


def test_a_value_that_is_wrong_is_dropped_and_said(client, reseau):
    page = client.get(f"{PAGE}?commune=Nullepart&fraicheur=hier&q=lien&tri=couleur&page=abc")
    assert [ligne.nom for ligne in page.context["lignes"]] == ["Le Lien"]
    assert page.text.replace("\u00a0", " ").count("Nous ne connaissons pas de commune « Nullepart »") == 1
    assert 'aria-describedby="id_commune_error"' in page.text
    assert page.text.count('id="id_commune_error"') == 1
    assert "Vérifié depuis : cette valeur" in page.text.replace("\u00a0", " ")
    assert "Rien ne répond à cette recherche." in client.get(f"{PAGE}?q=introuvable").text


def test_what_acts_on_the_rows_is_one_fold_above_them_and_a_link_below(client, reseau):
    avant, apres = client.get(PAGE).text.split("<tbody>")
    assert (
        avant.index('<details class="gestes-coches">') < avant.index('id="gestes-coches"') < avant.index('name="geste"')
    )
    assert 'name="geste"' not in avant[avant.index("</details>", avant.index('name="geste"')) :]
    assert 'href="#gestes-coches"' in apres


def test_a_heading_sorts_then_turns_over(client, reseau):
    croissant = noms(client, "tri=verifie")
    assert croissant[-1] == "Sans personne"  # nothing published: last, whichever way
    assert croissant.index("Le Voisin") < croissant.index("Le Lien")
    assert noms(client, "tri=-manques")[0] == "Sans personne"
    assert noms(client, "tri=manques")[0] == "Le Lien"
    page = client.get(f"{PAGE}?tri=commune").text
    assert page.count('aria-sort="ascending"') == 1
    assert "tri=-commune#tableau" in page
    assert noms(client) == list(reversed(noms(client, "tri=-nom")))


def test_the_database_and_the_screen_count_the_same(reseau):
    """Freshness and completeness are worked out twice: in a query for the filters, in words for the rows."""
    for vivant in range(32):
        champs = {"horaires": "24/7" if vivant & 1 else "", "reconnaitre": "x" if vivant & 2 else "",
                  "telephone": "+33199001234" if vivant & 4 else "", "accessibilites": vivant >> 3 & 1,
                  "precision": "exacte" if vivant & 16 else "approximative"}  # fmt: skip
        creer_lieu(offres=0, **champs)
    for lieu in Lieu.objects.select_related("structure").annotate(dit=combien(MANQUE_AU_LIEU.values())).order_by("pk"):
        assert lieu.dit == len(manques_du_lieu(lieu))  # type: ignore[attr-defined]
    assert {m.carte for m in manques_du_lieu(Lieu.objects.filter(horaires="").first())} <= set(MANQUE_AU_LIEU)
    now = timezone.now()
    for vue in TRIS:
        dites = {cle: 0 for cle, _ in FRAICHEURS if cle} | {"complet": 0, "incomplet": 0}
        toutes = lignes_de(reseau.federation, f"vue={vue}", now)
        for ligne in toutes:
            dites["incomplet" if ligne.manques else "complet"] += 1
            if ligne.age:
                dites[ligne.age] += 1
        for cle, nombre in dites.items():
            champ = "completude" if cle in dict(COMPLETUDES) else "fraicheur"
            assert len(lignes_de(reseau.federation, f"vue={vue}&{champ}={cle}", now)) == nombre, (vue, cle)


def lignes_de(federation, question, now):
    criteres = TableauForm(QueryDict(question), federation=federation).criteres()
    pks = list(trouves(federation, criteres, timezone.localdate(now)).values_list("pk", flat=True))
    return lignes(pks, criteres, now=now)


def test_htmx_gets_the_table_alone_and_the_same(client, reseau):
    page = client.get(f"{PAGE}?q=le").text
    fragment = client.get(f"{PAGE}?q=le", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert fragment.strip() in page


@time_machine.travel(date(2026, 11, 23))
def test_the_table_is_taken_away_as_a_file(client, reseau):
    reponse = client.get(f"{PAGE}?q=lien&format=csv")
    titres, ligne, *suite = reponse.content.decode("utf-8-sig").strip().split("\r\n")
    assert not suite
    assert titres.split(";")[:3] == ["Structure", "Nature", "SIRET"]
    assert ligne.split(";")[:5] == ["Le Lien", "Centre social", SIRET, "1 rue de la Démonstration", "Créteil"]
    lieux = client.get(f"{PAGE}?vue=lieux&format=csv").content.decode("utf-8-sig")
    assert "Annexe en travaux;Le Lien" in lieux


@pytest.mark.parametrize("vue", TRIS)
def test_more_rows_cost_no_more(client, reseau, compte_requetes, vue):
    question = f"{PAGE}?vue={vue}&tri=-manques&fraicheur=jamais&responsable=sans&q=centre"
    creer_lieu(offres=0)
    compte_requetes(lambda: client.get(question), lambda: [creer_lieu(offres=0) for _ in range(6)], maximum=13)


def test_a_number_is_never_cut_in_two(client, reseau):
    seule = Structure.objects.get(nom="Sans personne")
    seule.telephone = "+33199001236"
    ecrire(seule)
    numero = '<small class="insecable">01 99 00 12 3{}</small>'
    assert numero.format(6) in client.get(f"{PAGE}?q=sans+personne").text
    assert numero.format(4) in client.get(f"{PAGE}?q=lien&vue=lieux").text


def test_a_row_leads_to_its_pages_and_says_who_is_missing(client, reseau):
    texte = client.get(f"{PAGE}?q=sans+personne").text
    uid = Structure.objects.get(nom="Sans personne").uid
    assert reverse("espace:structure", args=[uid]) in texte
    assert reverse("espace:equipe", args=[uid]) in texte
    assert "aucun·e" in texte
