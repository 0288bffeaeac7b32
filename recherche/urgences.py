"""What is not ours: numbers that answer at once, and those that answer without internet. Public facts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numero:
    numero: str
    nom: str
    quand: str = ""
    pour: str = ""
    prix: str = ""

    @property
    def tel(self) -> str:
        chiffres = "".join(c for c in self.numero if c.isdigit())
        # 114 is written to, by somebody who cannot speak.
        return f"sms:{chiffres}" if chiffres == "114" else f"tel:{chiffres}"


URGENCES = (
    Numero("15", "SAMU", "une urgence de santé"),
    Numero("17", "Police, gendarmerie", "un danger, une agression"),
    Numero("112", "Numéro d’urgence européen", "toute urgence, partout en Europe"),
    Numero("114", "Urgences par SMS", "la personne n’entend pas ou ne peut pas parler"),
    Numero("115", "Samu social", "dormir dehors ce soir"),
    Numero("119", "Enfance en danger", "un enfant en danger"),
    Numero("3919", "Violences Femmes Info", "des violences faites aux femmes"),
)

LIGNES = (
    Numero("3939", "Allô Service Public", pour="Toute question sur une démarche", prix="prix d’un appel"),
    Numero("3230", "CAF", pour="Prestations familiales, logement, prime d’activité", prix="prix d’un appel"),
    Numero("3646", "Assurance maladie", pour="Carte Vitale, remboursements, arrêt de travail", prix="prix d’un appel"),
    Numero("3949", "France Travail", pour="Inscription, actualisation, indemnisation", prix="gratuit"),
    Numero("3960", "Assurance retraite", pour="Carrière, demande de retraite", prix="prix d’un appel"),
    Numero("0 809 401 401", "Impôts", pour="Déclaration, paiement, réclamation", prix="prix d’un appel"),
    Numero("3400", "France Titres", pour="Carte grise, permis, passeport : suivi du dossier", prix="prix d’un appel"),
    Numero(
        "09 69 39 00 00",
        "Défenseur des droits",
        pour="Un service public ne répond pas, ou vous refuse un droit",
        prix="prix d’un appel",
    ),
)
