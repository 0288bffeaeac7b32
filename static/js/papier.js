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
