// What answers when the network does not. Public pages only, as they were answered to nobody in particular:
// recherche/hors_ligne.py says which, and the server says « private » of what was made for somebody.
const REGLAGES = {{ reglages }};
const SOCLE = `socle-${REGLAGES.version}`;
const PAGES = "pages";
const GARDABLES = new RegExp(REGLAGES.gardables);
const FIGES = new RegExp(REGLAGES.figes);
const PATIENCE = 8000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const socle = await caches.open(SOCLE);
      // As nobody: the page of somebody signed in says their name.
      await socle.add(new Request(REGLAGES.page, { credentials: "omit" }));
      await socle.addAll(REGLAGES.socle);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      // The version before stays: pages seen with it are drawn by its style sheets.
      const anciens = (await caches.keys()).filter((nom) => nom.startsWith("socle-") && nom !== SOCLE);
      await Promise.all(anciens.slice(0, -1).map((nom) => caches.delete(nom)));
      await self.registration.navigationPreload?.enable();
      await self.clients.claim();
      // The pages open now came before this worker: the server answers that they have not changed.
      const ouvertes = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      await Promise.all(ouvertes.map(({ url }) => (gardable(url) ? fetch(url).then((r) => ranger(url, r)) : null)));
    })().catch(() => {}),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === REGLAGES.deconnexion) {
    // Where somebody went is nobody else's business on a shared computer.
    event.waitUntil(caches.delete(PAGES));
  }
  if (request.method !== "GET") return;
  if (url.pathname.startsWith(REGLAGES.statiques)) event.respondWith(statique(request));
  else if (request.mode === "navigate") event.respondWith(naviguer(event));
  // Back, after htmx has changed the page: the same address.
  else if (request.headers.has("HX-History-Restore-Request")) event.respondWith(revenir(request));
});

// Words that were typed may say something of somebody: results of words are not kept.
function gardable(adresse) {
  const url = new URL(adresse);
  return url.origin === self.location.origin && GARDABLES.test(url.pathname) && !url.searchParams.has("q");
}

function publique(reponse) {
  const { headers } = reponse;
  return (
    reponse.status === 200 &&
    reponse.type === "basic" &&
    !reponse.redirected &&
    /^text\/html/.test(headers.get("Content-Type")) &&
    !/private|no-store/.test(headers.get("Cache-Control") ?? "private")
  );
}

const sansAncre = (adresse) => adresse.split("#")[0];

async function ranger(adresse, reponse) {
  if (!publique(reponse)) return;
  const pages = await caches.open(PAGES);
  const cle = sansAncre(adresse);
  await pages.delete(cle, { ignoreVary: true });
  await pages.put(cle, reponse);
  const toutes = await pages.keys();
  await Promise.all(toutes.slice(0, -REGLAGES.pagesMax).map((requete) => pages.delete(requete, { ignoreVary: true })));
}

async function naviguer(event) {
  const { request } = event;
  const reseau = (async () => {
    const reponse = (await event.preloadResponse) || (await fetch(request));
    if (gardable(request.url) && publique(reponse)) event.waitUntil(ranger(request.url, reponse.clone()));
    return reponse;
  })();
  // A network that says nothing is no better than none, when the page is here.
  const patience = new Promise((dire) => {
    setTimeout(async () => {
      const gardee = await vue(request.url, "Le réseau ne répond pas.");
      if (gardee) dire(gardee);
    }, PATIENCE);
  });
  try {
    const reponse = await Promise.race([reseau, patience]);
    const panne = reponse.status >= 502 && reponse.status <= 504;
    return (panne && (await vue(request.url, "Le site ne répond pas."))) || reponse;
  } catch {
    return (await vue(request.url)) || (await abri(request.url)) || Response.error();
  }
}

async function revenir(request) {
  try {
    return await fetch(request);
  } catch {
    return (await vue(request.url)) || Response.error();
  }
}

async function vue(adresse, pourquoi = "Vous êtes hors ligne.") {
  const pages = await caches.open(PAGES);
  const gardee = gardable(adresse) && (await pages.match(sansAncre(adresse), { ignoreVary: true }));
  if (!gardee) return null;
  const ici = new URL(adresse).pathname === REGLAGES.page;
  return annoncer(gardee, ici ? pourquoi : `${pourquoi} Voici la page telle que vous l’avez vue ${quand(gardee)}.`);
}

async function abri(adresse) {
  const page = await caches.match(REGLAGES.page, { ignoreVary: true, ignoreSearch: true });
  const ici = new URL(adresse).pathname === REGLAGES.page;
  return (
    page &&
    annoncer(
      page,
      ici
        ? "Vous êtes hors ligne."
        : "Vous êtes hors ligne, et la page demandée n’a pas été gardée sur cet appareil. Voici ce qui l’est.",
    )
  );
}

function quand(reponse) {
  const date = new Date(reponse.headers.get("Date") ?? Date.now());
  const mots = (options) => new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", ...options }).format(date);
  const jour = mots({ day: "numeric", month: "long", year: "numeric" });
  const [heure, minute] = mots({ hour: "2-digit", minute: "2-digit" }).split(":");
  return `le ${jour.replace(/^1 /, "1er ")} à ${Number(heure)}\u00a0h\u00a0${minute}`;
}

async function annoncer(reponse, phrase) {
  const html = await reponse.text();
  const headers = new Headers(reponse.headers);
  for (const nom of ["Content-Encoding", "Content-Length", "ETag"]) headers.delete(nom);
  const bandeau = `<p class="message attention" role="status" data-sans-reseau>${phrase}</p>`;
  return new Response(html.replace(/<main[^>]*>/, (debut) => debut + bandeau), { headers });
}

async function statique(request) {
  const gardee = await caches.match(request, { ignoreVary: true });
  if (gardee && FIGES.test(request.url)) return gardee;
  try {
    const reponse = await fetch(request);
    if (reponse.status === 200) {
      const copie = reponse.clone();
      caches.open(SOCLE).then((socle) => socle.put(request, copie)).catch(() => {});
    }
    return reponse;
  } catch (panne) {
    if (gardee) return gardee;
    throw panne;
  }
}
