/* What comes after the first ones of a long list. */

/* The address of something that is folded away opens it; paper shows all of a long list. Recent browsers do both. */
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  let folded = target?.closest("details:not([open])");
  if (!folded) return;
  for (; folded; folded = target.closest("details:not([open])")) folded.open = true; // one may be in another
  target.scrollIntoView();
}

unfold();
addEventListener("hashchange", unfold);

let unfolded = [];

addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details.autres-cartes:not([open])")];
  for (const folded of unfolded) folded.open = true;
});

addEventListener("afterprint", () => {
  for (const folded of unfolded.splice(0)) folded.open = false;
});
