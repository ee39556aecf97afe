// Fills a time zone field with the browser's own zone while it is still empty: <select data-zone> or <input data-zone>.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const field of document.querySelectorAll("[data-zone]")) {
  const known = field.tagName !== "SELECT" || [...field.options].some(({ value }) => value === zone);
  if (zone && known && !field.value) field.value = zone;
}
