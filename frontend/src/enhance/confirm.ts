// data-confirm="question" on a form or on a submit button asks before the form is sent.
import { words } from "../words";
import { canOpenDialogs, openDialog, paragraph } from "./dialog";

const confirmed = new WeakSet<HTMLFormElement>();

async function ask(question: string, accept: string): Promise<boolean> {
  return canOpenDialogs() ? openDialog([paragraph(question)], accept) : window.confirm(question);
}

function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  confirmed.add(form);
  if (form.requestSubmit) {
    form.requestSubmit(submitter);
  } else if (submitter) {
    submitter.click();
  } else {
    form.submit();
  }
}

export function watchConfirm(): void {
  // In the capturing phase, before htmx and the double-submit guard see the event.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || confirmed.delete(form)) {
        return;
      }
      const submitter = event.submitter;
      const source = submitter?.dataset.confirm ? submitter : form.dataset.confirm ? form : null;
      if (!source) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      void ask(source.dataset.confirm ?? "", source.dataset.confirmAccept ?? words.confirm).then((yes) => {
        if (yes) {
          send(form, submitter);
        }
      });
    },
    true,
  );
}
