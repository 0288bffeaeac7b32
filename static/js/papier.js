/* The appointment and the writer's own words: typed here, copied on the sheet, never sent nor kept. */
const sheet = () => document.querySelector("[data-papier]");
const toWrite = document.querySelector("[data-a-ecrire]");

if (toWrite) toWrite.hidden = false;

function inWords(field, lang) {
  if (field.type === "date" && field.value) {
    const [year, month, day] = field.value.split("-").map(Number);
    const words = new Date(year, month - 1, day).toLocaleDateString(lang === "en" ? "en-GB" : lang, {
      weekday: "long",
      day: "numeric",
      month: "long",
      numberingSystem: "latn",
    });
    return lang === "fr" ? words.replace(/ 1 /, " 1er ") : words;
  }
  if (field.type === "time" && field.value) {
    const [hours, minutes] = field.value.split(":");
    return lang === "fr" ? `${Number(hours)}\u00a0h${minutes === "00" ? "" : `\u00a0${minutes}`}` : field.value;
  }
  return field.value.trim();
}

function copy(field) {
  for (const target of sheet().querySelectorAll(`[data-ecrit="${field.dataset.copie}"]`)) {
    target.textContent = inWords(field, target.closest("[lang]").lang);
  }
  if (field.dataset.copie !== "mots") return;
  sheet().querySelector("[data-mots]").hidden = !field.value.trim();
  const left = field.maxLength - field.value.length;
  document.querySelector("[data-reste]").textContent =
    left > 1 ? `Encore ${left} caractères.` : `Encore ${left} caractère.`;
}

const fields = [...document.querySelectorAll("[data-copie]")];

for (const field of fields) {
  field.addEventListener("input", () => copy(field));
  if (field.value) copy(field);
}

/* Another language or format, once something was typed: the page that comes would have forgotten it, and it may not go
   into the address. The new sheet is fetched, and what was typed is copied on it again. */
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-garder]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || !fields.some((field) => field.value)) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.statusText);
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    history.replaceState(null, "", link.href);
    sheet().replaceWith(other.querySelector("[data-papier]"));
    for (const part of document.querySelectorAll("[data-change]")) {
      part.replaceWith(other.querySelector(`[data-change="${part.dataset.change}"]`));
    }
    const style = document.querySelector("link[data-format]");
    style.href = other.querySelector("link[data-format]").href;
    document.querySelector("a[data-garder][aria-current]")?.focus();
    document.dispatchEvent(new Event("papier:change"));
    fields.filter((field) => field.value).forEach(copy);
  } catch {
    location.href = link.href;
  }
});

/* One orientation for each click that hands something over; the answers of the small form go with it. */
const form = document.querySelector("[data-orienter]");

/* A double tap is one person: what is sent again within the minute carries the same key and is counted once. The key is
   drawn here, since the page may come from a cache; something typed, or a minute, and it is somebody else. */
const MINUTE = 60_000;
let ofThisPerson;

function somebodyElse() {
  clearTimeout(ofThisPerson);
  ofThisPerson = undefined;
  form.elements.cle_envoi.value = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

somebodyElse();
for (const field of fields) field.addEventListener("input", somebodyElse);

function record(channel) {
  const data = new FormData(form);
  data.set("canal", channel);
  data.set("script", "1");
  navigator.sendBeacon(form.action, data);
  ofThisPerson ??= setTimeout(somebodyElse, MINUTE);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  record("papier");
  window.print();
});

const canShare = Boolean(navigator.share);

function showSharing() {
  document.querySelector("[data-copier]").hidden = !navigator.clipboard;
  document.querySelector("[data-partager]").hidden = !canShare;
}

showSharing();
document.addEventListener("papier:change", showSharing);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-canal]");
  if (!button) return;
  const message = document.querySelector("[data-texte]");
  try {
    // Pasted in an SMS most often: the letters that a telephone cuts the least, as the link « SMS » sends them.
    if (button.matches("[data-copier]")) await navigator.clipboard.writeText(message.dataset.texte);
    // To an application that one chooses: written as it is read.
    if (button.matches("[data-partager]")) await navigator.share({ text: message.innerText });
  } catch {
    return; // refused, or put off: nothing was handed over
  }
  record(button.dataset.canal);
  if (button.matches("[data-copier]")) document.querySelector("[data-copie-faite]").textContent = "Texte copié.";
});

/* « Écouter »: only where this machine has a voice for the language of the person. */
const listen = document.querySelector("[data-ecouter]");

function theirs() {
  const columns = sheet().querySelectorAll(".papier-colonnes > [lang]");
  return columns.length ? columns[columns.length - 1].lang : "fr";
}

function voiceFor(lang) {
  const short = lang.split("-")[0].toLowerCase();
  return window.speechSynthesis?.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(short));
}

function showListening() {
  listen.hidden = !voiceFor(theirs());
}

if (window.speechSynthesis) {
  showListening();
  speechSynthesis.addEventListener?.("voiceschanged", showListening);
  document.addEventListener("papier:change", showListening);
  listen.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const lang = theirs();
    const parts = sheet().querySelectorAll(`.papier-nom, [lang="${lang}"] h3, [lang="${lang}"] p, .papier-propre`);
    for (const part of parts) {
      const text = part.innerText.trim();
      if (!text || !part.getClientRects().length) continue;
      const said = new SpeechSynthesisUtterance(text);
      const own = part.closest("[lang]").lang;
      said.lang = own;
      said.voice = voiceFor(own) ?? voiceFor(lang);
      said.rate = 0.9;
      speechSynthesis.speak(said);
    }
  });
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}
