// Whoever is signed in is greeted and finds one shelf on all devices; a stranger's browser loads no more than this.
const known = document.cookie.split("; ").includes("kabar_known=1");

/** Whether this device holds something of an account whose reader may have gone out meanwhile. */
function wasKnown() {
  try {
    return (localStorage.getItem("kabar:account") ?? "null") !== "null";
  } catch {
    return false;
  }
}

if (known || wasKnown()) {
  const coming = import("./signed_in.js");
  coming.then((me) => (known ? me.look() : me.leave())).catch(() => {});
  if (known) addEventListener("kabar:saved", ({ detail }) => coming.then((me) => me.tell(detail)).catch(() => {}));
}
