/* « Mon espace »: keep the keyboard where the person is when a card is swapped. */

const FIRST = [
  '[role="alert"]',
  '[aria-invalid="true"]',
  "input:not([type=hidden]):not([disabled]), textarea, select",
  "a.bouton",
];

document.addEventListener("htmx:afterSettle", (event) => {
  const card = event.target.closest?.(".carte");
  if (!card || card.contains(document.activeElement)) return;
  for (const selector of FIRST) {
    const found = card.querySelector(selector);
    if (!found) continue;
    if (!found.matches("input, textarea, select, a, button")) found.tabIndex = -1;
    found.focus();
    return;
  }
});
