// "#" in a line completes a competency while it is typed: the arrow keys choose, Enter or Tab takes it, Escape leaves it as it is.
const TOKEN = /(^|\s)#([\p{L}\p{N}-]*)$/u;

export class CompetencyPicker {
  constructor() {
    this.form = document.querySelector("[data-note-input]");
    this.input = this.form.elements.line;
    this.select = this.form.elements.competency;
    this.list = document.getElementById("line-found");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.addEventListener("input", () => this.#look());
    this.input.addEventListener("blur", () => this.#close());
    this.input.addEventListener("keydown", (event) => this.#pressed(event), true);
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the line keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.#take(option);
    });
  }

  get #isOpen() {
    return !this.list.hidden;
  }

  #typed() {
    return this.input.value.slice(0, this.input.selectionStart).match(TOKEN);
  }

  #look() {
    const token = this.#typed();
    if (!token) return this.#close();
    const wanted = token[2].toLowerCase().replaceAll("-", " ");
    const all = [...this.select.options].filter((option) => option.value);
    const fits = (name) => name.toLowerCase().split(" ").some((word, place, words) => words.slice(place).join(" ").startsWith(wanted));
    const found = all.filter((option) => fits(option.textContent));
    if (!found.length) return this.#close();
    this.list.replaceChildren(...found.map((option, place) => row(option, place)));
    this.list.hidden = false;
    this.#point(0);
  }

  #point(place) {
    const rows = [...this.list.children];
    this.place = (place + rows.length) % rows.length;
    rows.forEach((one, number) => one.setAttribute("aria-selected", String(number === this.place)));
    this.input.setAttribute("aria-activedescendant", rows[this.place].id);
  }

  #pressed(event) {
    if (!this.#isOpen || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#point(this.place + step);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.list.children[this.place]);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #take(option) {
    const token = this.#typed();
    const end = this.input.selectionStart;
    this.input.setRangeText("", end - token[2].length - 1, end, "end");
    this.select.value = option.dataset.value;
    this.#close();
    document.getElementById("said").textContent = `Competency: ${option.textContent}`;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #close() {
    this.list.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
  }
}

function row(option, place) {
  const made = document.createElement("div");
  made.id = `line-found-${place}`;
  made.setAttribute("role", "option");
  made.className = "note-input__option";
  made.dataset.value = option.value;
  made.textContent = option.textContent;
  return made;
}
