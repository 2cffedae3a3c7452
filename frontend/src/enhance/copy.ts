// data-copy="#id" (or data-copy-text="…") copies the words of that element, also on plain http.
import { words } from "../words";
import { say } from "./live";

function textOf(button: HTMLElement): string {
  const literal = button.dataset.copyText;
  if (literal !== undefined) {
    return literal;
  }
  const source = document.querySelector<HTMLElement>(button.dataset.copy ?? "");
  if (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement) {
    return source.value;
  }
  return source?.innerText ?? "";
}

// navigator.clipboard exists only on https; intranets are often plain http.
function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (refused) {
      console.info("clipboard refused", refused);
    }
  }
  return copyBySelection(text);
}

export function watchCopy(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy], [data-copy-text]");
    if (!button) {
      return;
    }
    event.preventDefault();
    void copy(textOf(button)).then((done) => {
      say(done ? words.copied : words.copyFailed, done ? "ok" : "danger");
      button.focus();
    });
  });
}
