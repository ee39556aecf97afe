// A box that shows what was typed into a password field: <input type="checkbox" data-shows="id_password">.
document.addEventListener("change", ({ target }) => {
  const field = document.getElementById(target.dataset?.shows);
  if (field) field.type = target.checked ? "text" : "password";
});
