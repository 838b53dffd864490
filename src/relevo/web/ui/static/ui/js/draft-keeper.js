/* <draft-keeper url="/tickets/42/draft/" key="AUR-1042-reply" saving="Saving…" saved="Draft saved" failed="…" unsent="…">
 *   <form> … <textarea data-composer> … <output data-draft-state> </form> </draft-keeper>
 * No word is lost. What is typed is copied to sessionStorage under `key` at once and posted to `url` (the whole form) after
 * a short pause; the copy goes when the server has those very words. A failed save is tried again, ever more slowly, and at
 * once when the network is back. A copy the server never saw is put back into the field when the page is opened again.
 * Leaving the page sends what is still unsaved. The state is said in [data-draft-state] and in the attribute `state`. */

const PAUSE = 900, FIRST = 2000, LONGEST = 60000;

class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.retryAfter = FIRST;
    this.leave = () => this.text && this.text.value !== this.kept && this.post(true).catch(() => {});
    this.back = () => this.getAttribute("state") === "failed" && this.save();
    addEventListener("pagehide", this.leave);
    addEventListener("online", this.back);
    queueMicrotask(() => this.prepare());
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.leave);
    removeEventListener("online", this.back);
    clearTimeout(this.timer);
  }

  get store() {
    return `relevo.draft.${this.getAttribute("key")}`;
  }

  prepare() {
    this.text = this.querySelector("[data-composer]");
    this.form = this.querySelector("form");
    if (!this.text || !this.form) return;
    this.kept = this.text.value;
    this.form.addEventListener("input", (event) => event.target.matches("textarea") && this.typed());
    this.form.addEventListener("submit", () => this.form.hasAttribute("hx-post") || this.forget());
    this.form.addEventListener("htmx:beforeOnLoad", (event) => this.answered(event.detail));
    const copy = sessionStorage.getItem(this.store);
    if (copy && copy !== this.text.value) this.restore(copy);
  }

  restore(copy) {
    this.text.value = copy;
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.say("unsent");
  }

  typed() {
    sessionStorage.setItem(this.store, this.text.value);
    this.retryAfter = FIRST;
    this.plan(PAUSE);
  }

  plan(delay) {
    clearTimeout(this.timer);
    if (this.hasAttribute("url")) this.timer = setTimeout(() => this.save(), delay);
  }

  async save() {
    const words = this.text.value;
    this.say("saving");
    try {
      const answer = await this.post(false);
      if (!answer.ok) throw new Error(String(answer.status));
      this.kept = words;
      this.retryAfter = FIRST;
      if (this.text.value === words) sessionStorage.removeItem(this.store);
      this.say("saved");
    } catch {
      this.say("failed");
      this.plan(this.retryAfter);
      this.retryAfter = Math.min(this.retryAfter * 2, LONGEST);
    }
  }

  post(leaving) {
    if (!this.hasAttribute("url")) return Promise.reject(new Error("no url"));
    return fetch(this.getAttribute("url"), { method: "POST", body: new FormData(this.form), keepalive: leaving, headers: { "HX-Request": "true" } });
  }

  answered({ elt, xhr }) {
    const sent = elt === this.form || elt.type === "submit";
    if (sent && xhr.status < 300) this.forget();
  }

  forget() {
    clearTimeout(this.timer);
    this.kept = this.text.value;
    sessionStorage.removeItem(this.store);
  }

  say(state) {
    this.setAttribute("state", state);
    const place = this.querySelector("[data-draft-state]");
    if (!place) return;
    place.dataset.state = state;
    place.textContent = this.getAttribute(state) ?? "";
  }
}

customElements.define("draft-keeper", DraftKeeper);
