// Files may be dropped on the field's box; the chosen names and sizes are listed under it.
import { words } from "../words";

export function readableSize(bytes: number): string {
  if (bytes < 1024) {
    return `${bytes} 字节`;
  }
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${kilobytes.toFixed(0)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

function listFiles(input: HTMLInputElement, list: HTMLElement): void {
  const lines = Array.from(input.files ?? [], (file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name}（${readableSize(file.size)}）`;
    return line;
  });
  list.replaceChildren(...lines);
}

function takeFiles(input: HTMLInputElement, dropped: FileList): void {
  if (input.multiple || dropped.length === 1) {
    input.files = dropped;
  } else {
    const first = new DataTransfer();
    const file = dropped[0];
    if (file) {
      first.items.add(file);
    }
    input.files = first.files;
  }
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function addDropZones(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>(".drop").forEach((zone) => {
    const input = zone.querySelector<HTMLInputElement>('input[type="file"]');
    if (!input || zone.dataset.ready) {
      return;
    }
    zone.dataset.ready = "yes";
    const hint = document.createElement("p");
    hint.className = "fig-note";
    hint.textContent = words.dropHere;
    const list = document.createElement("ul");
    list.className = "drop-list";
    list.setAttribute("aria-live", "polite");
    zone.append(hint, list);
    input.addEventListener("change", () => listFiles(input, list));
    const over = (on: boolean) => (event: DragEvent) => {
      event.preventDefault();
      zone.classList.toggle("is-over", on);
    };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer?.files.length) {
        takeFiles(input, event.dataTransfer.files);
      }
    });
  });
}
