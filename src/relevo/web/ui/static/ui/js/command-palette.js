/* <command-palette src="/find/"> <dialog> <input role="combobox"> <div role="listbox"> <a role="option" data-words="…"> … </command-palette>
 * Opens on ctrl-k (cmd-k) or a click on [data-palette]. What is typed narrows the options: each typed word must begin some
 * word of data-words, accents do not matter. With `src`, `src?q=…` is asked for more options (HTML of ui/palette_item.html);
 * they stand under the fixed ones and are replaced with each answer. Up, down and enter choose; escape closes. */

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class CommandPalette extends HTMLElement {
  connectedCallback() {
    queueMicrotask(() => this.prepare());
    this.keys = (event) => this.summon(event);
    document.addEventListener("keydown", this.keys);
    document.addEventListener("click", this.keys);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.keys);
    document.removeEventListener("click", this.keys);
  }

  prepare() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.listbox = this.querySelector("[role=listbox]");
    this.none = this.querySelector(".palette-none");
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.move(event));
    this.listbox.addEventListener("pointermove", (event) => this.choose(event.target.closest("[role=option]")));
    this.listbox.addEventListener("click", () => this.dialog.close());
  }

  summon(event) {
    const asked = event.type === "click" ? event.target.closest("[data-palette]") : (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (!asked) return;
    event.preventDefault();
    if (this.dialog.open) return;
    this.input.value = "";
    this.dialog.showModal();
    this.input.focus();
    this.typed();
  }

  typed() {
    this.narrow();
    clearTimeout(this.pause);
    if (this.hasAttribute("src")) this.pause = setTimeout(() => this.ask(this.input.value.trim()), 150);
  }

  narrow() {
    const wanted = plain(this.input.value).split(/\s+/).filter(Boolean);
    for (const option of this.options()) {
      const words = plain(option.dataset.words ?? option.textContent).split(/[\s·:,]+/);
      option.hidden = !option.hasAttribute("data-found") && !wanted.every((want) => words.some((word) => word.startsWith(want)));
    }
    this.choose(this.shown()[0]);
  }

  async ask(query) {
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const url = new URL(this.getAttribute("src"), location.href);
      url.searchParams.set("q", query);
      const answer = query ? await fetch(url, { signal: this.asking.signal, headers: { "HX-Request": "true" } }) : null;
      const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
      this.listbox.querySelectorAll("[data-found]").forEach((option) => option.remove());
      for (const option of page.querySelectorAll("[role=option]")) {
        option.setAttribute("data-found", "");
        this.listbox.append(document.adoptNode(option));
      }
      this.narrow();
    } catch (error) {
      if (error.name !== "AbortError") document.dispatchEvent(new CustomEvent("palette:failed"));
    }
  }

  options() {
    return [...this.listbox.querySelectorAll("[role=option]")];
  }

  shown() {
    return this.options().filter((option) => !option.hidden);
  }

  choose(chosen) {
    if (chosen === null) return;
    this.options().forEach((option, index) => {
      option.id = `palette-option-${index}`;
      option.ariaSelected = String(option === chosen);
    });
    this.none.hidden = Boolean(this.shown().length);
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  move(event) {
    const shown = this.shown(), at = shown.findIndex((option) => option.ariaSelected === "true");
    if (event.key === "Enter" && shown[at]) shown[at].click();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" || by) event.preventDefault();
    if (!by || !shown.length) return;
    const next = shown[(at + by + shown.length) % shown.length];
    this.choose(next);
    next.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("command-palette", CommandPalette);
