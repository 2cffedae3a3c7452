// Where a device keeps what only its owner may have: a credential until it is used, a recovery code until its credential
// has come. Refused storage is no fault.
const key = (uid: string): string => `huiyin-credential-${uid}`;
const codeKey = (uid: string): string => `huiyin-code-${uid}`;

export const keep = (uid: string, credential: string): boolean => put(key(uid), credential);
export const kept = (uid: string): string => got(key(uid));
export const forget = (uid: string): void => {
  gone(key(uid));
};
export const keepCode = (uid: string, code: string): boolean => put(codeKey(uid), code);
export const keptCode = (uid: string): string => got(codeKey(uid));
export const forgetCode = (uid: string): void => {
  gone(codeKey(uid));
};

function put(name: string, value: string): boolean {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch (refused) {
    console.info("nothing can be kept in this browser", refused);
    return false;
  }
}

function got(name: string): string {
  try {
    return localStorage.getItem(name) ?? "";
  } catch (refused) {
    console.info("nothing is kept in this browser", refused);
    return "";
  }
}

function gone(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch (refused) {
    console.info("nothing is kept in this browser", refused);
  }
}
