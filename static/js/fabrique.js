/* Copies the code of a frame; without it one selects and copies by hand. */

const code = document.querySelector("[data-code]");
const button = document.querySelector("[data-copier-code]");

if (code && button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = document.querySelector("[data-code-copie]");
    try {
      await navigator.clipboard.writeText(code.value);
      said.textContent = "Code copié.";
    } catch {
      code.select();
      said.textContent = "Le code est sélectionné : copiez-le.";
    }
  });
}
