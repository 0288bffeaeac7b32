/* The pin of an address: it follows the address while it is typed, and can be dragged, or moved by the arrow keys.
   The two hidden fields are what is sent: without this module the server places the address by itself. */

const DELAY = 350;
const STEP = 0.00005; // five metres

function script(src) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

function style(href) {
  return new Promise((resolve) => {
    const element = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve, onerror: resolve });
    document.head.append(element);
  });
}

async function start(root) {
  if (root.dataset.pret) return;
  root.dataset.pret = "oui";
  const form = root.closest("form");
  const latitude = form.querySelector("[data-latitude]");
  const longitude = form.querySelector("[data-longitude]");
  const says = root.querySelector("[data-epingle-dit]");
  if (!window.L) await Promise.all([...root.dataset.scripts.split(" ").map(script), ...root.dataset.styles.split(" ").map(style)]);
  root.hidden = false;
  const { L } = window;
  const settings = JSON.parse(root.dataset.reglages);
  const at = [Number(latitude.value), Number(longitude.value)];
  const map = L.map(root.querySelector("[data-epingle-carte]"), { attributionControl: false, keyboard: false, zoomControl: false }).setView(at, 17);
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  L.control.attribution({ prefix: false }).addTo(map);
  const [, tiles, tileOptions] = settings.TILES[0];
  L.tileLayer(tiles, tileOptions).addTo(map);
  const pin = L.marker(at, {
    draggable: true,
    autoPan: true,
    icon: L.divIcon({ className: "epingle-point", iconSize: [40, 40], iconAnchor: [20, 38], html: "" }),
    alt: "Épingle du lieu",
  }).addTo(map);
  const handle = pin.getElement();
  handle.setAttribute("aria-describedby", "epingle-aide");
  handle.setAttribute("aria-label", "Épingle du lieu");

  function move(point, words) {
    pin.setLatLng(point);
    latitude.value = point.lat.toFixed(6);
    longitude.value = point.lng.toFixed(6);
    says.textContent = words;
  }

  pin.on("dragend", () => move(pin.getLatLng(), "L’épingle est déplacée."));
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowUp: [STEP, 0], ArrowDown: [-STEP, 0], ArrowLeft: [0, -STEP], ArrowRight: [0, STEP] }[event.key];
    if (!by) return;
    event.preventDefault();
    const from = pin.getLatLng();
    const times = event.shiftKey ? 10 : 1;
    move(L.latLng(from.lat + by[0] * times, from.lng + by[1] * times), "L’épingle est déplacée.");
    map.panTo(pin.getLatLng(), { animate: false });
  });

  // --- Suggestions: a list under the street, that fills the rest and places the pin ---------------------------------
  const street = form.querySelector('[data-adresse="adresse"]');
  const others = { code_postal: form.querySelector('[data-adresse="code_postal"]'), commune: form.querySelector('[data-adresse="ville"]') };
  const list = Object.assign(document.createElement("ul"), { id: `${street.id}-propositions`, className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Adresses proposées");
  street.parentElement.classList.add("avec-propositions");
  street.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id], ["autocomplete", "off"]]) {
    street.setAttribute(name, value);
  }
  let timer = 0;
  let request = null;
  let options = [];
  let active = -1;

  function close() {
    list.hidden = true;
    active = -1;
    street.setAttribute("aria-expanded", "false");
    street.removeAttribute("aria-activedescendant");
  }

  function highlight(index) {
    active = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index >= 0) street.setAttribute("aria-activedescendant", list.children[index].id);
  }

  function choose(option) {
    street.value = option.adresse;
    others.code_postal.value = option.code_postal;
    others.commune.value = option.commune;
    move(L.latLng(option.latitude, option.longitude), `L’épingle est placée : ${option.label}.`);
    map.setView(pin.getLatLng(), 17, { animate: false });
    close();
  }

  function show(found) {
    options = found;
    list.replaceChildren(
      ...found.map((option, i) => {
        const item = Object.assign(document.createElement("li"), { id: `${list.id}-${i}`, textContent: option.label });
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps focus
        item.addEventListener("click", () => choose(option));
        return item;
      }),
    );
    list.hidden = !found.length;
    street.setAttribute("aria-expanded", String(found.length > 0));
    active = -1;
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    const body = new FormData();
    body.set("adresse", `${street.value} ${others.code_postal.value} ${others.commune.value}`);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(root.dataset.adressesUrl, { method: "POST", body, signal: request.signal });
      if (answer.ok && document.activeElement === street) show(await answer.json());
    } catch {
      close(); // slow, or gone: the address is placed when it is saved
    }
  }

  street.addEventListener("input", () => {
    clearTimeout(timer);
    close();
    if (street.value.trim().length > 4) timer = setTimeout(ask, DELAY);
  });
  street.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      highlight((active + (event.key === "ArrowDown" ? 1 : options.length)) % options.length);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options[active]);
    } else if (event.key === "Escape") {
      close();
    }
  });
  street.addEventListener("blur", close);
}

const wake = () => document.querySelectorAll("[data-epingle]").forEach(start);
wake();
document.addEventListener("htmx:afterSettle", wake);
