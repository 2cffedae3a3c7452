// A native dialog made of ready parts; resolves to what was pressed.
import { words } from "../words";

function button(text: string, value: string, primary: boolean): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "submit";
  made.value = value;
  made.className = primary ? "btn btn-primary" : "btn";
  made.textContent = text;
  return made;
}

export function canOpenDialogs(): boolean {
  return typeof HTMLDialogElement === "function";
}

export function openDialog(parts: Node[], accept?: string): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const form = document.createElement("form");
  form.method = "dialog";
  const actions = document.createElement("div");
  actions.className = "dialog-actions";
  if (accept) {
    actions.append(button(words.cancel, "no", false), button(accept, "yes", true));
  } else {
    actions.append(button(words.close, "no", false));
  }
  form.append(...parts, actions);
  dialog.append(form);
  document.body.append(dialog);
  const opener = document.activeElement;
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
      if (opener instanceof HTMLElement) {
        opener.focus();
      }
    });
    dialog.showModal();
  });
}

export function paragraph(text: string): HTMLParagraphElement {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}
