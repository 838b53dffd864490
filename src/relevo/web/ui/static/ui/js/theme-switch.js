/* <theme-switch> … <button data-theme-value="auto|light|dark" aria-pressed="false"> … </theme-switch>
 * Sets data-theme on <html> at once and remembers it in the cookie relevo_theme, which the server reads, so the next
 * page comes in the right theme without a flash. "auto" follows the device. */

const YEAR = 31536000;

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.mark();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  handleEvent(event) {
    const value = event.target.closest("[data-theme-value]")?.dataset.themeValue;
    if (!value) return;
    const root = document.documentElement;
    if (value === "auto") delete root.dataset.theme;
    else root.dataset.theme = value;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `relevo_theme=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
    this.mark();
  }

  mark() {
    const now = document.documentElement.dataset.theme || "auto";
    for (const button of this.querySelectorAll("[data-theme-value]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeValue === now));
    }
  }
}

customElements.define("theme-switch", ThemeSwitch);
