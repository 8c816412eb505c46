// Suggestions under the bar's search box: the combobox pattern of ARIA, put on the plain box when it is first
// used. Enter opens the chosen row; with none chosen it sends the form, as it does without scripts.

const PAUSE = 180;
const LETTERS_MIN = 2;

export function start(input) {
  const list = document.createElement("ul");
  Object.assign(list, { id: "search-list", className: "list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  input.form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);

  let at = -1;
  let timer;
  let asked;
  const options = () => [...list.children];
  const show = (html) => {
    list.innerHTML = html;
    options().forEach((option, i) => { option.id = `${list.id}-${i}`; });
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };
  const close = () => { clearTimeout(timer); asked?.abort(); show(""); };
  const choose = (to) => {
    at = to;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
    const option = options()[to];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    asked?.abort();
    const text = input.value.trim();
    if (text.length < LETTERS_MIN) return show("");
    asked = new AbortController();
    try {
      const response = await fetch(`${input.dataset.search}?q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" }, signal: asked.signal });
      if (document.activeElement === input) show(response.ok && !response.headers.has("hx-redirect") ? await response.text() : "");
    } catch { /* a newer question took this one's place */ }
  };
  const open = (option) => location.assign(option.dataset.href);

  const soon = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); };
  input.addEventListener("input", soon);
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) open(option);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = list.children.length + 1; // the box itself is one of the places to be
    if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown") choose((at + 2) % rows - 1);
    else if (event.key === "ArrowUp" && !list.hidden) choose((at + rows) % rows - 1);
    else if (event.key === "Enter" && at >= 0) open(list.children[at]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
  soon();
}
