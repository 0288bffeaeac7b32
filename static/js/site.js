/* What makes the pages smoother when JavaScript runs. Everything works without it, except the map.
   Listeners sit on the document: htmx replaces parts of the page under them. */

const form = () => document.querySelector("[data-recherche]");

/* A readable URL: a field left empty is not written in it, whether the browser or htmx sends the form.
   Above results, a form emptied of everything asks for everything, not for the home page. */
document.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
  const searches = event.target.matches("[data-recherche][hx-get]");
  if (searches && ![...event.formData.keys()].some((name) => name !== "tri")) event.formData.set("tout", "1");
});

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
  for (const field of folded.querySelectorAll("input:checked, select")) {
    if (field.value === "") continue;
    const label = field.matches("select") ? field.selectedOptions[0] : field.nextElementSibling;
    labels.push(label.textContent.trim());
  }
  folded.classList.toggle("en-service", labels.length > 0);
  if (!labels.length) target.textContent = "";
  else if (target.dataset.choisis === "compte") target.textContent = ` (${labels.length})`;
  else target.textContent = `\u00a0: ${labels.join(", ").toLowerCase()}`;
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

document.addEventListener("htmx:afterSettle", () => {
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
