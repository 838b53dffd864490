/* <draft-keeper url="/tickets/42/draft/" key="AUR-1042-reply" saving="Saving…" saved="Draft saved" failed="…" unsent="…" joined="…">
 *   <form> … <textarea data-composer> … <output data-draft-state> </form> </draft-keeper>
 * No word is lost. What is typed is copied to sessionStorage under `key` at once and posted to `url` (the whole form) after
 * a short pause; the copy goes when the server has those very words. A failed save is tried again, ever more slowly, and at
 * once when the network is back. A copy the server never saw is put back into the field when the page is opened again.
 * Leaving the page sends what is still unsaved. `over` tells the server which words this window took for its draft (what
 * the field showed at first, or `known`): if it has others, it keeps both and answers {"text": …}, which the field then
 * shows below what was typed. The state is said in [data-draft-state] and in the attribute `state`. */

const PAUSE = 900, FIRST = 2000, LONGEST = 60000;

class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.retryAfter = FIRST;
    this.leave = () => this.hasAttribute("url") && this.text && this.text.value !== this.kept && this.post(true).catch(() => {});
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

  get store() { return `relevo.draft.${this.getAttribute("key")}`; }

  prepare() {
    this.text = this.querySelector("[data-composer]");
    this.form = this.querySelector("form");
    if (!this.text || !this.form) return;
    this.kept = this.getAttribute("known") ?? this.text.value;
    this.form.addEventListener("input", (event) => event.target.matches("textarea") && this.typed());
    this.form.addEventListener("submit", () => this.form.hasAttribute("hx-post") || this.forget());
    this.form.addEventListener("htmx:beforeOnLoad", (event) => this.answered(event.detail));
    const copy = this.copy();
    if (copy && copy.text !== this.text.value) this.restore(copy);
    else if (this.text.value !== this.kept) this.typed();
  }

  copy() {
    try { return JSON.parse(sessionStorage.getItem(this.store)); } catch { return null; }
  }

  restore({ text, over }) {
    this.kept = over;
    this.text.value = text;
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.say("unsent");
  }

  typed() {
    if (this.joining) return;
    try { sessionStorage.setItem(this.store, JSON.stringify({ text: this.text.value, over: this.kept })); } catch { /* no room here: the server keeps it */ }
    this.retryAfter = FIRST;
    this.plan(PAUSE);
  }

  plan(delay) {
    clearTimeout(this.timer);
    if (!this.hasAttribute("url")) return;
    const busy = () => this.sent !== undefined || this.form.matches(".htmx-request");
    this.timer = setTimeout(() => (busy() ? this.plan(PAUSE) : this.save()), delay);
  }

  async save() {
    const words = (this.sent = this.text.value);
    this.say("saving");
    try {
      const answer = await this.post(false);
      if (!answer.ok) throw new Error(String(answer.status));
      this.kept = answer.status === 200 ? (await answer.json()).text : words;
      this.retryAfter = FIRST;
      if (this.kept !== words) this.join(words);
      if (this.text.value === this.kept) sessionStorage.removeItem(this.store);
      this.say(this.kept === words ? "saved" : "joined");
    } catch {
      this.say("failed");
      this.plan(this.retryAfter);
      this.retryAfter = Math.min(this.retryAfter * 2, LONGEST);
    }
    this.sent = undefined;
  }

  join(words) {
    const more = this.kept.startsWith(words) ? this.kept.slice(words.length) : `\n\n${this.kept}`, end = this.text.value.length;
    this.joining = true;
    this.text.setRangeText(more, end, end, "preserve");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.joining = false;
  }

  post(leaving) {
    const body = new FormData(this.form);
    for (const words of new Set([this.kept, this.sent ?? this.kept])) body.append("over", words);
    return fetch(this.getAttribute("url"), { method: "POST", body, keepalive: leaving, headers: { "HX-Request": "true" } });
  }

  answered({ elt, xhr }) {
    if ((elt === this.form || elt.type === "submit") && xhr.status < 300) this.forget();
  }

  forget() {
    clearTimeout(this.timer);
    this.kept = this.text.value;
    sessionStorage.removeItem(this.store);
  }

  say(state) {
    this.setAttribute("state", state);
    const place = this.querySelector("[data-draft-state]");
    if (place) Object.assign(place, { textContent: this.getAttribute(state) ?? "" }).dataset.state = state;
  }
}

customElements.define("draft-keeper", DraftKeeper);
