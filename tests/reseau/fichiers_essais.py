"""Files to upload: what people really send, and what must be refused."""

import io
import zipfile

from PIL import Image

MS = "application/vnd.openxmlformats-officedocument"
ODT = "application/vnd.oasis.opendocument.text"
PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction[3 0 R/FitH 0]>>endobj\n"
    b"stream\n/JS \x00\xff\nendstream\ntrailer\n%%EOF\n"
)


def archive(parties: dict[str, str | bytes]) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as fichier:
        for nom, contenu in parties.items():
            fichier.writestr(nom, contenu)
    return sortie.getvalue()


def docx(types: str = "", **plus: str | bytes) -> bytes:
    principal = f'<Override ContentType="{MS}.wordprocessingml.document.main+xml"/>'
    return archive(
        {
            "[Content_Types].xml": f"<Types>{principal}{types}</Types>",
            "word/document.xml": "<w/>",
            "word/embeddings/Feuille1.xlsx": b"PK",
        }
        | {nom.replace("__", "/").replace("_point_", "."): contenu for nom, contenu in plus.items()}
    )


def odt(genre: str = ODT, manifeste: str = "<m/>", **plus: str | bytes) -> bytes:
    return archive(
        {"mimetype": genre, "content.xml": "<a/>", "META-INF/manifest.xml": manifeste, "Pictures/a.svg": "<svg/>"}
        | {nom.replace("__", "/"): contenu for nom, contenu in plus.items()}
    )


def image(genre: str, **plus) -> bytes:
    sortie = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(sortie, genre, **plus)
    return sortie.getvalue()


def photo_situee() -> bytes:
    """A photograph that says where it was taken, with a page hidden behind."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 46.0, 0.0)}
    return image("JPEG", exif=exif) + b"<script>alert(1)</script>"


BONS = {
    "fiche.pdf": PDF,
    "Fiche d’été, à lire.PDF": PDF,
    "fiche.odt": odt(),
    "fiche.docx": docx(),
    "affiche.png": image("PNG"),
    "affiche.jpeg": image("JPEG"),
    "affiche.webp": image("WEBP"),
}
# Made when it is asked for, the one that takes a second to make.
REFUSES = {
    "programme": ("fiche.exe", b"MZ\x90\x00", "n’est pas accepté"),
    "page": ("fiche.html", b"<html><script>alert(1)</script>", "n’est pas accepté"),
    "dessin": ("fiche.svg", b"<svg onload='alert(1)'/>", "n’est pas accepté"),
    "sans extension": ("fiche", PDF, "n’est pas accepté"),
    "deux extensions": ("fiche.pdf.html", PDF, "n’est pas accepté"),
    "ancien Word": ("fiche.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "n’est pas accepté"),
    "Word à macros": ("fiche.docm", docx(), "n’est pas accepté"),
    "page nommée pdf": ("fiche.pdf", b"<html>%PDF-1.7 %%EOF", "n’est pas celui que son nom annonce"),
    "pdf coupé": ("fiche.pdf", PDF[:40], "n’est pas celui que son nom annonce"),
    "pdf à script": ("fiche.pdf", PDF.replace(b"/Type", b"/S/JavaScript/JS(app.alert(1))/Type"), "un script"),
    "pdf à script caché": ("fiche.pdf", PDF.replace(b"/Type", b"/S/J#61vaScript/Type"), "un script"),
    "pdf à pièce jointe": ("fiche.pdf", PDF.replace(b"/Type", b"/EmbeddedFiles 4 0 R/Type"), "un programme"),
    "pdf verrouillé": ("fiche.pdf", PDF.replace(b"trailer", b"trailer<</Encrypt 9 0 R>>"), "mot de passe"),
    "image nommée pdf": ("fiche.pdf", image("PNG"), "n’est pas celui que son nom annonce"),
    "page nommée image": ("fiche.png", b"<html><script>alert(1)</script>", "n’est pas celui que son nom annonce"),
    "jpeg nommé png": ("fiche.png", image("JPEG"), "n’est pas celui que son nom annonce"),
    "image coupée": ("fiche.png", image("PNG")[:60], "n’est pas celui que son nom annonce"),
    "zip nommé docx": ("fiche.docx", archive({"a.txt": "a"}), "n’est pas celui que son nom annonce"),
    "odt nommé docx": ("fiche.docx", odt(), "n’est pas celui que son nom annonce"),
    "docx à macros": ("fiche.docx", docx(word__vbaProject_point_bin=b"\xd0"), "des macros"),
    "docx à types de macros": ("fiche.docx", docx("application/vnd.ms-word.macroEnabled.main+xml"), "des macros"),
    "docx à objet": ("fiche.docx", docx(word__embeddings__oleObject1_point_bin=b"\xd0"), "un programme"),
    "docx à programme": ("fiche.docx", docx(word__media__a_point_exe=b"MZ"), "un programme"),
    "docx à chemin": ("fiche.docx", docx(**{"..__..__etc": b"a"}), "n’est pas celui que son nom annonce"),
    "docx à modèle distant": (
        "fiche.docx",
        docx(**{"word___rels__settings.xml.rels": '<Relationship Type="x/attachedTemplate" Target="https://a/b.dotm"'
                ' TargetMode="External"/>'}),
        "des macros",
    ),
    "docx écrit autrement": (
        "fiche.docx",
        archive({"[Content_Types].xml": "<Types/>".encode("utf-16"), "word/document.xml": "a"}),
        "n’est pas celui que son nom annonce",
    ),
    "word verrouillé": ("fiche.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mot de passe"),
    "odt à macros": ("fiche.odt", odt(**{"Basic__Standard__Module1.xml": "Sub a"}), "des macros"),
    "odt verrouillé": ("fiche.odt", odt(manifeste="<m:encryption-data/>"), "mot de passe"),
    "odt d’un autre genre": ("fiche.odt", odt("application/zip"), "n’est pas celui que son nom annonce"),
    "bombe": ("fiche.odt", lambda: odt(a=b"\0" * 210_000_000), "n’est pas celui que son nom annonce"),
    "trop lourd": ("fiche.pdf", b"%PDF-1.7" + b"a" * (10 * 1024 * 1024) + b"%%EOF", "10 Mo au plus"),
    "vide": ("fiche.pdf", b"", "est vide"),
}  # fmt: skip
