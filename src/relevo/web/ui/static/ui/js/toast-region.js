/* <toast-region id="toasts" close-text="Dismiss" error-text="…"> … server-made toasts … </toast-region>
 * Shows what has just happened. Toasts come with the page (Django messages), by htmx into #toasts, from an answer's
 * HX-Trigger: {"toast": {"text": "Sent", "tone": "ok"}}, or from any script: dispatch a CustomEvent "toast" on document.
 * A toast leaves after 6 seconds, later while the pointer or focus is on it; one with tone "breached" stays until closed.
 * htmx requests that fail without words of their own say `error-text`. Answers aimed at #toasts are shown, also refusals. */

const STAY = 6000;
const ICONS = { ok: "circle-check", due: "clock", breached: "triangle-alert" };

class ToastRegion extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => event.target.closest("[data-close]") && event.target.closest(".toast")?.remove());
    document.addEventListener("toast", (event) => this.say(event.detail?.text ?? event.detail?.value, event.detail?.tone));
    document.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.xhr.getResponseHeader("HX-Retarget") === "#toasts") event.detail.shouldSwap = true;
    });
    for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => this.say(this.getAttribute("error-text"), "breached"));
    document.addEventListener("htmx:responseError", (event) => {
      if (!event.detail.xhr.getResponseHeader("HX-Retarget")) this.say(this.getAttribute("error-text"), "breached");
    });
    new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => this.time(node)))).observe(this, { childList: true });
    for (const toast of this.children) this.time(toast);
  }

  say(text, tone = "") {
    if (!text) return;
    const same = [...this.children].find((toast) => toast.querySelector(".toast-text")?.textContent === text);
    same?.remove();
    const toast = document.createElement("div");
    toast.className = `toast${tone ? ` toast-${tone}` : ""}`;
    if (tone === "breached") toast.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.className = "toast-text";
    words.textContent = text;
    toast.append(this.icon(ICONS[tone] ?? "info"), words, this.closer());
    this.append(toast);
  }

  closer() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet button-icon button-small";
    button.dataset.close = "";
    button.ariaLabel = this.getAttribute("close-text") ?? "";
    button.append(this.icon("x"));
    return button;
  }

  icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg"), use = document.createElementNS(space, "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${this.getAttribute("icons") ?? ""}#${name}`);
    svg.append(use);
    return svg;
  }

  time(toast) {
    if (!(toast instanceof HTMLElement) || toast.classList.contains("toast-breached")) return;
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : toast.remove());
    setTimeout(leave, STAY);
  }
}

customElements.define("toast-region", ToastRegion);
