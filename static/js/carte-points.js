/* The points of the map: reading the payload of recherche/points.py, gathering neighbours, and the elements that show
   them (pins, clusters, what bubbles say). No Leaflet here. */

const CELL = 44; // pixels: closer than that, two clusters or pins would crowd one another
const ROW = 4194304; // more cells than the world has at any zoom
const AROUND = [0, -1, 1, -ROW, ROW, -ROW - 1, -ROW + 1, ROW - 1, ROW + 1];
const TILE = 256;

export async function get(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
}

function sums(differences) {
  const values = new Int32Array(differences.length);
  let value = 0;
  differences.forEach((difference, i) => {
    value += difference;
    values[i] = value;
  });
  return values;
}

/* Returns the columns, with Mercator positions between 0 and 1, and the names that came along. A cell of
   recherche/amas.py is a point that weighs several places. */
export function read(payload) {
  const [pk, lat, lon] = [payload.pk ?? [], payload.lat, payload.lon].map(sums);
  const n = lat.length;
  const points = {
    n,
    pk,
    total: payload.n ?? 0,
    weight: payload.amas,
    zone: payload.zone,
    niveau: payload.niveau,
    natures: payload.natures,
    x: new Float64Array(n),
    y: new Float64Array(n),
    nature: new Uint8Array(n),
    full: new Uint8Array(n),
    details: new Map(),
    byUid: new Map(),
    origine: payload.origine,
    rayon: payload.rayon,
    groups: new Map(),
  };
  for (let i = 0; i < n; i += 1) {
    const sine = Math.sin((lat[i] / 1e5) * (Math.PI / 180));
    points.x[i] = lon[i] / 1e5 / 360 + 0.5;
    points.y[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    const state = Number(payload.etat?.[i]);
    points.nature[i] = state % payload.natures.length;
    points.full[i] = state >= payload.natures.length ? 1 : 0;
  }
  payload.premiers?.i.forEach((i, rang) => {
    const { uid, nom, commune } = payload.premiers;
    points.details.set(i, { rang, uid: uid[rang], nom: nom[rang], commune: payload.communes[commune[rang]] });
    points.byUid.set(uid[rang], i);
  });
  const others = Array.from({ length: n }, (_, i) => i).filter((i) => !points.details.has(i));
  points.order = [...points.details.keys(), ...others];
  return points;
}

/* Returns the groups of a zoom level: { x, y } in pixels of that level, and the indices of their points, in the order of
   the list, so that Tab goes from the nearest to the farthest. A point joins a group less than a cell away, which stays
   where its first point is: no two groups ever touch. The whole level is gathered at once: a move changes no group. */
function grouped(points, zoom) {
  const known = points.groups.get(zoom);
  if (known) return known;
  const scale = TILE * 2 ** zoom;
  const cells = new Map();
  const groups = [];
  for (const i of points.order) {
    const [x, y] = [points.x[i] * scale, points.y[i] * scale];
    const home = Math.floor(x / CELL) * ROW + Math.floor(y / CELL);
    const near = AROUND.flatMap((d) => cells.get(home + d) ?? []).find(
      (group) => Math.hypot(group.x - x, group.y - y) < CELL,
    );
    const count = points.weight?.[i] ?? 1;
    if (near) {
      near.points.push(i);
      near.count += count;
      continue;
    }
    const group = { key: `${zoom}/${i}`, x, y, count, points: [i] };
    groups.push(group);
    cells.set(home, [...(cells.get(home) ?? []), group]);
  }
  points.groups.set(zoom, groups);
  return groups;
}

/* Returns what to draw in a view of pixels { min, max } and a little around, by a key that lasts as long as the drawing
   does: a place keeps its own through the zooms. */
export function inView(points, zoom, { min, max }) {
  const [w, h] = [(max.x - min.x) * 0.15, (max.y - min.y) * 0.15];
  const seen = new Map();
  for (const group of grouped(points, zoom)) {
    if (group.x < min.x - w || group.x > max.x + w || group.y < min.y - h || group.y > max.y + h) continue;
    seen.set(`${points.key}#${group.points.length > 1 ? group.key : group.points[0]}`, group);
  }
  return seen;
}

const SVG = "http://www.w3.org/2000/svg";

function svg(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/* A pin has the shape that the legend shows for its nature: one drawing, that of the tag `forme_lieu`. */
export function pin(legend, nature, number, full) {
  const shape = legend.querySelector(`.forme-${nature}`).cloneNode(true);
  if (number) {
    const text = svg("text", {
      x: 16,
      y: nature === "evs" ? 23 : 21.5,
      "text-anchor": "middle",
      "font-size": number < 100 ? 16 : 12,
      "font-weight": 700,
    });
    text.textContent = number;
    shape.append(text);
  }
  if (full) {
    shape.classList.add("complet");
    shape.append(svg("circle", { cx: 27, cy: 6, r: 7 }), svg("path", { class: "barre", d: "M23.5 6h7" }));
  }
  return shape;
}

export function cluster(count) {
  const element = document.createElement("span");
  const strong = document.createElement("strong");
  if (count >= 1000) strong.className = "long";
  if (count >= 10000) element.className = "large";
  strong.textContent = count.toLocaleString("fr");
  element.append(strong, count > 1 ? " lieux" : " lieu");
  return element;
}

export function howMany(n, since) {
  if (since) return `${howMany(n)}, comptés à ${since}`;
  return n ? `${n.toLocaleString("fr")} ${n > 1 ? "lieux" : "lieu"} sur la carte` : "Aucun lieu sur la carte";
}

/* What a screen reader says of a pin: name, nature, commune, full, and its number when its card is on the page. */
export function spoken(points, i, card) {
  const known = points.details.get(i) ?? sheets.get(points.pk[i]);
  const words = [known?.nom, points.natures[points.nature[i]][1], known?.commune];
  if (points.full[i]) words.push("complet");
  if (card(i) && !points.zone) words.push(`numéro ${points.details.get(i).rang + 1} de la liste`);
  return words.filter(Boolean).join(", ");
}

// --- The ground -------------------------------------------------------------------------------------------------
/* Says when tiles go missing, and when they come back: three errors in a row, or silence from a network that swallows
   requests. */
export function watch(tiles, missing) {
  let [loaded, failed] = [0, 0];
  tiles.on("tileload", () => {
    loaded += 1;
    failed = 0;
    missing(false);
  });
  tiles.on("tileerror", () => {
    failed += 1;
    if (failed === 3) missing(true);
  });
  window.setTimeout(() => loaded || missing(true), 6000);
}

/* Labels of communes that cover neither one another nor a pin, the most populated first: [{ nom, lat, lon, dy, big }].
   `view` holds pixels { min, max }, `project` gives those of a position, `pins` are { x, y, r }; `dy` is how far below
   its centre a name stands. The commune that was asked for, `wanted`, is always named. */
export function labels(communes, view, project, pins, wanted) {
  const taken = pins.map(({ x, y, r }) => ({ x, y, w: r, h: r }));
  const chosen = [];
  for (const [nom, lat, lon, population] of communes) {
    const { x, y } = project(lat, lon);
    const big = population >= 50000 || nom === wanted;
    const [w, h] = [nom.length * (big ? 4.4 : 3.6) + 4, 9];
    if (x - w < view.min.x || x + w > view.max.x || y - h < view.min.y || y + h > view.max.y) continue;
    const free = (dy) => !taken.some((box) => Math.abs(box.x - x) < box.w + w && Math.abs(box.y - y - dy) < box.h + h);
    const dy = [0, 20, -20, 34, -34].find(free) ?? (nom === wanted ? 24 : null);
    if (dy === null) continue;
    taken.push({ x, y: y + dy, w, h });
    chosen.push({ nom, lat, lon, dy, big });
  }
  return chosen;
}

// --- What bubbles say -------------------------------------------------------------------------------------------
/* What a place tells when it is asked, by its identifier: { nom, url, adresse, commune, nature_label, telephone… }. */
export const sheets = new Map();

export async function sheet(points, i) {
  const pk = points.pk[i];
  if (!sheets.has(pk)) {
    sheets.set(pk, await get(points.sheetUrl.replace(/0\/$/, `${pk}/`)));
  }
  return sheets.get(pk);
}

export function paragraph(name, text) {
  const element = document.createElement("p");
  element.className = name;
  element.textContent = text;
  return element;
}

function link(name, href, text) {
  const element = document.createElement("a");
  element.className = name;
  element.href = href;
  element.textContent = text;
  // In another site's frame a page opens beside it; a number is called from where one is.
  if ("cadre" in document.body.dataset && href.startsWith("/")) {
    element.target = "_blank";
    element.rel = "noopener";
  }
  return element;
}

/* What is known at once; `tell` adds the rest. */
export function openingWords(points, i) {
  const content = document.createElement("div");
  const known = points.details.get(i) ?? sheets.get(points.pk[i]);
  const label = points.natures[points.nature[i]][1];
  content.append(paragraph("bulle-nom", known?.nom ?? label));
  content.append(paragraph("bulle-nature", known ? `${label} · ${known.commune}` : ""));
  if (points.full[i]) content.append(paragraph("bulle-complet", "Complet pour le moment"));
  return content;
}

export function tell(content, lieu, cardId) {
  content.querySelector(".bulle-nom").replaceChildren(link("", lieu.url, lieu.nom));
  content.querySelector(".bulle-nature").textContent = `${lieu.nature_label} · ${lieu.adresse}`;
  const actions = document.createElement("div");
  actions.className = "bulle-actions";
  if (lieu.telephone) {
    actions.append(link("bouton petit", lieu.telephone_href, `Appeler le ${lieu.telephone}`));
  }
  actions.append(link("bouton petit second", lieu.url, "Horaires et accès"));
  if (cardId) {
    const seen = link("", `#${cardId}`, "Voir dans la liste");
    seen.dataset.voirCarteLieu = "";
    actions.append(seen);
  }
  content.append(actions);
}

export function namesOf(points, indices, open) {
  const content = document.createElement("div");
  const list = document.createElement("ul");
  content.append(paragraph("bulle-nom", `${indices.length} lieux ici`), list);
  for (const i of indices) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bulle-lieu";
    button.textContent = points.details.get(i)?.nom ?? points.natures[points.nature[i]][1];
    button.addEventListener("click", () => open(i));
    item.append(button);
    list.append(item);
  }
  return content;
}
