"""Write the demonstration network once; bring its dates back to today on a later day."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from ateliers.actions import enregistrer_lot
from ateliers.models import Intervenant, Offre, Seance
from ateliers.nomenclature import METIERS
from comptes.models import Federation
from core.planificateur import apres_ecriture
from core.travailleur import PARIS
from core.voies import Voie
from federation.demo import SLUG, SOURCE
from federation.demo.acces import creer_acces
from federation.demo.chiffres import repondre, se_souvenir
from federation.demo.composition import composer
from federation.demo.comptes import creer_comptes
from federation.demo.entre_nous import creer_entre_nous
from federation.demo.reseau import Reseau
from federation.demo.tirage import des, uid
from structures.communes import DONNEES, FICHIERS, charger_livrees, lire_csv
from structures.models import Commune, Fermeture, Lieu, Source

NOM = "Fédération des centres sociaux du Val-de-Marne (démonstration)"
# What follows the day of the demonstration, and is refreshed when nobody has edited the row.
DATES_OFFRE = (
    "horaires",
    "horaires_ancre",
    "debut",
    "fin",
    "dispo_le",
    "dispo_jusqu_au",
    "suspendu_jusqu_au",
    "verifie_le",
)
PRENOMS = ("Naïma", "Bastien", "Olga", "Ismaël", "Solène", "Fatou", "Rémi", "Lucia")


class DejaPrise(Exception):
    """The address of the demonstration belongs to a federation that is not one."""


def installer(now: datetime) -> str:
    """Write the network, or refresh its dates; return one French sentence that says what was done."""
    today = now.astimezone(PARIS).date()
    with transaction.atomic():
        federation = Federation.objects.filter(slug=SLUG).first()
        if federation is not None and not federation.demonstration:
            raise DejaPrise(f"« {federation.nom} » a déjà l’adresse /f/{SLUG}/ et n’est pas une démonstration.")
        marque = Source.objects.filter(federation=federation, source=SOURCE, identifiant="réseau").first()
        if federation is None or marque is None:
            return _ecrire(federation, today, now)
        creer_acces(now)
        creer_entre_nous(federation, now)
        if date.fromisoformat(marque.valeurs["jour"]) == today:
            return "Le réseau de démonstration est déjà là."
        changes = _rafraichir(federation, today, now)
        marque.valeurs, marque.recue_a = {"jour": today.isoformat()}, now
        marque.save(update_fields=["valeurs", "recue_a"])
        return f"Le réseau de démonstration est déjà là ; {changes} dates ramenées à aujourd’hui."


def _composer(federation: Federation, today: date) -> Reseau:
    communes = {c.code_insee: c for c in Commune.objects.prefetch_related("codes_postaux").order_by("code_insee")}
    # Only the shipped communes: the same network, whatever else of France has been loaded.
    livrees = [f.code_insee for nom in FICHIERS for f in lire_csv(DONNEES / nom)]
    return composer(federation, {code: communes[code] for code in sorted(livrees)}, today)


def _ecrire(federation: Federation | None, today: date, now: datetime) -> str:
    charger_livrees()
    if federation is None:
        federation = Federation.objects.create(
            slug=SLUG,
            nom=NOM,
            territoire="Val-de-Marne",
            dans_le_territoire="dans le Val-de-Marne",
            presentation="Les centres sociaux et les espaces de vie sociale du département, et leurs partenaires. "
            "Un réseau inventé, pour essayer.",
            departements=["94"],
            courriel="federation@example.org",
            telephone="01 99 00 94 94",
            site_web="https://federation.example.org/",
            demonstration=True,
        )
    reseau = _composer(federation, today)
    objets = reseau.objets()
    enregistrer_lot(objets, by=None, voie=Voie.IMPORT, now=now)
    _intervenants(reseau, now)
    repondre(reseau)
    se_souvenir(reseau)
    creer_comptes(federation)
    creer_acces(now)
    creer_entre_nous(federation, now)
    Source.objects.create(
        federation=federation,
        source=SOURCE,
        identifiant="réseau",
        noun=Source.Noun.STRUCTURE,
        uid=reseau.centres[0].uid,
        valeurs={"jour": today.isoformat()},
        recue_a=now,
    )
    # With their sessions. The transaction is not over: nobody else can count what it wrote.
    apres_ecriture(len(objets) + Seance.objects.count())
    return (
        f"Réseau de démonstration écrit : {len(reseau.centres)} structures adhérentes, "
        f"{len(reseau.partenaires)} lieux partenaires, {len(reseau.offres)} activités."
    )


def _intervenants(reseau: Reseau, now: datetime) -> None:
    """Write who receives: mostly a function without a name, an écrivain·e public·que in several places."""
    itinerants = [
        Intervenant(uid=uid("intervenant", "itinerant", n), metier="ecrivain_public", employeur=None) for n in range(14)
    ]
    gens: dict[tuple[str, int], Intervenant] = {("itinerant", n): i for n, i in enumerate(itinerants)}
    liens: list[tuple[Offre, Intervenant]] = []
    for offre in reseau.offres:
        hasard = des("intervenant", offre.uid)
        codes = METIERS.codes(offre.metiers)
        if not codes or hasard.random() > 0.75:
            continue
        if codes[0] == "ecrivain_public" and offre.structure in reseau.centres and hasard.random() < 0.7:
            liens.append((offre, hasard.choice(itinerants)))
            continue
        cle = (offre.structure.uid, METIERS[codes[0]].bit)
        if cle not in gens:
            gens[cle] = Intervenant(
                uid=uid("intervenant", *cle),
                metier=codes[0],
                employeur=offre.structure,
                habilitations=1 if offre.aidants_connect else 2 if codes[0] == "conseiller_numerique" else 0,
            )
        liens.append((offre, gens[cle]))
    employes = sorted((i for i in gens.values() if i.employeur is not None), key=lambda i: i.uid)
    for prenom, personne in zip(PRENOMS, employes[:: max(1, len(employes) // len(PRENOMS))], strict=False):
        personne.prenom, personne.prenom_accorde_a = prenom, now
    Intervenant.objects.bulk_create(gens.values())
    passage: Any = Offre.intervenants.through
    passage.objects.bulk_create([passage(offre=o, intervenant=i) for o, i in liens], batch_size=500)


def _rafraichir(federation: Federation, today: date, now: datetime) -> int:
    """Move the dates of the rows that nobody has edited; return how many rows changed."""
    neuf = _composer(federation, today)
    voulues = {o.uid: o for o in neuf.offres}
    objets: list[Any] = []
    touchees = set(Offre.history.exclude(voie=Voie.IMPORT).values_list("uid", flat=True))
    for offre in Offre.objects.filter(uid__in=voulues).order_by("pk"):
        modele = voulues[offre.uid]
        # A state, a room or a name that is no longer the demonstration's: somebody has been here.
        if offre.uid in touchees or any(
            getattr(offre, c) != getattr(modele, c) for c in ("etat", "dispo", "nom", "nature", "acces")
        ):
            continue
        objets += [offre] if _dater(offre, modele, DATES_OFFRE) else []
    touches = set(Lieu.history.exclude(voie=Voie.IMPORT).values_list("uid", flat=True))
    uids = [lieu.uid for lieu in neuf.lieux]
    lieux = {lieu.uid: lieu for lieu in Lieu.objects.filter(uid__in=uids).order_by("pk")}
    for modele_lieu in neuf.lieux:
        actuel = lieux.get(modele_lieu.uid)
        if actuel is not None and actuel.uid not in touches and actuel.etat == modele_lieu.etat:
            objets += [actuel] if _dater(actuel, modele_lieu, ("verifie_le",)) else []
    ajoutees, retirees = _fermetures(neuf, lieux)
    if objets or ajoutees or retirees:
        enregistrer_lot([*objets, *ajoutees], by=None, voie=Voie.IMPORT, retires=retirees, now=now)
    return len(objets) + len(ajoutees) + len(retirees)


def _dater(objet: Any, modele: Any, champs: tuple[str, ...]) -> bool:
    """Copy the dates of the fresh row; tell whether one changed."""
    changes = [c for c in champs if getattr(objet, c) != getattr(modele, c)]
    for champ in changes:
        setattr(objet, champ, getattr(modele, champ))
    return bool(changes)


def _fermetures(neuf: Reseau, lieux: dict[str, Lieu]) -> tuple[list[Fermeture], list[Fermeture]]:
    """Return the closures to add and those to remove; a place whose closures somebody edited is left alone."""

    def cle(f: Fermeture) -> tuple[Any, ...]:
        return (f.genre, f.debut, f.fin, f.heures, f.motif)

    edites = set(Fermeture.history.exclude(voie=Voie.IMPORT).values_list("lieu_id", flat=True))
    ajoutees, retirees = [], []
    for uid_lieu, lieu in lieux.items():
        if lieu.pk in edites:
            continue
        voulues = {cle(f): f for f in neuf.fermetures if f.lieu.uid == uid_lieu}
        actuelles = {cle(f): f for f in lieu.fermetures.order_by("pk")}
        for c in voulues.keys() - actuelles.keys():
            voulues[c].lieu = lieu
            ajoutees.append(voulues[c])
        retirees += [actuelles[c] for c in actuelles.keys() - voulues.keys()]
    return ajoutees, retirees
