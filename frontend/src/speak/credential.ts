// Fills in the credential of a round that takes one opinion a person, and forgets it once it is used.
import { forget, kept } from "../ballot/store";

export function watchCredential(): void {
  const used = document.querySelector<HTMLElement>("[data-credential-used]");
  if (used) {
    forget(used.dataset.credentialUsed ?? "");
  }
  const form = document.querySelector<HTMLFormElement>("form[data-credential-for]");
  const field = form?.querySelector<HTMLTextAreaElement>("[data-credential]");
  if (!form || !field) {
    return;
  }
  // Behind the # of an address nothing is sent to a server; taken from there, it leaves the tab's history as well.
  field.value = location.hash.slice(1) || field.value || kept(form.dataset.credentialFor ?? "");
  if (location.hash) {
    history.replaceState(null, "", location.pathname);
  }
}
