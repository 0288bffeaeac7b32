"""Count the état des lieux again from the exported tables alone: plain dictionaries, nothing of the application.

Written from the definitions, not from the code; a median has no numerator.
"""

import csv
from collections import defaultdict
from datetime import date
from io import StringIO
from pathlib import Path
from statistics import median

import pytest
from django.core.management import call_command

RESEAUX = ("facebook", "instagram", "whatsapp", "youtube", "linkedin", "x", "tiktok", "mastodon")
SEMAINES = {
    "cette_semaine": 0, "semaine_prochaine": 1, "deux_trois_semaines": 2.5, "plus_un_mois": 5, "complet": 5,
}  # fmt: skip
SATUREES = {"complet", "closes", "attente", "plus_un_mois"}
AUTREMENT = {"cette_semaine", "semaine_prochaine", "deux_trois_semaines", "ouvertes"}
COMPTES = {"publie", "suspendu"}
ATELIERS = {"atelier", "cycle"}


def dire_et_recompter(slug: str, dossier: Path) -> tuple[dict, dict]:
    """Return, figure by figure, what the command says and what its tables give: (numerator, denominator, value)."""
    chiffres, tables = dossier / "chiffres.csv", dossier / "tables"
    call_command("etat_des_lieux", "--federation", slug, csv=str(chiffres), donnees=str(tables), stdout=StringIO())
    with chiffres.open(encoding="utf-8-sig", newline="") as fichier:
        dits = {
            x["Clé"]: (x["Numérateur"], x["Dénominateur"], x["Valeur"] and float(x["Valeur"].replace(",", ".")))
            for x in csv.DictReader(fichier, delimiter=";")
        }
    recomptes = {
        cle: ("" if oui is None else str(oui), str(sur), "" if valeur is None else pytest.approx(round(valeur, 2)))
        for cle, (oui, sur, valeur) in Recompte(tables).tout().items()
    }
    return dits, recomptes


def lire(chemin: Path) -> list[dict[str, str]]:
    with chemin.open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


def liste(texte: str) -> set[str]:
    return set(texte.split("|")) - {""}


def oui_non(textes) -> bool | None:
    """One « oui » is enough; no answer at all is not known."""
    dits = [t for t in textes if t]
    return "oui" in dits if dits else None


class Recompte:
    def __init__(self, dossier: Path) -> None:
        def table(nom):
            return lire(dossier / f"{nom}.csv")

        self.jour = table("federation")[0]["jour"]
        self.an = date.fromisoformat(self.jour).year
        self.lieux = {x["uid"]: x for x in table("lieux")}
        self.communes = {c["code_insee"] for c in table("communes")}
        publies = {x["structure"] for x in self.lieux.values() if x["etat"] in COMPTES}
        self.reseau = {
            s["uid"]: s
            for s in table("structures")
            if s["adhesion_annee"] and not s["archivee_le"] and s["fusionnee"] == "non" and s["uid"] in publies
        }
        self.activites = [a for a in table("activites") if self.compte(a)]
        self.de = defaultdict(list)
        for a in self.activites:
            for structure in {a["structure"], self.lieux[a["lieu"]]["structure"] if a["lieu"] else ""}:
                if structure in self.reseau:
                    self.de[structure].append(a)
        self.equipements = defaultdict(list)
        for e in table("equipements"):
            if self.lieux[e["lieu"]]["etat"] in COMPTES:
                self.equipements[self.lieux[e["lieu"]]["structure"]].append(e)
        self.partenariats = [
            p
            for p in table("partenariats")
            if (p["debut"] or self.jour) <= self.jour <= (p["fin"] or self.jour) and not p["partenaire_archive_le"]
        ]
        self.chiffres = self.annee_retenue(table("chiffres"))

    def compte(self, activite) -> bool:
        lieu = self.lieux[activite["lieu"]] if activite["lieu"] else None
        return (
            activite["etat"] in COMPTES
            and (activite["fin"] or self.jour) >= self.jour
            and not activite["structure_archivee_le"]
            and (lieu is None or (lieu["etat"] in COMPTES and not lieu["structure_archivee_le"]))
        )

    def annee_retenue(self, chiffres) -> dict[str, dict[str, str]]:
        annees = {}
        for annee in (self.an, self.an - 1):
            annees[annee] = {
                c["structure"]: c
                for c in chiffres
                if int(c["annee"]) == annee and c["structure"] in self.reseau and c["saisi_le"] <= self.jour
            }
        return annees[self.an - 1] if len(annees[self.an - 1]) > len(annees[self.an]) else annees[self.an]

    # ------------------------------------------------------------------------------------ three ways to count
    def part(self, reponses):
        dits = [bool(r) for r in reponses if r is not None]
        return sum(dits), len(dits), 100 * sum(dits) / len(dits) if dits else None

    def moyenne(self, nombres):
        dits = [n for n in nombres if n is not None]
        return sum(dits), len(dits), sum(dits) / len(dits) if dits else None

    def mediane(self, nombres):
        dits = [n for n in nombres if n is not None]
        return None, len(dits), median(dits) if dits else None

    # -------------------------------------------------------------------------------------------- by structure
    def ayant(self, convient):
        return self.part(any(convient(a) for a in self.de[s]) for s in self.reseau)

    def equipe(self, champ):
        return self.part(oui_non(e[champ] for e in self.equipements[s]) for s in self.reseau)

    def machines(self, structure, *champs):
        dits = [int(e[c]) for e in self.equipements[structure] for c in champs if e[c]]
        return sum(dits) if dits else None

    def ordinateurs(self):
        return [self.machines(s, "ordinateurs_fixes", "ordinateurs_portables") for s in self.reseau]

    def portables_seulement(self, structure):
        if self.machines(structure, "ordinateurs_fixes", "ordinateurs_portables") is None:
            return None
        fixes, portables = (self.machines(structure, f"ordinateurs_{c}") or 0 for c in ("fixes", "portables"))
        return portables > 0 and fixes == 0

    def nombre(self, champ, lignes):
        return self.moyenne(int(ligne[champ]) if ligne[champ] else None for ligne in lignes)

    # -------------------------------------------------------------------------------- by activity, by commune
    def place(self, activite) -> str:
        return activite["dispo"] if (activite["dispo_fiable_jusqu_au"] or "0") >= self.jour else ""

    def du_reseau(self):
        uids = {a["uid"] for siennes in self.de.values() for a in siennes}
        return [a for a in self.activites if a["uid"] in uids]

    def sans(self, convient):
        servies = {self.lieux[a["lieu"]]["code_insee"] for a in self.activites if a["lieu"] and convient(a)}
        return self.part(code not in servies for code in self.communes)

    def tout(self):
        reseau = list(self.reseau.values())
        saturees = [a for a in self.du_reseau() if a["grain"] in ("rendez_vous", "inscription")]
        rendez_vous = [a for a in self.du_reseau() if a["grain"] == "rendez_vous"]
        avec = {p["centre"] for p in self.partenariats}
        mediation = {p["centre"] for p in self.partenariats if p["mediation_numerique"] == "oui"}

        def theme(*codes):
            return lambda a: bool(liste(a["themes"]) & set(codes))

        def metier(code):
            return lambda a: code in liste(a["metiers"])

        def atelier(a):
            return a["nature"] in ATELIERS

        def saturee(a):
            place = self.place(a)
            return place in SATUREES if place in SATUREES | AUTREMENT else None

        return {
            "ecrivain_public": self.ayant(metier("ecrivain_public")),
            "conseiller_numerique": self.ayant(metier("conseiller_numerique")),
            "rendez_vous_individuels": self.ayant(
                lambda a: "individuel" in liste(a["formes"]) and "rdv" in liste(a["acces"])
            ),
            "recherche_emploi": self.ayant(theme("emploi")),
            "activites_saturees": self.part(saturee(a) for a in saturees),
            "attente_mediane": self.mediane(SEMAINES.get(self.place(a)) for a in rendez_vous),
            "personnes_accueillies": self.nombre("personnes_accueillies", self.chiffres.values()),
            "atelier": self.ayant(atelier),
            "perfectionnement": self.ayant(lambda a: atelier(a) and liste(a["niveaux"]) & {"intermediaire", "avance"}),
            "creation": self.ayant(theme("creation", "programmation")),
            "atelier_emploi": self.ayant(lambda a: atelier(a) and theme("emploi")(a)),
            "parentalite": self.ayant(theme("parentalite")),
            "une_personne": self.part(s["animateurs"] == "1" if s["animateurs"] else None for s in reseau),
            "personnes_par_semaine": self.nombre("personnes_par_semaine", reseau),
            "personnes_ateliers": self.nombre("personnes_ateliers", self.chiffres.values()),
            "salle_dediee": self.equipe("salle_dediee"),
            "ordinateurs_moyenne": self.moyenne(self.ordinateurs()),
            "ordinateurs_mediane": self.mediane(self.ordinateurs()),
            "portables_seulement": self.part(map(self.portables_seulement, self.reseau)),
            "a_renouveler": self.equipe("a_renouveler"),
            "wifi_public": self.equipe("wifi_public"),
            "apporter_appareil": self.equipe("apporter_appareil"),
            "partenariat": self.part(s in avec for s in self.reseau),
            "mediation": self.part(s in mediation for s in self.reseau),
            "associatif": self.part(s["statut"] == "associatif" for s in reseau),
            "municipal": self.part(s["statut"] == "municipal" for s in reseau),
            "reseaux_sociaux": self.part(liste(s["reseaux"]) for s in reseau),
            **{f"reseau_{r}": self.part(r in liste(s["reseaux"]) for s in reseau) for r in RESEAUX},
            "ont_repondu": self.part(s in self.chiffres for s in self.reseau),
            "communes_sans_ecrivain_public": self.sans(metier("ecrivain_public")),
            "communes_sans_conseiller_numerique": self.sans(metier("conseiller_numerique")),
            "communes_sans_demarches": self.sans(theme("demarches")),
            "communes_sans_atelier": self.sans(atelier),
            "communes_sans_acces_libre": self.sans(lambda a: a["nature"] == "acces_libre"),
        }
