"""Which files are taken: known by their content, not by what they call themselves; and where they are kept.

A document that runs something (macros, scripts, programs inside) is refused, and so is what its extension does not
announce. Nothing here opens a document: it is only ever handed back as a download, to members.
"""

import io
import re
import secrets
import struct
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

POIDS_MAX = 10 * 1024 * 1024
PIXELS_MAX = 50_000_000
ENTREES_MAX = 5000
DEPLIE_MAX = 200 * 1024 * 1024
LU_MAX = 2 * 1024 * 1024
DOSSIER = "fiches"

ACCEPTES = (
    "PDF, OpenDocument (.odt, .ods, .odp), Word, Excel ou PowerPoint (.docx, .xlsx, .pptx), image (.png, .jpg, .webp)"
)
TROP_LOURD = "Ce fichier est trop lourd : 10 Mo au plus."
VIDE = "Ce fichier est vide."
INCONNU = f"Ce genre de fichier n’est pas accepté. Choisissez : {ACCEPTES}."
AUTRE_CONTENU = "Le contenu de ce fichier n’est pas celui que son nom annonce : enregistrez-le de nouveau, ou en PDF."
ACTIF = "Ce fichier contient des macros, un script ou un programme : enregistrez-le sans, ou en PDF."
VERROUILLE = "Ce fichier est protégé par un mot de passe : enregistrez-le sans."

_ILLISIBLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file that was found good: its name to show, its format, what is kept of it."""

    nom: str
    format: str
    contenu: bytes


def examiner(recu: UploadedFile) -> Fichier:
    """Return what may be kept of an uploaded file, or raise ValidationError in French."""
    if (recu.size or 0) > POIDS_MAX:
        raise ValidationError(TROP_LOURD)
    nom = _nom_propre(recu.name or "")
    extension = PurePosixPath(nom).suffix.lower().lstrip(".")
    format_ = {"jpeg": "jpg"}.get(extension, extension)
    if format_ not in FORMATS:
        raise ValidationError(INCONNU)
    contenu = recu.read(POIDS_MAX + 1)
    if not contenu:
        raise ValidationError(VIDE)
    return Fichier(nom, format_, FORMATS[format_].verifier(contenu))


def ranger(contenu: bytes) -> str:
    """Keep a file under a random name, and return it."""
    return default_storage.save(f"{DOSSIER}/{secrets.token_hex(16)}", ContentFile(contenu))


def jeter(nom: str) -> None:
    """Erase a file that is kept."""
    if nom:
        default_storage.delete(nom)


def _nom_propre(nom: str) -> str:
    """Return a name that any system may write: one line, no path, the end kept when it is long."""
    lettres = (" " if unicodedata.category(c)[0] in "CZ" else c for c in unicodedata.normalize("NFC", nom))
    propre = re.sub(r'[\\/:*?"<>|]+', " ", "".join(lettres))
    tige, point, extension = " ".join(propre.split()).rpartition(".")
    return f"{tige[:100].strip() or 'fiche'}{point}{extension.strip()[:10]}"


# ------------------------------------------------------------------------------------ PDF
# Every search here is linear in the size of the file: a pattern that looks for an end from each of a million beginnings
# would hold a process for hours.
_DEBUT, _FIN = re.compile(rb"stream\r?\n"), b"endstream"
_HEXA = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_ACTIF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA)(?![A-Za-z])")
_PDF_VERROUILLE = re.compile(rb"/Encrypt(?![A-Za-z])")
_ANNONCE = 2000  # bytes before a body in which its own dictionary is looked for


def _pdf(contenu: bytes) -> bytes:
    if not contenu.startswith(b"%PDF-1.") and not contenu.startswith(b"%PDF-2."):
        raise ValidationError(AUTRE_CONTENU)
    if b"%%EOF" not in contenu[-2048:]:
        raise ValidationError(AUTRE_CONTENU)
    # Names are looked for outside the compressed bodies, where chance would write them; objects that are packed in
    # one are unpacked. A name may be written in hexadecimal.
    dehors, paquets = _demonter(contenu)
    if _PDF_VERROUILLE.search(dehors):
        raise ValidationError(VERROUILLE)
    if _PDF_ACTIF.search(dehors):
        raise ValidationError(ACTIF)
    reste = DEPLIE_MAX
    for paquet in paquets:
        try:
            deplie = zlib.decompressobj().decompress(paquet.strip(b"\r\n"), min(LU_MAX * 8, reste))
        except zlib.error:
            continue
        reste -= len(deplie)
        if reste <= 0:
            raise ValidationError(AUTRE_CONTENU)
        if _PDF_ACTIF.search(_sans_hexa(deplie)):
            raise ValidationError(ACTIF)
    return contenu


def _demonter(contenu: bytes) -> tuple[bytes, list[bytes]]:
    """Return what is outside the bodies, names in clear, and the bodies in which objects are packed."""
    dehors, paquets, ici = [], [], 0
    while debut := _DEBUT.search(contenu, ici):
        fin = contenu.find(_FIN, debut.end())
        if fin < 0:
            break
        avant = _sans_hexa(contenu[ici : debut.start()])
        dehors.append(avant)
        if b"/ObjStm" in avant[-_ANNONCE:]:
            paquets.append(contenu[debut.end() : fin])
        ici = fin + len(_FIN)
    dehors.append(_sans_hexa(contenu[ici:]))
    return b" ".join(dehors), paquets


def _sans_hexa(lu: bytes) -> bytes:
    return _HEXA.sub(lambda m: bytes([int(m[1], 16)]), lu)


# ------------------------------------------------------------------------------------ office documents
_PROGRAMME = re.compile(
    r"\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs?|vbe|jse?|wsf|hta|jar|class|sh|py|lnk|html?|xhtml|svgz|swf|docm|xlsm|pptm)$"
)
_OOXML_ACTIF = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|activex/|macrosheets/|embeddings/[^/]*\.bin$)")
_ODF_ACTIF = re.compile(r"^(?:basic/|scripts/|dialogs/)")


def _archive(contenu: bytes) -> zipfile.ZipFile:
    if not contenu.startswith(b"PK\x03\x04"):
        # Older Office files, and documents under a password, are both of this kind.
        raise ValidationError(VERROUILLE if contenu.startswith(b"\xd0\xcf\x11\xe0") else AUTRE_CONTENU)
    archive = zipfile.ZipFile(io.BytesIO(contenu))
    entrees = archive.infolist()
    if len(entrees) > ENTREES_MAX or sum(e.file_size for e in entrees) > DEPLIE_MAX:
        raise ValidationError(AUTRE_CONTENU)
    for entree in entrees:
        if entree.flag_bits & 1:
            raise ValidationError(VERROUILLE)
        nom = entree.filename.lower().replace("\\", "/")
        if nom.startswith("/") or ".." in nom.split("/"):
            raise ValidationError(AUTRE_CONTENU)
        if _PROGRAMME.search(nom):
            raise ValidationError(ACTIF)
    return archive


def _lire(archive: zipfile.ZipFile, nom: str) -> bytes:
    """Return a part as it is; one that is not written in an encoding close to ASCII could hide anything."""
    with archive.open(nom) as partie:
        lu = partie.read(LU_MAX + 1)
    if len(lu) > LU_MAX or b"\0" in lu:
        raise ValidationError(AUTRE_CONTENU)
    return lu


def _opendocument(genre: str) -> Callable[[bytes], bytes]:
    attendu = f"application/vnd.oasis.opendocument.{genre}".encode()

    def verifier(contenu: bytes) -> bytes:
        try:
            with _archive(contenu) as archive:
                noms = archive.namelist()
                if noms[0] != "mimetype" or _lire(archive, "mimetype").strip() != attendu:
                    raise ValidationError(AUTRE_CONTENU)
                if b"encryption-data" in _lire(archive, "META-INF/manifest.xml"):
                    raise ValidationError(VERROUILLE)
                _sans_actif(noms, _ODF_ACTIF)
                archive.getinfo("content.xml")
        except _ILLISIBLE as erreur:
            raise ValidationError(AUTRE_CONTENU) from erreur
        return contenu

    return verifier


def _ooxml(partie: str, genre: str) -> Callable[[bytes], bytes]:
    attendu = f"{genre}.main+xml".encode()

    def verifier(contenu: bytes) -> bytes:
        try:
            with _archive(contenu) as archive:
                noms = archive.namelist()
                types = _lire(archive, "[Content_Types].xml")
                archive.getinfo(partie)
                _sans_actif(noms, _OOXML_ACTIF)
                if b"macroEnabled" in types or b"vbaProject" in types:
                    raise ValidationError(ACTIF)
                if attendu not in types:
                    raise ValidationError(AUTRE_CONTENU)
                # A template fetched from elsewhere brings its macros along.
                for nom in noms:
                    if nom.lower().endswith(".rels") and _modele_distant(_lire(archive, nom)):
                        raise ValidationError(ACTIF)
        except _ILLISIBLE as erreur:
            raise ValidationError(AUTRE_CONTENU) from erreur
        return contenu

    return verifier


def _sans_actif(noms: list[str], motif: re.Pattern[str]) -> None:
    if any(motif.search(nom.lower().replace("\\", "/")) for nom in noms):
        raise ValidationError(ACTIF)


def _modele_distant(relations: bytes) -> bool:
    # A tag goes from one « < » to the next: nothing else may hold one.
    return any(
        b"Relationship" in lien
        and re.search(rb"attachedTemplate|oleObject|/frame\b", lien)
        and re.search(rb"TargetMode\s{0,9}=\s{0,9}.External", lien)
        for lien in relations.split(b"<")
    )


# ------------------------------------------------------------------------------------ images
def _image(genre: str) -> Callable[[bytes], bytes]:
    def verifier(contenu: bytes) -> bytes:
        """Draw it again from its pixels: neither place, nor date, nor anything hidden behind survives."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                image = Image.open(io.BytesIO(contenu), formats=[genre])
                if image.width * image.height > PIXELS_MAX:
                    raise ValidationError("Cette image a trop de pixels : réduisez-la.")
                droite = ImageOps.exif_transpose(image)
        except (UnidentifiedImageError, SyntaxError, Image.DecompressionBombError, Warning, *_ILLISIBLE) as erreur:
            raise ValidationError(AUTRE_CONTENU) from erreur
        mode = "RGBA" if genre != "JPEG" and droite.has_transparency_data else "RGB"
        propre = Image.new(mode, droite.size)
        propre.paste(droite.convert(mode))
        sortie = io.BytesIO()
        propre.save(sortie, genre, **({} if genre == "PNG" else {"quality": 88}))
        return sortie.getvalue()

    return verifier


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: what browsers are told of it, and how its content is checked."""

    type: str
    verifier: Callable[[bytes], bytes]


_ODF, _MS = "application/vnd.oasis.opendocument", "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    "pdf": Format("application/pdf", _pdf),
    "odt": Format(f"{_ODF}.text", _opendocument("text")),
    "ods": Format(f"{_ODF}.spreadsheet", _opendocument("spreadsheet")),
    "odp": Format(f"{_ODF}.presentation", _opendocument("presentation")),
    "docx": Format(f"{_MS}.wordprocessingml.document", _ooxml("word/document.xml", "wordprocessingml.document")),
    "xlsx": Format(f"{_MS}.spreadsheetml.sheet", _ooxml("xl/workbook.xml", "spreadsheetml.sheet")),
    "pptx": Format(f"{_MS}.presentationml.presentation", _ooxml("ppt/presentation.xml", "presentationml.presentation")),
    "png": Format("image/png", _image("PNG")),
    "jpg": Format("image/jpeg", _image("JPEG")),
    "webp": Format("image/webp", _image("WEBP")),
}
