// What the server refused stays in sight with its words and the reason: try again, copy, or let it go.
export function showNeeds(outbox) {
  const place = document.querySelector("[data-needs]");
  const template = place.querySelector("template");
  const list = place.querySelector("[data-needs-list]");

  const draw = () => {
    // Two texts of one line are chosen between where the line stands; a question to ask has nobody's words in it.
    const refused = [...outbox.refused.values()].filter((entry) => entry.refused.status !== 409 && entry.words);
    place.hidden = !refused.length;
    list.replaceChildren(...refused.map((entry) => row(template, entry)));
  };
  document.addEventListener("outbox:state", draw);
  list.addEventListener("click", ({ target }) => {
    const { id } = target.closest("[data-needs-entry]")?.dataset ?? {};
    if (!id) return;
    if (target.closest("[data-needs-again]")) outbox.again(id);
    if (target.closest("[data-needs-copy]")) navigator.clipboard?.writeText(outbox.refused.get(id).words);
    if (target.closest("[data-needs-drop]")) outbox.letGo(id).then(draw);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-outbox-copy]")) navigator.clipboard?.writeText(outbox.text());
  });
}

function row(template, entry) {
  const made = template.content.firstElementChild.cloneNode(true);
  made.dataset.id = entry.id;
  made.querySelector("[data-needs-words]").textContent = entry.words;
  made.querySelector("[data-needs-reason]").textContent = reason(entry.refused);
  return made;
}

function reason({ html }) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const said = answer.querySelector(".message__words, .field__error, [role=alert] p, h1");
  return said?.textContent.trim() || "It could not be stored.";
}
