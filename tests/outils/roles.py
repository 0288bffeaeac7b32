"""Who asks, and what each of them gets: the words of the matrix of rights."""

ROLES = ("personne", "seul", "bruno", "amina", "chloe", "mairie", "paula", "fede", "autre_fede")
# What an answer may be, in one letter: o = the page, c = sent to sign in, 0 = 404, m = method refused.
OUVERT = dict.fromkeys(ROLES, "o")
FERME = dict.fromkeys(ROLES, "o") | {"personne": "c"}
ADMIN_FEDERATION = dict.fromkeys(ROLES, "0") | {"personne": "c", "fede": "o"}
MEMBRES_DU_LIEN = dict.fromkeys(ROLES, "0") | {"amina": "o", "bruno": "o", "fede": "o"}
EQUIPE_DU_LIEN = MEMBRES_DU_LIEN | {"personne": "c"}  # the same, of a page that nobody reads without signing in
RESPONSABLES_DU_LIEN = EQUIPE_DU_LIEN | {"bruno": "0"}
RIEN = dict.fromkeys(ROLES, "0") | {"personne": "c"}
A_CORRIGER = dict.fromkeys(ROLES, 422)
PERSONNE_N_ECRIT = dict.fromkeys(ROLES, "m")
FERME_SANS_ECRIRE = PERSONNE_N_ECRIT | {"personne": "c"}
SIGNE_DEJA = dict.fromkeys(ROLES, 302) | {"personne": "o"}
RENVOYE = dict.fromkeys(ROLES, 302) | {"personne": "c"}
INVALIDE = dict.fromkeys(ROLES, 422) | {"personne": "c"}
M = dict.fromkeys(ROLES[1:], "m")


def pour(*roles: str, sinon: str | int = "0") -> dict[str, str | int]:
    """Return what these roles get, and what the others do; nobody signed in is sent to sign in."""
    return dict.fromkeys(ROLES, "0") | {"personne": "c"} | dict.fromkeys(roles, sinon)


DE_L_EQUIPE = ("amina", "bruno", "fede")
RESPONSABLES = ("amina", "fede")
TOUS_REDIRIGES = dict.fromkeys(ROLES, 303)
TOUS_INCONNUS = dict.fromkeys(ROLES, "0")
TOUS_REPRIS = dict.fromkeys(ROLES, 422)
