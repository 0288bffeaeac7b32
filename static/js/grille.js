/* A week of hours to paint: <grille-semaine> draws a grid over the inputs that it holds, and writes in them.
   The inputs stay the only truth: what is typed in them is painted, what is painted is typed. Without this module
   they are the form. A row is a day and time runs sideways, so that a finger that paints does not scroll. */

const MIDNIGHT = 1440;
const FIRST = 7 * 60;
const LAST = 22 * 60;
const WIDE = window.matchMedia("(min-width: 48em)");

function inWords(minute) {
  if (minute === MIDNIGHT) return "minuit";
  const rest = minute % 60;
  return `${Math.floor(minute / 60)}\u00a0h${rest ? `\u00a0${String(rest).padStart(2, "0")}` : ""}`;
}

const typed = (minute) => inWords(minute).replaceAll("\u00a0", " ").replace("minuit", "24 h");
const short = (slot) => `${inWords(slot[0])}\u00a0–\u00a0${inWords(slot[1])}`;
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/* The same reading as structures/forms/saisie.py; null when it is no hour. */
function readHour(text, end) {
  const said = text.trim().toLowerCase();
  if (said === "midi") return 720;
  if (said === "minuit") return end ? MIDNIGHT : 0;
  const found = /^(\d{1,2})(\d{2})$/.exec(said) ?? /^(\d{1,2})\s*(?:(?:h|:|\.)\s*(\d{1,2})?)?\s*(?:min)?$/.exec(said);
  if (!found) return null;
  const minutes = Number(found[2] ?? 0);
  const all = Number(found[1]) * 60 + minutes;
  if (minutes > 59 || all > MIDNIGHT || (all === MIDNIGHT && !end)) return null;
  return end && all === 0 ? MIDNIGHT : all;
}

function merged(slots) {
  const joined = [];
  for (const [start, end] of [...slots].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

const without = (slots, from, to) =>
  slots.flatMap(([start, end]) =>
    [[start, Math.min(end, from)], [Math.max(start, to), end]].filter(([a, b]) => a < b),
  );

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

class GrilleSemaine extends HTMLElement {
  connectedCallback() {
    if (this.grid) return;
    this.days = [...this.querySelectorAll("[data-cle]")].map((fieldset) => ({
      fieldset,
      name: fieldset.dataset.jour,
      slots: [],
      cells: [],
    }));
    this.step = 30;
    this.from = FIRST;
    this.to = LAST;
    this.current = { day: 0, minute: 540 };
    this.stroke = null; // what is being painted: { day, minute, paint, days }
    this.build();
    this.readInputs();
    this.folded.open = Boolean(this.querySelector("[aria-invalid]"));
    this.addEventListener("input", (event) => this.typing(event));
    this.addEventListener("click", (event) => this.addRow(event));
    this.wide = () => this.draw();
    WIDE.addEventListener("change", this.wide);
  }

  disconnectedCallback() {
    if (this.wide) WIDE.removeEventListener("change", this.wide);
  }

  get folded() {
    return this.querySelector(".grille-saisie");
  }

  /* --- The inputs ---------------------------------------------------------------------------- */

  rows(day) {
    return [...day.fieldset.querySelectorAll("[data-rangee]")].map((row) => [...row.querySelectorAll("input")]);
  }

  readInputs() {
    for (const day of this.days) {
      const slots = this.rows(day)
        .map(([from, to]) => [readHour(from.value), readHour(to.value, true)])
        .filter(([start, end]) => start !== null && end !== null && start < end);
      day.slots = merged(slots);
    }
    const bounds = this.days.flatMap((day) => day.slots.flat());
    this.from = Math.min(this.from, ...bounds.map((minute) => Math.floor(minute / 60) * 60));
    this.to = Math.max(this.to, ...bounds.map((minute) => Math.ceil(minute / 60) * 60));
    if (bounds.some((minute) => minute % 30)) this.setStep(15);
    this.draw();
  }

  writeInputs(day) {
    while (this.rows(day).length < day.slots.length) this.newRow(day);
    this.rows(day).forEach(([from, to], i) => {
      from.value = day.slots[i] ? typed(day.slots[i][0]) : "";
      to.value = day.slots[i] ? typed(day.slots[i][1]) : "";
      for (const input of [from, to]) input.removeAttribute("aria-invalid");
    });
    day.fieldset.querySelectorAll(".faute").forEach((fault) => fault.remove());
    this.rows(day)
      .slice(Math.max(1, day.slots.length))
      .forEach(([from]) => from.closest("[data-rangee]").remove());
  }

  newRow(day) {
    const rows = [...day.fieldset.querySelectorAll("[data-rangee]")];
    const row = rows.at(-1).cloneNode(true);
    row.querySelectorAll(".faute").forEach((fault) => fault.remove());
    for (const input of row.querySelectorAll("input")) {
      input.name = input.name.replace(/-\d+-(de|a)$/, `-${rows.length}-$1`);
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+/, rows.length + 1));
      input.value = "";
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
    rows.at(-1).after(row);
    return row;
  }

  typing(event) {
    if (event.target.closest("[data-rangee]")) this.readInputs();
  }

  addRow(event) {
    const button = event.target.closest(".grille-ajouter");
    if (!button) return;
    event.preventDefault();
    this.newRow(this.days.find((day) => day.fieldset.contains(button)))
      .querySelector("input")
      .focus();
  }

  /* Tell the page, as if somebody had typed: the sentence follows. */
  changed(days) {
    for (const day of days) this.writeInputs(day);
    this.draw();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* --- The grid ------------------------------------------------------------------------------ */

  build() {
    const title = this.dataset.titre;
    this.grid = element("div", { class: "grille-peinte", role: "grid", "aria-label": title, "aria-multiselectable": "true" });
    this.status = element("p", { class: "hors-ecran", role: "status" });
    this.label = element("p", { class: "grille-etiquette", "aria-hidden": "true" });
    this.help = element(
      "p",
      { class: "aide" },
      "Peignez les heures d’ouverture, à la souris ou au doigt. Au clavier\u00a0: les flèches déplacent, Espace commence " +
        "puis finit un créneau, Maj et les flèches l’allongent, Suppr l’enlève.",
    );
    // Said once on the page: the second week is painted like the first.
    this.help.hidden = Boolean(this.parentElement.closest(".heures-choix"));
    this.before(this.status);
    this.prepend(this.help, this.grid, this.label, this.tools());
    this.grid.addEventListener("keydown", (event) => this.key(event));
    this.grid.addEventListener("pointerdown", (event) => this.press(event));
    this.grid.addEventListener("pointermove", (event) => this.drag(event));
    this.grid.addEventListener("pointerup", () => this.release());
    this.grid.addEventListener("pointercancel", () => this.cancel());
    this.grid.addEventListener("lostpointercapture", () => this.stroke?.pointer && this.release());
    this.grid.addEventListener("focusin", (event) => this.focused(event));
  }

  tools() {
    const id = `copie-${this.days[0].fieldset.dataset.cle}-${Math.random().toString(36).slice(2, 7)}`;
    const source = element("select", { id: `${id}-de` });
    const target = element("select", { id: `${id}-a` });
    this.days.forEach((day, i) => source.append(new Option(day.name, i)));
    target.append(new Option("mardi à vendredi", "1,2,3,4"), new Option("tous les autres jours", "0,1,2,3,4,5,6"));
    this.days.forEach((day, i) => target.append(new Option(day.name, i)));
    const copy = element("button", { type: "button", class: "bouton petit second" }, "Recopier");
    copy.addEventListener("click", () => this.copy(Number(source.value), target));
    const step = element("select", { id: `${id}-pas` }, new Option("demi-heure", 30), new Option("quart d’heure", 15));
    step.addEventListener("change", (event) => {
      event.stopPropagation();
      this.setStep(Number(step.value));
      this.draw();
    });
    this.stepChoice = step;
    const whole = element("button", { type: "button", class: "grille-lien" }, "Voir toute la journée");
    whole.addEventListener("click", () => {
      [this.from, this.to] = [0, MIDNIGHT];
      whole.hidden = true;
      this.draw();
      this.say("La grille va de 0\u00a0h à minuit.");
      this.cell()?.focus();
    });
    for (const select of [source, target]) select.addEventListener("change", (event) => event.stopPropagation());
    for (const select of [source, target, step]) select.addEventListener("input", (event) => event.stopPropagation());
    return element(
      "div",
      { class: "grille-outils" },
      element("span", { class: "grille-outil" }, element("label", { for: source.id }, "Recopier"), source,
        element("label", { for: target.id }, "sur"), target, copy),
      element("span", { class: "grille-outil" }, element("label", { for: step.id }, "À la"), step, whole),
    );
  }

  setStep(step) {
    this.step = step;
    this.stepChoice.value = step;
  }

  draw() {
    const count = (this.to - this.from) / this.step;
    // On a phone a day has several lines, that break on the hour.
    const hour = 60 / this.step;
    const perLine = WIDE.matches ? count : Math.ceil(count / (this.step === 15 ? 4 : 2) / hour) * hour;
    const hadFocus = this.grid.contains(document.activeElement);
    this.current.minute = Math.floor((Math.min(Math.max(this.current.minute, this.from), this.to - this.step) - this.from) / this.step) * this.step + this.from;
    const shape = `${this.from} ${this.to} ${this.step} ${perLine}`;
    if (shape !== this.shape) {
      this.shape = shape;
      this.grid.replaceChildren(...this.days.map((day, i) => this.buildRow(day, i, perLine)));
    }
    this.days.forEach((day, i) => this.drawRow(day, i));
    if (hadFocus && !this.grid.contains(document.activeElement)) this.cell()?.focus({ preventScroll: true });
  }

  buildRow(day, i, perLine) {
    day.summary = element("span", { class: "grille-resume" });
    const head = element("div", { class: "grille-tete", role: "rowheader" }, element("b", {}, capital(day.name)), " ", day.summary);
    const lines = [];
    day.cells = [];
    for (let start = this.from; start < this.to; start += perLine * this.step) {
      const line = element("div", { class: "grille-ligne", role: "presentation" });
      for (let minute = start; minute < Math.min(this.to, start + perLine * this.step); minute += this.step) {
        const cell = element("div", { class: "grille-case", role: "gridcell", "data-jour": i, "data-minute": minute });
        if (minute % 60 === 0) cell.dataset.heure = minute / 60;
        day.cells.push(cell);
        line.append(cell);
      }
      for (let empty = line.children.length; empty < perLine; empty += 1) line.append(element("span"));
      lines.push(line);
    }
    return element("div", { class: "grille-rang", role: "row" }, head, ...lines);
  }

  drawRow(day, i) {
    const slots = this.shown(day, i);
    day.summary.textContent = slots.length ? slots.map(short).join(", ") : "fermé";
    day.cells.forEach((cell) => {
      const minute = Number(cell.dataset.minute);
      const slot = slots.find(([start, end]) => start < minute + this.step && minute < end);
      cell.setAttribute("aria-selected", Boolean(slot));
      cell.classList.toggle("debut", Boolean(slot && slot[0] >= minute));
      cell.classList.toggle("fin", Boolean(slot && slot[1] <= minute + this.step));
      cell.setAttribute("aria-label", `${day.name}, ${inWords(minute)}${slot ? `, ouvert de ${inWords(slot[0])} à ${inWords(slot[1])}` : ""}`);
      const here = i === this.current.day && minute === this.current.minute;
      cell.tabIndex = here ? 0 : -1;
    });
  }

  /* The slots of a day, with the stroke that is being painted. */
  shown(day, i) {
    const stroke = this.stroke;
    if (!stroke || !this.strokeDays().includes(i)) return day.slots;
    const [from, to] = this.strokeSpan();
    return stroke.paint ? merged([...day.slots.map((slot) => [...slot]), [from, to]]) : without(day.slots, from, to);
  }

  strokeDays() {
    const [a, b] = [this.stroke.day, this.stroke.toDay].sort((x, y) => x - y);
    return this.days.map((_, i) => i).filter((i) => a <= i && i <= b);
  }

  strokeSpan() {
    const [a, b] = [this.stroke.minute, this.stroke.toMinute].sort((x, y) => x - y);
    return [a, b + this.step];
  }

  cell(position = this.current) {
    return this.days[position.day].cells.find((cell) => Number(cell.dataset.minute) === position.minute);
  }

  slotAt({ day, minute }) {
    return this.days[day].slots.find(([start, end]) => start < minute + this.step && minute < end);
  }

  say(text) {
    this.status.textContent = text;
  }

  sayDay(i) {
    const { name, slots } = this.days[i];
    this.say(`${name}, ${slots.length ? slots.map(([a, b]) => `de ${inWords(a)} à ${inWords(b)}`).join(" et ") : "fermé"}`);
  }

  /* --- Strokes ------------------------------------------------------------------------------- */

  begin(position, pointer = false) {
    this.stroke = {
      ...position,
      toDay: position.day,
      toMinute: position.minute,
      paint: !this.slotAt(position),
      pointer,
    };
  }

  extend(position, rows) {
    this.stroke.toMinute = position.minute;
    if (rows) this.stroke.toDay = position.day;
    const [from, to] = this.strokeSpan();
    this.label.textContent = `${capital(this.days[this.stroke.day].name)}, ${this.stroke.paint ? "" : "enlever "}${short([from, to])}`;
    this.draw();
  }

  release() {
    if (!this.stroke) return;
    const touched = this.strokeDays();
    for (const i of touched) this.days[i].slots = this.shown(this.days[i], i);
    this.stroke = null;
    this.label.textContent = "";
    this.changed(touched.map((i) => this.days[i]));
    this.sayDay(touched[0]);
  }

  cancel() {
    if (!this.stroke) return;
    this.stroke = null;
    this.label.textContent = "";
    this.draw();
  }

  /* --- Mouse and finger ---------------------------------------------------------------------- */

  under(event) {
    const found = document.elementFromPoint(event.clientX, event.clientY)?.closest(".grille-case");
    if (!found || !this.grid.contains(found)) return null;
    return { day: Number(found.dataset.jour), minute: Number(found.dataset.minute) };
  }

  press(event) {
    if (event.button !== 0) return;
    const position = this.under(event);
    if (!position) return;
    if (event.pointerType === "mouse") event.preventDefault();
    this.cancel();
    this.current = position;
    this.begin(position, true);
    this.grid.setPointerCapture(event.pointerId);
    this.extend(position);
    this.cell().focus({ preventScroll: true });
  }

  drag(event) {
    if (!this.stroke?.pointer) return;
    const position = this.under(event);
    if (!position) return;
    // A mouse may paint several days at once; a finger stays on its day.
    if (event.pointerType !== "mouse" && position.day !== this.stroke.day) return;
    this.extend(position, event.pointerType === "mouse");
  }

  /* --- Keyboard ------------------------------------------------------------------------------ */

  focused(event) {
    const cell = event.target.closest(".grille-case");
    if (!cell) return;
    this.current = { day: Number(cell.dataset.jour), minute: Number(cell.dataset.minute) };
  }

  move(day, minute) {
    const before = this.cell();
    this.current = {
      day: Math.min(Math.max(day, 0), 6),
      minute: Math.min(Math.max(minute, this.from), this.to - this.step),
    };
    if (before) before.tabIndex = -1;
    this.cell().tabIndex = 0;
    this.cell().focus();
  }

  key(event) {
    const { day, minute } = this.current;
    const sideways = { ArrowRight: this.step, ArrowLeft: -this.step }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (sideways && event.shiftKey && !this.stroke) this.grow(sideways);
    else if (sideways) this.travel(day, minute + sideways);
    else if (event.key === "ArrowDown") this.travel(day + 1, minute);
    else if (event.key === "ArrowUp") this.travel(day - 1, minute);
    else if (event.key === "Home") this.travel(day, this.from);
    else if (event.key === "End") this.travel(day, this.to);
    else if (event.key === " " || event.key === "Enter") this.toggle();
    else if (event.key === "Delete" || event.key === "Backspace") this.remove();
    else if (event.key === "Escape" && this.stroke) this.giveUp();
    else return;
    event.preventDefault();
  }

  travel(day, minute) {
    if (!this.stroke) {
      this.move(day, minute);
      return;
    }
    this.move(this.stroke.day, minute);
    this.extend(this.current);
    const [from, to] = this.strokeSpan();
    this.say(`de ${inWords(from)} à ${inWords(to)}`);
  }

  toggle() {
    if (this.stroke) {
      this.release();
      return;
    }
    this.begin(this.current);
    this.extend(this.current);
    const verb = this.stroke.paint ? "Créneau commencé" : "Effacement commencé";
    this.say(`${verb} à ${inWords(this.current.minute)}. Flèche, puis Espace pour finir.`);
  }

  /* Shift and an arrow: this half-hour and the next one, at once. */
  grow(sideways) {
    this.begin(this.current);
    this.stroke.paint = true;
    this.move(this.current.day, this.current.minute + sideways);
    this.extend(this.current);
    this.release();
  }

  remove() {
    const slot = this.slotAt(this.current);
    this.cancel();
    if (!slot) return;
    const day = this.days[this.current.day];
    day.slots = day.slots.filter((other) => other !== slot);
    this.changed([day]);
    this.sayDay(this.current.day);
  }

  giveUp() {
    this.cancel();
    this.say("Créneau abandonné.");
  }

  copy(from, target) {
    const copied = target.value.split(",").map(Number).filter((i) => i !== from);
    for (const i of copied) this.days[i].slots = this.days[from].slots.map((slot) => [...slot]);
    this.changed(copied.map((i) => this.days[i]));
    this.say(`${capital(this.days[from].name)} recopié sur ${target.selectedOptions[0].text}.`);
  }
}

customElements.define("grille-semaine", GrilleSemaine);
