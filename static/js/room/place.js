// Where somebody was reading stays over a reload: the column shown, what was open, how far each part was scrolled. For this
// window and this room alone.
const room = document.querySelector("[data-room]").dataset.room;
const key = `place:${room}`;
const parts = ".room__column[data-column], .room__question";
const nameOf = (part) => part.dataset.column ?? "words";

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function keep() {
  const scrolled = Object.fromEntries([...document.querySelectorAll(parts)].map((part) => [nameOf(part), part.scrollTop]));
  const open = [...document.querySelectorAll("details[data-remember][open]")].map((one) => one.dataset.remember);
  const column = document.querySelector("[name=column]:checked")?.value;
  const running = document.getElementById("question")?.dataset.running ?? "";
  try {
    sessionStorage.setItem(key, JSON.stringify({ scrolled, open, column, running }));
  } catch {
    // Without a store the page begins at its top.
  }
}

export function resumePlace() {
  const { scrolled = {}, open = [], column, running } = read();
  const chosen = column && document.querySelector(`[name=column][value="${column}"]`);
  if (chosen) chosen.checked = true;
  for (const one of document.querySelectorAll("details[data-remember]")) if (open.includes(one.dataset.remember)) one.open = true;
  for (const part of document.querySelectorAll(parts)) {
    const isSame = nameOf(part) !== "words" || running === (document.getElementById("question")?.dataset.running ?? "");
    if (isSame) part.scrollTop = scrolled[nameOf(part)] ?? 0;
  }
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
}
