/* What is typed into a form is kept: the first words, the last ones, and never an older copy over a newer one. */
const form = document.getElementById("w-editor-form");
let watched = false;
let waiting = null;

/* The form takes for its beginning what stands in it two seconds after it opened; words typed before that are changes too. */
function first(event) {
  if (!watched && event.isTrusted) form.dataset.wUnsavedForceValue = "true";
}

/* The text editor hands its words over a moment after they are typed; a form that is sent takes them at once. */
function last() {
  for (const editor of form.querySelectorAll("[data-draftail-editor-wrapper]")) {
    for (const field of editor.parentElement.children) field.draftailEditor?.saveState();
  }
  // What waits to be kept by itself is older by now.
  waiting?.preventDefault();
}

if (form) {
  for (const kind of ["beforeinput", "change", "paste", "drop"]) form.addEventListener(kind, first, true);
  form.addEventListener("w-unsaved:watch-edits", () => (watched = true));
  form.addEventListener("w-autosave:save", (event) => (waiting = event));
  form.addEventListener("submit", last, true);
}
