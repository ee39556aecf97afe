// A choice beside a list is added to what the search form holds now, or taken out of it: the link itself may be older than the
// last letter that was typed. The form holds the other choices in hidden fields.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const link = detail.elt.closest?.("a[data-choice]");
  const form = document.querySelector("form[role=search]");
  if (!link || !form) return;
  const [name, value] = link.dataset.choice.split("=");
  const wanted = new URLSearchParams([...new FormData(form)].filter(([, held]) => held));
  const was = wanted.get(name) ?? "";
  wanted.delete(name);
  if (value && value !== was) wanted.set(name, value);
  detail.path = `${location.pathname}?${wanted}`;
});
