// What was just done can be undone, by the button beside the notes or the key u; the last eight deeds, one after the other.
const MOST = 8;

export class Undo {
  constructor() {
    this.done = [];
    this.place = document.querySelector("[data-undo]");
    this.place?.querySelector("button").addEventListener("click", () => this.undo());
  }

  offer(words, inverse) {
    this.done.push({ words, inverse });
    if (this.done.length > MOST) this.done.shift();
    this.#show();
  }

  undo() {
    this.done.pop()?.inverse();
    this.#show();
  }

  #show() {
    const last = this.done.at(-1);
    this.place.hidden = !last;
    this.place.querySelector("[data-undo-words]").textContent = last?.words ?? "";
  }
}
