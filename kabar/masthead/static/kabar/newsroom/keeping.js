/* What is typed into a form is kept: the first words, the last ones, and never an older copy over a newer one. */
const form = document.getElementById("w-editor-form");
let watched = false;
let waiting = null;

/* The form takes for its beginning what stands in it two seconds after it opened; words typed before that are changes too. */
function first(event) {
  if (!watched && event.isTrusted) form.dataset.wUnsavedForceValue = "true";
}

/* The text editor hands its words over a moment after they are typed; a form that is sent takes them at once. */
function last(event) {
  for (const editor of form.querySelectorAll("[data-draftail-editor-wrapper]")) {
    for (const field of editor.parentElement.children) field.draftailEditor?.saveState();
  }
  // What waits to be kept by itself is older by now, and nothing is kept by itself while the page is leaving.
  waiting?.preventDefault();
  setTimeout(() => {
    if (!event.defaultPrevented) form.dataset.wAutosaveActiveValue = "false";
  });
}

/* What was kept by itself is this form's own newest version, and no colleague's. */
function mine({ detail: { data } }) {
  const known = { loaded_revision_id: data.revision_id, loaded_revision_created_at: data.revision_created_at };
  for (const [name, value] of Object.entries(known)) if (value && form.elements[name]) form.elements[name].value = value;
}

if (form) {
  for (const kind of ["beforeinput", "change", "paste", "drop"]) form.addEventListener(kind, first, true);
  form.addEventListener("w-unsaved:watch-edits", () => (watched = true));
  form.addEventListener("w-autosave:save", (event) => (waiting = event));
  form.addEventListener("w-autosave:success", mine);
  form.addEventListener("submit", last, true);
}
