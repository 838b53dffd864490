/* <tab-set><div class="tabs" role="tablist"><button class="tab" role="tab" aria-controls="a" aria-selected="true">…</div>
 *   <div id="a" role="tabpanel">…</div> …</tab-set>
 * Shows the panel of the selected tab and hides the others. Left and right, Home and End move between tabs, and
 * only the selected one is in the tab order. */

class TabSet extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    queueMicrotask(() => this.select(this.tabs().find((tab) => tab.ariaSelected === "true") ?? this.tabs()[0]));
  }

  tabs() {
    return [...this.querySelectorAll('[role="tab"]')].filter((tab) => tab.closest("tab-set") === this);
  }

  handleEvent(event) {
    const tab = event.target.closest('[role="tab"]');
    if (!tab) return;
    if (event.type === "click") this.select(tab);
    else this.move(event, tab);
  }

  move(event, tab) {
    const tabs = this.tabs(), at = tabs.indexOf(tab), ahead = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const next = { ArrowRight: at + ahead, ArrowLeft: at - ahead, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const chosen = tabs[(next + tabs.length) % tabs.length];
    this.select(chosen);
    chosen.focus();
  }

  select(chosen) {
    for (const tab of this.tabs()) {
      tab.ariaSelected = String(tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      if (panel) panel.hidden = tab !== chosen;
    }
  }
}

customElements.define("tab-set", TabSet);
