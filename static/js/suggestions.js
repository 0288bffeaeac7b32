/* « Près de »: suggestions while typing, « Ma position », and no typed address in a URL.

   The field keeps its name and shows words; when the form is read ("formdata", by the browser and by htmx alike) the
   words are replaced by what they were resolved to: a commune, or a point to three decimals. What was not resolved is
   sent in the body of a POST, to an address that answers with a redirection. Nothing here holds typing or sending back:
   a request that fails or lingers is forgotten. site.js brings this module when somebody comes near the form, and the
   page works without it. */

const DELAY = 200; // milliseconds after the last key
const POINT = /^-?\d{1,2}(\.\d+)?\s*,\s*-?\d{1,3}(\.\d+)?(\s+(?<commune>\D.*))?$/;

const form = document.querySelector("[data-recherche][data-pres-url]");
const field = form?.elements.pres;
if (field) start();

function start() {
  /* What the words in the field stand for: { label, value }. */
  let known = { label: "", value: "" };
  let sent = false;
  let options = [];
  let active = -1;
  let timer = 0;
  let request = null;
  let asked = field.value;
  let sending = false;

  const box = field.closest(".champ");
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Lieux proposés");
  list.hidden = true;
  const status = document.createElement("span");
  status.className = "hors-ecran";
  status.setAttribute("role", "status");
  box.append(list, status);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-haspopup", "listbox"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
    ["autocomplete", "off"],
    ["spellcheck", "false"],
  ]) {
    field.setAttribute(name, value);
  }

  // --- What is sent -----------------------------------------------------------------------------------------------
  /* Words for a value of the URL: a point reads badly. */
  function wordsFor(value) {
    const point = POINT.exec(value.trim());
    if (!point) return value;
    return point.groups.commune ? `Votre adresse, à ${point.groups.commune}` : "Votre position";
  }

  function show(value, label = wordsFor(value)) {
    known = { label, value };
    field.value = label;
  }

  const resolved = () => field.value.trim() === "" || field.value === known.label || POINT.test(field.value.trim());

  // What the server wrote is resolved, unless it says that it is not; what was typed before this module came is not.
  const written = field.value === field.defaultValue;
  if (field.getAttribute("aria-invalid") !== "true") known = { label: wordsFor(field.defaultValue), value: field.defaultValue };
  if (written && known.value) show(known.value);
  asked = written ? field.value : "";

  form.addEventListener("formdata", ({ formData }) => {
    if (field.value === known.label) formData.set("pres", known.value);
  });

  /* Without htmx, on the home page: the button posts unless everything is resolved. */
  form.addEventListener("submit", (event) => {
    close();
    sent = true;
    const button = event.submitter ?? form.querySelector("[type=submit]");
    button.formMethod = resolved() ? "get" : "post";
    button.formAction = resolved() ? form.action : form.dataset.presUrl;
    if (event.submitter || resolved()) return;
    event.preventDefault();
    form.requestSubmit(button);
  });

  /* With htmx, above the results. */
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    const post = !resolved();
    asked = field.value;
    detail.verb = post ? "post" : "get";
    detail.path = post ? form.dataset.presUrl : form.getAttribute("hx-get");
    detail.useUrlParams = !post;
    if (post) detail.headers["Content-Type"] = "application/x-www-form-urlencoded";
    else delete detail.headers["Content-Type"];
  });

  /* Enter, or a press on « Chercher », is a change and then a sending: one search is enough. And a field that is left
     as it was last searched has not changed, whatever was typed and chosen in between. */
  const settle = () => window.setTimeout(() => (sending = false), 300); // a touch gives its click later
  form.addEventListener("keydown", (event) => {
    sending = event.key === "Enter" && event.target.matches("input") && !event.defaultPrevented;
    if (sending) settle();
  });
  form.addEventListener("pointerdown", (event) => {
    sending = Boolean(event.target.closest("[type=submit]"));
  });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, settle);
  document.addEventListener(
    "change",
    (event) => {
      if (!event.isTrusted || !form.contains(event.target) || !event.target.matches("input[type=text], input[type=search]")) return;
      if (sending || (event.target === field && field.value === asked)) event.stopImmediatePropagation();
    },
    true,
  );

  /* After an answer: the URL says what the words became; the next search says the same without asking again. */
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.requestConfig?.elt !== form || field.value !== asked) return;
    const value = new URL(window.location.href).searchParams.get("pres") ?? "";
    if (POINT.test(field.value.trim())) show(value);
    else if (value && value !== known.value) show(value, POINT.test(value) ? field.value : value);
    asked = field.value;
  });

  /* A tile is a link, and would write the words in a URL: the form is sent instead, with what the tile asks. */
  document.addEventListener(
    "click",
    (event) => {
      const tile = event.target.closest?.("a[data-tuile]");
      if (!tile || resolved() || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const extra = [...new URL(tile.href).searchParams].map(([name, value]) => {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value });
        return input;
      });
      form.append(...extra);
      form.requestSubmit(form.querySelector("[type=submit]"));
      for (const input of extra) input.remove();
    },
    true,
  );

  /* On a shared computer, Back must not show somebody's address. */
  window.addEventListener("pagehide", () => {
    if (field.value === known.label) show(known.value);
    else if (sent && /\d/.test(field.value)) show("");
    asked = field.value;
  });

  // --- The list ---------------------------------------------------------------------------------------------------
  function close() {
    window.clearTimeout(timer);
    request?.abort();
    request = null;
    options = [];
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function open(found) {
    options = found;
    active = -1;
    field.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...found.map(({ label }, i) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${i}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = label;
        return item;
      }),
    );
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length ? `${found.length} ${found.length > 1 ? "propositions" : "proposition"}, flèches pour choisir` : "";
  }

  function activate(i) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = i;
    const item = list.children[i];
    if (!item) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", item.id);
  }

  function choose({ label, valeur }) {
    close();
    status.textContent = "";
    show(valeur, label);
    // Above the results, the form answers a change as it does a button.
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function suggest() {
    const text = field.value.trim();
    if (text.length < 2 || resolved()) return;
    request?.abort();
    const mine = new AbortController();
    request = mine;
    try {
      const response = await fetch(form.dataset.suggestionsUrl, {
        method: "POST",
        body: new URLSearchParams({ pres: text }),
        headers: { Accept: "application/json" },
        signal: mine.signal,
      });
      if (!response.ok) return;
      const found = await response.json();
      if (request === mine && document.activeElement === field) open(found);
    } catch {
      // Aborted, or no network: the field remains a field.
    }
  }

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    request?.abort();
    request = null;
    if (field.value.trim().length < 2) close();
    else timer = window.setTimeout(suggest, DELAY);
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      suggest();
      return;
    }
    if (list.hidden) return;
    const last = options.length - 1;
    const to = {
      ArrowDown: active === last ? -1 : active + 1,
      ArrowUp: active === -1 ? last : active - 1,
      Home: active === -1 ? null : 0,
      End: active === -1 ? null : last,
    }[event.key];
    if (to !== undefined && to !== null) {
      event.preventDefault();
      activate(to);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options[active]);
    } else if (event.key === "Escape") {
      // Closes the list and nothing else: neither the panel it is in, nor the words.
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });

  field.addEventListener("blur", close);
  // The words are about to be replaced: point at them whole.
  field.addEventListener("focus", () => {
    if (POINT.test(known.value) && field.value === known.label) field.select();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps focus
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (!item) return;
    event.preventDefault();
    choose(options[[...list.children].indexOf(item)]);
  });

  // --- « Ma position » --------------------------------------------------------------------------------------------
  const locate = form.querySelector("[data-ma-position]");
  if (locate && window.isSecureContext && navigator.geolocation) {
    locate.addEventListener("click", () => {
      close();
      locate.setAttribute("aria-busy", "true");
      status.textContent = "Recherche de votre position";
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          locate.removeAttribute("aria-busy");
          // Three decimals, about a hundred metres: the exact place never leaves the device.
          choose({ label: "Votre position", valeur: `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}` });
          status.textContent = "Position trouvée";
        },
        () => {
          locate.removeAttribute("aria-busy");
          field.placeholder = "écrivez une commune";
          status.textContent = "La position n’a pas été trouvée. Écrivez une commune ou un code postal.";
          field.focus();
        },
        { enableHighAccuracy: false, timeout: 10000, maximumAge: 300000 },
      );
    });
  }
  // Typed while this module was on its way.
  if (document.activeElement === field && !written) suggest();
}
