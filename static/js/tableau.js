/* The table of structures and places. Without it, everything is there; with it, the keyboard goes faster. */

/* Up and down, from a box to tick to the next: space ticks, as everywhere. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const box = event.target.closest?.("[data-ligne]");
  if (!box) return;
  const boxes = [...document.querySelectorAll("[data-ligne]")];
  const next = boxes[boxes.indexOf(box) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
