/* The map's door: Leaflet comes when the map is in sight, « #carte » makes Back close it on a phone, and
   « Chercher dans cette zone » asks the form again. */

const carte = document.querySelector("[data-carte]");
const plan = carte?.closest("[data-plan]");
const attente = plan?.querySelector("[data-carte-attente]");
const HASH = "#carte";

function script(src) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = src;
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

function style(href) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("link");
    element.rel = "stylesheet";
    element.href = href;
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

function wait(text) {
  attente.textContent = text;
  attente.hidden = !text;
}

async function load() {
  wait("La carte arrive…");
  try {
    const [vue] = await Promise.all([
      import("./carte-vue.js"),
      ...carte.dataset.scripts.split(" ").map(script),
      ...carte.dataset.styles.split(" ").map(style),
    ]);
    wait("");
    carte.hidden = false;
    vue.open(carte);
    carte.querySelector("[data-carte-zone]").addEventListener("click", (event) => searchHere(vue, event.currentTarget));
  } catch (error) {
    wait("La carte n’a pas pu être chargée. La liste dit la même chose.");
    throw error;
  }
}

/* On a phone the frame is not displayed before a tap: it is then, and only then, that it is in sight. */
function whenInSight() {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    // When nothing else is to do, or two seconds later: a page that is never idle has its map too.
    if (plan.classList.contains("ouvert") || !window.requestIdleCallback) load();
    else window.requestIdleCallback(load, { timeout: 2000 });
  });
  observer.observe(plan);
}

/* Asks again from the middle of the view, as far as its corners: the nearest choice of the form that covers them. */
function searchHere(vue, button) {
  const form = document.getElementById("recherche");
  const { pres, rayon } = form.elements;
  const { lat, lon, km } = vue.zone();
  const choices = [...rayon.options].map((option) => Number(option.value)).filter(Boolean);
  pres.value = `${lat.toFixed(3)},${lon.toFixed(3)}`;
  rayon.value = String(choices.find((choice) => choice >= km) ?? Math.max(...choices));
  button.hidden = true;
  vue.stay();
  // A change is enough for htmx, and leaves focus on the map, when the button would take it to the results.
  if (window.htmx) rayon.dispatchEvent(new Event("change", { bubbles: true }));
  else form.requestSubmit();
}

/* site.js opens and closes the frame; here each opening becomes a step of the history. */
let address = "";
const here = () => location.pathname + location.search;
const isOpen = () => plan.classList.contains("ouvert");

function followHistory() {
  new MutationObserver(() => {
    if (isOpen() && location.hash !== HASH) {
      address = here();
      history.pushState({ ...history.state, carte: true }, "", HASH);
    } else if (!isOpen() && location.hash === HASH) {
      if (history.state?.carte) history.back();
      else history.replaceState(history.state, "", here());
    }
  }).observe(plan, { attributeFilter: ["class"] });

  // Before htmx, which would load the whole page again to show the same results.
  window.addEventListener(
    "popstate",
    (event) => {
      const wanted = location.hash === HASH;
      if (wanted !== isOpen() && here() === address) event.stopImmediatePropagation();
      if (wanted && !isOpen()) document.querySelector("[data-voir-plan]")?.click();
      else if (!wanted && isOpen()) document.querySelector("[data-fermer-plan]")?.click();
    },
    { capture: true },
  );

  const opener = document.querySelector("[data-voir-plan]");
  if (location.hash === HASH && opener?.offsetParent) opener.click();
}

if (plan) {
  whenInSight();
  followHistory();
}
