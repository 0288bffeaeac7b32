/* The table of structures and places. Without it, everything is there; with it, the keyboard goes faster. */

/* Up and down, from a box to tick to the next: space ticks, as everywhere. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const box = event.target.closest?.("[data-ligne]");
  if (!box) return;
  const all = boxes();
  const next = all[all.indexOf(box) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

/* One box for the whole page, and how many are ticked. The listeners sit on the document: htmx replaces the table. */
const boxes = () => [...document.querySelectorAll("[data-ligne]")];

function tell() {
  const all = document.querySelector("[data-toutes]");
  if (!all) return;
  const ticked = boxes().filter((box) => box.checked).length;
  const which = ticked ? `${ticked} ligne${ticked > 1 ? "s" : ""} cochée${ticked > 1 ? "s" : ""}` : "les lignes cochées";
  for (const said of document.querySelectorAll("[data-cochees]")) said.textContent = `${said.dataset.cochees} ${which}`;
  all.hidden = false;
  all.checked = ticked > 0 && ticked === boxes().length;
  all.indeterminate = ticked > 0 && !all.checked;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-toutes]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches("[data-toutes], [data-ligne]")) tell();
});

document.addEventListener("htmx:afterSettle", tell);
tell();

/* A row that is corrected in place keeps the keyboard: what is wrong, or the first field, or the way in again. */
const FIRST = ['[role="alert"]', '[aria-invalid="true"]', ".correction-champs input", ".gestes-ligne a"];

document.addEventListener("htmx:afterSettle", (event) => {
  const row = event.target.closest?.("tr[id]");
  if (!row || row.contains(document.activeElement)) return;
  const found = FIRST.map((selector) => row.querySelector(selector)).find(Boolean);
  if (!found) return;
  if (!found.matches("input, a")) found.tabIndex = -1;
  found.focus();
});
