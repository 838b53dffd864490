/* now(): what time it is for the server, in milliseconds. A demo runs at another hour than the machine, and a browser's
 * clock may be wrong: the page says in <html data-now="…"> what time it was when it was made. */

const said = Date.parse(document.documentElement.dataset.now ?? "");
const ahead = Number.isNaN(said) ? 0 : said - Date.now();

export function now() {
  return Date.now() + ahead;
}
