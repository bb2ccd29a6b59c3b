/* Whoever has read that somebody kept a newer version, and goes on, is not asked a second time. */

document.addEventListener(
  "click",
  (click) => {
    const goesOn = click.target.closest("#w-save-confirmation-dialog [data-w-dialog-target=confirm]");
    const newer = document.querySelector(".w-editing-sessions__session--saved");
    const form = document.getElementById("w-editor-form");
    if (!goesOn || !newer || !form || form.elements.over_newer_version) return;
    const knowing = document.createElement("input");
    Object.assign(knowing, { type: "hidden", name: "over_newer_version", value: "1" });
    form.append(knowing);
  },
  true,
);
