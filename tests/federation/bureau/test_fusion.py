"""Two cards made one: what follows, what is said of it, and everything as before when it is undone."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import models

from ateliers.annulation import AnnulationRefusee, annuler
from ateliers.models import Intervenant, Mot, Seance
from centres.models import Centre, Equipement
from core.historique import Operation
from core.models import Version
from echanges.application import appliquer
from echanges.changements.models import Changement, Empreinte
from echanges.comparaison import comparer
from echanges.lecture import lire
from echanges.models import MemoireRemplacee
from espace.models import OuvertPendant, Poste, Signalement
from federation.bureau.fusion.actions import FusionDepassee, FusionRefusee, defaire, fusionner
from federation.bureau.fusion.champs import empreinte, lignes_de
from federation.bureau.fusion.liens import RESTENT, annexes_de, liens_vers
from federation.bureau.fusion.plan import POLITIQUES, preparer
from orientations.models import AccueilRelation
from partenaires.models import OBJETS, Partenaire, Partenariat, Pret
from statistiques.models import ChiffresAnnee
from structures.models import Fermeture, Fusion, Invitation, Lieu, Membre, Source, Structure
from tests.distribution import creer_offre, ecrire, faire_lieu, faire_offre, faire_structure

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
JOUR = NOW.date()
DEMAIN = datetime(2026, 11, 28, 10, tzinfo=UTC)


def fondre(gardee, autre, by, **choix):
    vu = empreinte(lignes_de(gardee, autre), gardee, autre)
    return fusionner(gardee=gardee, autre=autre, choix=choix, vu=vu, by=by, now=NOW)


@pytest.fixture(autouse=True)
def _le_jour_meme():
    """What the cast is written at: the sessions to come are those of that day, whatever the real one."""
    with time_machine.travel(NOW):
        yield


def tout_lire():
    """Every row of every table but the history, the version of the data and the merges themselves.

    What the writer derives row by row (words, sessions to come) is compared without its key.
    """
    lu = {}
    for modele in apps.get_models(include_auto_created=True):
        a_part = issubclass(modele, Operation) or modele in (Fusion, Version)
        if a_part or not modele._meta.managed or modele._meta.app_label in ("sessions", "contenttypes", "auth"):
            continue
        champs = [f.attname for f in modele._meta.concrete_fields if modele not in (Mot, Seance) or not f.primary_key]
        lu[modele._meta.label] = sorted(map(repr, modele._base_manager.order_by("pk").values_list(*champs)))
    return lu


@pytest.fixture
def deux(distribution):
    """Two cards of the same centre, and one of each thing that may be attached to the second."""
    d = SimpleNamespace(cast=distribution, by=distribution.fede)
    d.lieu = distribution.lieux["Le Lien"]
    d.garde = d.lieu.structure
    d.garde.telephone, d.garde.presentation = "+33145670001", "La bonne."
    d.double = faire_structure(
        nom="Centre social Le Lien", siret="73282932000074", telephone="+33145670002", courriel="lien@example.org"
    )
    d.lieu_double = faire_lieu(d.double, nom="Le Lien (accueil)", horaires="Mo-Fr 09:00-12:00")
    d.offre = faire_offre(d.lieu_double, suit_le_lieu=True)
    voisin, mediatheque = (distribution.lieux[n].structure for n in ("Le Voisin", "Médiathèque des Tests"))
    ecrire(d.garde, d.double, d.lieu_double, d.offre)
    ecrire(
        Centre(structure=d.double, statut="associatif", agrement="centre_social"),
        Equipement(lieu=d.lieu_double, tablettes=4),
        Equipement(lieu=d.lieu, tablettes=2, wifi_public=True),
        Partenaire(structure=d.double, genre="association"),
        Partenariat(centre=d.garde, partenaire=mediatheque, objets=OBJETS["pret"].masque),
        Partenariat(centre=d.double, partenaire=mediatheque, objets=OBJETS["formation"].masque, finance_par="CAF"),
        Partenariat(centre=d.double, partenaire=voisin),
        Partenariat(centre=d.garde, partenaire=d.double),
        *(
            Fermeture(lieu=lieu, debut=date(2026, 12, jour), fin=date(2026, 12, 31))
            for lieu, jour in ((d.lieu, 24), (d.lieu_double, 24), (d.lieu_double, 30))
        ),
    )
    ecrire(Pret(preteur=d.double, intitule="Un vidéoprojecteur"))
    for compte, role in (("bruno", "responsable"), ("amina", "equipe"), ("seul", "equipe")):
        Membre.objects.create(structure=d.double, utilisateur=getattr(distribution, compte), role=role)
    for numero, (structure, courriel, role) in enumerate(
        [
            (d.garde, "double@example.org", "equipe"),
            (d.double, "double@example.org", "responsable"),
            (d.double, "autre@example.org", "equipe"),
        ]
    ):
        Invitation.objects.create(
            structure=structure,
            courriel=courriel,
            role=role,
            empreinte=str(numero) * 64,
            invitee_par=d.by,
            cree_a=NOW,
            expire_a=DEMAIN,
        )
    d.intervenant = Intervenant.objects.create(employeur=d.double, metier="ecrivain_public")
    d.offre.intervenants.add(d.intervenant)
    for numero, structure in enumerate([d.garde, d.double]):
        Poste.objects.create(structure=structure, empreinte=f"p{numero}", cree_par=d.by, cree_a=NOW)
        for annee in (2024, 2025 - numero):
            ChiffresAnnee.objects.get_or_create(
                structure=structure, annee=annee, defaults={"saisi_le": JOUR, "saisi_voie": "ecran"}
            )
    AccueilRelation.objects.create(structure=d.double, courriel="ici@example.org", accepte_a=NOW, accepte_par=d.by)
    for lieu in (d.lieu, d.lieu_double):
        Signalement.objects.create(lieu=lieu, motifs=2, cree_a=NOW)
        OuvertPendant.objects.create(lieu=lieu, debut=JOUR, fin=JOUR, dit_a=NOW)
    for numero, objet in enumerate([d.double, d.lieu_double, d.lieu, d.garde]):
        Source.objects.create(
            federation=distribution.federation,
            source="fichier",
            identifiant=f"ligne-{numero}",
            noun="structure" if isinstance(objet, Structure) else "lieu",
            uid=objet.uid,
            recue_a=NOW,
        )
    return d


def restes(modele, autre):
    """Where rows still point to a card, by link."""
    return {
        lien.cle
        for lien in liens_vers(modele)
        if lien.modele._base_manager.filter(**{lien.champ.attname: autre.pk}).exists()
    }


def relire(objet):
    return type(objet)._base_manager.get(pk=objet.pk)


def test_everything_attached_to_a_structure_follows(deux):
    d = deux
    _, plan = fondre(d.garde, d.double, d.by)
    garde, double = relire(d.garde), relire(d.double)
    assert (double.fusionnee_dans, double.archivee_le, double.siret) == (garde, JOUR, "")
    # The kept card's own word, else the other's.
    assert (str(garde.telephone), garde.presentation) == ("+33145670001", "La bonne.")
    assert (garde.siret, garde.courriel) == ("73282932000074", "lien@example.org")
    assert restes(Structure, d.double) == {"statistiques.chiffresannee.structure"}
    assert dict(garde.membres.values_list("utilisateur__courriel", "role")) == {
        "amina@example.org": "responsable",
        "bruno@example.org": "responsable",
        "seul@example.org": "equipe",
    }
    attendues = Invitation.objects.unanswered().filter(structure=garde).order_by("courriel")
    assert list(attendues.values_list("courriel", "role")) == [
        ("autre@example.org", "equipe"),
        ("double@example.org", "responsable"),
    ]
    avec = {p.partenaire.nom: (p.objets_dits, p.finance_par) for p in garde.partenariats.select_related("partenaire")}
    assert avec == {
        "Médiathèque des Tests": (["prêt de matériel", "formation des équipes"], "CAF"),
        "Le Voisin": ([], ""),
    }
    assert (garde.centre.statut, garde.partenaire.genre, garde.prets.get().intitule) == (
        "associatif",
        "association",
        "Un vidéoprojecteur",
    )
    assert garde.accueil_relation.courriel == "ici@example.org"
    assert {p.nom for p in garde.postes.all()} == {"Poste de l’accueil", "Poste de l’accueil (Centre social Le Lien)"}
    assert sorted(garde.chiffres.values_list("annee", flat=True)) == [2024, 2025]
    assert [lieu.principal for lieu in garde.lieux.order_by("pk") if lieu.etat == "publie"] == [True, False]
    assert set(Source.objects.filter(noun="structure").values_list("uid", flat=True)) == {garde.uid}
    dits = " ".join(f"{s.nom} {' '.join(s.notes)}" for s in plan.suites)
    for phrase in ("2\u00a0personnes dans les deux équipes", "le rôle le plus fort reste", "1\u00a0adresse deux fois"):
        assert phrase in dits
    call_command("verifier")


def test_everything_attached_to_a_place_follows_and_its_address_leads_to_the_kept_one(client, deux):
    d = deux
    _, plan = fondre(d.lieu, d.lieu_double, d.by, horaires="autre", **{"equipement-tablettes": "autre"})
    lieu, double = relire(d.lieu), relire(d.lieu_double)
    assert (double.etat, double.fusionne_dans, lieu.horaires) == ("fusionne", lieu, "Mo-Fr 09:00-12:00")
    assert (lieu.equipement.tablettes, lieu.equipement.wifi_public) == (4, True)
    assert restes(Lieu, double) == {"structures.fermeture.lieu", "espace.ouvertpendant.lieu"}
    assert sorted(f.debut.day for f in lieu.fermetures.all()) == [24, 30]
    offre = relire(d.offre)
    assert (offre.lieu, offre.structure) == (lieu, d.double)
    assert any("aux heures du lieu" in note for suite in plan.suites for note in suite.notes)
    assert set(Source.objects.filter(noun="lieu").values_list("uid", flat=True)) == {lieu.uid}
    for suite, vers in (("", lieu.get_absolute_url()), ("semaine/", f"/lieux/{lieu.uid}/semaine/")):
        reponse = client.get(f"/lieux/{double.uid}/{suite}")
        assert (reponse.status_code, reponse["Location"]) == (301, vers)
    call_command("verifier")


@pytest.mark.parametrize("genre", ["structure", "lieu", "les deux"])
def test_undo_gives_back_the_exact_state_before(deux, genre):
    d = deux
    avant = tout_lire()
    faites = []
    if genre != "lieu":
        faites.append(fondre(d.garde, d.double, d.by, nom="autre", telephone="autre")[0])
    if genre != "structure":
        lieux = (Lieu.objects.select_related("structure", "commune").get(pk=p.pk) for p in (d.lieu, d.lieu_double))
        faites.append(fondre(*lieux, d.by, adresse="autre", horaires="autre")[0])
    assert tout_lire() != avant
    for fusion in reversed(faites):
        with pytest.raises(AnnulationRefusee):
            annuler(fusion.operation, by=d.by)
        defaire(fusion, by=d.by, now=DEMAIN)
        with pytest.raises(AnnulationRefusee):
            annuler(relire(fusion).operation_inverse, by=d.by)
        with pytest.raises(FusionRefusee, match="déjà été défaite"):
            defaire(fusion, by=d.by, now=DEMAIN)
    apres = tout_lire()
    assert {t: (set(avant[t]) ^ set(apres[t])) for t in avant if avant[t] != apres[t]} == {}
    call_command("verifier")


def renommer(d):
    d.garde.refresh_from_db()
    d.garde.siret = ""
    ecrire(d.garde)


def deplacer(d):
    offre = relire(d.offre)
    offre.structure = d.cast.lieux["Le Voisin"].structure
    ecrire(offre)


@pytest.mark.parametrize(
    ("geste", "dit"),
    [
        (renommer, "Le Lien"),
        (deplacer, "Permanence"),
        (lambda d: Membre.objects.filter(structure=d.garde, utilisateur=d.cast.seul).delete(), "membre"),
    ],
)
def test_undo_is_refused_when_something_of_it_changed_since(deux, geste, dit):
    fusion, _ = fondre(deux.garde, deux.double, deux.by)
    geste(deux)
    avant = tout_lire()
    with pytest.raises(FusionRefusee, match=dit):
        defaire(fusion, by=deux.by, now=DEMAIN)
    assert tout_lire() == avant
    assert relire(fusion).defaite_a is None


def test_what_was_attached_since_stays_when_a_merge_is_undone(deux):
    fusion, _ = fondre(deux.garde, deux.double, deux.by)
    neuve = creer_offre(relire(deux.lieu))
    defaire(fusion, by=deux.by, now=DEMAIN)
    assert relire(neuve).structure == deux.garde


def test_what_was_seen_must_still_be_true(deux):
    vu = empreinte(lignes_de(deux.garde, deux.double), deux.garde, deux.double)
    deux.double.presentation = "Un mot de plus."
    ecrire(deux.double)
    options = {"choix": {}, "by": deux.by, "now": NOW}
    with pytest.raises(FusionDepassee):
        fusionner(gardee=deux.garde, autre=deux.double, vu=vu, **options)
    fondre(deux.garde, relire(deux.double), deux.by)
    with pytest.raises(FusionRefusee, match="déjà archivée ou fusionnée"):
        fusionner(gardee=deux.cast.lieux["Le Voisin"].structure, autre=deux.double, vu="", **options)
    ailleurs = faire_structure(federation=deux.cast.autre_federation)
    ecrire(ailleurs)
    with pytest.raises(FusionRefusee, match="même réseau"):
        fusionner(gardee=deux.garde, autre=ailleurs, vu="", **options)


def test_a_card_merged_twice_leads_to_the_last_one(deux):
    fondre(deux.lieu, deux.lieu_double, deux.by)
    voisin = Lieu.objects.select_related("structure", "commune").get(pk=deux.cast.lieux["Le Voisin"].pk)
    fondre(voisin, relire(deux.lieu), deux.by)
    assert relire(deux.lieu_double).fusionne_dans == voisin
    call_command("verifier")


@pytest.mark.parametrize("racine", [Structure, Lieu])
def test_no_table_is_forgotten(racine):
    """Walk the models: whatever points to a card follows it, or is said here to stay."""
    a_part = (*RESTENT, *annexes_de(racine))
    cibles = (racine, *annexes_de(racine))
    attendus = {
        f"{relation.related_model._meta.label_lower}.{relation.field.name}"
        for cible in cibles
        for relation in cible._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and not issubclass(relation.related_model, Operation)
        and relation.related_model not in a_part
    }
    trouves = {lien.cle for lien in liens_vers(racine)}
    assert trouves == attendus
    connus = {lien.cle for r in (Structure, Lieu) for lien in liens_vers(r)}
    assert set(POLITIQUES) <= connus
    # Named by its uid and not by a key: a source, which follows; and what an import replaced in it, which stays: its
    # undo sees that the source has changed, and leaves the row alone. What was published, week after week, stays said.
    par_uid = {
        m
        for m in apps.get_models()
        for f in m._meta.concrete_fields
        if f.name == "uid" and not f.unique and not issubclass(m, Operation)
    }
    assert par_uid == {Source, MemoireRemplacee, Empreinte, Changement}


def test_a_preview_writes_nothing(deux):
    avant, version = tout_lire(), Version.lire()
    preparer(deux.garde, deux.double, choix={}, now=NOW)
    preparer(deux.lieu, deux.lieu_double, choix={}, now=NOW)
    assert (tout_lire(), Version.lire()) == (avant, version)


def importer(federation, *lignes):
    texte = "\n".join(["id,nom,commune,code_postal,code_insee,adresse,latitude,longitude,pivot,telephone", *lignes])
    fichier = lire(texte.encode(), "lieux.csv")
    diff = comparer(fichier, federation=federation, source="fichier", now=NOW)
    appliquer(diff, federation=federation, by=None, now=NOW, fini=NOW)
    return diff


def test_a_later_import_of_what_was_merged_goes_to_the_kept_card(distribution):
    federation, ici = distribution.federation, "Créteil,94000,94028,1 rue de la Paix,48.777,2.453"
    un, deux = f"a,Les Amis,{ici},,0145670001", f"b,Association des Amis,{ici},73282932000074,0145670001"
    importer(federation, un, deux)
    lieu, double = (
        Lieu.objects.select_related("structure", "commune").get(nom__endswith="Amis", nom__startswith=n)
        for n in ("Les", "Asso")
    )
    fondre(lieu.structure, double.structure, None)
    fondre(*(Lieu.objects.select_related("structure", "commune").get(pk=p.pk) for p in (lieu, double)), None)
    combien = Structure.objects.count(), Lieu.objects.count()
    assert not any(ligne.etat in ("ajoutee", "changee") for ligne in importer(federation, un, deux).lignes)
    importer(federation, un, deux.replace("0145670001", "0145670009"))
    assert str(relire(lieu).telephone) == "+33145670009"
    # The number of the merged structure brings a new place to the kept one.
    importer(federation, un, deux, f"c,Annexe,{ici},73282932000074,")
    assert Lieu.objects.get(nom="Annexe").structure == lieu.structure
    assert (Structure.objects.count(), Lieu.objects.count()) == (combien[0], combien[1] + 1)
    assert relire(double).etat == "fusionne"
    call_command("verifier")
