// Where a device keeps what only its owner may have: a credential until it is used. Refused storage is no fault.
const key = (uid: string): string => `huiyin-credential-${uid}`;

export function keep(uid: string, credential: string): boolean {
  try {
    localStorage.setItem(key(uid), credential);
    return true;
  } catch (refused) {
    console.info("nothing can be kept in this browser", refused);
    return false;
  }
}

export function kept(uid: string): string {
  try {
    return localStorage.getItem(key(uid)) ?? "";
  } catch (refused) {
    console.info("nothing is kept in this browser", refused);
    return "";
  }
}

export function forget(uid: string): void {
  try {
    localStorage.removeItem(key(uid));
  } catch (refused) {
    console.info("nothing is kept in this browser", refused);
  }
}
