"""The lines of the matrix of rights for « Entre nous »."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.utils import timezone

from reseau.actions.agenda import ouvrir_lien
from reseau.calendrier import jeton_de
from reseau.fichiers import ranger
from reseau.lettre import jeton_de as jeton_de_lettre
from reseau.models import Annonce, Evenement, Experience, Fiche, Message
from tests.outils.roles import (
    FERME,
    FERME_SANS_ECRIRE,
    OUVERT,
    PERSONNE_N_ECRIT,
    ROLES,
    TOUS_INCONNUS,
    TOUS_REDIRIGES,
    pour,
)

DU_RESEAU = ("amina", "bruno", "chloe", "mairie", "paula", "fede")  # not the other federation, nor whoever has none
PARTOUT = (*DU_RESEAU, "autre_fede")
LU = pour(*DU_RESEAU, sinon="o")
TENU = ("amina", "fede")  # responsable of the structure that wrote, administrator of its federation
ECRIT = pour(*TENU, sinon="o")

ENTRE_NOUS = {
    "reseau:accueil": ("/entre-nous/", FERME, FERME_SANS_ECRIRE),
    "reseau:annonces": ("/entre-nous/annonces/", pour(*PARTOUT, sinon="o"), FERME_SANS_ECRIRE),
    "reseau:annonce_nouvelle": (
        "/entre-nous/annonces/nouvelle/",
        pour(*PARTOUT, sinon="o"),
        pour(*PARTOUT, sinon=422),
    ),
    "reseau:annonce": ("/entre-nous/annonces/{annonce.uid}/", LU, FERME_SANS_ECRIRE),
    "reseau:annonce_modifier": ("/entre-nous/annonces/{annonce.uid}/modifier/", ECRIT, pour(*TENU, sinon=422)),
    "reseau:annonce_clore": ("/entre-nous/annonces/{annonce.uid}/clore/", FERME_SANS_ECRIRE, pour(*TENU, sinon=302)),
    "reseau:annonce_repondre": (
        "/entre-nous/annonces/{annonce.uid}/repondre/",
        LU,
        pour(*DU_RESEAU, sinon=422),
    ),
    # Who wrote it reads it; who received it answers; nobody else, not even those who administer.
    "reseau:message": (
        "/entre-nous/messages/{message.uid}/",
        pour("amina", "chloe", sinon="o"),
        pour("amina", sinon=422),
    ),
    "reseau:experiences": ("/entre-nous/experiences/", pour(*PARTOUT, sinon="o"), FERME_SANS_ECRIRE),
    "reseau:experience_nouvelle": (
        "/entre-nous/experiences/nouvelle/",
        pour(*PARTOUT, sinon="o"),
        pour(*PARTOUT, sinon=422),
    ),
    "reseau:experience": ("/entre-nous/experiences/{experience.uid}/", LU, FERME_SANS_ECRIRE),
    "reseau:experience_modifier": (
        "/entre-nous/experiences/{experience.uid}/modifier/",
        ECRIT,
        pour(*TENU, sinon=422),
    ),
    "reseau:experience_archiver": (
        "/entre-nous/experiences/{experience.uid}/archiver/",
        FERME_SANS_ECRIRE,
        pour(*TENU, sinon=302),
    ),
    "reseau:fiches": ("/entre-nous/fiches/", pour(*PARTOUT, sinon="o"), FERME_SANS_ECRIRE),
    "reseau:fiche_nouvelle": ("/entre-nous/fiches/nouvelle/", pour(*PARTOUT, sinon="o"), pour(*PARTOUT, sinon=422)),
    "reseau:fiche": ("/entre-nous/fiches/{fiche.uid}/", LU, FERME_SANS_ECRIRE),
    "reseau:fiche_fichier": ("/entre-nous/fiches/{fiche.uid}/fichier/", LU, FERME_SANS_ECRIRE),
    "reseau:fiche_modifier": ("/entre-nous/fiches/{fiche.uid}/modifier/", ECRIT, pour(*TENU, sinon=422)),
    "reseau:fiche_archiver": (
        "/entre-nous/fiches/{fiche.uid}/archiver/",
        FERME_SANS_ECRIRE,
        pour(*TENU, sinon=302),
    ),
    "reseau:agenda": ("/entre-nous/agenda/", pour(*PARTOUT, sinon="o"), FERME_SANS_ECRIRE),
    "reseau:evenement_nouveau": ("/entre-nous/agenda/nouveau/", pour(*PARTOUT, sinon="o"), pour(*PARTOUT, sinon=422)),
    "reseau:evenement": ("/entre-nous/agenda/{evenement.uid}/", LU, FERME_SANS_ECRIRE),
    "reseau:evenement_modifier": ("/entre-nous/agenda/{evenement.uid}/modifier/", ECRIT, pour(*TENU, sinon=422)),
    "reseau:evenement_annuler": (
        "/entre-nous/agenda/{evenement.uid}/annuler/",
        FERME_SANS_ECRIRE,
        pour(*TENU, sinon=302),
    ),
    "reseau:evenement_inscription": (
        "/entre-nous/agenda/{evenement.uid}/inscription/",
        FERME_SANS_ECRIRE,
        pour(*DU_RESEAU, sinon=422),
    ),
    # Who comes is read by those who organise and those who administer, not even by those who come.
    "reseau:evenement_inscrits": ("/entre-nous/agenda/{evenement.uid}/inscrits/", ECRIT, FERME_SANS_ECRIRE),
    "reseau:agenda_lien": ("/entre-nous/agenda/lien/", FERME_SANS_ECRIRE, pour(*PARTOUT, sinon=302)),
    # The signed address is the right, whoever is signed in.
    "reseau:agenda_ics": ("/entre-nous/agenda/{jeton_agenda}.ics", OUVERT, PERSONNE_N_ECRIT),
    "reseau:agenda_ics, inventé": ("/entre-nous/agenda/inventé.ics", TOUS_INCONNUS, PERSONNE_N_ECRIT),
    "reseau:lettre": ("/entre-nous/lettre/", pour(*PARTOUT, sinon="o"), pour(*PARTOUT, sinon=303)),
    "reseau:lettre_lien": ("/entre-nous/lettre/{jeton_lettre}/", OUVERT, TOUS_REDIRIGES),
    "reseau:lettre_lien, inventé": (
        "/entre-nous/lettre/inventé/",
        dict.fromkeys(ROLES, 403),
        dict.fromkeys(ROLES, 403),
    ),
    "reseau:moderer": (
        "/entre-nous/annonces/{annonce.uid}/retirer/",
        FERME_SANS_ECRIRE,
        pour("fede", sinon=302),
    ),
    "reseau:moderer, inconnue": (
        "/entre-nous/inconnue/{annonce.uid}/retirer/",
        FERME_SANS_ECRIRE,
        dict.fromkeys(ROLES, "0") | {"personne": "c"},
    ),
}


def animer(distribution: SimpleNamespace) -> None:
    """Add one of each thing that the structure of amina says to the network, and an answer of chloe's."""
    now, commun = timezone.now(), {"federation": distribution.federation, "structure": distribution.structure}
    commun |= {"auteur": distribution.amina, "cree_a": now, "titre": "Une écrivaine publique", "texte": "Le mardi."}
    distribution.annonce = Annonce.objects.create(
        sens="cherche", genre="intervenant", jusqu_au=date(2999, 1, 1), **commun
    )
    distribution.message = Message.objects.create(
        annonce=distribution.annonce,
        auteur=distribution.chloe,
        destinataire=distribution.amina,
        structure=distribution.lieux["Le Voisin"].structure,
        texte="Nous en connaissons une.",
        cree_a=now,
    )
    distribution.experience = Experience.objects.create(annee=2026, **commun | {"titre": "Un jardin"})
    distribution.fiche = Fiche.objects.create(
        fichier=ranger(b"%PDF-1.4 inventee %%EOF"), fichier_nom="fiche.pdf", fichier_format="pdf", fichier_octets=23,
        **commun | {"titre": "Choisir un mot de passe"},
    )  # fmt: skip
    distribution.evenement = Evenement.objects.create(
        genre="formation",
        debut=now + timedelta(days=30),
        fin=now + timedelta(days=30, hours=3),
        ou="Le Lien, salle du haut",
        places=2,
        **commun | {"titre": "Se former ensemble"},
    )
    distribution.jeton_agenda = jeton_de(ouvrir_lien(distribution.chloe, now=now))
    distribution.jeton_lettre = jeton_de_lettre(distribution.chloe)
