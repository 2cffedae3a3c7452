// 投票: reads the choices on this page, seals them here, and posts nothing but the sealed ballot and the credential.
import { words } from "../words";
import { ascii, fromText, joined, sha256, toHex, toText } from "./bytes";
import { newCode } from "./credential";
import { canSeal, data, one, tell } from "./page";
import { seal } from "./sealing";
import type { Box } from "./sealing";
import { forget, kept } from "./store";

interface Question {
  title: string;
  kind: string;
  seats: number;
  subjects: number;
  codes: boolean;
}

interface Vote extends Box {
  questions: Question[];
}

const PREFIX = 32;
const NO = 1;
const BLANK = -1;
const NAME_MOST = 20;

export function watchVote(): void {
  const done = document.querySelector<HTMLElement>("[data-ballot-cast]");
  if (done) {
    forget(done.dataset.ballotCast ?? "");
  }
  const root = document.querySelector<HTMLElement>("[data-ballot-vote]");
  const told = data<Vote>("ballot-vote");
  if (!root || !told || !canSeal(root)) {
    return;
  }
  const typed = one<HTMLTextAreaElement>(root, "[data-ballot-credential]");
  const form = one<HTMLFormElement>(root, "form");
  // Behind the # of an address nothing is sent to a server; taken from there, it leaves the tab's history as well.
  typed.value = location.hash.slice(1) || kept(told.uid);
  if (location.hash) {
    history.replaceState(null, "", location.pathname);
  }
  offerCodes(root);
  const button = one<HTMLButtonElement>(form, "button");
  button.disabled = false;
  // Pressed twice, one ballot goes: a second one would be refused, and its refusal shown in the place of the answer.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    cast(root, form, told, typed.value).then(
      (sent) => {
        button.disabled = sent;
      },
      (fault: unknown) => {
        button.disabled = false;
        throw fault;
      },
    );
  });
  // Come back to by the browser's own button, what is marked now is sealed anew.
  window.addEventListener("pageshow", () => {
    button.disabled = false;
  });
}

// Whether a ballot went off; otherwise the page says what is missing.
async function cast(root: HTMLElement, form: HTMLFormElement, told: Vote, typed: string): Promise<boolean> {
  let credential: Uint8Array;
  try {
    credential = fromText(typed.includes("#") ? typed.slice(typed.indexOf("#") + 1) : typed);
  } catch {
    credential = new Uint8Array(0);
  }
  if (credential.length <= PREFIX) {
    tell(root, words.ballotNoCredential);
    return false;
  }
  const choices: number[][] = [];
  const others: string[][] = [];
  for (const [at, question] of told.questions.entries()) {
    choices.push(chosen(root, at, question));
    others.push(question.codes ? await left(root, at) : written(root, at));
    const misfit = fault(question, choices[at] as number[], others[at] as string[]);
    if (misfit) {
      tell(root, misfit);
      return false;
    }
  }
  tell(root, words.ballotSealing);
  const sealed = await seal(told, ascii(JSON.stringify([choices, others])));
  const field = (name: string): HTMLInputElement => one<HTMLInputElement>(form, `[name=${name}]`);
  field("sealed").value = toText(sealed);
  field("credential").value = toText(joined(credential));
  form.submit();
  return true;
}

// 复评码: made here when it is asked for; only its digest is sealed (huiyin/ballots/second_round.py reads it back).
function offerCodes(root: HTMLElement): void {
  for (const box of root.querySelectorAll<HTMLInputElement>("[data-again]")) {
    box.addEventListener("change", () => {
      const shown = one(root, `[data-again-shown="${box.dataset.again}"]`);
      const code = one(shown, "[data-again-code]");
      shown.hidden = !box.checked;
      if (box.checked && !code.textContent) {
        box.disabled = true;
        void newCode().then((made) => {
          code.textContent = made;
          box.disabled = false;
        });
      }
    });
  }
}

async function left(root: HTMLElement, at: number): Promise<string[]> {
  const box = one<HTMLInputElement>(root, `[data-again="${at}"]`);
  const code = one(root, `[data-again-shown="${at}"] [data-again-code]`).textContent;
  if (!box.checked || !code) {
    return [];
  }
  return [toHex(await sha256(ascii(`huiyin-again-1${code.replace(/-/g, "")}`)))];
}

function chosen(root: HTMLElement, at: number, question: Question): number[] {
  return Array.from({ length: question.subjects }, (_subject, subject) => {
    const picked = root.querySelector<HTMLInputElement>(`input[data-choice="${at}-${subject}"]:checked`);
    return picked ? Number(picked.value) : BLANK;
  });
}

function written(root: HTMLElement, at: number): string[] {
  return [...root.querySelectorAll<HTMLInputElement>(`input[data-other="${at}"]`)]
    .map((field) => field.value.trim().replace(/\s+/g, " "))
    .filter((name) => name);
}

// What the count would call invalid is said before it is sealed; the same rules: huiyin/ballots/counting.py.
function fault(question: Question, choices: number[], others: string[]): string {
  if (!question.codes && others.some((name) => [...name].length > NAME_MOST)) {
    return words.ballotLongName(question.title, NAME_MOST);
  }
  if (question.kind !== "vote") {
    return choices.includes(BLANK) ? words.ballotLeftOut(question.title) : "";
  }
  if (choices.includes(BLANK)) {
    return words.ballotLeftOut(question.title);
  }
  if (others.length > choices.filter((one) => one === NO).length) {
    return words.ballotOtherNeedsNo(question.title);
  }
  const taken = choices.filter((one) => one === 0).length + others.length;
  return question.seats && taken > question.seats ? words.ballotTooMany(question.title, question.seats, taken) : "";
}
