"""What nobody sends by mistake: values and content types, and those that a second engine may take otherwise."""

from urllib.parse import quote

from django.db import connection

# As they stand in a URL or in the body of a form: already encoded.
VALEURS = {
    "empty": "",
    "spaces": "%20%C2%A0%E2%80%8B%09",
    "long": "a" * 3000,
    "many words": "%20".join(f"mot{i}" for i in range(400)),
    "binary": "".join(f"%{i:02X}" for i in range(1, 256)),
    "raw latin-1": "\u00e9\u00ff",
    "lone surrogate": "%ED%A0%80",
    "overlong NUL": "%C0%80",
    "encoded NUL": "%2500",
    "bad percent": "%zz%",
    "new lines": "%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a",
    "right to left": quote("\u202e\u2066\ufeffA\u0301\ufdfa\U0001f468\u200d\U0001f469" * 5),
    "combining": quote("e" + "\u0301" * 150),
    "digits of others": quote("٩٤٠٠٠ ²³ ①"),
    "SQL": quote("' OR 1=1; DROP TABLE structures_lieu; -- \" %s %(a)s"),
    "path": quote("../../../../etc/passwd"),
    "template": quote("{{ request.user }}{% load core %}${7*7}<%= 1 %>"),
    "script": quote("\"'><script>alert(1)</script><svg onload=alert(1)>"),
    "javascript": quote("javascript:alert(1)//"),
    "huge integer": "9" * 30,
    "huger integer": "9" * 5000,
    "beyond 64 bits": "9223372036854775808",
    "negative": "-1",
    "nan": "nan,nan",
    "infinite": "inf,-inf",
    "1e400": "1e400,1e400",
    "off the Earth": "99.9,199.9",
    "pole": "-90.0,180.0",
    "first day": "0001-01-01",
    "second day": "02/01/0001",
    "no day": "0000-00-00",
    "last day": "9999-12-31",
    "after the last day": "10000-01-01",
    "29 February": "2027-02-29",
    "other calendars": "2026-W53-7",
    "null": "null",
    "JSON": quote('{"$ne": null, "a": [1e999]}'),
    "uid": "23456789",
}
# A form refuses the others before the database sees them: once, on SQLite, is enough for each address. The search, that
# asks most of the database, is asked all of them on both.
SUR_POSTGRESQL = (
    *("binary", "lone surrogate", "overlong NUL", "encoded NUL", "digits of others", "long", "huge integer"),
    *("beyond 64 bits", "negative", "infinite", "1e400", "off the Earth", "first day", "last day", "JSON", "uid"),
)
VALEURS_ICI = VALEURS if connection.vendor == "sqlite" else {nom: VALEURS[nom] for nom in SUR_POSTGRESQL}
TYPES = (
    "",
    "a",
    "application/json",
    "application/x-www-form-urlencoded; charset=latin-1",
    "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "x" * 300,
    "multipart/form-data; boundary=é",
    "multipart/form-data; boundary*=rot13''x; charset*=utf-7''utf-7",
    "text/plain; x*=inconnu''%41; charset=utf-8",
    "multipart/form-data; boundary=x; charset=utf-7",
    "text/plain; charset=unicode_escape",
    "text/plain; charset=" + "x" * 3000,
    # Known to Python, but not encodings of text.
    *(f"text/plain; charset={c}" for c in ("rot13", "hex", "bz2", "undefined", "idna", "punycode", "utf-16", "cp037")),
)
# Those by which a NUL or a lone surrogate goes past what reads a form, to the database.
TYPES_ICI = TYPES if connection.vendor == "sqlite" else [t for t in TYPES if "utf-7" in t or "escape" in t]
