// Entry for staff pages: htmx and small enhancements. Every page works without it.
import htmx from "htmx.org";
import "./app.scss";
import { enhance, watchPage } from "./enhance/all";
import { watchKeys } from "./enhance/keys";
import { say } from "./enhance/live";
import { words } from "./words";

// Strict CSP: no eval, no injected style. No history cache: pages must not stay in a shared computer's storage.
Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
});
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true }, // a form sent back with its problems
  { code: "[45]..", swap: false, error: true },
];

watchPage();
watchKeys();

// htmx announces the body once at the start and every piece it swaps in later.
document.addEventListener("htmx:load", (event) => {
  const { elt } = (event as CustomEvent<{ elt: HTMLElement }>).detail;
  enhance(elt);
});
document.addEventListener("htmx:sendError", () => say(words.requestFailed, "danger"));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  say(words.requestRefused(xhr.status), "danger");
});
