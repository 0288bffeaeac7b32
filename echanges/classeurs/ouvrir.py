"""Any file → its sheets: told by what it holds, never by its name."""

from pathlib import PurePath

from echanges.classeurs.grille import TAILLE_MAX, Classeur, FichierIllisible
from echanges.classeurs.inclusion import est_json, ouvrir_inclusion
from echanges.classeurs.tableur import ouvrir_classeur
from echanges.classeurs.texte import ouvrir_texte

_CLASSEURS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_AUTRES = {
    b"%PDF": "C’est un PDF. Demandez le tableau d’origine (XLSX, ODS ou CSV) à qui vous l’a envoyé.",
    b"\x89PNG": "C’est une image : rien ne peut y être lu. Demandez le tableau d’origine.",
    b"\xff\xd8\xff": "C’est une image : rien ne peut y être lu. Demandez le tableau d’origine.",
    b"GIF8": "C’est une image : rien ne peut y être lu. Demandez le tableau d’origine.",
    b"{\\rtf": "C’est un document de traitement de texte. Copiez son tableau dans un tableur, puis enregistrez.",
    b"\x1f\x8b": "C’est une archive. Décompressez-la, puis déposez le fichier du tableau.",
    b"Rar!": "C’est une archive. Décompressez-la, puis déposez le fichier du tableau.",
    b"7z\xbc\xaf": "C’est une archive. Décompressez-la, puis déposez le fichier du tableau.",
}
_PAGE = "C’est une page web, pas un tableau. Copiez son tableau dans un tableur, puis enregistrez."


def ouvrir(octets: bytes, nom: str, *, taille_max: int | None = None) -> Classeur:
    """Open a file of a table; raise FichierIllisible, which says in French what it is instead and what to do."""
    taille_max = taille_max or TAILLE_MAX
    nom = PurePath(nom.replace("\\", "/")).name
    if len(octets) > taille_max:
        raise FichierIllisible(f"Ce fichier dépasse {taille_max // 1024 // 1024} Mo : coupez-le en plusieurs.")
    if not octets:
        raise FichierIllisible("Ce fichier est vide.")
    for debut, phrase in _AUTRES.items():
        if octets.startswith(debut):
            raise FichierIllisible(phrase)
    tete = octets[:300].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if tete.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise FichierIllisible(_PAGE)
    if octets.startswith(_CLASSEURS):
        return ouvrir_classeur(octets, nom)
    if est_json(octets):
        return ouvrir_inclusion(octets, nom)
    return ouvrir_texte(octets, nom)
