/* The map of a large network: the server gathers far places into cells, and gives the places themselves close by
   (recherche/amas.py). Asks for what the view lacks, once it has stood still. No request for a small network, which never loads this file.

   What carte-vue.js keeps for it: other points of the same question take the place of those that are shown; a bubble stays
   open if its place, known by its key, is among them; when the pin that had focus goes, focus goes to the nearest in sight
   (the map pans to what gets focus: out of sight, it would draw again). A cell opens two zooms in, since how far it reaches is
   not known. Pins have no number: their rank in the list of the whole country is not known where one looks. */

const PAUSE = 250; // ms
const SIDES = [61.875, 90]; // degrees: the height and the width of a cell of level 0
const BLOCK = 4; // cells: two people who look at about the same place ask the same address
const EDGES = [90, 180];

const asZone = (bounds) => [bounds.getSouth(), bounds.getNorth(), bounds.getWest(), bounds.getEast()];
const within = (zone) => zone.map((degrees, k) => Math.max(-EDGES[k >> 1], Math.min(EDGES[k >> 1], degrees)));

/* Whole blocks of cells around the view. */
function around(bounds, zoom) {
  const zone = asZone(bounds).map((degrees, k) => {
    const side = (SIDES[k >> 1] * BLOCK) / 2 ** zoom;
    return (k % 2 ? Math.ceil : Math.floor)(degrees / side) * side;
  });
  return within(zone);
}

/* Whether a part of the map holds all that this view may show: places, or cells as small as this zoom's. */
function holds({ zone, niveau }, bounds, zoom) {
  const [south, north, west, east] = within(asZone(bounds));
  const inside = zone[0] <= south && zone[1] >= north && zone[2] <= west && zone[3] >= east;
  return west >= east || (inside && zoom <= (niveau ?? Infinity));
}

/* Follows the view until the function that it returns is called. `current` gives the part that is shown, `swap` takes
   the payload of another, `say` tells why there is none, and nothing once all is there. */
export function follow(map, suite, { current, swap, say }) {
  let timer = 0;
  let flight = null;

  function look() {
    window.clearTimeout(timer);
    const view = [map.getBounds(), map.getZoom()];
    if (!map.getSize().x || (flight && holds(flight, ...view))) return;
    if (!holds(current(), ...view)) {
      timer = window.setTimeout(ask, PAUSE, ...view);
      return;
    }
    flight?.abort();
    flight = null;
    say();
  }

  async function ask(bounds, zoom) {
    flight?.abort();
    const mine = new AbortController();
    const zone = around(bounds, zoom);
    flight = Object.assign(mine, { zone, niveau: zoom });
    const [sud, nord, ouest, est] = zone.map((degrees) => degrees.toFixed(6));
    const address = `${suite}${suite.endsWith("?") ? "" : "&"}${new URLSearchParams({ zoom, sud, nord, ouest, est })}`;
    try {
      const response = await fetch(address, { signal: mine.signal, headers: { Accept: "application/json" } });
      const payload = await response.json().catch(() => ({}));
      if (!response.ok) throw new Error(payload.erreur);
      if (!mine.signal.aborted) swap(payload);
    } catch (error) {
      if (mine.signal.aborted) return;
      const why = error instanceof TypeError || !error.message ? "Les lieux d’ici n’ont pas pu être lus." : error.message;
      say(`${why} La carte garde ce qu’elle montrait ; déplacez-la pour réessayer.`);
    } finally {
      if (flight === mine) flight = null;
    }
  }

  map.on("moveend", look);
  look();
  return () => {
    window.clearTimeout(timer);
    flight?.abort();
    map.off("moveend", look);
  };
}
