// data-key="a" presses that button when the key is struck. Single keys can be switched off (WCAG 2.1.4).
import { words } from "../words";

const STORE = "huiyin-keys"; // only "off" is ever kept; nothing about the work

function isOff(): boolean {
  return localStorage.getItem(STORE) === "off";
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"]):not([type="radio"])'))
  );
}

function showSwitch(): void {
  document.querySelectorAll<HTMLElement>("[data-keys-switch]").forEach((button) => {
    button.textContent = isOff() ? words.keysOff : words.keysOn;
    button.setAttribute("aria-pressed", String(!isOff()));
    button.closest(".keys")?.classList.toggle("keys-off", isOff());
  });
}

export function watchKeys(): void {
  showSwitch();
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-keys-switch]")) {
      localStorage.setItem(STORE, isOff() ? "on" : "off");
      showSwitch();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || isTyping(event.target)) {
      return;
    }
    if (document.querySelector("dialog[open]")) {
      return;
    }
    const button = Array.from(document.querySelectorAll<HTMLElement>("[data-key]")).find(
      (candidate) => candidate.dataset.key?.toLowerCase() === event.key.toLowerCase() && candidate.offsetParent !== null,
    );
    if (button && !isOff()) {
      event.preventDefault();
      button.focus();
      button.click();
    }
  });
}
