// What happened to a question, drawn into its panel: hints given, twists used, points ticked, and where it goes on from here.
export function drawPanel(panel, { told, running }) {
  const mine = told.get(panel.dataset.running);
  if (mine) {
    hints(panel, mine.given);
    for (const row of panel.querySelectorAll("[data-twist]")) {
      const isUsed = mine.twists.has(row.dataset.twist);
      row.querySelector(".tag").hidden = !isUsed;
      row.querySelector("button")?.toggleAttribute("hidden", isUsed);
    }
    for (const box of panel.querySelectorAll("[data-point]")) box.checked = mine.ticks.has(box.dataset.point);
    pointAtHand(panel);
  }
  ways(panel, told, running);
}

// The first point that is not ticked carries the key that goes to the points.
function pointAtHand(panel) {
  const boxes = [...panel.querySelectorAll("[data-point]")];
  const next = boxes.find((box) => !box.checked) ?? boxes[0];
  for (const box of boxes) {
    const isNext = box === next;
    box.closest("li").querySelector("kbd").hidden = !isNext;
    for (const [name, value] of [["data-key", "k"], ["aria-keyshortcuts", "k"]]) {
      if (isNext) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }
}

function hints(panel, given) {
  let next = true;
  for (const row of panel.querySelectorAll("[data-hint]")) {
    const at = given.get(row.dataset.hint);
    const isNext = at === undefined && next;
    if (isNext) next = false;
    row.toggleAttribute("data-given", at !== undefined);
    row.toggleAttribute("data-next", isNext);
    row.querySelector(".tag").hidden = at === undefined;
    row.querySelector("time").textContent = at ?? "";
    const button = row.querySelector("button");
    if (!button) continue;
    button.hidden = at !== undefined;
    button.querySelector("kbd").hidden = !isNext;
    for (const [name, value] of [["data-key", "h"], ["data-chord", "Digit5"], ["aria-keyshortcuts", "h Control+Shift+5"]]) {
      if (isNext) button.setAttribute(name, value);
      else button.removeAttribute(name);
    }
  }
}

// The next question of the plan, and the one before in the order in which they were asked.
function ways(panel, told, running) {
  const asked = [...told.keys()];
  const here = running ? asked.indexOf(running) : asked.length;
  const planned = [...document.querySelectorAll("#agenda [data-version]:not([data-alternate])")];
  const next = planned.find(({ dataset }) => !told.has(dataset.version) && dataset.state !== "skipped");
  way(panel, "next", next?.dataset.version, next?.dataset.title);
  const skip = next?.querySelector("[form=skipping]");
  for (const button of document.querySelectorAll("#agenda [form=skipping]")) carry(button, "j", button === skip);
  const before = asked[here - 1];
  way(panel, "previous", before, document.querySelector(`#agenda [data-version="${before}"]`)?.dataset.title);
}

// The button that a key is for now shows it; the others of its kind lose it.
function carry(button, key, isMine) {
  if (isMine === (button.dataset.key === key)) return;
  button.querySelector("kbd")?.remove();
  button.removeAttribute("aria-keyshortcuts");
  delete button.dataset.key;
  if (!isMine) return;
  const shown = document.createElement("kbd");
  shown.textContent = key;
  button.append(" ", shown);
  button.dataset.key = key;
  button.setAttribute("aria-keyshortcuts", key);
}

function way(panel, name, version = "", title = "") {
  const form = panel.querySelector(`[data-go="${name}"]`);
  if (!form) return;
  form.hidden = !version;
  form.elements.version.value = version;
  form.querySelector("[data-go-title]").textContent = title;
}

// Whether two parts say the same, leaving out the clocks, which go on by themselves, and what was opened or typed.
export function isAlike(one, other) {
  return said(one) === said(other);
}

function said(part) {
  const copy = part.cloneNode(true);
  for (const clock of copy.querySelectorAll("[data-clock]")) clock.replaceChildren();
  for (const noise of copy.querySelectorAll("[name=csrfmiddlewaretoken], [data-all-told], noscript, [form=skipping] kbd")) noise.remove();
  const names = ["data-server-now", "data-since", "data-until", "data-over", "open", "checked", "data-key", "aria-keyshortcuts", "data-chord", "hidden", "value", "class", "hx-swap-oob"];
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of names) if (name !== "value" || element.matches("input")) element.removeAttribute(name);
  }
  return copy.outerHTML.replace(/\s+/g, " ").replaceAll("> <", "><");
}
