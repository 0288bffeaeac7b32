/* The map itself: Leaflet, the pins in view, their bubbles, and the ties with the list and the form.

   Leaflet and its settings come from django-leaflet; its `L.Map.djangoMap` is left out: one more request and 2.5 kB
   before the map shows, and it keeps for itself the layer of tiles, whose errors we answer. */

import { cluster, get, howMany, inView, labels, pin, read, spoken, watch } from "./carte-points.js";
import { namesOf, openingWords, paragraph, sheet, sheets, tell } from "./carte-points.js";

const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const ARROWS = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };
const cards = "article.carte-lieu[data-lieu]";

let L, root, part, map, legend, pane;
let points = read({ lat: [], lon: [], natures: [] });
let shown = new Map(); // key of a group → { marker, group }
let active = -1; // the point that a card or a bubble speaks of
let asked = 0; // requests for points: only the last one counts
let taken = 0; // answers drawn
let byHand = false; // the last move was the person's
let keepView = false; // « Chercher dans cette zone » must not move what it asks about
let framed = ""; // what the view was framed for
let told = 0; // the key of the place that a bubble speaks of
let leave = null;

const card = (i) => {
  const uid = points.details.get(i)?.uid;
  return uid ? document.querySelector(`article.carte-lieu[data-lieu="${CSS.escape(uid)}"]`) : null;
};
const latLng = (i) => map.unproject([points.x[i] * 256, points.y[i] * 256], 0);

export function open(carte) {
  L = window.L;
  root = carte;
  part = (name) => root.querySelector(`[data-carte-${name}]`);
  legend = root.querySelector(".legende");
  const settings = JSON.parse(root.dataset.reglages);
  map = L.map(part("fond"), {
    center: settings.DEFAULT_CENTER ?? [46.6, 2.4],
    zoom: settings.DEFAULT_ZOOM ?? 6,
    minZoom: settings.MIN_ZOOM ?? 2,
    maxZoom: settings.MAX_ZOOM ?? 18,
    zoomControl: false,
    attributionControl: false,
    keyboardPanDelta: 80,
    // In another site's frame the wheel scrolls that site's page.
    scrollWheelZoom: !("cadre" in document.body.dataset),
    ...(calm && { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }),
  });
  // A bubble pans the map by itself, and asks nobody: what is about to be clicked would slip away.
  if (calm) map.panBy = (offset, options) => L.Map.prototype.panBy.call(map, offset, { ...options, animate: false });
  L.control.attribution({ prefix: settings.ATTRIBUTION_PREFIX ?? false }).addTo(map);
  L.control.zoom({ position: "topleft", zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  if (settings.SCALE) L.control.scale({ imperial: false }).addTo(map);
  map.getPane("overlayPane").setAttribute("aria-hidden", "true");
  pane = map.getPane("markerPane");
  ground(settings.TILES[0]);
  map.on("moveend", draw);
  map.on("popupclose", () => highlight(-1));
  followHand();
  followList();
  load(url());
}

// --- Data -------------------------------------------------------------------------------------------------------
const url = () => document.getElementById("resultats")?.dataset.pointsUrl || root.dataset.tousUrl;

async function load(address) {
  const turn = (asked += 1);
  try {
    const payload = await get(address);
    if (turn !== asked) return;
    map.closePopup();
    leave?.();
    leave = null;
    take(payload, address);
    frame();
    origin();
    draw();
    if (!payload.suite) return;
    const { follow } = await import("./carte-amas.js");
    if (turn !== asked) return;
    leave = follow(map, payload.suite, {
      current: () => points,
      say: (why) => say(why ?? howMany(points.total, payload.comptes_a)),
      swap: (next) => swap({ ...next, n: payload.n, comptes_a: payload.comptes_a }, address),
    });
  } catch (error) {
    if (turn !== asked) return;
    say("La carte n’a pas reçu les lieux. La liste est à jour.");
    throw error;
  }
}

function take(payload, address) {
  points = read(payload);
  points.address = address;
  points.key = `${address}#${(taken += 1)}`;
  points.sheetUrl = root.dataset.lieuUrl;
  say(howMany(points.total, payload.comptes_a));
  part("complet").hidden = !points.full.includes(1);
}

function say(text) {
  if (part("compte").textContent !== text) part("compte").textContent = text;
}

/* See carte-amas.js. */
function swap(payload, address) {
  const inside = popup?.getElement()?.contains(document.activeElement);
  const lit = active < 0 ? -1 : points.pk[active];
  take(payload, address);
  active = points.pk.indexOf(lit);
  if (!points.pk.includes(told)) map.closePopup();
  draw();
  if (inside && !popup.isOpen()) focusNear(popup.getLatLng());
}

function focusNear(at) {
  const far = ({ marker }) => marker.getLatLng().distanceTo(at);
  const seen = [...shown.values()].filter(({ marker }) => map.getBounds().contains(marker.getLatLng()));
  const [near] = seen.sort((a, b) => far(a) - far(b));
  (near?.marker.getElement() ?? map.getContainer()).focus({ preventScroll: true });
}

// --- View -------------------------------------------------------------------------------------------------------
/* A new question moves the map, unless it is about what is in view. */
function frame() {
  const about = JSON.stringify([points.origine, points.rayon]);
  const bounds = L.latLngBounds(Array.from({ length: points.n }, (_, i) => latLng(i)));
  const from = points.origine && L.latLng(points.origine[0], points.origine[1]);
  if (from) bounds.extend(points.n || !points.rayon ? from : from.toBounds(points.rayon * 2000));
  const stay = keepView || (about === framed && bounds.isValid() && map.getBounds().intersects(bounds));
  keepView = false;
  framed = about;
  part("zone").hidden = true;
  if (stay || !bounds.isValid()) return;
  quietly(() => map.fitBounds(bounds, { padding: [28, 28], maxZoom: 15, animate: false }));
}

/* Moves of ours do not offer to search again. */
function quietly(move) {
  byHand = false;
  move();
}

let start = null;

function origin() {
  start?.remove();
  start = null;
  if (!points.origine) return;
  const [lat, lon, nom] = points.origine;
  const dot = document.createElement("span");
  const text = document.createElement("span");
  text.className = "hors-ecran";
  text.textContent = `Point de départ : ${nom}`;
  dot.append(text);
  const icon = L.divIcon({ className: "depart", html: dot, iconSize: [22, 22] });
  start = L.layerGroup([L.marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -1000 })]);
  if (points.rayon) {
    start.addLayer(L.circle([lat, lon], { radius: points.rayon * 1000, interactive: false, className: "rayon" }));
  }
  start.addTo(map);
}

/* Only what is in view is in the page; what stays in view is not touched, so that focus stays too. */
function draw() {
  const held = [...shown.values()].find(({ marker }) => marker.getElement() === document.activeElement)?.marker;
  const zoom = map.getZoom();
  const wanted = inView(points, zoom, map.getPixelBounds());
  for (const [key, { marker }] of shown) if (!wanted.has(key)) marker.remove();
  const next = new Map();
  for (const [key, group] of wanted) next.set(key, { group, marker: shown.get(key)?.marker ?? add(group, zoom) });
  shown = next;
  sortForTab();
  mark();
  labelCommunes();
  if (held && !held.getElement()) focusNear(held.getLatLng());
}

function add(group, zoom) {
  const single = group.points.length === 1 && !points.weight;
  const marker = single ? place(group.points[0]) : several(group, zoom);
  marker.addTo(map);
  const element = marker.getElement();
  const words = single ? spoken(points, group.points[0], card) : `${group.count} ${group.count > 1 ? "lieux" : "lieu"}, agrandir`;
  element.setAttribute("aria-label", words);
  const act = () => (single ? bubble(group.points[0], element) : enlarge(group, element));
  marker.on("click", act);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  if (single) {
    const i = group.points[0];
    for (const name of ["mouseenter", "focus"]) element.addEventListener(name, () => answer(i, element));
    for (const name of ["mouseleave", "blur"]) element.addEventListener(name, () => popup?.isOpen() || highlight(-1));
  }
  return marker;
}

function place(i) {
  const [nature] = points.natures[points.nature[i]];
  const number = card(i) && !points.zone ? points.details.get(i).rang + 1 : 0;
  const html = pin(legend, nature, number, points.full[i]);
  const size = number ? 34 : 26;
  const icon = L.divIcon({ className: number ? "epingle cotee" : "epingle", html, iconSize: [size, size] });
  return L.marker(latLng(i), { icon, riseOnHover: true, zIndexOffset: number ? 500 : 0 });
}

function several(group, zoom) {
  const icon = L.divIcon({ className: "grappe", html: cluster(group.count), iconSize: [40, 40] });
  return L.marker(map.unproject([group.x, group.y], zoom), { icon, riseOnHover: true });
}

/* A pin that is pointed at lights its card up; beyond the first names, it asks for its own. */
async function answer(i, element) {
  highlight(i);
  if (points.details.has(i) || sheets.has(points.pk[i])) return;
  const mine = points;
  await sheet(points, i);
  if (mine === points) element.setAttribute("aria-label", spoken(points, i, card));
}

function sortForTab() {
  const focused = document.activeElement;
  const elements = [...shown.values()].map(({ marker }) => marker.getElement());
  const middle = elements.indexOf(focused);
  elements.forEach((element, at) => {
    if (element !== focused) pane.insertBefore(element, at < middle ? focused : null);
  });
}

function mark() {
  for (const { marker, group } of shown.values()) {
    const lit = group.points.includes(active);
    marker.getElement()?.classList.toggle("actif", lit); // a pin that is being removed loses its focus
    marker.setZIndexOffset(lit ? 2000 : marker.options.icon.options.className === "epingle cotee" ? 500 : 0);
  }
}

function highlight(i) {
  active = i;
  for (const lit of document.querySelectorAll(`${cards}.actif`)) lit.classList.remove("actif");
  if (i >= 0) card(i)?.classList.add("actif");
  mark();
}

// --- Clusters and bubbles -------------------------------------------------------------------------------------
function enlarge(group, element) {
  const bounds = L.latLngBounds(group.points.map(latLng));
  const tight = map.getZoom() >= map.getMaxZoom() || bounds.getNorthEast().distanceTo(bounds.getSouthWest()) < 15;
  if (tight && !points.weight) {
    // Places at one address: their names, one button each.
    const content = namesOf(points, group.points, (i) => bubble(i, element));
    told = 0;
    show(latLng(group.points[0]), content, content.firstChild.textContent, () => focusOn(group.points));
    return;
  }
  byHand = true;
  const focused = document.activeElement === element;
  if (points.weight) {
    const at = bounds.getCenter();
    if (focused) map.once("moveend", () => focusNear(at));
    map.setView(at, map.getZoom() + 2, { animate: !calm });
    return;
  }
  if (focused) map.once("moveend", () => focusOn(group.points));
  map.fitBounds(bounds, { padding: [60, 60], animate: !calm });
}

/* What one was on has been split: focus goes to the first of its parts. */
function focusOn(indices) {
  const parts = new Set(indices);
  const found = [...shown.values()].find(({ group }) => group.points.some((i) => parts.has(i)));
  (found?.marker.getElement() ?? map.getContainer()).focus({ preventScroll: true });
}

let popup = null;

function show(at, content, name, opener) {
  content.className = "bulle";
  content.tabIndex = -1;
  content.setAttribute("role", "dialog");
  content.setAttribute("aria-label", name);
  popup = L.popup({ minWidth: 210, maxWidth: 300, offset: [0, -10], autoPanPadding: [16, 16] })
    .setLatLng(at)
    .setContent(content);
  quietly(() => popup.openOn(map));
  const close = popup.getElement().querySelector(".leaflet-popup-close-button");
  close.setAttribute("aria-label", "Fermer");
  close.addEventListener("click", opener);
  popup.getElement().addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // on a phone Escape also leaves the map, next time
    map.closePopup();
    opener();
  });
  content.focus({ preventScroll: true });
}

async function bubble(i, element) {
  const known = points.details.get(i);
  const content = openingWords(points, i);
  const pk = (told = points.pk[i]);
  const here = () => points.pk.indexOf(pk);
  show(latLng(i), content, content.firstChild.textContent, () => focusOn([here()]));
  const mine = popup;
  highlight(i);
  toCard(i, false);
  try {
    const lieu = await sheet(points, i);
    const found = card(here());
    tell(content, lieu, found?.id);
    content.setAttribute("aria-label", lieu.nom);
    if (!known && element.isConnected && here() >= 0) {
      element.setAttribute("aria-label", spoken(points, here(), card));
    }
    content.querySelector("[data-voir-carte-lieu]")?.addEventListener("click", (event) => {
      event.preventDefault(); // no step of the history for a scroll
      afterTheMap(() => {
        map.closePopup();
        toCard(here(), true);
      });
    });
  } catch {
    content.append(paragraph("bulle-nature", "L’adresse n’a pas pu être lue. Réessayez dans un moment."));
  }
  if (!mine.isOpen()) return;
  const focused = content.contains(document.activeElement) ? document.activeElement : null;
  quietly(() => mine.update()); // puts the content in again, which drops focus
  focused?.focus({ preventScroll: true });
}

/* On a phone this click closes the map (site.js) and its step of the history, which moves the page: then comes ours. */
function afterTheMap(move) {
  const soon = () => window.setTimeout(move, 50);
  if (location.hash === "#carte") window.addEventListener("popstate", soon, { once: true });
  else soon();
}

// --- The list ---------------------------------------------------------------------------------------------------
/* Behind the map of a phone the list stays where it was. */
function toCard(i, withFocus) {
  const found = card(i);
  if (!found || (root.closest(".ouvert") && !withFocus)) return;
  found.scrollIntoView({ block: withFocus ? "center" : "nearest", behavior: calm ? "auto" : "smooth" });
  if (withFocus) found.querySelector("a")?.focus({ preventScroll: true });
}

function followList() {
  const of = (event) => {
    const found = event.target.closest?.(cards);
    return found ? (points.byUid.get(found.dataset.lieu) ?? -1) : null;
  };
  document.addEventListener("mouseover", (event) => {
    const i = of(event);
    if (i !== null && i !== active) highlight(i);
  });
  document.addEventListener("focusin", (event) => {
    const i = of(event);
    if (i === null) return;
    highlight(i);
    if (i >= 0 && map.getSize().x && !map.getBounds().contains(latLng(i))) {
      quietly(() => map.panTo(latLng(i), { animate: !calm }));
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (url() !== points.address) load(url());
  });
}

// --- The form ---------------------------------------------------------------------------------------------------
function followHand() {
  const container = map.getContainer();
  const hand = () => (byHand = true);
  for (const name of ["wheel", "dblclick"]) container.addEventListener(name, hand, { capture: true, passive: true });
  map.on("dragstart", hand);
  for (const button of container.querySelectorAll(".leaflet-control-zoom a")) button.addEventListener("click", hand, true);
  container.addEventListener(
    "keydown",
    (event) => {
      const arrow = ARROWS[event.key];
      if (!arrow && event.key !== "+" && event.key !== "-") return;
      if (event.target.closest(".bulle")) return;
      byHand = true;
      if (event.target === container) return; // Leaflet's own
      event.preventDefault();
      if (arrow) map.panBy(arrow, { animate: !calm });
      else map.setZoom(map.getZoom() + (event.key === "+" ? 1 : -1));
    },
    true,
  );
  map.on("moveend", () => {
    if (byHand && document.getElementById("recherche")) part("zone").hidden = false;
  });
}

/* What « Chercher dans cette zone » asks about: the middle of the view, and how many km to its corners. */
export function zone() {
  const middle = map.getCenter();
  return { lat: middle.lat, lon: middle.lng, km: middle.distanceTo(map.getBounds().getNorthEast()) / 1000 };
}

/* The next points are those of the view: it stays where it is, and focus with it. */
export function stay() {
  keepView = true;
  byHand = false; // what the answer's height does to the frame is no move of the person's
  map.getContainer().focus({ preventScroll: true });
}

// --- The ground -------------------------------------------------------------------------------------------------
let communes = null; // null: tiles answer, or have not failed yet
let named = null;

function ground([, template, options]) {
  const tiles = L.tileLayer(template, options);
  watch(tiles, withoutTiles);
  map.createPane("communes").style.zIndex = 350;
  tiles.addTo(map);
}

async function withoutTiles(missing) {
  if (missing === Boolean(communes)) return;
  part("note").textContent = missing ? "Le fond de carte n’est pas disponible. Les lieux restent à leur place." : "";
  map.getContainer().classList.toggle("sans-tuiles", missing);
  communes = missing ? [] : null;
  if (missing) {
    const answer = await get(root.dataset.communesUrl);
    if (communes) ({ communes } = answer);
  }
  labelCommunes();
}

function labelCommunes() {
  named?.remove();
  named = null;
  if (!communes?.length) return;
  const project = (lat, lon) => map.project([lat, lon]);
  const pins = [...shown.values()].map(({ group: { x, y, count } }) => ({ x, y, r: count > 1 ? 24 : 17 }));
  const chosen = labels(communes, map.getPixelBounds(), project, pins, points.origine?.[2]);
  named = L.layerGroup(
    chosen.map(({ nom, lat, lon, dy, big }) => {
      const html = document.createElement("span");
      html.textContent = nom;
      const className = big ? "commune-nom grande" : "commune-nom";
      const icon = L.divIcon({ className, html, iconSize: [0, 0], iconAnchor: [0, -dy] });
      return L.marker([lat, lon], { icon, pane: "communes", interactive: false, keyboard: false });
    }),
  ).addTo(map);
  named.eachLayer((marker) => marker.getElement().setAttribute("aria-hidden", "true"));
}
