"""The mails of a request: which activity, which day, where to answer. Never who the resident is."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from comptes.actions import ecrire_courriel, ecrire_courriel_differe
from core.liens import Genre, signer
from core.travailleur import PARIS
from orientations.models import AccueilRelation, Identite, MiseEnRelation
from orientations.relations.chiffrement import dechiffrer
from recherche.phrases import papiers_de, telephone_de
from structures.horaires import heure, jour_en_francais

Etat = MiseEnRelation.Etat
SOURCE = "orientations.identite"  # how the outbox names an address that it does not hold


def quand(moment: datetime, now: datetime) -> str:
    """Return « mardi 3 mars à 14 h »."""
    local = moment.astimezone(PARIS)
    return f"{jour_en_francais(local.date(), now.astimezone(PARIS).date())} à {heure(local)}"


def lien_du_lieu(relation: MiseEnRelation) -> str:
    """Return the address at which the place answers without an account, until the request closes."""
    jeton = signer(Genre.MISE_EN_RELATION, r=relation.uid)
    return settings.SITE_URL + reverse("orientations:repondre", args=[jeton])


def annoncer(relation: MiseEnRelation, accueil: AccueilRelation, *, now: datetime) -> None:
    """Tell the place that somebody wishes to come."""
    souhait = f"Séance souhaitée : {quand(relation.seance_a, now)}.\n" if relation.seance_a else ""
    ecrire_courriel(
        a=accueil.courriel,
        sujet=f"Une personne souhaite venir : {relation.offre.nom}",
        texte=(
            f"Bonjour,\n\n{relation.de.nom} vous signale une personne pour « {relation.offre.nom} ».\n{souhait}\n"
            f"Pour voir comment la joindre et répondre, sans compte :\n{lien_du_lieu(relation)}\n\n"
            "Ne transférez ce message qu’à la personne qui s’en occupe : ce lien montre comment joindre quelqu’un.\n"
        ),
        now=now,
    )


def rappeler(relation: MiseEnRelation, accueil: AccueilRelation, *, now: datetime) -> None:
    """Remind the place, and tell the sender that it was."""
    ecrire_courriel(
        a=accueil.courriel,
        sujet=f"Une personne attend votre réponse : {relation.offre.nom}",
        texte=(
            f"Bonjour,\n\n{relation.de.nom} vous a signalé une personne pour « {relation.offre.nom} », "
            f"{quand(relation.cree_a, now)}. Elle attend votre réponse, même pour dire que ce n’est pas possible :\n"
            f"{lien_du_lieu(relation)}\n"
        ),
        now=now,
    )
    _a_l_expediteur(
        relation,
        "Toujours sans réponse",
        "Le lieu n’a pas encore donné de réponse. Nous venons de le lui rappeler. "
        f"Le plus sûr : appelez{_au_numero(relation)}.",
        now=now,
    )


PHRASES = {
    Etat.RECUE: ("Demande reçue", "Le lieu a bien reçu la demande. Il va joindre la personne."),
    Etat.ATTENTE: ("Sur liste d’attente", "Le lieu a mis la personne sur sa liste d’attente."),
    Etat.VENUE: ("La personne est venue", "Le lieu dit que la personne est venue."),
    Etat.PAS_VENUE: ("La personne n’est pas venue", "Le lieu dit que la personne n’est pas venue."),
    Etat.EXPIREE: (
        "Demande close sans réponse",
        "Le lieu n’a pas répondu. La demande est close. Cherchez un autre endroit.",
    ),
    Etat.RETIREE: ("Demande retirée", "La demande est close, et ce qui concernait la personne est effacé."),
}


def dire_la_reponse(relation: MiseEnRelation, *, now: datetime) -> None:
    """Tell the sender what the place answered."""
    if relation.etat == Etat.RENDEZ_VOUS and relation.rendez_vous_a:
        jour = quand(relation.rendez_vous_a, now)
        sujet, phrase = "Rendez-vous donné", f"Le lieu donne un rendez-vous : {jour}."
    elif relation.etat == Etat.IMPOSSIBLE:
        raison = relation.get_motif_display()
        sujet, phrase = "Pas possible", f"Le lieu ne peut pas recevoir la personne : {raison[0].lower()}{raison[1:]}."
    else:
        sujet, phrase = PHRASES[Etat(relation.etat)]
    _a_l_expediteur(relation, sujet, phrase, now=now)


def _a_l_expediteur(relation: MiseEnRelation, sujet: str, phrase: str, *, now: datetime) -> None:
    ecrire_courriel(
        a=relation.expediteur.courriel,
        sujet=f"{sujet} : {relation.offre.nom}",
        texte=(
            f"Bonjour,\n\nVotre demande, {quand(relation.cree_a, now)}, pour « {relation.offre.nom} ».\n{phrase}\n\n"
            f"La suivre : {settings.SITE_URL}{relation.get_absolute_url()}\n"
        ),
        now=now,
    )


def _au_numero(relation: MiseEnRelation) -> str:
    offre = relation.offre
    lieu = offre.lieu
    numero, _ = telephone_de(
        offre.telephone, *((lieu.telephone, lieu.structure.telephone) if lieu else ()), offre.structure.telephone
    )
    return f" le {numero}" if numero else ""


def ecrire_a_la_personne(relation: MiseEnRelation, *, now: datetime) -> None:
    """Write to the resident, only if a mail was the way they chose; the outbox never holds the address."""
    texte = _pour_la_personne(relation, now)
    if texte and (adresse_de_la_personne(relation.uid)):
        ecrire_courriel_differe(
            source=f"{SOURCE}:{relation.uid}", sujet=f"Votre demande : {relation.offre.nom}", texte=texte, now=now
        )


def adresse_de_la_personne(uid: str) -> str:
    """Return the resident’s mail address when that is how they are reached, else ""; the worker asks as it sends."""
    identite = Identite.objects.filter(relation__uid=uid).first()
    contenu = dechiffrer(identite.secret) if identite else None
    return contenu["valeur"] if contenu and contenu.get("moyen") == "courriel" else ""


def _pour_la_personne(relation: MiseEnRelation, now: datetime) -> str:
    offre, lieu = relation.offre, relation.offre.lieu
    ou = "\n".join([lieu.nom, *lieu.adresse_lignes]) if lieu else offre.structure.nom
    numero = _au_numero(relation)
    appel = f"Une question ? Appelez{numero}.\n" if numero else ""
    page = f"Plus d’informations : {settings.SITE_URL}{offre.get_absolute_url()}\n"
    if relation.etat == Etat.RENDEZ_VOUS and relation.rendez_vous_a:
        papiers = papiers_de(offre)
        apporter = f"Apportez : {', '.join(papiers)}.\n" if papiers else ""
        jour = quand(relation.rendez_vous_a, now)
        return f"Bonjour,\n\nVous avez rendez-vous {jour}.\n\n{offre.nom}\n{ou}\n\n{apporter}{appel}{page}"
    if relation.etat == Etat.ATTENTE:
        return f"Bonjour,\n\nVous êtes sur la liste d’attente. On vous écrira.\n\n{offre.nom}\n{ou}\n\n{appel}{page}"
    if relation.etat == Etat.IMPOSSIBLE:
        return (
            f"Bonjour,\n\nCe n’est pas possible ici : {offre.nom}.\nLe centre qui vous a reçu·e peut chercher un autre "
            f"endroit avec vous.\n\n{page}"
        )
    return ""
