/* The directory that this browser keeps: one JSON file a commune (recherche/annuaire_hors_ligne.py), in the cache « annuaire ».
   The service worker shows this page when another one cannot be had: the address may be any other's. */

const CACHE = "annuaire";
const STALE_DAYS = 7;
const AT_ONCE = 10;
const root = document.querySelector("[data-hors-ligne]");
const part = (name) => document.querySelector(`[data-${name}]`);
const offline = () => part("sans-reseau") !== null;
const models = Object.fromEntries([...document.querySelectorAll("template[data-modele]")].map((t) => [t.dataset.modele, t.content]));
const copy = (name) => models[name].firstElementChild.cloneNode(true);

let kept = []; // {url, data, date}
let places = [];
let shown = AT_ONCE;
let read = ""; // the place whose sheet is open
const { title } = document;

const spaced = (text) =>
  String(text)
    .replace(/(\d) (?=(?:h|km|m|€|ans)(?![a-zé]))/g, "$1\u00a0")
    .replace(/h (?=\d\d\b)/g, "h\u00a0")
    .replace(/ (?=[:;!?»])/g, "\u00a0")
    .replace(/« /g, "«\u00a0");
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/[’'-]/g, " ");
const plural = (number, word) => `${number}\u00a0${word}${number > 1 ? (word === "lieu" ? "x" : "s") : ""}`;

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter(Boolean).map((child) => (typeof child === "string" ? spaced(child) : child)));
  return made;
}

function moment(date) {
  const words = (options) => new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", ...options }).format(date);
  const [hour, minute] = words({ hour: "2-digit", minute: "2-digit" }).split(":");
  const day = words({ day: "numeric", month: "long", year: "numeric" }).replace(/^1 /, "1er ");
  return `${day} à ${Number(hour)} h${minute === "00" ? "" : ` ${minute}`}`;
}

/* --- What is kept ------------------------------------------------------------------------- */
function refuse(text) {
  const message = part("refus");
  message.hidden = !text;
  message.querySelector("span").textContent = spaced(text);
}

const NO_STORE =
  "Ce navigateur refuse de garder des pages (navigation privée, stockage bloqué, ou adresse sans https) : rien ne peut être gardé ici.";

async function readKept() {
  const cache = await caches.open(CACHE);
  const entries = await Promise.all(
    (await cache.keys()).map(async (request) => {
      const response = await cache.match(request, { ignoreVary: true });
      const { pathname, search } = new URL(request.url);
      return { url: pathname + search, data: await response.json(), date: new Date(response.headers.get("Date")) };
    }),
  );
  kept = entries.sort((one, other) => one.data.nom.localeCompare(other.data.nom, "fr"));
  const known = new Set();
  places = [];
  for (const { data } of kept) {
    for (const place of [...data.lieux, ...data.sans_lieu.map((way) => ({ ...way, pour: data.nom }))]) {
      if (!known.has(place.uid)) places.push(place);
      known.add(place.uid);
    }
  }
  places.sort((one, other) => (one.km ?? Infinity) - (other.km ?? Infinity) || 0);
}

async function keep(url) {
  const response = await fetch(url, { cache: "no-cache", credentials: "omit" });
  if (!response.ok) throw new TypeError(response.statusText);
  const { headers } = response;
  const text = await response.text();
  const saved = new Response(text, {
    headers: { "Content-Type": "application/json", Date: headers.get("Date") ?? new Date().toUTCString() },
  });
  await (await caches.open(CACHE)).put(url, saved);
  return JSON.parse(text);
}

async function keepAndSay(url, name) {
  const said = part("dit");
  said.textContent = spaced(`Nous gardons l’annuaire de ${name}…`);
  refuse("");
  try {
    navigator.storage?.persist?.();
    const data = await keep(url);
    // « Kept » means that the page will open without network.
    await navigator.serviceWorker?.register("/service-worker.js");
    await navigator.serviceWorker?.ready;
    await show();
    const rest = data.entier ? "" : " Il y en a d’autres, plus loin : ils ne sont pas gardés.";
    said.textContent = spaced(`Annuaire de ${name} gardé : ${plural(data.lieux.length, "lieu")}. Vous pouvez y chercher sans internet.${rest} `);
    const link = element("a", "", "Chercher maintenant");
    link.href = "#chercher-titre";
    said.append(link);
  } catch (trouble) {
    said.textContent = "";
    if (trouble.name === "QuotaExceededError") refuse("Il n’y a plus de place sur cet appareil. Retirez un annuaire, ou libérez de la place, puis recommencez.");
    else if (trouble.name === "SecurityError") refuse(NO_STORE);
    else refuse("Le réseau ne répond pas : l’annuaire n’a pas été gardé. Recommencez quand il sera revenu.");
  }
}

/* Kept ones follow the site by themselves: most of the time it answers that nothing has changed. */
async function refresh() {
  const old = kept.filter(({ date }) => Date.now() - date > 3_600_000);
  if (offline() || !old.length) return;
  const done = await Promise.allSettled(old.map(({ url }) => keep(url)));
  if (done.some(({ status }) => status === "fulfilled")) await show();
}

/* --- The lists ---------------------------------------------------------------------------- */
async function show() {
  await readKept();
  const some = kept.length > 0;
  part("chercher").hidden = !some;
  part("rien").hidden = some;
  part("effacer").hidden = false;
  part("gardes").replaceChildren(...kept.map(keptLine));
  sayDate();
  fillCommunes();
  list();
  route();
}

function dataDate() {
  const oldest = new Date(Math.min(...kept.map(({ date }) => date)));
  const days = Math.floor((Date.now() - oldest) / 86_400_000);
  if (days < STALE_DAYS) return [`Données du ${moment(oldest)}.`, false];
  return [`Données anciennes, du ${moment(oldest)} (il y a ${days} jours).`, true];
}

function sayDate(where = part("date")) {
  if (!kept.length) return;
  const [text, stale] = dataDate();
  where.textContent = spaced(text);
  where.classList.toggle("anciennes", stale);
}

function keptLine({ url, data, date }) {
  const title = element("strong", "", data.nom);
  const size = `${plural(data.lieux.length, "lieu")} à moins de ${data.km} km, données du ${moment(date)}`;
  const buttons = [
    ["Mettre à jour", () => keepAndSay(url, data.nom)],
    ["Retirer", () => forget(url, data.nom)],
  ].map(([word, act]) => {
    const button = element("button", "bouton petit second", word, element("span", "hors-ecran", ` l’annuaire de ${data.nom}`));
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  });
  return element("li", "cadre", element("p", "", title, ` : ${size}.`), element("p", "actions", ...buttons));
}

async function forget(url, name) {
  await (await caches.open(CACHE)).delete(url, { ignoreVary: true });
  await show();
  part("dit").textContent = spaced(`Annuaire de ${name} retiré de cet appareil.`);
  document.getElementById("gardes-titre").focus();
}

async function forgetAll() {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(workers.map((worker) => worker.unregister()));
  await show();
  part("dit").textContent = "Tout est effacé de cet appareil.";
  document.getElementById("gardes-titre").focus();
}

const filters = part("filtres").elements;

function fillCommunes() {
  const chosen = filters.commune.value;
  const names = [...new Set(places.map(({ commune }) => commune).filter(Boolean))].sort((a, b) => a.localeCompare(b, "fr"));
  filters.commune.replaceChildren(filters.commune.options[0], ...names.map((name) => new Option(name, name)));
  filters.commune.value = names.includes(chosen) ? chosen : "";
}

function matching() {
  const theme = filters.theme.value;
  const commune = filters.commune.value;
  const words = folded(filters.mot.value).split(/\s+/).filter(Boolean);
  const found = [];
  for (const place of places) {
    if (commune && (place.commune ?? place.pour) !== commune) continue;
    const about = folded([place.nom, place.nature, place.adresse].join(" "));
    const activities = place.activites.filter((activity) => {
      if (theme && !activity.themes?.includes(theme)) return false;
      const all = `${about} ${folded([activity.nom, ...themesOf(activity)].join(" "))}`;
      return words.every((word) => all.includes(word));
    });
    if (activities.length) found.push({ place, activities });
  }
  return found;
}

function themesOf(activity) {
  const labels = new Map(kept.flatMap(({ data }) => data.themes));
  return (activity.themes ?? []).map((code) => labels.get(code));
}

function list() {
  const found = matching();
  const count = (some) => some.reduce((sum, { activities }) => sum + activities.length, 0);
  const there = found.filter(({ place }) => place.commune);
  const away = count(found) - count(there);
  const total = `${plural(there.length, "lieu")}, ${plural(count(found), "activité")}`;
  part("compte").textContent = found.length
    ? spaced(away ? `${total}, dont ${away} sans se déplacer` : total)
    : spaced("Rien de gardé ne répond. Enlevez un choix, ou essayez un autre mot.");
  part("liste").replaceChildren(...found.slice(0, shown).map(card));
  part("suite").hidden = found.length <= shown;
}

function card({ place, activities }) {
  const link = element("a", "", place.nom);
  link.href = `#lieu-${place.uid}`;
  const far = place.km === undefined ? null : element("p", "distance", `${String(place.km).replace(".", ",")} km`, element("small", "", " du centre"));
  const head = element("div", "carte-entete", element("h3", "", link), far, element("p", "carte-adresse", [place.nature, place.adresse].filter(Boolean).join(" · ")));
  const lines = activities.slice(0, 4).map((activity) => activityLine(activity, "h4"));
  const others = activities.length - lines.length;
  const more = others > 0 ? element("p", "autres", `et ${plural(others, "autre")} ici`) : null;
  return element("article", "carte-lieu gardee", head, ...lines, more, call(place));
}

function activityLine(activity, level) {
  const why = [...(activity.comment ?? []), ...(activity.acces ?? []).slice(0, 1), activity.quand ? activity.quand.charAt(0).toLowerCase() + activity.quand.slice(1) : "", activity.tarif];
  const reasons = why.filter(Boolean).flatMap((text) => [element("span", "", text), " "]);
  const conditions = (activity.conditions ?? []).map((text) => filled("condition", text));
  if (activity.papiers) conditions.push(filled("apporter", `À apporter : ${activity.papiers.join(", ")}`));
  return element(
    "div",
    "activite",
    element(level, "", activity.nom),
    element("p", "pourquoi", ...reasons),
    conditions.length ? element("ul", "conditions", ...conditions) : null,
  );
}

function filled(model, text) {
  const made = copy(model);
  made.querySelector("span").textContent = spaced(text);
  return made;
}

function call({ nom, telephone, appeler }) {
  if (!appeler) return null;
  const button = copy("appeler");
  button.href = appeler;
  button.querySelector("[data-qui]").textContent = ` ${nom}`;
  button.querySelector(".tel").textContent = telephone;
  return element("p", "actions", button);
}

/* --- One sheet, to read and to print ------------------------------------------------------- */
function details(rows) {
  const said = rows.filter(([, text]) => text && text.length);
  if (!said.length) return null;
  return element(
    "dl",
    "details",
    ...said.map(([term, text]) => element("div", "", element("dt", "", term), element("dd", "", typeof text === "string" ? capital(text) : capital(text.join(", "))))),
  );
}

function sheet(place) {
  const name = element("h1", "", place.nom);
  name.id = "fiche-nom";
  const date = element("p", "donnees");
  sayDate(date);
  const rows = details([
    ["Adresse", place.adresse],
    ["Téléphone", place.telephone],
    ["Horaires", place.horaires],
    ["À noter", place.fermetures],
    ["Arrêt", place.arret],
    ["Pour reconnaître le lieu", place.reconnaitre],
    ["Accès", place.acces],
  ]);
  const activities = place.activites.map((activity) =>
    element(
      "section",
      "cadre",
      element("h2", "", activity.nom),
      details([
        ["Pour", themesOf(activity)],
        ["Quand", activity.quand],
        ["Comment", activity.comment],
        ["Venir", activity.acces],
        ["Prix", activity.tarif],
        ["À savoir", activity.conditions],
        ["À apporter", activity.papiers],
        ["Appareil", activity.appareil],
        ["Qui reçoit", activity.recoit],
        ["Langues", activity.langues],
        ["Téléphone", activity.telephone],
      ]),
    ),
  );
  const caution = element("p", "precision", "Appelez avant d’envoyer quelqu’un : les horaires ont pu changer depuis.");
  return [copy("gestes"), name, element("p", "sous-titre", place.nature), date, caution, call(place), rows, ...activities].filter(Boolean);
}

/* The sheet of the address: its own anchor, or the page of a place or an activity that could not be had. */
function asked() {
  const anchor = location.hash.match(/^#lieu-([0-9a-z]+)$/);
  if (anchor) return anchor[1];
  const path = location.hash ? null : location.pathname.match(/^\/(?:lieux|offres|o)\/([0-9a-z]{8})(?![0-9a-z])/);
  return path?.[1];
}

function route() {
  const uid = asked();
  const place = uid && places.find((one) => one.uid === uid || one.activites.some((activity) => activity.uid === uid));
  const fiche = part("fiche");
  root.hidden = Boolean(place);
  fiche.hidden = !place;
  document.title = place ? `${place.nom} · ${title}` : title;
  if (place) {
    read = place.uid;
    fiche.replaceChildren(...sheet(place));
    fiche.setAttribute("aria-labelledby", "fiche-nom");
    fiche.focus({ preventScroll: true });
    scrollTo(0, 0);
  } else if (read) {
    // Back where one was in the list.
    const link = part("liste").querySelector(`a[href="#lieu-${read}"]`) ?? document.getElementById("chercher-titre");
    link.focus();
    link.scrollIntoView({ block: "center" });
    read = "";
  }
}

/* --- Start -------------------------------------------------------------------------------- */
function start() {
  const question = new URLSearchParams(location.search);
  const online = location.pathname === "/hors-ligne/" && !offline();
  if (!online) {
    filters.theme.value = question.get("theme") ?? "";
    if (filters.theme.selectedIndex < 0) filters.theme.value = "";
    filters.mot.value = question.get("q") ?? "";
  }
  return online ? "" : folded(question.get("pres") ?? "").replace(/^[\d., -]+/, "");
}

function chooseCommune(asked) {
  const option = asked && [...filters.commune.options].find(({ value }) => value && folded(value) === asked.trim());
  if (option) filters.commune.value = option.value;
}

for (const name of ["input", "change"]) {
  part("filtres").addEventListener(name, () => {
    shown = AT_ONCE;
    list();
  });
}
part("filtres").addEventListener("submit", (event) => event.preventDefault());
part("suite").addEventListener("click", () => {
  const first = shown;
  shown += AT_ONCE;
  list();
  part("liste").children[first]?.querySelector("a").focus();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-imprimer]")) print();
  if (event.target.closest("[data-effacer]")) forgetAll();
  const button = event.target.closest("button[data-adresse]");
  if (button) keepAndSay(button.dataset.adresse, button.dataset.nom);
});
addEventListener("hashchange", route);

try {
  const commune = start();
  await show();
  chooseCommune(commune);
  list();
  for (const button of document.querySelectorAll("button[data-adresse]")) button.hidden = false;
  if (offline()) part("garder").hidden = part("invite").hidden = true;
  await refresh();
} catch {
  refuse(NO_STORE);
}
