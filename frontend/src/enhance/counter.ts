// Under a textarea with maxlength or data-count: how many characters are written, how many are left.
import { words } from "../words";

// The server counts code points; String.length would count 𠮷 twice.
export function countCharacters(text: string): number {
  return Array.from(text).length;
}

export function addCounters(root: ParentNode): void {
  root.querySelectorAll<HTMLTextAreaElement>("textarea[maxlength], textarea[data-count]").forEach((area) => {
    if (area.dataset.counted) {
      return;
    }
    area.dataset.counted = "yes";
    const limit = Number(area.dataset.count || area.getAttribute("maxlength") || 0);
    // The browser would cut a pasted text off in silence, and counts 𠮷 twice. We tell, and cut nothing.
    area.removeAttribute("maxlength");
    const line = document.createElement("p");
    line.className = "field-counter";
    area.after(line);
    const update = (): void => {
      const written = countCharacters(area.value);
      const left = limit - written;
      area.setCustomValidity(limit > 0 && left < 0 ? words.counterOver(-left) : "");
      line.classList.toggle("is-near", limit > 0 && left < limit * 0.1);
      // Spoken only when it matters, or a screen reader would count along with every key.
      line.setAttribute("aria-live", limit > 0 && left < 20 ? "polite" : "off");
      line.textContent =
        limit === 0 ? words.counterPlain(written) : left < 0 ? words.counterOver(-left) : words.counter(written, left);
    };
    area.addEventListener("input", update);
    update();
  });
}
