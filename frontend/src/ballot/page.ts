// What the three pages share: the data block, one sentence on what happens, the refusal where nothing can be sealed.
import { words } from "../words";

export function data<T>(id: string): T | null {
  const block = document.getElementById(id);
  return block ? (JSON.parse(block.textContent ?? "null") as T) : null;
}

export function one<E extends HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) {
    throw new Error(`the page has no ${selector}`);
  }
  return found;
}

export function tell(root: ParentNode, text: string): void {
  const line = one(root, "[data-ballot-says]");
  line.textContent = text;
  line.hidden = !text;
}

// Over plain http browsers have no crypto.subtle: neither has anybody who listens any trouble.
export function canSeal(root: ParentNode): boolean {
  if (window.isSecureContext && typeof crypto.subtle !== "undefined" && typeof BigInt !== "undefined") {
    return true;
  }
  tell(root, window.isSecureContext ? words.ballotOldBrowser : words.ballotPlainHttp);
  return false;
}
