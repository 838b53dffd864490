/* <key-nav> … <dialog id="key-help"> … </key-nav>, once on a page.
 * Any element with data-key="r" (or a sequence, data-key="g q") is pressed by that key; a field is focused instead, and a
 * tab that is current already focuses what its data-key-focus selects. data-key-label names it in the help dialog.
 * j and k move through [data-key-item] inside [data-key-list]; enter opens; / searches; ? shows the help; ctrl-enter sends
 * the form one writes in; escape leaves a field. Keys are ignored while typing, while a dialog is open, with modifiers,
 * and when [data-keys-on] was switched off, which this browser remembers. */

const PAUSE = 1200;
const STORE = "relevo.keys";
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]");
const seen = (element) => element.checkVisibility();

class KeyNav extends HTMLElement {
  connectedCallback() {
    this.sequence = "";
    this.listener = (event) => this.press(event);
    document.addEventListener("keydown", this.listener);
    queueMicrotask(() => this.prepare());
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listener);
  }

  prepare() {
    const choice = this.querySelector("[data-keys-on]");
    if (!choice) return;
    choice.checked = localStorage.getItem(STORE) !== "off";
    choice.addEventListener("change", () => localStorage.setItem(STORE, choice.checked ? "on" : "off"));
    this.querySelector("dialog")?.addEventListener("toggle", () => this.list());
  }

  press(event) {
    if (event.defaultPrevented || event.isComposing) return;
    const field = typing(event.target);
    if (field) return this.pressInField(event, field);
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (localStorage.getItem(STORE) === "off") return;
    if (event.key.length !== 1 || event.key === " ") return;
    if (this.act(event.key)) event.preventDefault();
  }

  pressInField(event, field) {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) field.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.form && field.matches("[data-composer]")) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  }

  act(key) {
    clearTimeout(this.forget);
    const whole = this.sequence ? `${this.sequence} ${key}` : key;
    const targets = [...document.querySelectorAll("[data-key]")];
    const target = targets.find((element) => element.dataset.key === whole && seen(element));
    const begins = targets.some((element) => element.dataset.key.startsWith(`${whole} `));
    this.sequence = !target && begins ? whole : "";
    if (this.sequence) this.forget = setTimeout(() => (this.sequence = ""), PAUSE);
    if (target) this.use(target);
    return Boolean(target) || begins || this.builtIn(key);
  }

  use(target) {
    const focus = target.ariaCurrent && target.dataset.keyFocus && document.querySelector(target.dataset.keyFocus);
    if (focus) focus.focus();
    else if (typing(target)) target.focus();
    else {
      target.focus();
      target.click();
    }
  }

  builtIn(key) {
    if (key === "j" || key === "k") return this.step(key === "j" ? 1 : -1);
    if (key === "?") this.querySelector("dialog")?.showModal();
    else if (key === "/") this.search();
    else return false;
    return true;
  }

  search() {
    const field = [...document.querySelectorAll("[data-search]")].find(seen);
    if (field) field.focus();
    else document.querySelector("[data-palette]")?.click();
  }

  step(by) {
    const list = [...document.querySelectorAll("[data-key-list]")].find(seen);
    const items = list ? [...list.querySelectorAll("[data-key-item]")].filter(seen) : [];
    if (!items.length) return false;
    const current = items.indexOf(document.activeElement.closest("[data-key-item]"));
    const from = current >= 0 ? current : items.findIndex((item) => item.ariaCurrent);
    const next = items[Math.min(Math.max(from + by, 0), items.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  list() {
    const section = this.querySelector("[data-key-list-of-page]");
    const rows = [...document.querySelectorAll("[data-key][data-key-label]")].filter(seen).map((element) => this.row(element));
    section.querySelector("dl").replaceChildren(...rows);
    section.hidden = !rows.length;
  }

  row(element) {
    const line = document.createElement("div"), label = document.createElement("dt"), keys = document.createElement("dd");
    label.textContent = element.dataset.keyLabel;
    for (const key of element.dataset.key.split(" ")) {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      keys.append(cap, " ");
    }
    line.append(label, keys);
    return line;
  }
}

customElements.define("key-nav", KeyNav);
