/* <relative-time><time datetime="2026-11-22T03:12:00Z" title="…">22 Nov</time></relative-time>
 * Within a day the time is told from now ("18 minutes ago"), after that as a date in the reader's zone; with the attribute
 * `exact` always by day, hour and minute.
 * The exact time with its zone is always in the title. Without this script the server's words stay. */

import { now } from "./clock.js";

const STEPS = [["minute", 60], ["hour", 3600]];
const living = new Set();

function told(moment, lang, exact) {
  const seconds = (moment - now()) / 1000;
  const year = moment.getFullYear() === new Date(now()).getFullYear() ? {} : { year: "numeric" };
  if (exact) return new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...year }).format(moment);
  const format = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "short" });
  if (Math.abs(seconds) < 60) return format.format(0, "second");
  if (Math.abs(seconds) < 86400) {
    const [unit, size] = Math.abs(seconds) < 3600 ? STEPS[0] : STEPS[1];
    return format.format(Math.trunc(seconds / size), unit);
  }
  return new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", ...year }).format(moment);
}

class RelativeTime extends HTMLElement {
  connectedCallback() {
    living.add(this);
    queueMicrotask(() => this.show());
  }

  disconnectedCallback() {
    living.delete(this);
  }

  show() {
    const time = this.querySelector("time");
    const moment = new Date(time?.dateTime ?? "");
    if (Number.isNaN(moment.getTime())) return;
    const lang = document.documentElement.lang || "en";
    time.textContent = told(moment, lang, this.hasAttribute("exact"));
    time.title = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeStyle: "long" }).format(moment);
  }
}

customElements.define("relative-time", RelativeTime);
setInterval(() => document.hidden || living.forEach((element) => element.show()), 30000);
