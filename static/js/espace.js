/* « Mon espace »: keep the keyboard where the person is when a card is swapped. */

const FIRST = [
  '[role="alert"]',
  '[aria-invalid="true"]',
  "input:not([type=hidden]):not([disabled]), textarea, select, [role=gridcell][tabindex='0']",
  "a.bouton",
];

document.addEventListener("htmx:afterSettle", (event) => {
  const card = event.target.closest?.(".carte");
  if (!card || card.contains(document.activeElement)) return;
  for (const selector of FIRST) {
    // What is folded away cannot take the keyboard.
    const found = [...card.querySelectorAll(selector)].find((element) => element.checkVisibility?.() ?? true);
    if (!found) continue;
    if (!found.matches("input, textarea, select, a, button, [tabindex]")) found.tabIndex = -1;
    found.focus();
    return;
  }
});
