// Whether somebody has begun to fill in a part of the page. Where choices are sent as they are made, only what is `written` waits in
// the page for a button.
export const written = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea";

export function isBegun(part, controls = "input, textarea, select") {
  return [...part.querySelectorAll(controls)].some((control) => {
    if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
    if (control.options) return [...control.options].some((option) => option.selected !== option.defaultSelected && control.value);
    return control.value !== control.defaultValue;
  });
}
