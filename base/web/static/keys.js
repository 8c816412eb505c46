// The keyboard: "/" searches, Ctrl+Enter takes the page's main action, Esc leaves with the work kept.

const inDialog = () => document.querySelector("dialog[open]");
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return press(event, "[data-main]");
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "/" && !typing(event.target) && !inDialog()) {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "Escape") escape(event);
  digit(event);
});

// In a group of numbered choices a digit takes one, whatever script the keyboard writes.
function digit(event) {
  if (event.shiftKey || event.getModifierState("AltGraph")) return;
  const [, number] = /^(?:Digit|Numpad)([1-9])$/.exec(event.code) ?? [];
  const choices = number && event.target.closest("[data-digits]")?.querySelectorAll("input[type=radio]");
  const choice = choices?.[number - 1];
  if (!choice) return;
  event.preventDefault();
  choice.focus();
  choice.click();
}

function press(event, what) {
  const scope = inDialog() ?? event.target.closest("form") ?? document;
  const button = scope.querySelector(what) ?? document.querySelector(what);
  if (!button) return;
  event.preventDefault();
  button.click();
}

function escape(event) {
  if (inDialog()) return;
  const sheet = document.querySelector("details[data-closes][open]");
  if (sheet) {
    sheet.open = false;
    sheet.querySelector("summary").focus();
    return;
  }
  // A field is left first, so that what was typed in it is saved; the next Esc leaves the page.
  if (typing(event.target)) return event.target.blur();
  document.querySelector("[data-leave]")?.click();
}
