"""What « Mon espace » lists, as tables to download: mails, administrators, reports, the year's figures."""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from django.utils.text import slugify

from comptes.models import AdresseRefusee, Courriel, Federation
from core.tableur import Colonne, Genre, Table
from espace.bilan import Bilan, en_tableau
from espace.equipes import Personne
from espace.models import Signalement
from structures.models import Structure

COURRIELS = (
    Colonne("adresse", "Adresse", "L’adresse de courriel de la personne."),
    Colonne("quoi", "Quoi", "Ce qu’il faut regarder : une adresse qui ne reçoit pas, ou un envoi.", largeur=26),
    Colonne("le", "Le", "Depuis quand l’adresse est refusée, ou quand le courriel a été écrit.", Genre.MOMENT),
    Colonne("sujet", "Sujet", "Le sujet du courriel.", largeur=48),
    Colonne("reponse", "Réponse du serveur", "Ce que le serveur de courriel a répondu.", largeur=60),
)
ADMINISTRATEURS = (
    Colonne("nom", "Nom", "Le nom que la personne a choisi d’afficher."),
    Colonne("courriel", "Courriel", "L’adresse avec laquelle elle se connecte."),
    Colonne("role", "Rôle", "Ce qu’elle peut faire.", largeur=24),
    Colonne("recoit", "Reçoit nos courriels", "Non : les serveurs refusent son adresse.", Genre.OUI_NON),
)
SIGNALEMENTS = (
    Colonne("signale", "Signalé le", "Quand quelqu’un a signalé l’erreur.", Genre.MOMENT),
    Colonne("objet", "Lieu ou activité", "La page dont il s’agit.", largeur=40),
    Colonne("motifs", "Ce qui est faux", "Ce que la personne a coché.", largeur=40),
    Colonne("texte", "Précisions", "Ce qu’elle a écrit.", largeur=60),
    Colonne("etat", "État", "À regarder, corrigé ou laissé tel quel.", largeur=18),
    Colonne("traite", "Traité le", "Quand quelqu’un y a répondu.", Genre.MOMENT),
    Colonne("reponse", "Réponse", "Ce qui a été répondu.", largeur=60),
)
CHIFFRES = (
    Colonne("rubrique", "Rubrique", "De quoi parle la ligne ; un filtre sur cette colonne découpe le tableau."),
    Colonne("intitule", "Intitulé", "L’activité, ou ce qui est compté.", largeur=48),
    Colonne("lieu", "Lieu", "Où elle se tient, si ce n’est pas au lieu principal."),
    Colonne("seances", "Séances", "Séances tenues dans l’année, annulations et fermetures déduites.", Genre.NOMBRE),
    Colonne("heures", "Heures", "Durée de ces séances, en heures : 1,5 vaut 1 h 30.", Genre.NOMBRE),
    Colonne("personnes", "Personnes", "Combien de personnes sont venues, dit par la structure.", Genre.NOMBRE),
    Colonne("precisions", "Précisions", "Ce qu’il faut savoir pour lire la ligne.", largeur=60),
)


def table_des_courriels(
    federation: Federation, refusees: Iterable[AdresseRefusee], courriels: Iterable[Courriel], le: date
) -> Table:
    """Return the mails that somebody must look at, and the addresses that receive nothing."""
    lignes = chain(
        ((r.courriel, "adresse qui ne reçoit pas", r.constatee_a, "", r.raison) for r in refusees),
        ((c.destinataire, c.get_etat_display(), c.ecrit_a, c.sujet, c.erreur) for c in courriels),
    )
    return Table("Courriels", f"courriels-{federation.slug}", le, COURRIELS, lignes)


def table_des_administrateurs(federation: Federation, personnes: Iterable[Personne], le: date) -> Table:
    """Return who runs a federation's listing."""
    lignes = ((p.nom, p.courriel, p.role_label, not p.sourde) for p in personnes)
    return Table("Qui administre", f"administrateurs-{federation.slug}", le, ADMINISTRATEURS, lignes)


def table_des_signalements(structure: Structure, signalements: Iterable[Signalement], le: date) -> Table:
    """Return the reports about a structure; the address of who reported stays here."""
    lignes = (
        (
            *(s.cree_a, str(s.objet), ", ".join(s.motifs_dits), s.texte),
            *(s.get_etat_display(), s.traite_a, s.reponse),
        )
        for s in signalements
    )
    return Table("Signalements", f"signalements-{_nom(structure)}", le, SIGNALEMENTS, lignes)


def table_des_chiffres(bilan: Bilan, le: date) -> Table:
    """Return a structure's year: one table, that a filter on « Rubrique » cuts up."""
    fichier = f"chiffres-{bilan.annee}-{_nom(bilan.structure)}"
    return Table(f"Chiffres {bilan.annee}", fichier, le, CHIFFRES, en_tableau(bilan), (bilan.structure.nom,))


def _nom(structure: Structure) -> str:
    return slugify(structure.nom)[:60] or structure.uid
