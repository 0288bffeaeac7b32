"""What the mail of the week says to one person: sections, then plain text. It reads, and writes nothing.

The list is that of « Mon espace » (`a_faire`); each line that one tap can settle carries its link, no password asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from ateliers.models import Offre
from comptes.adresses import refusees
from comptes.models import Federation, Utilisateur
from core.textes import accord
from espace.a_faire import AFaire
from espace.campagnes import Campagne
from espace.journal import dernieres
from espace.liens import lien_action
from espace.masquage import Menacee
from espace.models import Avertissement
from recherche.phrases import date_courte
from structures.models import Membre, Structure
from structures.nomenclature import Role

LIGNES_MAX = 12
NBSP = "\u00a0"
PIED = f"""--\u0020
Au bon endroit vous écrit une fois par semaine au plus, seulement quand quelque chose vous attend{NBSP}; jamais en \
août ni entre Noël et le Nouvel An.
Les liens de ce courriel sont à vous{NBSP}: ne le transférez pas. Ils servent trente jours.
Ne plus recevoir ces rappels, ou les reprendre{NBSP}: {{url}}
"""


@dataclass(slots=True)
class Section:
    """One subject: its title, why it matters, its lines (text, link or "")."""

    titre: str
    intro: str
    lignes: list[tuple[str, str]] = field(default_factory=list)
    suites: list[tuple[str, str]] = field(default_factory=list)  # what settles several lines at once


@dataclass(frozen=True, slots=True)
class Personne:
    """Somebody to write to, with what they keep."""

    utilisateur: Utilisateur
    structures: Sequence[Structure]
    federations: Sequence[Federation]


@dataclass(frozen=True, slots=True)
class Matiere:
    """What was read for these structures: the same for everybody who keeps them."""

    a_faire: AFaire
    menacees: Sequence[Menacee]
    offres: Sequence[Offre]  # published, with place and structure

    def a_confirmer_depuis(self, debut: date) -> list[Offre]:
        return [o for o in self.offres if o.verifie_le is None or o.verifie_le < debut]


def sections_de(
    personne: Personne, matiere: Matiere, *, campagne: Campagne | None, depuis: datetime, now: datetime, today: date
) -> list[Section]:
    """Return what this person is told, most harmful first; [] when nothing needs them."""
    qui, a_faire = personne.utilisateur, matiere.a_faire
    menacees = {m.offre.pk for m in matiere.menacees}
    anciennes = matiere.a_confirmer_depuis(campagne.debut) if campagne else a_faire.anciennes
    toutes = [
        _masquees(qui, matiere.menacees, today),
        Section(
            f"Reste-t-il de la place{NBSP}?",
            f"On ne le sait plus{NBSP}: la recherche n’en tient plus compte. Un clic suffit, sans mot de passe.",
            [(_nommer(o), lien_action(qui, o, "place")) for o in a_faire.places],
        ),
        Section(
            "Terminées, mais encore publiées",
            "Prolongez-les, ou retirez-les.",
            [(f"{_nommer(o)}, finie le {date_courte(o.fin, today)}", "") for o in a_faire.finies if o.fin],
            suites=[("Dans votre espace", _adresse("espace:accueil"))],
        ),
        Section(
            "Erreurs signalées",
            "Quelqu’un dit que ces pages sont fausses.",
            [(f"{s.objet}{NBSP}: {', '.join(s.motifs_dits).lower()}", "") for s in a_faire.signalements],
            suites=[("Dans votre espace", _adresse("espace:accueil"))],
        ),
        Section(
            f"Fermez-vous pendant {a_faire.periodes[0].nom}{NBSP}?" if a_faire.periodes else "",
            "Dites-le, même si vous restez ouverts.",
            [
                (f"{p.lieu}, du {date_courte(p.debut, today)} au {date_courte(p.fin, today)}", "")
                for p in a_faire.periodes
            ],
            suites=[("Dans votre espace", _adresse("espace:accueil"))],
        ),
        _anciennes(personne, [o for o in anciennes if o.pk not in menacees], campagne, today),
        _changements(personne, depuis=depuis, now=now),
        *(_federation(f, depuis=depuis, today=today) for f in personne.federations),
    ]
    dites = [s for s in toutes if s.lignes]
    if dites and a_faire.incompletes:
        # Never a reason to write: it would be the same mail every week.
        dites.append(
            Section(
                "À compléter",
                "Ce qui manque fait faire un trajet pour rien.",
                [(f"{_nommer(o)}{NBSP}: il manque {', '.join(manque)}", "") for o, manque in a_faire.incompletes],
                suites=[("Dans votre espace", _adresse("espace:accueil"))],
            )
        )
    return dites


def _adresse(nom: str, *args: Any) -> str:
    return settings.SITE_URL + reverse(nom, args=args)


def _nommer(offre: Offre) -> str:
    return f"{offre.nom}, {offre.lieu or offre.structure}"


def _masquees(qui: Utilisateur, menacees: Sequence[Menacee], today: date) -> Section:
    section = Section(
        "Bientôt hors de la recherche",
        f"Personne ne les a vérifiées depuis près d’un an. Est-ce encore vrai{NBSP}? Confirmez en un clic, et rien ne "
        "disparaît.",
    )
    for m in sorted(menacees, key=lambda m: (m.masquee_des or date.max, m.offre.pk)):
        if m.masquee_des is None:
            quand = "sortira de la recherche dans un mois environ"
        elif m.masquee_des <= today:
            quand = f"hors de la recherche depuis le {date_courte(m.masquee_des, today)}"
        else:
            quand = f"sortira de la recherche le {date_courte(m.masquee_des, today)}"
        section.lignes.append((f"{_nommer(m.offre)}{NBSP}: {quand}", lien_action(qui, m.offre, "a_jour")))
    return section


def _anciennes(personne: Personne, offres: Sequence[Offre], campagne: Campagne | None, today: date) -> Section:
    """Say what is to be confirmed, then one link a structure that confirms all of it."""
    intro = "Personne n’a dit depuis trois mois que c’est encore vrai." if campagne is None else "Est-ce encore vrai ?"
    section = Section("À confirmer", intro.replace(" ?", f"{NBSP}?"))
    for offre in offres:
        dit = f"vérifiée le {date_courte(offre.verifie_le, today)}" if offre.verifie_le else "jamais vérifiée"
        section.lignes.append((f"{_nommer(offre)}, {dit}", ""))
    concernees = {pk for o in offres for pk in (o.structure_id, o.lieu.structure_id if o.lieu else None)}
    section.suites += [
        (f"Tout est à jour à «{NBSP}{s}{NBSP}»", lien_action(personne.utilisateur, s, "a_jour"))
        for s in personne.structures
        if s.pk in concernees
    ]
    return section


def _changements(personne: Personne, *, depuis: datetime, now: datetime) -> Section:
    """Say to whoever answers for several structures (a mairie) what others changed there, each with its undo."""
    section = Section("Ce qui a changé", "D’autres que vous l’ont fait. Vous pouvez annuler chaque modification.")
    tenues = {
        m.structure_id
        for m in personne.utilisateur.appartenances.filter(role=Role.RESPONSABLE)
        if m.structure_id in {s.pk for s in personne.structures}
    }
    if len(tenues) < 2:
        return section
    structures = [s for s in personne.structures if s.pk in tenues]
    for m in dernieres(structures, now=now, limite=LIGNES_MAX, depuis=depuis):
        if m.qui == str(personne.utilisateur) or not m.annulable:
            continue
        quoi = ", ".join(f"{ligne.quoi} {ligne.verbe}" for ligne in m.lignes[:3])
        section.lignes.append((f"{quoi}, par {m.qui}, {m.quand}", f"{_adresse('espace:accueil')}?fait={m.operation}"))
    return section


def _federation(federation: Federation, *, depuis: datetime, today: date) -> Section:
    """Say to an administrator what leaves the search, and whom mails no longer reach."""
    section = Section(
        f"Pour la fédération{NBSP}: {federation}",
        f"Les personnes concernées ont été prévenues deux fois{NBSP}; un appel de votre part peut suffire.",
    )
    avertissements = (
        Avertissement.objects.filter(rang=2, cree_a__gt=depuis, offre__structure__federation=federation)
        .exclude(offre__masquee_des=None)
        .select_related("offre__structure", "offre__lieu")
        .order_by("offre__masquee_des", "pk")
    )
    for a in avertissements:
        if a.offre.masquee_des:
            texte = f"{_nommer(a.offre)}{NBSP}: hors de la recherche le {date_courte(a.offre.masquee_des, today)}"
            section.lignes.append((texte, settings.SITE_URL + a.offre.get_absolute_url()))
    membres = Membre.objects.filter(structure__federation=federation).select_related("utilisateur", "structure")
    par_adresse = {m.utilisateur.courriel: m for m in membres.order_by("structure__nom_plie", "pk")}
    for adresse, refus in sorted(refusees(par_adresse).items()):
        if refus.constatee_a > depuis:
            texte = f"{par_adresse[adresse].structure}{NBSP}: {adresse} ne reçoit pas nos courriels"
            section.lignes.append((texte, _adresse("espace:courriels", federation.slug)))
    return section


def sujet_de(sections: Sequence[Section], campagne: Campagne | None) -> str:
    """Return the subject: the campaign's question, or how many things wait."""
    if campagne is not None:
        return campagne.sujet.replace(" ?", f"{NBSP}?").replace(" :", f"{NBSP}:")
    attendent = sum(len(s.lignes) for s in sections if s.titre not in ("Ce qui a changé", "À compléter"))
    if not attendent:
        return "Ce qui a changé dans vos structures"
    return f"{accord(attendent, 'chose')} à regarder cette semaine"


def texte_de(personne: Personne, sections: Sequence[Section], *, campagne: Campagne | None, url_arreter: str) -> str:
    """Return the mail as plain text."""
    noms = ", ".join(s.nom for s in personne.structures[:3]) or ", ".join(f.nom for f in personne.federations)
    blocs = ["Bonjour,", campagne.intro if campagne else f"Voici ce qui demande votre attention{NBSP}: {noms}."]
    for section in sections:
        lignes = [section.titre.upper(), section.intro, ""]
        for texte, lien in section.lignes[:LIGNES_MAX]:
            lignes += [f"- {texte}"] + [f"  {lien}"] * bool(lien)
        if (autres := len(section.lignes) - LIGNES_MAX) > 0:
            lignes.append(f"- et {accord(autres, 'autre')}")
        for texte, lien in section.suites:
            lignes += ["", f"{texte}{NBSP}: {lien}"]
        blocs.append("\n".join(lignes))
    return "\n\n".join([*blocs, PIED.format(url=url_arreter)])
