/* What makes the pages smoother when JavaScript runs. Everything works without it, except the map.
   Listeners sit on the document: htmx replaces parts of the page under them. */

const form = () => document.querySelector("[data-recherche]");

/* A readable URL: a field left empty is not written in it, whether the browser or htmx sends the form.
   Above results, a form emptied of everything asks for everything, not for the home page. */
document.addEventListener("formdata", (event) => {
  // Only a form that asks: in one that writes, a field that was emptied must say so.
  if ((event.target.getAttribute("method") ?? "get").toLowerCase() !== "get") return;
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
  const searches = event.target.matches("[data-recherche][hx-get]");
  if (searches && ![...event.formData.keys()].some((name) => name !== "tri")) event.formData.set("tout", "1");
});

/* A second click while the answer is awaited would write the same thing twice. */
const SECOND_CLICK = 4000;
let sent = new WeakMap();

document.addEventListener("submit", (event) => {
  const writer = event.target;
  if (event.defaultPrevented || (writer.getAttribute("method") ?? "get").toLowerCase() !== "post") return;
  if (event.timeStamp - (sent.get(writer) ?? -Infinity) < SECOND_CLICK) event.preventDefault();
  else sent.set(writer, event.timeStamp);
});

window.addEventListener("pageshow", () => (sent = new WeakMap()));

/* A form that comes back refused: the keyboard, and the page, go to what is wrong. */
document.querySelector('main :is([role="alert"][tabindex="-1"], form[method="post"] [aria-invalid="true"])')?.focus();

/* A tile keeps what was already said: the commune, the day… */
document.addEventListener("click", (event) => {
  const tile = event.target.closest("a[data-tuile]");
  if (!tile || !form() || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(tile.href);
  for (const [name, value] of new FormData(form())) {
    if (value && !url.searchParams.has(name)) url.searchParams.append(name, value);
  }
  tile.href = url.href;
});

/* Folded parts of the form: say what is chosen inside, close on Escape or on a click elsewhere. */
function describe(folded) {
  const target = folded.querySelector("[data-choisis]");
  const labels = [];
  for (const field of folded.querySelectorAll("input:checked, select, input[type=date]")) {
    if (field.value === "") continue;
    if (field.matches("select")) labels.push(field.selectedOptions[0].dataset.label ?? field.selectedOptions[0].text);
    else if (field.type === "date") labels.push(dayInWords(field.value));
    else labels.push(field.nextElementSibling.firstChild.textContent.trim());
  }
  folded.classList.toggle("en-service", labels.length > 0);
  const shown = target.dataset.choisis;
  if (shown === "jour") target.textContent = labels.length ? ` ${labels[0]}` : "…";
  else if (!labels.length) target.textContent = "";
  else if (shown === "compte") target.textContent = ` (${labels.length})`;
  else target.textContent = `\u00a0: ${labels.join(", ").toLowerCase()}`;
}

function dayInWords(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const words = new Date(year, month - 1, day).toLocaleDateString("fr-FR", { day: "numeric", month: "long" });
  return words.replace(/^1 /, "1er ").replace(" ", "\u00a0");
}

document.addEventListener("change", (event) => {
  const folded = event.target.closest("[data-replie]");
  if (folded) describe(folded);
});

document.addEventListener("click", (event) => {
  for (const folded of document.querySelectorAll("[data-replie][open]")) {
    if (!folded.contains(event.target)) folded.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const folded = document.querySelector("[data-replie][open]");
  if (folded) {
    folded.open = false;
    folded.querySelector("summary").focus();
  } else {
    showMap(false);
  }
});

/* A day is searched when it is whole, by « Voir »: a keyboard passes through the years 2, 20 and 202. */
document.addEventListener(
  "change",
  (event) => {
    if (!event.target.matches(".recherche input[type=date]")) return;
    describe(event.target.closest("[data-replie]"));
    event.stopPropagation();
  },
  true,
);

/* « Aujourd’hui ou demain », « Cette semaine »: the day before which help is needed, from the reader's own clock. */
for (const shortcuts of document.querySelectorAll("[data-raccourcis]")) shortcuts.hidden = false;

document.addEventListener("click", (event) => {
  const shortcut = event.target.closest("[data-avant]");
  if (!shortcut) return;
  const now = new Date();
  const days = shortcut.dataset.avant === "lundi" ? ((8 - now.getDay()) % 7 || 7) : Number(shortcut.dataset.avant);
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const field = shortcut.closest("[data-replie]").querySelector("input[type=date]");
  const two = (number) => String(number).padStart(2, "0");
  field.value = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  describe(shortcut.closest("[data-replie]"));
  field.form.requestSubmit();
});

/* How many activities each choice would find: written in the form, which a swap of the results does not touch.
   What is shown and said is that of `cases` and `liste_deroulante` (core/templatetags/core.py). */
function showCounts() {
  const data = document.getElementById("comptes");
  if (!data || !form()) return;
  for (const [name, counts] of Object.entries(JSON.parse(data.textContent))) {
    for (const field of form().querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.matches("select")) {
        for (const option of field.options) {
          option.dataset.label ??= option.text;
          if (option.value) option.text = `${option.dataset.label} (${(counts[option.value] ?? 0).toLocaleString("fr-FR")})`;
        }
      } else if (field.value) {
        showCount(field, counts[field.value] ?? 0);
      }
    }
  }
}

function showCount(field, count) {
  const chip = field.closest(".puce");
  let shown = chip.querySelector(".decompte");
  if (!shown) {
    shown = document.createElement("span");
    shown.className = "decompte";
    shown.append(hidden(", "), document.createElement("span"), hidden(""));
    shown.children[1].className = "compte";
    shown.children[1].dataset.compte = `${field.name}:${field.value}`;
    chip.lastElementChild.append(shown);
  }
  shown.children[1].textContent = count.toLocaleString("fr-FR");
  shown.children[2].textContent = count > 1 ? " activités" : " activité";
  chip.classList.toggle("aucune", count === 0);
}

function hidden(text) {
  const span = document.createElement("span");
  span.className = "hors-ecran";
  span.textContent = text;
  return span;
}

/* A sheet to print: its button only works here. */
for (const button of document.querySelectorAll("[data-imprimer]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/* The map, one tap away on a phone. Leaflet measures itself again when it hears "resize". */
function showMap(visible) {
  const plan = document.querySelector("[data-plan]");
  const opener = document.querySelector("[data-voir-plan]");
  if (!plan || plan.classList.contains("ouvert") === visible) return;
  plan.classList.toggle("ouvert", visible);
  opener.setAttribute("aria-expanded", String(visible));
  document.documentElement.classList.toggle("plan-ouvert", visible);
  window.dispatchEvent(new Event("resize"));
  (visible ? plan.querySelector("[data-fermer-plan]") : opener).focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-voir-plan]")) showMap(true);
  // A link of the map towards a card leads back to the list.
  if (event.target.closest('[data-fermer-plan], [data-plan] a[href^="#lieu-"]')) showMap(false);
});

for (const button of document.querySelectorAll("[data-voir-plan]")) button.hidden = false;

/* After a search: say how many, and bring to the results whoever pressed « Chercher ». */
let submitted = false;

document.addEventListener("htmx:beforeRequest", (event) => {
  submitted = event.detail.requestConfig.triggeringEvent?.type === "submit";
  document.querySelector("[data-panne]")?.setAttribute("hidden", "");
});

document.addEventListener("htmx:afterSettle", (event) => {
  const note = event.detail.elt;
  if (note?.matches?.("[data-note]")) (note.querySelector('[aria-invalid="true"]') ?? note).focus();
  if (event.detail.requestConfig?.elt !== form()) return;
  showCounts();
  const title = document.querySelector("#resultats [data-titre]");
  const status = document.querySelector("[data-annonce]");
  if (!title || !status) return;
  status.textContent = title.textContent;
  if (submitted) {
    for (const folded of document.querySelectorAll("[data-replie][open]")) folded.open = false;
    title.focus({ preventScroll: true });
    document.getElementById("resultats").scrollIntoView({ block: "nearest" });
    if (title.getBoundingClientRect().bottom > window.innerHeight * 0.8) title.scrollIntoView();
  }
});

/* Searching the same thing twice is one step of the history. */
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const { history } = event.detail;
  if (history.path && new URL(history.path, location.href).href === location.href) history.type = "replace";
});

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, () => document.querySelector("[data-panne]")?.removeAttribute("hidden"));
}

/* « Près de »: its module comes when somebody comes near the form, or to put a point of the URL in words. Until it is
   there a typed address must not get into a URL: what would write one waits for it, « Chercher » posts by itself. */
const near = form()?.elements.pres;
const here = form()?.querySelector("[data-ma-position]");
let awake = false;
let held = null;

async function wake() {
  await import("./suggestions.js");
  awake = true;
}

function hold(event, again) {
  if (awake || near.value === near.defaultValue) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held = again;
  wake().then(() => {
    held?.();
    held = null;
  });
}

if (near) {
  for (const name of ["focusin", "pointerover"]) form().addEventListener(name, wake, { once: true });
  if (/^-?\d.*,/.test(near.value)) wake();
  form().addEventListener("submit", () => (held = null));
  document.addEventListener(
    "change",
    (event) => {
      const { target } = event;
      if (target.form === near.form) hold(event, () => target.dispatchEvent(new Event("change", { bubbles: true })));
    },
    true,
  );
  document.addEventListener(
    "click",
    (event) => {
      const tile = event.target.closest?.("a[data-tuile]");
      if (tile && !event.metaKey && !event.ctrlKey && !event.shiftKey) hold(event, () => tile.click());
    },
    true,
  );
}

if (here && window.isSecureContext && navigator.geolocation) {
  here.hidden = false;
  here.closest(".champ").classList.add("avec-position");
  here.addEventListener("click", async () => {
    if (awake) return;
    await wake();
    here.click();
  });
}

/* What answers without network (recherche/hors_ligne.py) comes when the page has all it needs. */
if ("serviceWorker" in navigator) {
  addEventListener("load", () => setTimeout(() => navigator.serviceWorker.register("/service-worker.js").catch(() => {}), 1500));
}
