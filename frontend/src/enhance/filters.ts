// On a phone the filters of a list start folded, unless one of them is in use.
function inUse(form: HTMLFormElement): boolean {
  return Array.from(new FormData(form).values()).some((value) => value !== "");
}

export function foldFilters(): void {
  if (!window.matchMedia("(max-width: 575.98px)").matches) {
    return;
  }
  document.querySelectorAll<HTMLDetailsElement>("details.filters").forEach((box) => {
    const form = box.querySelector("form");
    if (form && !inUse(form)) {
      box.open = false;
    }
  });
}
