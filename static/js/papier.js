/* The appointment and the writer's own words: typed here, copied on the sheet, never sent nor kept. */
const sheet = document.querySelector("[data-papier]");
const toWrite = document.querySelector("[data-a-ecrire]");

if (toWrite) toWrite.hidden = false;

function inWords(field, lang) {
  if (field.type === "date" && field.value) {
    const [year, month, day] = field.value.split("-").map(Number);
    const words = new Date(year, month - 1, day).toLocaleDateString(lang, {
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
  for (const target of sheet.querySelectorAll(`[data-ecrit="${field.dataset.copie}"]`)) {
    target.textContent = inWords(field, target.closest("[lang]").lang);
  }
  if (field.dataset.copie !== "mots") return;
  sheet.querySelector("[data-mots]").hidden = !field.value.trim();
  const left = field.maxLength - field.value.length;
  document.querySelector("[data-reste]").textContent =
    left > 1 ? `Encore ${left} caractères.` : `Encore ${left} caractère.`;
}

for (const field of document.querySelectorAll("[data-copie]")) {
  field.addEventListener("input", () => copy(field));
  if (field.value) copy(field);
}
