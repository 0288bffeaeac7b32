/* What htmx does not swap in: say it where the person was, and lose nothing of what they typed. */

const SIGNED_OUT = [401, 403]; // the session ended, or another one began in another tab
const SAID = {
  413: "C’est trop long pour être envoyé d’un coup : rien n’a été enregistré. Ce que vous avez écrit est encore là. Raccourcissez-le, puis recommencez.",
  429: "Trop de demandes en peu de temps : rien n’a été enregistré. Attendez une minute, puis recommencez.",
};

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  for (const note of place(detail.elt)?.querySelectorAll("[data-refus]") ?? []) note.remove();
});

document.addEventListener("htmx:responseError", ({ detail }) => {
  const { elt, xhr, requestConfig } = detail;
  if (SIGNED_OUT.includes(xhr.status) && elt.matches("form")) {
    sendAsPage(elt, requestConfig.triggeringEvent?.submitter);
  } else {
    say(
      elt,
      SAID[xhr.status] ??
        "Le site n’a pas pu répondre : rien n’a été enregistré. Ce que vous avez écrit est encore là, recommencez dans un instant.",
    );
  }
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, ({ detail }) =>
    say(
      detail.elt,
      "Le site ne répond pas : rien n’a été enregistré. Ce que vous avez écrit est encore là. Vérifiez la connexion, puis recommencez.",
    ),
  );
}

/* The whole page answers a whole form: it keeps what was typed while one signs in. */
function sendAsPage(form, button) {
  if (button?.name) {
    const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(pressed);
  }
  HTMLFormElement.prototype.submit.call(form);
}

function place(element) {
  return element.closest("form") ?? element.closest(".carte, li, section");
}

function say(element, text) {
  const where = place(element);
  if (!where) return;
  const note = document.createElement("p");
  note.className = "message erreur";
  note.setAttribute("role", "alert");
  note.dataset.refus = "";
  note.append(Object.assign(document.createElement("span"), { textContent: text.replace(/ ([:;?!»])/g, "\u00a0$1") }));
  // Beside the button that was pressed: the top of a long form is out of sight.
  const buttons = where.querySelector("button[type=submit]")?.closest(".actions");
  if (buttons) buttons.before(note);
  else where.prepend(note);
}
