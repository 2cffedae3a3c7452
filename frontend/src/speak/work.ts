// Does the work that the page asks for, on this device; the other half and the reasons: huiyin/portal/work.py.
import { ascii } from "../ballot/bytes";
import { words } from "../words";

// Whoever has waited so long goes the slow lane with everybody who has no script.
const PATIENCE_MS = 20000;

export function watchWork(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-work]");
  const field = form?.querySelector<HTMLInputElement>("[name=work]");
  const says = form?.querySelector<HTMLElement>("[data-work-says]");
  // Over plain http there is no crypto.subtle, and nothing anonymous is taken.
  if (!form || !field || !says || !window.isSecureContext || typeof crypto.subtle === "undefined") {
    return;
  }
  let found: Promise<string> | null = null;
  let sent = false;
  const begin = (): Promise<string> => (found ??= solved(form.dataset));
  // While somebody writes, not while they wait.
  form.addEventListener("input", () => void begin(), { once: true });
  form.addEventListener("submit", (event) => {
    if (field.value) {
      return;
    }
    event.preventDefault();
    if (sent) {
      return;
    }
    sent = true;
    says.textContent = words.workGoesOn;
    says.hidden = false;
    const patience = new Promise<string>((resolve) => window.setTimeout(() => resolve(""), PATIENCE_MS));
    void Promise.race([begin(), patience]).then((solution) => {
      field.value = solution;
      form.submit();
    });
  });
  // Come back to by the browser's own button, the page can be sent again.
  window.addEventListener("pageshow", () => {
    sent = false;
    says.hidden = true;
  });
}

// For each part the first number that fits. A fault is no solution: the form goes all the same.
async function solved(asked: DOMStringMap): Promise<string> {
  try {
    const riddle = await crypto.subtle.importKey("raw", ascii(asked.work ?? "") as BufferSource, "PBKDF2", false, ["deriveBits"]);
    const found: number[] = [];
    for (let part = 0; part < Number(asked.parts); part += 1) {
      let number = 0;
      while ((await tried(riddle, `${part}.${number}`, Number(asked.iterations))) >= Number(asked.below)) {
        number += 1;
      }
      found.push(number);
    }
    return found.join(".");
  } catch (fault) {
    console.error("the work was not done", fault);
    return "";
  }
}

async function tried(riddle: CryptoKey, salt: string, iterations: number): Promise<number> {
  const how = { name: "PBKDF2", hash: "SHA-256", salt: ascii(salt) as BufferSource, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, riddle, 256))[0] as number;
}
