// What is remembered on this device and nowhere else.
export function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`kabar:${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`kabar:${name}`, JSON.stringify(value));
  } catch { /* Nothing may be remembered here; all else works. */ }
}
