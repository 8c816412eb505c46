// Each field saves itself: on change, and a moment after the last key. The server answers 204 or a small
// JSON {"error": "…", "suggest": {"field": "text"}}; what was typed is kept and sent again until it is in.

import { token } from "./parts.js";

const PAUSE = 800;
const AGAIN = 5_000;
const words = JSON.parse(document.querySelector("meta[name=words]")?.content ?? "{}");

export function start(root) {
  for (const field of root.querySelectorAll("[data-autosave]")) {
    let timer;
    const save = () => { clearTimeout(timer); send(field); };
    field.addEventListener("change", save);
    if (field.matches("input:not([type=hidden]), textarea")) {
      field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); });
    }
  }
  for (const field of root.querySelectorAll("[data-romanise]")) {
    field.addEventListener("change", () => romanise(field));
  }
}

function values(field) {
  const body = new URLSearchParams();
  const inputs = field.matches("fieldset") ? field.querySelectorAll("input:checked") : [field];
  const name = field.name || field.querySelector("input")?.name;
  body.append("field", name);
  for (const input of inputs) body.append(name, input.type === "checkbox" && !input.checked ? "" : input.value);
  const shown = document.getElementsByName(`${name}_text`)[0];
  if (shown) body.append(`${name}_text`, shown.value);
  return [name, body];
}

async function send(field) {
  const [name, body] = values(field);
  if (field.dataset.last === String(body)) return;
  const sign = document.getElementById(`${name}-saved`);
  say(sign, words.saving);
  try {
    const response = await fetch(field.dataset.autosave, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRF": token() } });
    const to = response.headers.get("hx-redirect");
    if (to) return location.assign(to);
    if (response.status >= 500) throw new Error(response.statusText);
    field.dataset.last = String(body);
    const told = response.headers.get("content-type")?.includes("json");
    // Refused for no fault of the field's: sending it again would change nothing.
    if (!told && !response.ok) return say(sign, words["save-failed"], true);
    const answer = told ? await response.json() : {};
    const error = answer.error ?? answer.errors?.[0]?.title ?? (response.ok ? "" : answer.title);
    mark(field, name, error);
    say(sign, error ? "" : words.saved);
    field.dispatchEvent(new Event("saved", { bubbles: true }));
    for (const [other, text] of Object.entries(answer.suggest ?? {})) suggest(other, text);
  } catch {
    say(sign, words["save-failed"], true);
    setTimeout(() => send(field), AGAIN);
  }
}

function say(sign, text, bad = false) {
  if (!sign) return;
  sign.textContent = text ?? "";
  sign.classList.toggle("bad", bad);
}

function mark(field, name, error) {
  const id = `${name}-error`;
  let line = document.getElementById(id);
  if (!error) {
    line?.remove();
    field.removeAttribute("aria-invalid");
    return;
  }
  if (!line) {
    line = document.createElement("p");
    line.id = id;
    line.className = "error";
    document.getElementById(`${name}-saved`)?.before(line);
  }
  line.textContent = error;
  field.setAttribute("aria-invalid", "true");
}

// The same name in the other script, as a suggestion that the clerk may change.
async function romanise(field) {
  const other = document.getElementById(field.dataset.romanise);
  if (!other || !field.value || (other.value && !other.dataset.suggested)) return;
  const response = await fetch(`/suggest/name?text=${encodeURIComponent(field.value)}&to=${encodeURIComponent(other.name)}`, { headers: { "HX-Request": "true" } });
  if (response.ok) suggest(other.name, await response.text());
}

function suggest(name, text) {
  const field = document.getElementById(name);
  if (!field || !text || (field.value && !field.dataset.suggested)) return;
  field.value = text;
  field.dataset.suggested = "yes";
  field.addEventListener("input", () => { delete field.dataset.suggested; }, { once: true });
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
