// The same form is not sent twice by a double press. The server refuses a repeat as well; this spares the clerk.
import { words } from "../words";
import { say } from "./live";

const RELEASE_AFTER_MS = 20000; // a download answers without leaving the page, so the form must come back by itself

function release(form: HTMLFormElement): void {
  delete form.dataset.sending;
  form.querySelectorAll<HTMLElement>(".is-busy").forEach((button) => {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  });
}

export function watchSubmit(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) {
      return;
    }
    if (form.dataset.sending) {
      event.preventDefault();
      say(words.submitting);
      return;
    }
    form.dataset.sending = "yes";
    const submitter = event.submitter;
    // Not "disabled": the pressed button's own name and value must still be sent.
    submitter?.classList.add("is-busy");
    submitter?.setAttribute("aria-disabled", "true");
    window.setTimeout(() => release(form), RELEASE_AFTER_MS);
  });
  // A page taken from the browser's back cache must be usable again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form[data-sending]").forEach(release);
  });
}
