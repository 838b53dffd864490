/* <finding-marks findings='[{"start":0,"end":9,"words":"Calm down","reason":"…","better":"…","instead":"…",
 *   "severity":"advise|block"}]' url="/check/" use-text="Use this" keep-text="Keep mine"> <textarea> </finding-marks>
 * Underlines the words of each finding by a mirror behind the field; a line under it gives the reason and better words of
 * the finding the caret is in, else of the first. "Use this" puts `instead` in the place of the words (undo works; without
 * it, `better` is only shown), "Keep mine" drops an advice and sends `finding:kept`. With `url` the form is posted there
 * after a pause and answers a new list. Offsets count UTF-16 units; a finding moves with its words and leaves with them. */

const PAUSE = 700;
const made = (name, properties) => Object.assign(document.createElement(name), properties);

class FindingMarks extends HTMLElement {
  static observedAttributes = ["findings"];
  all = [];

  connectedCallback() { queueMicrotask(() => this.prepare()); }
  attributeChangedCallback() { if (this.text) this.take(this.given()); }
  given() { return JSON.parse(this.getAttribute("findings") || "[]"); }

  prepare() {
    this.text = this.querySelector("textarea");
    if (!this.text || this.mirror) return;
    this.mirror = made("div", { className: "finding-mirror", ariaHidden: "true" });
    this.line = made("div", { ariaLive: "polite" });
    this.prepend(this.mirror);
    this.append(this.line);
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("scroll", () => this.follow());
    for (const name of ["click", "keyup", "focus"]) this.text.addEventListener(name, () => this.draw());
    new ResizeObserver(() => this.follow()).observe(this.text);
    this.take(this.given());
  }

  take(findings) {
    if (Array.isArray(findings)) this.all = findings;
    this.anchor();
  }

  typed() {
    this.anchor();
    clearTimeout(this.pause);
    if (this.hasAttribute("url")) this.pause = setTimeout(() => this.check(), PAUSE);
  }

  async check() {
    const before = this.text.value, form = new FormData(this.text.form);
    const answer = await fetch(this.getAttribute("url"), { method: "POST", body: form }).catch(() => null);
    const findings = answer?.ok ? await answer.json().catch(() => null) : null;
    if (this.text.value === before) this.take(findings);
  }

  anchor() {
    const text = this.text.value;
    this.all = this.all.flatMap((finding) => {
      if (text.slice(finding.start, finding.end) === finding.words) return [finding];
      const behind = text.indexOf(finding.words, Math.max(0, finding.start - 200));
      return behind < 0 ? [] : [{ ...finding, start: behind, end: behind + finding.words.length }];
    });
    this.draw();
  }

  draw() {
    const caret = this.text.selectionStart, written = document.activeElement === this.text;
    const narrow = [...this.all].sort((one, other) => one.end - one.start - (other.end - other.start)), shown = [];
    for (const one of narrow) if (!shown.some((other) => one.start < other.end && other.start < one.end)) shown.push(one);
    shown.sort((one, other) => one.start - other.start);
    this.open = narrow.find(({ start, end }) => written && start <= caret && caret <= end) ?? shown[0];
    let at = 0, parts = [];
    for (const finding of shown) {
      const mark = made("mark", { textContent: finding.words });
      mark.dataset.severity = finding.severity;
      mark.toggleAttribute("data-open", finding === this.open);
      parts.push(this.text.value.slice(at, finding.start), mark);
      at = finding.end;
    }
    this.mirror.replaceChildren(...parts, `${this.text.value.slice(at)}\n`);
    this.follow();
    this.tell();
  }

  follow() {
    this.mirror.style.insetInlineEnd = `${this.text.offsetWidth - this.text.clientWidth}px`;
    this.mirror.style.blockSize = `${this.text.clientHeight}px`;
    this.mirror.scrollTop = this.text.scrollTop;
  }

  tell() {
    const finding = this.open;
    if (finding === this.told) return;
    this.told = finding;
    this.line.className = finding ? `finding${finding.severity === "block" ? " finding-block" : ""}` : "";
    if (!finding) return this.line.replaceChildren();
    const words = made("p", {}), acts = made("span", { className: "finding-acts" });
    words.append(made("q", { textContent: finding.words }), ` ${finding.reason} `);
    if (finding.better) words.append(made("q", { className: "finding-better", textContent: finding.better }));
    if (finding.instead) acts.append(this.button("use-text", () => this.use(finding)));
    if (finding.severity !== "block") acts.append(this.button("keep-text", () => this.keep(finding)));
    this.line.replaceChildren(words, acts);
  }

  button(label, act) {
    return made("button", { type: "button", className: "button button-small", textContent: this.getAttribute(label), onclick: act });
  }

  use(finding) {
    this.text.focus();
    this.text.setSelectionRange(finding.start, finding.end);
    // The one way to change a field that the browser's undo remembers.
    if (document.execCommand("insertText", false, finding.instead)) return;
    this.text.setRangeText(finding.instead, finding.start, finding.end, "end");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  keep(finding) {
    this.all = this.all.filter((other) => other !== finding);
    this.draw();
    this.dispatchEvent(new CustomEvent("finding:kept", { bubbles: true, detail: finding }));
    this.text.focus();
  }
}
customElements.define("finding-marks", FindingMarks);
