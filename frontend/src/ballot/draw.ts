// 领取凭证: makes the recovery code, asks for the blind signature, keeps and shows the credential.
import { words } from "../words";
import { toText } from "./bytes";
import { ask, newCode, readCode } from "./credential";
import { fromText } from "./bytes";
import { canSeal, data, one, tell } from "./page";
import { forgetCode, keep, keepCode, keptCode } from "./store";

interface Draw {
  uid: string;
  key: string;
  use: string;
}

export function watchDraw(): void {
  const root = document.querySelector<HTMLElement>("[data-ballot-draw]");
  const told = data<Draw>("ballot-draw");
  if (!root || !told || !canSeal(root)) {
    return;
  }
  const form = one<HTMLFormElement>(root, "form");
  const typed = one<HTMLInputElement>(form, "[data-ballot-code]");
  const button = one<HTMLButtonElement>(form, "button");
  typed.value = keptCode(told.uid);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    void draw(root, form, told, typed).finally(() => {
      button.disabled = false;
    });
  });
  button.disabled = false;
}

async function draw(root: HTMLElement, form: HTMLFormElement, told: Draw, typed: HTMLInputElement): Promise<void> {
  const fresh = !typed.value.trim();
  const code = fresh ? await newCode() : typed.value;
  const bits = await readCode(code);
  if (!bits) {
    tell(root, words.ballotBadCode);
    return;
  }
  tell(root, words.ballotWorking);
  try {
    const request = await ask(told.uid, told.key, bits);
    // Before it is sent: if the answer is lost, the server has noted this request and signs no other one.
    typed.value = code;
    keepCode(told.uid, code);
    const fields = new URLSearchParams();
    fields.set("csrfmiddlewaretoken", one<HTMLInputElement>(form, "[name=csrfmiddlewaretoken]").value);
    fields.set("blinded", toText(request.blinded));
    const answer = await fetch(form.action, { method: "POST", body: fields, credentials: "same-origin" });
    const said = (await answer.json()) as { signature?: string; sentence?: string };
    if (!said.signature) {
      if (fresh && answer.status === 409) {
        // Refused for good: a code that got nothing is none.
        typed.value = "";
        forgetCode(told.uid);
      }
      tell(root, said.sentence ?? words.requestRefused(answer.status));
      return;
    }
    show(root, told, code.toUpperCase(), await request.finish(fromText(said.signature)));
  } catch (fault) {
    console.error("drawing failed", fault);
    tell(root, words.ballotDrawFailed);
  }
}

function show(root: HTMLElement, told: Draw, code: string, credential: string): void {
  forgetCode(told.uid);
  tell(root, keep(told.uid, credential) ? words.ballotDrawn : words.ballotDrawnNotKept);
  one(root, "[data-ballot-code-shown]").textContent = code;
  one<HTMLTextAreaElement>(root, "[data-ballot-credential]").value = `${told.use}#${credential}`;
  one(root, "[data-ballot-done]").hidden = false;
  one(root, "form").hidden = true;
}
